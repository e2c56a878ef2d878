//! What a publisher calls itself.

/// The words of a publisher's name.
///
/// Every outlet says its own name more than the others do, in datelines, credits and
/// "told CNN". That it does so is no finding.
///
/// ```
/// use malmoi_stats::OwnName;
///
/// let name = OwnName::of("CNN (Web News)");
/// assert!(name.has("CNN") && !name.has("CNN reporter"));
/// ```
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct OwnName(Vec<String>);

impl OwnName {
    /// Takes the name of a publisher apart.
    pub fn of(publisher: &str) -> OwnName {
        OwnName(words(publisher).collect())
    }

    /// Whether a term, as it is shown or as it is counted, has no word that is not in the
    /// name (CNN and web, for `CNN (Web News)`), or begins with all of the name, as what a
    /// publisher makes besides does: Politico Magazine.
    pub fn has(&self, term: &str) -> bool {
        let mut of_term = words(term).peekable();
        let is_of_it = of_term.peek().is_some() && of_term.all(|word| self.0.contains(&word));
        let begins = || {
            let mut of_term = words(term);
            let mut name = self.0.iter();
            name.all(|word| of_term.next().as_ref() == Some(word))
        };
        is_of_it || !self.0.is_empty() && begins()
    }
}

/// Returns the words of a name, in small letters.
fn words(name: &str) -> impl Iterator<Item = String> {
    let words = name.split(|c: char| !c.is_alphanumeric());
    words.filter(|w| !w.is_empty()).map(str::to_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_has_its_own_words_and_no_others() {
        let name = OwnName::of("CNN (Web News)");
        assert!(name.has("CNN") && name.has("web") && name.has("CNN News"));
        assert!(!name.has("CNN reporter") && !name.has("CNNs") && !name.has("–"));
        let name = OwnName::of("The Northwind");
        assert!(name.has("the northwind weekly") && !name.has("northwind weekly"));
        assert!(!OwnName::of("–").has("northwind"));
        let name = OwnName::of("가온방송");
        assert!(name.has("가온방송") && !name.has("방송"));
    }
}
