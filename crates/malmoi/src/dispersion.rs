//! How keywords are spread over the articles of their publisher.
//!
//! A deviation of proportions compares each article with the whole, which is known
//! when all is counted. So each thread keeps what its articles have of each term, some
//! two bytes each, on disk; the keywords are looked up there when they are known.

use std::io;

use malmoi_count::{Basis, Counter, Counts, DocumentCounter, Occurrence, Term, unpack};
use malmoi_stats::{Direction, Frequency, Keyness, SparseParts};
use malmoi_text::Kind;
use rustc_hash::FxHashMap;

use crate::Error;
use crate::articles::Article;
use crate::frames::{Frame, Frames, frame};
use crate::passing::is_in_passing;
use crate::spool::{Fields, Spool, Spooled, Written};
use crate::word_uses::WordUses;

/// Counts articles, and keeps what each has of each term.
#[derive(Default)]
pub(crate) struct ArticleCounter {
    counter: Counter,
    terms: Spool,
    /// Scratch: the terms of the current article.
    packed: Terms<Vec<u8>>,
    /// Scratch: its terms that count once, by number, each with its place and length.
    places: Vec<(u32, usize, usize)>,
}

/// The packed terms of an article: those that count once, and all of them, if these
/// are not the same.
#[derive(Clone, Copy, Default)]
struct Terms<P> {
    once: P,
    every: P,
    /// What stands beside the first of each that counts once, in the same order.
    frames: P,
}

impl ArticleCounter {
    /// Starts an article.
    pub(crate) fn start<'c>(&'c mut self, article: &'c Article<'c>) -> CountedArticle<'c> {
        self.places.clear();
        CountedArticle {
            counting: match article.votes() {
                true => self.counter.document(article.key),
                false => self.counter.copy(article.key),
            },
            terms: &mut self.terms,
            packed: &mut self.packed,
            places: &mut self.places,
            article,
        }
    }

    /// Parts what threads have counted from what their articles have.
    pub(crate) fn part(
        counters: impl IntoIterator<Item = ArticleCounter>,
    ) -> (Vec<Counter>, Vec<ArticleTerms>) {
        let parts = counters.into_iter();
        parts.map(|c| (c.counter, ArticleTerms(c.terms))).unzip()
    }
}

/// An article that is being counted.
pub(crate) struct CountedArticle<'c> {
    counting: DocumentCounter<'c>,
    terms: &'c mut Spool,
    packed: &'c mut Terms<Vec<u8>>,
    places: &'c mut Vec<(u32, usize, usize)>,
    article: &'c Article<'c>,
}

impl CountedArticle<'_> {
    /// Counts a word that stands `at` a place of the text.
    pub(crate) fn word(&mut self, kind: Kind, at: usize, word: Occurrence<'_>) {
        let is_repeated = self.article.is_repeated(at);
        self.counting.repeated(is_repeated);
        match kind {
            Kind::Term => self.counting.term(word),
            Kind::Part => self.counting.part(word),
            Kind::Word => return self.counting.word(),
            Kind::Symbol => return,
        }
        if let Some(term) = self.counting.last_term()
            && self.article.votes()
            && !is_repeated
        {
            // A predicate is shown in another form than the text has.
            let shown = word.surface;
            let from_here = self.article.text.get(at..).unwrap_or_default();
            let length = if from_here.starts_with(shown) {
                shown.len()
            } else {
                0
            };
            self.places.push((term, at, length));
        }
    }

    /// Ends the article, which counts for `publisher`, and returns how many tokens it
    /// has.
    pub(crate) fn finish(self, publisher: &str, language: &str) -> u64 {
        let published = self.article.document.published_at;
        let day = published.map(|at| at.day().to_string());
        let Terms {
            once,
            every,
            frames,
        } = self.packed;
        once.clear();
        every.clear();
        frames.clear();
        // The first place of each term, in the order in which terms are packed.
        self.places.sort_unstable();
        self.places.dedup_by_key(|(term, ..)| *term);
        let text = self.article.text;
        let beside = self.places.iter();
        frames.extend(beside.flat_map(|&(_, at, length)| frame(text, at, length)));
        let counting = self.counting;
        let counted = counting.finish_packed(publisher, day.as_deref(), language, (once, every));
        let article = Packed {
            publisher,
            language,
            votes: self.article.votes(),
            tokens: counted.tokens,
            tokens_once: counted.tokens_once,
            terms: Terms {
                once,
                every,
                frames,
            },
        };
        self.terms
            .push(self.article.key, |fields| article.write(fields));
        counted.tokens
    }
}

/// What the articles that one thread has counted have of each term.
pub(crate) struct ArticleTerms(Spool);

/// The same, written and ready to be read.
pub(crate) struct KeptTerms(Spooled);

impl ArticleTerms {
    /// Ends the writing.
    ///
    /// # Errors
    ///
    /// If the temporary files could not be written.
    pub(crate) fn keep(all: Vec<ArticleTerms>) -> Result<Vec<KeptTerms>, Error> {
        let kept = all.into_iter().map(|terms| terms.0.finish().map(KeptTerms));
        kept.collect::<io::Result<_>>().map_err(Error::kept)
    }
}

/// An article with what it has of each term.
struct Packed<'a> {
    publisher: &'a str,
    language: &'a str,
    /// Whether it is no copy.
    votes: bool,
    tokens: u64,
    tokens_once: u64,
    terms: Terms<&'a [u8]>,
}

impl<'a> Packed<'a> {
    fn write(&self, fields: &mut Fields<'_>) {
        fields.text(self.publisher);
        fields.text(self.language);
        fields.number(u64::from(self.votes));
        fields.number(self.tokens);
        fields.number(self.tokens_once);
        fields.number(self.terms.once.len() as u64);
        fields.number(self.terms.frames.len() as u64);
        fields.0.extend(self.terms.once);
        fields.0.extend(self.terms.frames);
        fields.0.extend(self.terms.every);
    }

    fn read(record: &'a [u8]) -> io::Result<Packed<'a>> {
        let mut fields = Written(record);
        let mut packed = Packed {
            publisher: fields.text()?,
            language: fields.text()?,
            votes: fields.number()? == 1,
            tokens: fields.number()?,
            tokens_once: fields.number()?,
            terms: Terms::default(),
        };
        let once = fields.number()? as usize;
        let frames = fields.number()? as usize;
        let (once, rest) = fields.0.split_at_checked(once).unwrap_or_default();
        let (frames, every) = rest.split_at_checked(frames).unwrap_or_default();
        packed.terms = Terms {
            once,
            every,
            frames,
        };
        Ok(packed)
    }

    /// Returns how many tokens of the article count on a basis, and the terms among
    /// them.
    fn counted(&self, basis: Basis) -> (u64, &'a [u8]) {
        let Terms { once, every, .. } = self.terms;
        match basis {
            Basis::Once if self.votes => (self.tokens_once, once),
            Basis::Once => (0, &[]),
            Basis::Every if every.is_empty() => (self.tokens, once),
            Basis::Every => (self.tokens, every),
        }
    }

    /// Returns the terms that count once, by number, each with what stands beside its
    /// first.
    fn framed(&self) -> impl Iterator<Item = (u32, Frame)> {
        let (frames, _) = self.terms.frames.as_chunks();
        let terms = unpack(self.terms.once).map(|(term, _)| term);
        terms.zip(frames.iter().copied())
    }
}

/// A publisher's articles of a language, on a basis.
#[derive(Default)]
struct Outlet {
    articles: u64,
    /// The tokens of the shortest.
    smallest: u64,
    keywords: FxHashMap<u32, Found>,
    /// How many articles two keywords share that the publisher has more, and no others,
    /// by their numbers, the smaller before the larger.
    shared: FxHashMap<(u32, u32), u64>,
    /// Of how many keywords, the best.
    paired: usize,
    /// Scratch: those of the current article.
    current: Vec<u32>,
}

/// What the articles have of a keyword.
struct Found {
    parts: SparseParts,
    /// Whether companions and frames are sought for it.
    is_paired: bool,
    frames: Frames,
}

impl Outlet {
    fn add(&mut self, tokens: u64, terms: &[u8], numbers: &[u32]) {
        if self.articles == 0 || tokens < self.smallest {
            self.smallest = tokens;
        }
        self.articles += 1;
        self.current.clear();
        for (term, count) in unpack(terms) {
            let term = numbers[term as usize];
            let keyword = self.keywords.get_mut(&term);
            let part = Frequency::new(u64::from(count), tokens);
            if let (Some(keyword), Some(part)) = (keyword, part) {
                keyword.parts.add(part);
                if keyword.is_paired {
                    self.current.push(term);
                }
            }
        }
        self.current.sort_unstable();
        for (at, first) in self.current.iter().enumerate() {
            for second in &self.current[at + 1..] {
                *self.shared.entry((*first, *second)).or_default() += 1;
            }
        }
    }

    /// Adds what stands beside the keywords of an article.
    fn frame(&mut self, article: &Packed<'_>, numbers: &[u32]) {
        for (term, frame) in article.framed() {
            let keyword = self.keywords.get_mut(&numbers[term as usize]);
            if let Some(keyword) = keyword.filter(|keyword| keyword.is_paired) {
                keyword.frames.add(frame);
            }
        }
    }

    /// Whether two keywords stand in the same articles, as good as always.
    fn are_companions(&self, one: &Keyness, other: &Keyness) -> bool {
        let pair = (one.term.min(other.term), one.term.max(other.term));
        let shared = self.shared.get(&pair).copied().unwrap_or_default();
        let either = (one.documents_here + other.documents_here).saturating_sub(shared);
        shared >= COMPANIONS && shared as f64 >= NEARLY_ALL * either as f64
    }
}

/// Among how many keywords of a publisher companions are sought: there are half as many
/// pairs as the square of it, however long the list that somebody asks for.
const PAIRED: usize = 200;

/// From so many common articles on, two keywords that are never apart are one.
const COMPANIONS: u64 = 10;

/// The share of the articles with either of two keywords that have both, from which on
/// the second says nothing that the first has not.
const NEARLY_ALL: f64 = 0.8;

/// A list of keywords with the basis it is on.
pub(crate) struct Listed {
    pub(crate) basis: Basis,
    pub(crate) rows: Vec<Keyness>,
}

/// Works out [`Keyness::over_articles`] of all lists, in one pass over the articles, and
/// takes companions out: of keywords that a publisher has in as good as the same
/// articles, such as the shops named below each of its reviews, only the best stays,
/// since the others have no evidence of their own. Neither have words that stand in
/// [one frame](Frames), English words that are [no nouns](WordUses) and what articles say
/// [in passing](is_in_passing). `numbers` has for each thread the numbers in `counts` of the terms in
/// its `articles`.
///
/// # Errors
///
/// If the temporary files could not be read.
pub(crate) fn disperse(
    articles: &[KeptTerms],
    numbers: &[Vec<u32>],
    counts: &Counts,
    uses: &WordUses,
    lists: &mut [Listed],
) -> Result<(), Error> {
    let mut outlets: Vec<FxHashMap<(u32, u32), Outlet>> = Vec::new();
    for list in &*lists {
        let mut of_basis: FxHashMap<(u32, u32), Outlet> = FxHashMap::default();
        for k in &list.rows {
            let outlet = of_basis.entry((k.publisher, k.language)).or_default();
            // Rows come best first.
            let is_paired = k.direction == Direction::More && outlet.paired < PAIRED;
            outlet.paired += usize::from(is_paired);
            let found = Found {
                parts: SparseParts::new(k.here),
                is_paired,
                frames: Frames::default(),
            };
            outlet.keywords.insert(k.term, found);
        }
        outlets.push(of_basis);
    }
    for (articles, numbers) in articles.iter().zip(numbers) {
        let mut cursor = articles.0.cursor();
        while cursor.peek().map_err(Error::kept)?.is_some() {
            let (_, record) = cursor.next().map_err(Error::kept)?;
            let article = Packed::read(record).map_err(Error::kept)?;
            let publisher = place(counts.publishers(), article.publisher);
            let language = place(counts.languages(), article.language);
            for (list, outlets) in lists.iter().zip(&mut outlets) {
                let (tokens, terms) = article.counted(list.basis);
                // An article without words has no share of anything.
                if tokens > 0
                    && let Some(outlet) = outlets.get_mut(&(publisher, language))
                {
                    outlet.add(tokens, terms, numbers);
                    outlet.frame(&article, numbers);
                }
            }
        }
    }
    for (list, outlets) in lists.iter_mut().zip(outlets) {
        let mut kept: Vec<Keyness> = Vec::with_capacity(list.rows.len());
        // What stays of a publisher's list, and formulas, whose company is of the formula.
        let mut better: Vec<Keyness> = Vec::new();
        for mut k in list.rows.drain(..) {
            let Some(outlet) = outlets.get(&(k.publisher, k.language)) else {
                continue;
            };
            // Rows come by language, publisher and direction, best first.
            if better
                .last()
                .is_some_and(|last| list_of(last) != list_of(&k))
            {
                better.clear();
            }
            let term = &counts.terms()[k.term as usize];
            let Term {
                display, language, ..
            } = term;
            if language == "en" && uses.is_no_noun(display)
                || is_in_passing(term, &k, counts.lengths(k.language))
                || better.iter().any(|other| outlet.are_companions(other, &k))
            {
                continue;
            }
            better.push(k);
            let Some(found) = outlet.keywords.get(&k.term) else {
                continue;
            };
            if !found.frames.are_one(display) {
                k.over_articles = found.parts.finish(outlet.articles, outlet.smallest);
                kept.push(k);
            }
        }
        list.rows = kept;
    }
    Ok(())
}

/// Returns what makes the list that a keyword is in.
fn list_of(k: &Keyness) -> (u32, u32, Direction) {
    (k.publisher, k.language, k.direction)
}

/// Returns where a name is among all of them, which are sorted.
fn place(names: &[String], name: &str) -> u32 {
    names.partition_point(|n| n.as_str() < name) as u32
}

#[cfg(test)]
mod tests {
    use malmoi_corpus::{Document, Fate};
    use malmoi_stats::{KeynessOptions, dp, dp_norm, juilland_d, keyness};

    use super::*;

    /// Articles as (publisher, occurrences of "quake", all words, whether it votes).
    const ARTICLES: [(&str, u64, u64, bool); 9] = [
        ("A", 3, 40, true),
        ("A", 0, 25, true),
        ("A", 1, 90, true),
        ("A", 9, 30, false),
        ("A", 0, 0, true),
        ("A", 2, 35, true),
        ("B", 1, 400, true),
        ("B", 0, 300, true),
        ("A", 0, 61, true),
    ];

    fn counted(threads: usize, basis: Basis) -> Keyness {
        let mut shares: Vec<ArticleCounter> = Vec::new();
        shares.resize_with(threads, Default::default);
        for (key, (publisher, quakes, tokens, votes)) in (0..).zip(ARTICLES) {
            let article = Article {
                key,
                document: &Document::default(),
                fate: if votes { Fate::Alone } else { Fate::CopyOf(0) },
                publisher,
                text: "",
                // Twenty words more, which another article has as well.
                repeated: std::slice::from_ref(&(1000..1020)),
            };
            let mut counting = shares[key as usize % threads].start(&article);
            for at in (0..tokens).chain(1000..1020) {
                let term = if at < quakes || at >= 1000 {
                    "quake"
                } else {
                    "other"
                };
                let occurrence = Occurrence {
                    language: "en",
                    term,
                    surface: term,
                };
                counting.word(Kind::Term, at as usize, occurrence);
            }
            counting.finish(publisher, "en");
        }
        let (counters, terms) = ArticleCounter::part(shares);
        let (counts, numbers) = Counts::merge_numbered(counters);
        let options = KeynessOptions {
            basis,
            min_documents: 1,
            ..KeynessOptions::default()
        };
        let rows = keyness(&counts, &options);
        let kept = ArticleTerms::keep(terms).unwrap();
        let mut lists = [Listed { basis, rows }];
        disperse(&kept, &numbers, &counts, &WordUses::default(), &mut lists).unwrap();
        let [Listed { rows, .. }] = lists;
        let is_it = |k: &&Keyness| {
            let publisher = &counts.publishers()[k.publisher as usize];
            publisher == "A" && counts.terms()[k.term as usize].term == "quake"
        };
        *rows.iter().find(is_it).expect("A says it more")
    }

    #[test]
    fn articles_one_by_one_give_what_all_at_once_do() {
        for basis in [Basis::Every, Basis::Once] {
            let own = ARTICLES.iter().filter(|(publisher, _, _, votes)| {
                *publisher == "A" && (*votes || basis == Basis::Every)
            });
            // What stands in another article as well counts where all copies do.
            let more = if basis == Basis::Every { 20 } else { 0 };
            let parts: Vec<Frequency> = own
                .filter_map(|&(_, x, n, _)| Frequency::new(x + more, n + more))
                .collect();
            let found = counted(1, basis).over_articles.unwrap();
            for (found, expected) in [
                (found.dp, dp(&parts)),
                (found.dp_norm, dp_norm(&parts)),
                (found.juilland_d, juilland_d(&parts)),
            ] {
                assert!((found / expected.unwrap() - 1.0).abs() < 1e-9, "{basis:?}");
            }
            assert_eq!(counted(1, basis), counted(3, basis));
        }
    }

    #[test]
    fn of_keywords_that_are_never_apart_the_best_stays() {
        // Shops below each of twelve reviews; a word that has eight of the articles.
        let mut counter = ArticleCounter::default();
        for key in 0..60 {
            let article = Article {
                key,
                document: &Document::default(),
                fate: Fate::Alone,
                publisher: if key < 20 { "A" } else { "B" },
                text: "",
                repeated: &[],
            };
            let said: &[&str] = match key {
                0..8 => &["shop", "store", "store", "novel", "said"],
                8..12 => &["shop", "store", "store", "said"],
                _ => &["said", "else"],
            };
            let mut counting = counter.start(&article);
            for at in 0..90 {
                let term = said.get(at).copied().unwrap_or("word");
                let occurrence = Occurrence {
                    language: "en",
                    term,
                    surface: term,
                };
                counting.word(Kind::Term, at, occurrence);
            }
            counting.finish(article.publisher, "en");
        }
        let (counters, terms) = ArticleCounter::part([counter]);
        let (counts, numbers) = Counts::merge_numbered(counters);
        let options = KeynessOptions::default();
        let kept = ArticleTerms::keep(terms).unwrap();
        let mut lists = [Basis::Once, Basis::Every].map(|basis| Listed {
            basis,
            rows: keyness(&counts, &KeynessOptions { basis, ..options }),
        });
        disperse(&kept, &numbers, &counts, &WordUses::default(), &mut lists).unwrap();
        for Listed { rows, .. } in lists {
            let own = rows.iter().filter(|k| {
                k.direction == Direction::More && counts.publishers()[k.publisher as usize] == "A"
            });
            let mut terms: Vec<&str> = own
                .map(|k| counts.terms()[k.term as usize].term.as_str())
                .collect();
            terms.sort_unstable();
            assert_eq!(terms, ["novel", "store"]);
        }
    }

    #[test]
    fn formulas_and_words_of_style_are_no_keywords() {
        let mut counter = ArticleCounter::default();
        let mut uses = WordUses::default();
        for key in 0..60 {
            let (text, term) = match key {
                0..8 => (format!("Book {key} told by Ann | {key} pages"), "told"),
                8..16 => {
                    let noun = ["danger", "hall", "debt", "wind"][key as usize % 4];
                    (format!("It has a greater {noun} {key}."), "greater")
                }
                16..20 => (format!("Ships {key} on the lake in winter."), "lake"),
                20..24 => (format!("A lake {key} was seen."), "lake"),
                _ => (format!("Nothing {key} at all."), "Nothing"),
            };
            // "told by Ann" stands in one frame, and "greater" is no noun.
            uses.add(&text);
            let article = Article {
                key,
                document: &Document::default(),
                fate: Fate::Alone,
                publisher: if key < 30 { "A" } else { "B" },
                text: &text,
                repeated: &[],
            };
            let mut counting = counter.start(&article);
            let at = text.find(term).unwrap_or_default();
            let shown = if term == "told" { "told by Ann" } else { term };
            for (at, surface) in [(at, shown), (text.len(), "word")] {
                let occurrence = Occurrence {
                    language: "en",
                    term: surface,
                    surface,
                };
                counting.word(Kind::Term, at, occurrence);
            }
            counting.finish(article.publisher, "en");
        }
        let (counters, terms) = ArticleCounter::part([counter]);
        let (counts, numbers) = Counts::merge_numbered(counters);
        let kept = ArticleTerms::keep(terms).unwrap();
        let listed = |uses: &WordUses| {
            let rows = keyness(&counts, &KeynessOptions::default());
            let basis = Basis::Once;
            let mut lists = [Listed { basis, rows }];
            disperse(&kept, &numbers, &counts, uses, &mut lists).unwrap();
            let [Listed { rows, .. }] = lists;
            let own = rows.iter().filter(|k| {
                k.direction == Direction::More && counts.publishers()[k.publisher as usize] == "A"
            });
            let mut terms: Vec<&str> = own
                .map(|k| counts.terms()[k.term as usize].display.as_str())
                .collect();
            terms.sort_unstable();
            terms.join(", ")
        };
        assert_eq!(listed(&uses), "lake");
        assert_eq!(listed(&WordUses::default()), "greater, lake");
    }
}
