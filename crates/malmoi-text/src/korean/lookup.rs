//! Questions about single words of the lexicon, outside of a text.

use lindera_dictionary::viterbi::WordId;

use super::lexicon::Lexicon;

/// The context id of the start and the end of a sentence.
const BOUNDARY: u16 = 0;

impl Lexicon {
    /// Says whether the system dictionary has `chars` as one word.
    pub(super) fn has_whole(&self, chars: &[char]) -> bool {
        let mut matches = self
            .dictionary
            .prefix_dictionary
            .common_prefix_search(chars);
        matches.any(|(_, length)| length == chars.len())
    }

    /// Returns the left and right context ids of the word of this surface and
    /// tag that has no particular meaning, such as a person's name.
    pub(super) fn ids_of(&self, surface: &str, tag: &str) -> Option<(u16, u16)> {
        let entries = self.dictionary.prefix_dictionary.find_surface(surface);
        let plain = entries.iter().find(|entry| {
            let mut fields = self
                .dictionary
                .word_details_iter(entry.word_id().id() as usize);
            fields.next() == Some(tag) && fields.next() == Some("*")
        })?;
        Some((plain.left_id() as u16, plain.right_id() as u16))
    }

    /// Returns the ids by which this dictionary knows context ids of
    /// mecab-ko-dic: its build sorts them by use.
    pub(super) fn own_ids(&self, left_id: u16, right_id: u16) -> (u16, u16) {
        match &self.dictionary.metadata.context_id_map {
            Some(map) => (map.map_left(left_id), map.map_right(right_id)),
            None => (left_id, right_id),
        }
    }

    /// Returns what words of each left context id cost more after a space.
    pub(super) fn space_penalties_by_left_id(&self) -> Vec<i32> {
        let penalty = |id: Option<WordId>| id.map_or(0, |id| self.space_penalty(id));
        self.first_words_by_left_id()
            .into_iter()
            .map(penalty)
            .collect()
    }

    /// Returns the most that a word with these context ids may cost to be as
    /// cheap as the cheapest way in which the dictionary cuts the same
    /// characters, both standing alone.
    pub(super) fn cheapest(&self, chars: &[char], left_id: u16, right_id: u16) -> i32 {
        let categories: Vec<u64> = chars.iter().map(|c| self.categories(*c)).collect();
        // For each position the right context ids and costs of what ends there.
        let mut ending: Vec<Vec<(u16, i32)>> = vec![Vec::new(); chars.len() + 1];
        ending[0].push((BOUNDARY, 0));
        let mut candidates = Vec::new();
        for start in 0..chars.len() {
            if ending[start].is_empty() {
                continue;
            }
            self.find_in_dictionary(chars, &categories, start, &mut candidates);
            for candidate in &candidates {
                let cost = self.cost_before(candidate.left_id, &ending[start]) + candidate.cost;
                ending[candidate.end as usize].push((candidate.right_id, cost));
            }
        }
        let cut = self.cost_before(BOUNDARY, &ending[chars.len()]);
        let before = self.cost_before(left_id, &[(BOUNDARY, 0)]);
        let after = self.cost_before(BOUNDARY, &[(right_id, 0)]);
        cut.saturating_sub(before + after)
    }

    /// Returns the least cost of what ends before a left context.
    fn cost_before(&self, left_id: u16, ending: &[(u16, i32)]) -> i32 {
        let row = self.costs_before(left_id);
        let costs = ending
            .iter()
            .map(|(right_id, cost)| cost + i32::from(row[usize::from(*right_id)]));
        costs.min().unwrap_or(i32::MAX)
    }
}
