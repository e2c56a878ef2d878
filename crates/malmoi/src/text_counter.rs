//! Texts in memory to counts, each for itself.

use malmoi_count::{Counter, Counts, Occurrence};
use malmoi_text::{Analyzer, AnalyzerWorker, Kind};

use crate::UNKNOWN_PUBLISHER;
use crate::analysis::shown;

/// Counts the terms of texts as they are: nothing is cleaned, no word is learnt from them, and
/// no copy is found.
///
/// These are the counts of [`analyze`](crate::analyze()) with
/// [`without_new_words`](crate::ArticleOptions::without_new_words),
/// [`keep_boilerplate`](crate::ArticleOptions::keep_boilerplate) and
/// [`Duplicates::Count`](crate::Duplicates::Count). What becomes of one text does not depend on
/// any other, so texts may be counted in any portions, on any machines, and the counts be added up.
///
/// # Example
///
/// ```
/// use malmoi::{Analyzer, Basis, TextCounter};
///
/// let analyzer = Analyzer::new()?;
/// let mut counter = TextCounter::new(&analyzer);
/// counter.add("정부는 대책을 발표했다.", Some("한빛일보"), Some("2026-01-02"));
/// counter.add("대책은 아직 없다.", None, None);
/// let counts = counter.finish();
/// let measure = counts.terms().iter().position(|term| term.term == "대책").unwrap() as u32;
/// let cells: Vec<u32> = (0..2)
///     .filter_map(|group| counts.cell(group, measure, Basis::Every))
///     .map(|cell| cell.count)
///     .collect();
/// assert_eq!(counts.publishers(), ["(unknown)", "한빛일보"]);
/// assert_eq!(cells, [1, 1]);
/// # Ok::<(), malmoi::Error>(())
/// ```
#[derive(Debug)]
pub struct TextCounter<'a> {
    worker: AnalyzerWorker<'a>,
    counter: Counter,
    texts: u64,
}

impl<'a> TextCounter<'a> {
    /// Returns a counter that has seen nothing.
    pub fn new(analyzer: &'a Analyzer) -> TextCounter<'a> {
        TextCounter {
            worker: analyzer.analyzer_worker(),
            counter: Counter::new(),
            texts: 0,
        }
    }

    /// Counts a text for a publisher, [`UNKNOWN_PUBLISHER`] if there is none, and for the day of
    /// its publication, if it is known.
    pub fn add(&mut self, text: &str, publisher: Option<&str>, day: Option<&str>) {
        let mut document = self.counter.document(self.texts);
        self.texts += 1;
        let language = self.worker.analyze(text, &mut |token| {
            let occurrence = Occurrence {
                language: token.language.code(),
                term: token.term,
                surface: shown(&token),
            };
            match token.kind {
                Kind::Term => document.term(occurrence),
                Kind::Part => document.part(occurrence),
                Kind::Word => document.word(),
                Kind::Symbol => {}
            }
        });
        document.finish(publisher.unwrap_or(UNKNOWN_PUBLISHER), day, language.code());
    }

    /// Returns how often each term came in each of its forms, as [`Counter::forms`] does.
    pub fn forms(&self) -> Vec<(&str, &str, &str, u64)> {
        self.counter.forms()
    }

    /// Returns what was counted, and begins anew. Words that the analyzer has seen are still
    /// remembered.
    pub fn finish(&mut self) -> Counts {
        self.texts = 0;
        Counts::merge([std::mem::take(&mut self.counter)])
    }
}
