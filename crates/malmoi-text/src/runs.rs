//! A text parted where its language changes.

use crate::Language;
use crate::alphabet::{Setting, guess};
use crate::candidates::Candidates;
use crate::detect::Run;
use crate::script::Script;

/// The language each writing system is in, unless its words say otherwise.
#[derive(Debug)]
pub(crate) struct Routes {
    pub(crate) hangul: Language,
    pub(crate) kana: Language,
    pub(crate) han: Language,
    pub(crate) latin: Language,
    pub(crate) cyrillic: Language,
    pub(crate) arabic: Language,
    pub(crate) other: Language,
}

impl Routes {
    fn language(&self, script: Script) -> Language {
        match script {
            Script::Hangul => self.hangul,
            Script::Kana => self.kana,
            Script::Han => self.han,
            Script::Latin => self.latin,
            Script::Cyrillic => self.cyrillic,
            Script::Arabic => self.arabic,
            Script::Other | Script::Common => self.other,
        }
    }
}

/// From how many letters on a stretch in one alphabet may be in another
/// language than the text around it. A headline, a caption, a name or a quoted
/// phrase is in the language of the text.
const LONG: usize = 30;

/// How much of a stretch is looked at, in bytes, and how much more if that is in
/// another language.
const FIRST_LOOK: usize = 60;
const SECOND_LOOK: usize = 240;

/// How sure a stretch must be in another language.
const SURE: f64 = 0.9;

/// Parts `text` where the writing system, or the language of a line in an
/// alphabet, changes.
pub(crate) fn runs(text: &str, routes: &Routes, candidates: &Candidates) -> Vec<Run> {
    let mut runs = Runs::default();
    let mut open: Option<Stretch> = None;
    let mut line_ended = false;
    for (at, c) in text.char_indices() {
        let script = Script::of(c);
        if script == Script::Common {
            line_ended |= c == '\n';
            continue;
        }
        match &mut open {
            Some(stretch) if stretch.script == script && !line_ended => stretch.letters += 1,
            _ => {
                // What comes before the first letter belongs to its run.
                let start = if open.is_none() { 0 } else { at };
                if let Some(stretch) = open.take() {
                    runs.push(stretch.run(text, at, routes, candidates));
                }
                open = Some(Stretch {
                    script,
                    start,
                    letters: 1,
                });
            }
        }
        line_ended = false;
    }
    if let Some(stretch) = open {
        runs.push(stretch.run(text, text.len(), routes, candidates));
    } else if !text.is_empty() {
        runs.push(Run {
            language: Language::UNDETERMINED,
            start: 0,
            end: text.len(),
        });
    }
    runs.0
}

/// A part of a line in one writing system.
struct Stretch {
    script: Script,
    start: usize,
    letters: usize,
}

impl Stretch {
    fn run(self, text: &str, end: usize, routes: &Routes, candidates: &Candidates) -> Run {
        let expected = routes.language(self.script);
        let is_part = self.start > 0 || end < text.len();
        let is_alphabet = matches!(
            self.script,
            Script::Latin | Script::Cyrillic | Script::Arabic
        );
        let language = if is_part && is_alphabet && self.letters >= LONG {
            self.language(&text[self.start..end], expected, candidates)
        } else {
            expected
        };
        Run {
            language,
            start: self.start,
            end,
        }
    }

    /// Returns the language of a stretch long enough to have one of its own.
    fn language(&self, text: &str, expected: Language, candidates: &Candidates) -> Language {
        let setting = Setting {
            candidates,
            expected: Some(expected),
        };
        let elsewhere = |most| {
            let start = &text[..text.floor_char_boundary(most)];
            let found = guess(start, self.script, setting);
            let is_sure = found.language != expected && found.confidence >= SURE;
            is_sure.then_some(found.language)
        };
        elsewhere(FIRST_LOOK)
            .and_then(|_| elsewhere(SECOND_LOOK))
            .unwrap_or(expected)
    }
}

/// Runs of which no two neighbours are in the same language.
#[derive(Default)]
struct Runs(Vec<Run>);

impl Runs {
    fn push(&mut self, run: Run) {
        match self.0.last_mut() {
            Some(last) if last.language == run.language => last.end = run.end,
            _ => self.0.push(run),
        }
    }
}
