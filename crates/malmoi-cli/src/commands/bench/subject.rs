//! What is measured.

use clap::ValueEnum;
use malmoi::{Analyzer, AnalyzerWorker, DictionaryError, Language, Token, detect};

use crate::args::KoreanEngine;

/// What is measured, in the order in which it is told.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(super) enum Subject {
    /// An engine for Korean alone, on Korean text, line by line. By its number
    /// among the engines of `malmoi tokenize`.
    Korean(usize),
    /// The tokenizer of English alone, on English text, line by line.
    Words,
    /// Detection and all tokenizers joined, on all text, as `analyze` has it.
    Analyzer,
    /// Detection alone, on all text.
    Detect,
}

impl Subject {
    /// Returns everything there is to measure.
    pub(super) fn all() -> Vec<Subject> {
        let korean = (0..KoreanEngine::value_variants().len()).map(Subject::Korean);
        korean
            .chain([Subject::Words, Subject::Analyzer, Subject::Detect])
            .collect()
    }

    /// Returns the subject of a name, as [`name`](Subject::name) gives it.
    pub(super) fn named(name: &str) -> Option<Subject> {
        Subject::all().into_iter().find(|s| s.name() == name)
    }

    /// Returns the name: an engine's is what `tokenize --engine` takes.
    pub(super) fn name(self) -> String {
        match self {
            Subject::Korean(_) => self
                .engine()
                .and_then(|engine| engine.to_possible_value())
                .map(|value| value.get_name().to_string())
                .unwrap_or_default(),
            Subject::Words => "words".to_string(),
            Subject::Analyzer => "analyzer".to_string(),
            Subject::Detect => "detect".to_string(),
        }
    }

    /// Returns the language of the texts it is for; `None` for all texts.
    pub(super) fn language(self) -> Option<Language> {
        match self {
            Subject::Korean(_) => Some(Language::KOREAN),
            Subject::Words => Some(Language::ENGLISH),
            Subject::Analyzer | Subject::Detect => None,
        }
    }

    /// Returns the engine for Korean that is measured, if one is.
    pub(super) fn engine(self) -> Option<KoreanEngine> {
        match self {
            Subject::Korean(at) => KoreanEngine::value_variants().get(at).copied(),
            Subject::Words | Subject::Analyzer | Subject::Detect => None,
        }
    }

    /// Returns the arguments with which malmoi does the same to lines.
    pub(super) fn command(self) -> Vec<String> {
        let words = match self {
            Subject::Korean(_) => {
                let engine = self.name();
                return ["tokenize", "--lang", "ko", "--engine", &engine]
                    .map(String::from)
                    .to_vec();
            }
            Subject::Words => &["tokenize", "--lang", "en"][..],
            Subject::Analyzer => &["tokenize"],
            Subject::Detect => &["detect"],
        };
        words.iter().map(|word| word.to_string()).collect()
    }

    /// Loads what the subject needs.
    pub(super) fn load(self) -> Result<Loaded, DictionaryError> {
        Ok(match (self, self.engine()) {
            (Subject::Detect, _) => Loaded::Detection,
            (Subject::Analyzer, _) => Loaded::Whole(Analyzer::new()?),
            (_, None) => Loaded::ByLine(Analyzer::new()?.for_language(Language::ENGLISH)),
            (_, Some(engine)) => Loaded::ByLine(
                Analyzer::with_options(engine.options())?.for_language(Language::KOREAN),
            ),
        })
    }
}

/// A subject that is ready.
pub(super) enum Loaded {
    ByLine(Analyzer),
    Whole(Analyzer),
    Detection,
}

impl Loaded {
    /// Returns a worker that has seen nothing yet, where there are workers.
    pub(super) fn worker(&self) -> Option<AnalyzerWorker<'_>> {
        match self {
            Loaded::ByLine(analyzer) | Loaded::Whole(analyzer) => Some(analyzer.analyzer_worker()),
            Loaded::Detection => None,
        }
    }

    /// Works on one text with a worker of its own, and returns how many tokens
    /// it has; detection finds none.
    pub(super) fn tokens(&self, worker: &mut Option<AnalyzerWorker<'_>>, text: &str) -> u64 {
        let mut tokens = 0;
        match worker {
            None => {
                std::hint::black_box(detect(text));
            }
            Some(worker) => {
                let mut count = |token: Token<'_>| {
                    std::hint::black_box(token);
                    tokens += 1;
                };
                if matches!(self, Loaded::ByLine(_)) {
                    for line in text.lines() {
                        worker.analyze(line, &mut count);
                    }
                } else {
                    worker.analyze(text, &mut count);
                }
            }
        }
        tokens
    }
}
