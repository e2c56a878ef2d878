//! How texts are split into words, as said on the command line.

use std::path::PathBuf;

use anyhow::bail;
use clap::{Args, ValueEnum};
use malmoi::{Analyzer, Compounds, Engine, KoreanOptions, Language, MemoryBudget};

use super::parse_language;
use crate::user_dictionaries;

/// How texts are split into words.
#[derive(Args, Debug)]
pub(crate) struct AnalyzerArguments {
    /// A file of Korean words to be found whole; may be given several times
    #[arg(long, value_name = "PATH")]
    user_dictionary: Vec<PathBuf>,

    /// What becomes of Korean compounds and fused forms [default: none; for
    /// tokenize and topics, auto]
    #[arg(long, value_enum)]
    compounds: Option<KoreanCompounds>,

    /// Count Korean verbs and adjectives as well, by their dictionary form:
    /// 가까운 as 가깝다
    #[arg(long)]
    lemmas: bool,

    /// Split text in a language by the dictionary in a folder, which must be in
    /// Lindera's format: ja=FOLDER, zh=FOLDER. May be given once for each
    /// language
    #[arg(long = "dictionary", value_name = "CODE=FOLDER", value_parser = parse_dictionary)]
    dictionaries: Vec<(Language, PathBuf)>,
}

impl AnalyzerArguments {
    /// Whether words depend on files of the user's.
    pub(crate) fn reads_files(&self) -> bool {
        !self.user_dictionary.is_empty() || !self.dictionaries.is_empty()
    }

    /// Returns the analyzer that is asked for, to count words with.
    pub(crate) fn analyzer(&self) -> anyhow::Result<Analyzer> {
        self.with(KoreanEngine::Malmoi, Compounds::None)
    }

    /// Returns the same, which takes no more memory than it has.
    pub(crate) fn analyzer_within(&self, memory: Option<MemoryBudget>) -> anyhow::Result<Analyzer> {
        let options = KoreanOptions {
            memory: memory.map(|memory| memory.remembered()),
            ..KoreanEngine::Malmoi.options()
        };
        self.with_options(options, Compounds::None)
    }

    /// Returns the analyzer that is asked for; `compounds` is the default.
    pub(crate) fn with(
        &self,
        engine: KoreanEngine,
        compounds: Compounds,
    ) -> anyhow::Result<Analyzer> {
        self.with_options(engine.options(), compounds)
    }

    fn with_options(
        &self,
        options: KoreanOptions,
        compounds: Compounds,
    ) -> anyhow::Result<Analyzer> {
        let options = KoreanOptions {
            user_dictionary: user_dictionaries::read(&self.user_dictionary)?,
            compounds: self.compounds.map_or(compounds, Compounds::from),
            lemmas: self.lemmas,
            ..options
        };
        if options.engine == Engine::Lindera && !options.user_dictionary.is_empty() {
            bail!("--engine lindera takes no --user-dictionary; leave one of the two out");
        }
        let mut analyzer = Analyzer::with_options(options)?;
        for (language, folder) in &self.dictionaries {
            analyzer = analyzer.with_dictionary(*language, folder)?;
        }
        Ok(analyzer)
    }
}

/// What finds the morphemes of Korean.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum KoreanEngine {
    /// The lattice by mecab-ko's rules, with corrected costs
    Malmoi,
    /// The same lattice without corrections: mecab-ko's own answer
    MecabKo,
    /// Lindera's segmenter, to compare with
    Lindera,
}

impl From<KoreanEngine> for Engine {
    fn from(engine: KoreanEngine) -> Engine {
        match engine {
            KoreanEngine::Malmoi => Engine::Malmoi,
            KoreanEngine::MecabKo => Engine::MecabKo,
            KoreanEngine::Lindera => Engine::Lindera,
        }
    }
}

impl KoreanEngine {
    /// Returns the options with this engine and the defaults otherwise.
    pub(crate) fn options(self) -> KoreanOptions {
        KoreanOptions {
            engine: self.into(),
            ..KoreanOptions::default()
        }
    }
}

/// What becomes of words that the dictionary divides into parts.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum KoreanCompounds {
    /// They are divided where texts tagged by hand do
    Auto,
    /// They stay whole
    None,
    /// Their parts stand for them
    Discard,
    /// They stay, and their parts come after them
    Mixed,
}

impl From<KoreanCompounds> for Compounds {
    fn from(compounds: KoreanCompounds) -> Compounds {
        match compounds {
            KoreanCompounds::Auto => Compounds::Auto,
            KoreanCompounds::None => Compounds::None,
            KoreanCompounds::Discard => Compounds::Discard,
            KoreanCompounds::Mixed => Compounds::Mixed,
        }
    }
}

fn parse_dictionary(text: &str) -> Result<(Language, PathBuf), String> {
    let (code, folder) = text
        .split_once('=')
        .ok_or_else(|| "give a language and a folder, such as ja=ipadic".to_string())?;
    Ok((parse_language(code)?, folder.into()))
}
