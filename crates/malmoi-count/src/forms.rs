//! The surface forms of one term.

use rustc_hash::FxHashMap;

/// How often a term came in each of its surface forms.
///
/// A term of real text has a handful, which are searched in order; a text made
/// to have thousands costs no more than a map.
#[derive(Clone, Debug, Default)]
pub struct Forms {
    few: Vec<(Box<str>, u64)>,
    /// Nothing as long as `few` has room: nearly always.
    many: Option<Box<FxHashMap<Box<str>, u64>>>,
}

/// How many forms are searched in order before there is a map.
const FEW: usize = 16;

impl Forms {
    /// Counts one occurrence of a form.
    pub fn add(&mut self, form: &str) {
        self.add_many(form, 1);
    }

    pub(crate) fn add_many(&mut self, form: &str, count: u64) {
        if let Some((_, known)) = self.few.iter_mut().find(|(f, _)| **f == *form) {
            *known += count;
        } else if self.few.len() < FEW {
            self.few.push((form.into(), count));
        } else {
            let many = self.many.get_or_insert_default();
            match many.get_mut(form) {
                Some(known) => *known += count,
                None => {
                    many.insert(form.into(), count);
                }
            }
        }
    }

    /// Adds what another counter of the same term has seen.
    pub fn merge(&mut self, other: &Forms) {
        for (form, count) in &other.few {
            self.add_many(form, *count);
        }
        // Addition has no order.
        for (form, count) in other.many.iter().flat_map(|many| many.iter()) {
            self.add_many(form, *count);
        }
    }

    /// Returns the forms with their numbers, in no particular order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, u64)> {
        let many = self.many.iter().flat_map(|many| many.iter());
        self.few
            .iter()
            .map(|(form, count)| (&**form, *count))
            .chain(many.map(|(form, count)| (&**form, *count)))
    }

    /// Returns the form to show: the most frequent, and of several the last by
    /// code point, so that "restore" wins over "Restore". Empty if nothing was
    /// counted.
    ///
    /// ```
    /// let mut forms = malmoi_count::Forms::default();
    /// for form in ["Restored", "restore", "restored", "restore"] {
    ///     forms.add(form);
    /// }
    /// assert_eq!(forms.most_frequent(), "restore");
    /// ```
    pub fn most_frequent(&self) -> &str {
        let all = self.iter().map(|(form, count)| (count, form));
        all.max().map(|(_, form)| form).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_forms_are_counted_like_few_in_any_order() {
        let words: Vec<String> = (0..500).map(|n| format!("form{}", n % 100)).collect();
        let mut one = Forms::default();
        let (mut left, mut right) = (Forms::default(), Forms::default());
        for (n, word) in words.iter().enumerate() {
            one.add(word);
            if n % 3 == 0 { &mut left } else { &mut right }.add(word);
        }
        one.add("form42");
        right.add("form42");
        right.merge(&left);
        assert_eq!(one.most_frequent(), "form42");
        assert_eq!(right.most_frequent(), "form42");
        assert_eq!(Forms::default().most_frequent(), "");
    }
}
