//! All that malmoi knows about each language, one row a language.
//!
//! This is the one place to add a language that is written with spaces, and to
//! teach malmoi more about one. A row needs the code alone; the rest is there
//! for the languages that have it.

use frostem::Algorithm;
use whatlang::Lang;

use super::english;

/// What is known about a language.
#[derive(Clone, Copy)]
pub(crate) struct Row {
    /// ISO 639-1.
    pub(crate) code: &'static str,
    /// What the detector calls it; without, it is found where a user says so.
    pub(crate) detected_as: Option<Lang>,
    /// The Snowball stemmer.
    pub(crate) stemmer: Option<Algorithm>,
    /// A word list of our own; without, the crate `stop-words` is asked.
    pub(crate) stop_words: Option<&'static str>,
    pub(crate) rules: Rules,
}

/// What holds for single words of a language.
#[derive(Clone, Copy)]
pub(crate) struct Rules {
    /// Words, as they are written, with a term of their own.
    pub(crate) terms: &'static [(&'static str, &'static str)],
    /// Endings that leave a stop word a stop word: "needed" says as little as
    /// "need".
    pub(crate) endings: &'static [&'static str],
    /// Words that mean something although they look like a stop word with such
    /// an ending.
    pub(crate) unlike_their_base: &'static [&'static str],
    /// Words that an apostrophe joins to the next, in lower case: French
    /// "l'homme" counts as "homme".
    pub(crate) elided: &'static [&'static str],
}

impl Rules {
    /// Of a language about whose words nothing is known.
    pub(crate) const NONE: Rules = elided(&[]);
}

impl Row {
    const fn new(code: &'static str) -> Row {
        Row {
            code,
            detected_as: None,
            stemmer: None,
            stop_words: None,
            rules: Rules::NONE,
        }
    }

    const fn stemmed(self, stemmer: Algorithm) -> Row {
        Row {
            stemmer: Some(stemmer),
            ..self
        }
    }

    const fn stop_words(self, list: &'static str) -> Row {
        Row {
            stop_words: Some(list),
            ..self
        }
    }

    const fn rules(self, rules: Rules) -> Row {
        Row { rules, ..self }
    }
}

const fn detected(code: &'static str, lang: Lang) -> Row {
    Row {
        detected_as: Some(lang),
        ..Row::new(code)
    }
}

const fn elided(elided: &'static [&'static str]) -> Rules {
    Rules {
        terms: &[],
        endings: &[],
        unlike_their_base: &[],
        elided,
    }
}

const FRENCH: &[&str] = &[
    "c", "d", "j", "l", "m", "n", "s", "t", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu",
];
const ITALIAN: &[&str] = &[
    "l", "un", "d", "c", "s", "all", "dall", "dell", "nell", "sull", "quest", "quell",
];
const CATALAN: &[&str] = &["d", "l", "m", "n", "s", "t"];

/// Every language but the undetermined one, by code.
pub(crate) const ROWS: &[Row] = &[
    detected("af", Lang::Afr),
    detected("ak", Lang::Aka),
    detected("am", Lang::Amh),
    detected("ar", Lang::Ara).stemmed(Algorithm::Arabic),
    detected("az", Lang::Aze),
    detected("be", Lang::Bel),
    detected("bg", Lang::Bul),
    detected("bn", Lang::Ben),
    detected("ca", Lang::Cat)
        .stemmed(Algorithm::Catalan)
        .rules(elided(CATALAN)),
    detected("cs", Lang::Ces).stemmed(Algorithm::Czech),
    detected("cy", Lang::Cym),
    detected("da", Lang::Dan).stemmed(Algorithm::Danish),
    detected("de", Lang::Deu).stemmed(Algorithm::German),
    detected("el", Lang::Ell).stemmed(Algorithm::Greek),
    detected("en", Lang::Eng)
        .stemmed(Algorithm::English)
        .stop_words(include_str!("../../../../dictionaries/stop-words/en.txt"))
        .rules(english::RULES),
    detected("eo", Lang::Epo).stemmed(Algorithm::Esperanto),
    detected("es", Lang::Spa).stemmed(Algorithm::Spanish),
    detected("et", Lang::Est).stemmed(Algorithm::Estonian),
    // Not among the languages the detector knows.
    Row::new("eu").stemmed(Algorithm::Basque),
    detected("fa", Lang::Pes).stemmed(Algorithm::Persian),
    detected("fi", Lang::Fin).stemmed(Algorithm::Finnish),
    detected("fr", Lang::Fra)
        .stemmed(Algorithm::French)
        .rules(elided(FRENCH)),
    detected("gu", Lang::Guj),
    detected("he", Lang::Heb),
    detected("hi", Lang::Hin).stemmed(Algorithm::Hindi),
    detected("hr", Lang::Hrv),
    detected("hu", Lang::Hun).stemmed(Algorithm::Hungarian),
    detected("hy", Lang::Hye).stemmed(Algorithm::Armenian),
    detected("id", Lang::Ind).stemmed(Algorithm::Indonesian),
    detected("it", Lang::Ita)
        .stemmed(Algorithm::Italian)
        .rules(elided(ITALIAN)),
    detected("ja", Lang::Jpn),
    detected("jv", Lang::Jav),
    detected("ka", Lang::Kat),
    detected("km", Lang::Khm),
    detected("kn", Lang::Kan),
    detected("ko", Lang::Kor)
        .stop_words(include_str!("../../../../dictionaries/stop-words/ko.txt")),
    detected("la", Lang::Lat),
    detected("lt", Lang::Lit).stemmed(Algorithm::Lithuanian),
    detected("lv", Lang::Lav),
    detected("mk", Lang::Mkd),
    detected("ml", Lang::Mal),
    detected("mr", Lang::Mar),
    detected("my", Lang::Mya),
    detected("nb", Lang::Nob).stemmed(Algorithm::Norwegian),
    detected("ne", Lang::Nep).stemmed(Algorithm::Nepali),
    detected("nl", Lang::Nld).stemmed(Algorithm::Dutch),
    detected("or", Lang::Ori),
    detected("pa", Lang::Pan),
    detected("pl", Lang::Pol).stemmed(Algorithm::Polish),
    detected("pt", Lang::Por).stemmed(Algorithm::Portuguese),
    detected("ro", Lang::Ron).stemmed(Algorithm::Romanian),
    detected("ru", Lang::Rus).stemmed(Algorithm::Russian),
    detected("si", Lang::Sin),
    detected("sk", Lang::Slk),
    detected("sl", Lang::Slv),
    detected("sn", Lang::Sna),
    detected("sr", Lang::Srp).stemmed(Algorithm::Serbian),
    detected("sv", Lang::Swe).stemmed(Algorithm::Swedish),
    detected("ta", Lang::Tam).stemmed(Algorithm::Tamil),
    detected("te", Lang::Tel),
    detected("th", Lang::Tha),
    detected("tk", Lang::Tuk),
    detected("tl", Lang::Tgl),
    detected("tr", Lang::Tur).stemmed(Algorithm::Turkish),
    detected("uk", Lang::Ukr).stemmed(Algorithm::Ukrainian),
    detected("ur", Lang::Urd),
    detected("uz", Lang::Uzb),
    detected("vi", Lang::Vie),
    detected("yi", Lang::Yid).stemmed(Algorithm::Yiddish),
    detected("zh", Lang::Cmn),
    detected("zu", Lang::Zul),
];
