//! The tables of an audit: what a corpus covers.

use malmoi::{Amount, Audit, Cleaned, Coverage, PublisherAudit};
use serde::Serialize;

use crate::tables::Row;
use crate::types::{REAL, TEXT, TRUTH, Type, WHOLE};

/// The articles of one publisher, and what about them is odd.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AuditRow<'a> {
    /// The publisher.
    pub publisher: &'a str,
    /// Whether the list of publishers has it, under this name or another.
    pub listed: bool,
    /// How many articles there are.
    pub articles: u64,
    /// What stands between white space in their texts: in Korean words with their
    /// particles.
    pub words: u64,
    /// How many running words they have as the analyzer splits them; empty where they
    /// were not counted.
    pub tokens: Option<u64>,
    /// The characters of an article, on average.
    pub characters_per_article: f64,
    /// The running words of an article, on average.
    pub tokens_per_article: Option<f64>,
    /// The first day with an article; days in the future are left out here and
    /// in the next columns.
    pub first_day: Option<String>,
    /// The last day with an article.
    pub last_day: Option<String>,
    /// On how many days there is one.
    pub days: u64,
    /// On how many days between the first and the last there is none.
    pub days_missing: u64,
    /// The longest stretch of such days: its first.
    pub longest_gap_from: Option<String>,
    /// And its last.
    pub longest_gap_to: Option<String>,
    /// The languages of the articles with their number, most frequent first:
    /// `ko:12;en:3`.
    pub languages: String,
    /// The encodings of the articles in the same form.
    pub encodings: String,
    /// Articles with next to no text, fewer than 100 characters.
    pub tiny: u64,
    /// Texts that are no single article, 200,000 characters and more.
    pub huge: u64,
    /// Articles published later than they were crawled.
    pub in_future: u64,
    /// Articles without a date that can be read.
    pub without_date: u64,
    /// Articles of which bytes were replaced.
    pub repaired: u64,
    /// Articles that are copies of another.
    pub copies: u64,
}

impl Row for AuditRow<'_> {
    const TABLE: &'static str = "audit";
    const COLUMNS: &'static [&'static str] = &[
        "publisher",
        "listed",
        "articles",
        "words",
        "tokens",
        "characters_per_article",
        "tokens_per_article",
        "first_day",
        "last_day",
        "days",
        "days_missing",
        "longest_gap_from",
        "longest_gap_to",
        "languages",
        "encodings",
        "tiny",
        "huge",
        "in_future",
        "without_date",
        "repaired",
        "copies",
    ];
    const TYPES: &'static [Type] = &[
        TEXT,
        TRUTH,
        WHOLE,
        WHOLE,
        WHOLE.optional(),
        REAL,
        REAL.optional(),
        TEXT.optional(),
        TEXT.optional(),
        WHOLE,
        WHOLE,
        TEXT.optional(),
        TEXT.optional(),
        TEXT,
        TEXT,
        WHOLE,
        WHOLE,
        WHOLE,
        WHOLE,
        WHOLE,
        WHOLE,
    ];
}

impl<'a> AuditRow<'a> {
    fn of(found: &'a PublisherAudit) -> AuditRow<'a> {
        let all = &found.all;
        let gap = found.longest_gap();
        let languages = found.languages.iter().map(|(l, count)| (l.code(), *count));
        AuditRow {
            publisher: &found.publisher,
            listed: found.is_listed,
            articles: all.articles,
            words: all.words,
            tokens: all.tokens,
            characters_per_article: per_article(all.characters, all),
            tokens_per_article: all.tokens.map(|tokens| per_article(tokens, all)),
            first_day: found.first_day.map(|day| day.to_string()),
            last_day: found.last_day.map(|day| day.to_string()),
            days: found.days,
            days_missing: found.days_missing(),
            longest_gap_from: gap.map(|(from, _)| from.to_string()),
            longest_gap_to: gap.map(|(_, to)| to.to_string()),
            languages: joined(languages),
            encodings: joined(found.encodings.iter().copied()),
            tiny: all.tiny,
            huge: all.huge,
            in_future: all.in_future,
            without_date: found.without_date,
            repaired: all.repaired,
            copies: all.copies,
        }
    }
}

/// The articles of one publisher, day and language.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CoverageRow<'a> {
    /// The publisher.
    pub publisher: &'a str,
    /// The day of publication; empty for articles without a date.
    pub day: Option<String>,
    /// The language of the articles.
    pub language: &'a str,
    /// How many there are.
    pub articles: u64,
    /// What stands between white space in their texts.
    pub words: u64,
    /// How many running words they have; empty where they were not counted.
    pub tokens: Option<u64>,
    /// The characters of an article, on average.
    pub characters_per_article: f64,
    /// The running words of an article, on average.
    pub tokens_per_article: Option<f64>,
    /// Articles with next to no text, fewer than 100 characters.
    pub tiny: u64,
    /// Texts that are no single article, 200,000 characters and more.
    pub huge: u64,
    /// Articles published later than they were crawled.
    pub in_future: u64,
    /// Articles of which bytes were replaced.
    pub repaired: u64,
    /// Articles that are copies of another.
    pub copies: u64,
}

impl Row for CoverageRow<'_> {
    const TABLE: &'static str = "coverage";
    const COLUMNS: &'static [&'static str] = &[
        "publisher",
        "day",
        "language",
        "articles",
        "words",
        "tokens",
        "characters_per_article",
        "tokens_per_article",
        "tiny",
        "huge",
        "in_future",
        "repaired",
        "copies",
    ];
    const TYPES: &'static [Type] = &[
        TEXT,
        TEXT.optional(),
        TEXT,
        WHOLE,
        WHOLE,
        WHOLE.optional(),
        REAL,
        REAL.optional(),
        WHOLE,
        WHOLE,
        WHOLE,
        WHOLE,
        WHOLE,
    ];
}

impl<'a> CoverageRow<'a> {
    fn of(found: &'a Coverage) -> CoverageRow<'a> {
        let amount = &found.amount;
        CoverageRow {
            publisher: &found.publisher,
            day: found.day.map(|day| day.to_string()),
            language: found.language.code(),
            articles: amount.articles,
            words: amount.words,
            tokens: amount.tokens,
            characters_per_article: per_article(amount.characters, amount),
            tokens_per_article: amount.tokens.map(|tokens| per_article(tokens, amount)),
            tiny: amount.tiny,
            huge: amount.huge,
            in_future: amount.in_future,
            repaired: amount.repaired,
            copies: amount.copies,
        }
    }
}

/// What one pattern of known boilerplate took off the texts.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CleaningRow<'a> {
    /// The pattern, as `dictionaries/boilerplate` writes it.
    pub pattern: &'a str,
    /// Lines, sentences and brackets it took, of the articles that count.
    pub pieces: u64,
    /// Articles that had one.
    pub articles: u64,
    /// The characters of the pieces.
    pub characters: u64,
    /// The first of them.
    pub example: &'a str,
}

impl Row for CleaningRow<'_> {
    const TABLE: &'static str = "cleaning";
    const COLUMNS: &'static [&'static str] =
        &["pattern", "pieces", "articles", "characters", "example"];
    const TYPES: &'static [Type] = &[TEXT, WHOLE, WHOLE, WHOLE, TEXT];
}

impl<'a> CleaningRow<'a> {
    fn of(cleaned: &'a Cleaned) -> CleaningRow<'a> {
        CleaningRow {
            pattern: &cleaned.pattern,
            pieces: cleaned.pieces,
            articles: cleaned.articles,
            characters: cleaned.characters,
            example: &cleaned.example,
        }
    }
}

/// Returns what was taken off the texts, by pattern, most characters first.
pub fn cleaning(audit: &Audit) -> impl Iterator<Item = CleaningRow<'_>> {
    audit.cleaned.iter().map(CleaningRow::of)
}

/// Returns the publishers, by name.
pub fn publishers(audit: &Audit) -> impl Iterator<Item = AuditRow<'_>> {
    audit.publishers.iter().map(AuditRow::of)
}

/// Returns the publishers' days, by name, day and language.
pub fn days(audit: &Audit) -> impl Iterator<Item = CoverageRow<'_>> {
    audit.coverage.iter().map(CoverageRow::of)
}

fn per_article(count: u64, amount: &Amount) -> f64 {
    match amount.articles {
        0 => 0.0,
        articles => count as f64 / articles as f64,
    }
}

fn joined<'n>(counts: impl Iterator<Item = (&'n str, u64)>) -> String {
    let parts: Vec<String> = counts
        .map(|(name, count)| format!("{name}:{count}"))
        .collect();
    parts.join(";")
}
