//! The library at work on a corpus, with its results in a form to compare.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use malmoi::{Analysis, AnalysisOptions, Analyzer, Corpus, CorpusOptions};

/// Returns the folder of the workspace.
pub(crate) fn root() -> PathBuf {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    tests.parent().unwrap().to_path_buf()
}

/// Returns the folder of the sample newsroom.
pub(crate) fn newsroom() -> PathBuf {
    root().join("examples").join("newsroom")
}

/// Returns the analyzer all tests share, since each loads the dictionary.
pub(crate) fn analyzer() -> &'static Analyzer {
    static ANALYZER: OnceLock<Analyzer> = OnceLock::new();
    ANALYZER.get_or_init(|| Analyzer::new().unwrap())
}

/// Analyzes files and folders with the default options.
pub(crate) fn analyze<P: AsRef<Path>>(paths: &[P]) -> Analysis {
    let corpus = Corpus::open(paths, CorpusOptions::default()).unwrap();
    malmoi::analyze(corpus, analyzer(), &AnalysisOptions::default(), &()).unwrap()
}

/// Analyzes on a pool of so many threads.
pub(crate) fn analyze_on<P: AsRef<Path> + Sync>(threads: usize, paths: &[P]) -> Analysis {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
    pool.unwrap().install(|| analyze(paths))
}

/// Returns the analysis of the sample newsroom, which is done once.
pub(crate) fn newsroom_analysis() -> &'static Analysis {
    static ANALYSIS: OnceLock<Analysis> = OnceLock::new();
    ANALYSIS.get_or_init(|| analyze(&[newsroom()]))
}

/// Where articles belong: publisher, day, language.
pub(crate) type GroupName = (String, Option<String>, String);

/// A group, and a term's language and text.
pub(crate) type CellName = (GroupName, String, String);

/// All counts of an analysis by name, without anything that depends on where
/// the articles were read from.
#[derive(Debug, Eq, PartialEq)]
pub(crate) struct Numbers {
    /// Documents and tokens.
    pub(crate) groups: BTreeMap<GroupName, (u64, u64)>,
    /// Occurrences and documents.
    pub(crate) cells: BTreeMap<CellName, (u64, u64)>,
}

impl Numbers {
    pub(crate) fn of(analysis: &Analysis) -> Numbers {
        let counts = &analysis.counts;
        let names: Vec<GroupName> = counts
            .groups()
            .iter()
            .map(|g| {
                (
                    counts.publishers()[g.publisher as usize].clone(),
                    g.day.clone(),
                    counts.languages()[g.language as usize].clone(),
                )
            })
            .collect();
        let groups = counts.groups().iter().map(|g| (g.documents, g.tokens));
        let cells = counts.cells().map(|c| {
            let term = &counts.terms()[c.term as usize];
            let group = names[c.group as usize].clone();
            let name = (group, term.language.clone(), term.term.clone());
            (name, (u64::from(c.count), u64::from(c.documents)))
        });
        Numbers {
            cells: cells.collect(),
            groups: names.iter().cloned().zip(groups).collect(),
        }
    }

    /// Returns occurrences and documents of a term; a publisher or a day of
    /// `None` stands for all.
    pub(crate) fn tally(
        &self,
        term: &str,
        publisher: Option<&str>,
        day: Option<&str>,
    ) -> (u64, u64) {
        let mut sum = (0, 0);
        for (((p, d, _), _, t), (count, documents)) in &self.cells {
            let here = t == term
                && publisher.is_none_or(|wanted| wanted == p)
                && day.is_none_or(|wanted| Some(wanted) == d.as_deref());
            if here {
                sum.0 += count;
                sum.1 += documents;
            }
        }
        sum
    }

    /// Returns the languages a term was found in.
    pub(crate) fn languages_of(&self, term: &str) -> Vec<&str> {
        let of_term = self.cells.keys().filter(|(_, _, t)| t == term);
        let mut languages: Vec<&str> = of_term.map(|(_, language, _)| language.as_str()).collect();
        languages.sort_unstable();
        languages.dedup();
        languages
    }
}

/// Returns the displays of a publisher's keywords in one language, best first.
pub(crate) fn keywords<'a>(
    analysis: &'a Analysis,
    publisher: &str,
    language: &str,
) -> Vec<&'a str> {
    let counts = &analysis.counts;
    analysis
        .keywords
        .iter()
        .filter(|k| {
            counts.publishers()[k.publisher as usize] == publisher
                && counts.languages()[k.language as usize] == language
        })
        .map(|k| counts.terms()[k.term as usize].display.as_str())
        .collect()
}

/// Returns publisher and language of all that have articles.
pub(crate) fn shares(analysis: &Analysis) -> Vec<(&str, &str)> {
    let counts = &analysis.counts;
    let name = |g: &malmoi::Group| {
        (
            counts.publishers()[g.publisher as usize].as_str(),
            counts.languages()[g.language as usize].as_str(),
        )
    };
    let mut shares: Vec<_> = counts.groups().iter().map(name).collect();
    shares.dedup();
    shares
}
