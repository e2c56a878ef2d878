//! The sentences behind the keywords.
//!
//! Which articles show a keyword best is known when all is counted, and texts are
//! not kept. So the few files that hold those articles are read once more.

use std::collections::BTreeMap;
use std::ops::Range;

use malmoi_corpus::{Corpus, Document, Entry, sentences};
use malmoi_count::Counts;
use malmoi_stats::Keyness;
use malmoi_text::{Analyzer, AnalyzerWorker, Kind};
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use crate::articles::{publisher_of, with_title};
use crate::reading::{Place, read_on_all_threads};
use crate::rows::Rows;
use crate::survey::Learnt;
use crate::{CountedDocument, Error, Progress};

/// A sentence with a keyword, from one of the articles that have it most often.
#[derive(Clone, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
pub struct Quote {
    /// Index into [`Counts::languages`]: the language of the article.
    pub language: u32,
    /// Index into [`Counts::publishers`].
    pub publisher: u32,
    /// Index into [`Counts::terms`].
    pub term: u32,
    /// Which of the articles that [`Analysis::evidence`](crate::Analysis::evidence)
    /// returns for these it is from.
    pub place: usize,
    /// The sentence: the first with the term, and behind the title if possible. At
    /// most some 300 characters, cut ones being marked by `…`.
    pub text: String,
    /// Where the term is in it, in bytes, each at least once.
    pub hits: Vec<[usize; 2]>,
}

/// How many characters of a long sentence are shown, about as many on both sides of the
/// term.
const LONGEST: usize = 300;

/// Finds sentences for the first `top` of each list of `keywords`, which come best
/// first by list. An article that is gone or has changed in the meantime has none.
///
/// # Errors
///
/// When `progress` asks to stop, and if the temporary files with `documents` cannot be
/// read.
pub(crate) fn quotes(
    corpus: &Corpus,
    (analyzer, learnt): (&Analyzer, &Learnt),
    (counts, documents): (&Counts, &Rows<CountedDocument>),
    (keywords, top): (&[Keyness], usize),
    progress: &dyn Progress,
) -> Result<Vec<Quote>, Error> {
    let wanted = Wanted::of(counts, documents, keywords, top)?;
    let Some(files) = corpus.again_of(|path| wanted.0.contains_key(path)) else {
        return Ok(Vec::new());
    };
    progress.start_pass("looking up sentences", files.bytes());
    let worker = || analyzer.analyzer_worker();
    let add = |worker: &mut AnalyzerWorker<'_>, found: &mut Vec<Quote>, _: Place, entry| {
        if let Entry::Document(document) = entry
            && let Some(wanted) = wanted.find(&document)
        {
            let publisher = publisher_of(&document);
            let body = learnt.strip(publisher, &document.text, &mut |_, _, _| {});
            let text = with_title(&document, &body);
            let title = text.len() - body.len();
            wanted.quote(&text, title, counts, worker, found);
        }
    };
    let read = read_on_all_threads(files, progress, worker, add)?;
    progress.finish_reading();
    let mut found: Vec<Quote> = read.shares.into_iter().flatten().collect();
    found.sort_unstable();
    // Two articles of one file that cannot be told apart.
    found.dedup_by_key(|q| (q.language, q.publisher, q.term, q.place));
    Ok(found)
}

/// The articles that sentences are taken from, by the path of their file.
struct Wanted(FxHashMap<String, Vec<WantedArticle>>);

struct WantedArticle {
    entry: Option<String>,
    line: Option<u64>,
    id: String,
    of: WantedOf,
}

/// What an article is wanted for.
struct WantedOf {
    publisher: u32,
    language: u32,
    /// Terms, each with the place of the article in its evidence.
    terms: Vec<(u32, usize)>,
}

impl Wanted {
    fn of(
        counts: &Counts,
        documents: &Rows<CountedDocument>,
        keywords: &[Keyness],
        top: usize,
    ) -> Result<Wanted, Error> {
        let mut articles: BTreeMap<u64, WantedOf> = BTreeMap::new();
        let lists =
            keywords.chunk_by(|a, b| (a.publisher, a.language) == (b.publisher, b.language));
        for k in lists.flat_map(|list| list.iter().take(top)) {
            let evidence = counts.evidence(k.publisher, k.language, k.term);
            for (place, evidence) in evidence.iter().enumerate() {
                let article = articles.entry(evidence.document).or_insert(WantedOf {
                    publisher: k.publisher,
                    language: k.language,
                    terms: Vec::new(),
                });
                article.terms.push((k.term, place));
            }
        }
        let mut wanted = Wanted(FxHashMap::default());
        for (key, of) in articles {
            let Some(document) = documents.find(key).map_err(Error::kept)? else {
                continue;
            };
            let of_file = wanted.0.entry(document.path().to_owned()).or_default();
            of_file.push(WantedArticle {
                entry: document.entry().map(str::to_owned),
                line: document.line(),
                id: document.id().to_owned(),
                of,
            });
        }
        Ok(wanted)
    }

    fn find(&self, document: &Document) -> Option<&WantedArticle> {
        let mut of_file = self.0.get(&document.path)?.iter();
        of_file
            .find(|a| (&a.entry, a.line, &a.id) == (&document.entry, document.line, &document.id))
    }
}

impl WantedArticle {
    /// Adds a sentence of `text` for each term, which is found as it was counted.
    fn quote(
        &self,
        text: &str,
        title: usize,
        counts: &Counts,
        worker: &mut AnalyzerWorker<'_>,
        found: &mut Vec<Quote>,
    ) {
        let mut hits: Vec<Vec<Range<usize>>> = vec![Vec::new(); self.of.terms.len()];
        worker.analyze(text, &mut |token| {
            if matches!(token.kind, Kind::Term | Kind::Part) {
                for ((term, _), hits) in self.of.terms.iter().zip(&mut hits) {
                    let term = &counts.terms()[*term as usize];
                    if term.term == token.term && term.language == token.language.code() {
                        hits.push(token.start..token.end);
                    }
                }
            }
        });
        for (&(term, place), hits) in self.of.terms.iter().zip(&hits) {
            let first = hits.iter().find(|hit| hit.start >= title).or(hits.first());
            let Some(first) = first else { continue };
            let (text, hits) = excerpt(text, first, hits);
            found.push(Quote {
                language: self.of.language,
                publisher: self.of.publisher,
                term,
                place,
                text,
                hits,
            });
        }
    }
}

/// Returns the sentence around `first`, and where `hits` are in it.
fn excerpt(text: &str, first: &Range<usize>, hits: &[Range<usize>]) -> (String, Vec<[usize; 2]>) {
    let line = text[..first.start].rfind('\n').map_or(0, |at| at + 1);
    let line_end = text[first.end..]
        .find('\n')
        .map_or(text.len(), |at| first.end + at);
    let mut start = line;
    let mut end = line_end;
    for sentence in sentences(&text[line..line_end]) {
        end = start + sentence.len();
        // A term may reach over what was taken for an end.
        if end >= first.end {
            break;
        }
        if end <= first.start {
            start = end;
        }
    }
    let sentence = &text[start..end];
    end = start + sentence.trim_end().len();
    start += sentence.len() - sentence.trim_start().len();
    let (whole_start, whole_end) = (start, end);
    if text[start..end].chars().count() > LONGEST {
        start = ends_of_words(&text[start..first.start]).map_or(start, |at| start + at);
        let behind = text[first.end..end].char_indices().nth(LONGEST / 2);
        end = behind.map_or(end, |(at, _)| first.end + at);
    }
    let mut quote = String::new();
    if start > whole_start {
        quote.push('…');
    }
    let moved = quote.len();
    quote.push_str(&text[start..end]);
    if end < whole_end {
        quote.push('…');
    }
    let within = hits
        .iter()
        .filter(|hit| hit.start >= start && hit.end <= end);
    let mut within: Vec<[usize; 2]> = within
        .map(|hit| [hit.start - start + moved, hit.end - start + moved])
        .collect();
    // Compounds and their parts may lie in each other.
    within.dedup_by(|next, last| {
        let overlaps = next[0] < last[1];
        last[1] = if overlaps {
            last[1].max(next[1])
        } else {
            last[1]
        };
        overlaps
    });
    (quote, within)
}

/// Returns where the last words of a text begin, half of what is shown.
fn ends_of_words(before: &str) -> Option<usize> {
    let (at, _) = before.char_indices().rev().nth(LONGEST / 2)?;
    let space = before[at..].find(' ').map_or(0, |space| space + 1);
    Some(at + space)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, first: &str, expected: &str) {
        let hits: Vec<Range<usize>> = text
            .match_indices(first)
            .map(|(at, hit)| at..at + hit.len())
            .collect();
        let (quote, within) = excerpt(text, &hits[0], &hits);
        assert_eq!(quote, expected);
        assert!(!within.is_empty());
        for [start, end] in within {
            assert_eq!(&quote[start..end], first);
        }
    }

    #[test]
    fn the_sentence_of_a_hit_is_quoted() {
        check(
            "제목\n비가 왔다. 정부는 정부다. 끝.",
            "정부",
            "정부는 정부다.",
        );
        check("One. Two is here", "Two", "Two is here");
        check("term", "term", "term");
    }

    #[test]
    fn a_long_sentence_is_cut_on_both_sides_of_the_hit() {
        let text = format!("{}term {}", "가나다 ".repeat(90), "라".repeat(400));
        let before = "가나다 ".repeat(37);
        let behind = "라".repeat(149);
        check(&text, "term", &format!("…{before}term {behind}…"));
    }
}
