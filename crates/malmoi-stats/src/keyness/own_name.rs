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
    /// name: CNN and web, for `CNN (Web News)`, but not CNN reporter.
    pub fn has(&self, term: &str) -> bool {
        let mut words = words(term).peekable();
        words.peek().is_some() && words.all(|word| self.0.contains(&word))
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
        let name = OwnName::of("가온방송");
        assert!(name.has("가온방송") && !name.has("방송"));
    }
}
