//! The first tag of a word, by its left context.
//!
//! mecab-ko-dic numbers left contexts in the order of their tags, so that a few
//! runs of numbers say what tag a word begins with. What the dictionary itself
//! says of a word lies far away, in forty megabytes that a new text would have
//! to read all over.

/// The first left context id of each run, and the tag of its words.
const RUNS: [(u16, &str); 45] = [
    (1, "NNP"),
    (2, "EC"),
    (3, "EF"),
    (4, "EP"),
    (5, "ETM"),
    (195, "ETN"),
    (196, "IC"),
    (197, "JC"),
    (255, "JKB"),
    (453, "JKC"),
    (457, "JKG"),
    (468, "JKO"),
    (476, "JKQ"),
    (489, "JKS"),
    (527, "JKV"),
    (543, "JX"),
    (726, "MAG"),
    (739, "MAJ"),
    (740, "MM"),
    (760, "NA"),
    (761, "NNB"),
    (1040, "NNBC"),
    (1780, "NNG"),
    (1784, "NNP"),
    (1785, "NNG"),
    (1786, "NNP"),
    (1790, "NP"),
    (1791, "NR"),
    (1792, "SC"),
    (1793, "SE"),
    (1794, "SF"),
    (1799, "SSC"),
    (1800, "SSO"),
    (1802, "UNA"),
    (1804, "VA"),
    (1805, "VCN"),
    (1806, "VCP"),
    (2419, "VSV"),
    (2420, "VV"),
    (2421, "VX"),
    (2422, "XPN"),
    (2423, "XR"),
    (2424, "XSA"),
    (2425, "XSN"),
    (2692, "XSV"),
];

/// Returns the first tag of the words of each of so many left context ids; an
/// empty one for those without words before the first run.
///
/// Three words of ko-dic have another tag than their context: 스타테리아기,
/// 스타트렉 and 월드와이드웹 are proper nouns that connect as common ones do.
pub(super) fn first_tags(left_ids: usize) -> Vec<&'static str> {
    let mut tags = vec![""; left_ids];
    for (first, tag) in RUNS {
        if let Some(run) = tags.get_mut(usize::from(first)..) {
            run.fill(tag);
        }
    }
    tags
}

#[cfg(test)]
mod tests {
    use lindera_dictionary::viterbi::{LexType, WordId};

    use super::super::details::first_tag;
    use super::super::lexicon::Lexicon;
    use super::*;

    #[test]
    fn words_have_the_first_tag_of_their_left_context() {
        let lexicon = Lexicon::new(malmoi_ko_dic::load().unwrap());
        let tags = first_tags(lexicon.left_ids());
        let mut others = Vec::new();
        let entries = &lexicon.dictionary.prefix_dictionary.vals_data;
        for &[a, b, c, d, _, _, l, m, ..] in entries.as_chunks::<10>().0 {
            let id = WordId::new(LexType::System, u32::from_le_bytes([a, b, c, d]));
            let left_id = u16::from_le_bytes([l, m]);
            let tag = first_tag(lexicon.details(id).pos);
            if tags[usize::from(left_id)] != tag {
                others.push((left_id, tag));
            }
        }
        assert_eq!(others, [(1780, "NNP"); 3]);
    }
}
