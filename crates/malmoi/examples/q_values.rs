//! Do the q-values of keywords mean what they say? A simulation on a corpus of yours:
//!
//! ```text
//! cargo run --release -p malmoi --example q_values PATH…
//! ```
//!
//! The articles of the commonest language are read once, copies left out. Then they
//! are dealt to the publishers at random, each getting as many as it has, so that
//! nothing is typical of any: all that is found then is found by chance. After that,
//! terms of one publisher are made twice as frequent as elsewhere, in two ways:
//!
//! * *again*: each occurrence in its articles stands there twice;
//! * *anew*: each of its articles gets, on top of what it has, the occurrences of an
//!   article drawn from all, so that the excess is as bursty as the term.
//!
//! Nothing but `PATH` changes the result.

#![allow(
    clippy::print_stdout,
    reason = "a program whose purpose is to print its findings"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;

use malmoi::{
    AnalysisOptions, Analyzer, Basis, Corpus, CorpusOptions, Counts, Direction, Entry, Frequency,
    Keyness, KeynessOptions, Kind,
};
use malmoi_count::{Counter, Occurrence};
use malmoi_stats::{benjamini_hochberg, chi_squared_1df_p, keyness, log_likelihood};

const NULL_RUNS: u64 = 200;
const PLANTED_RUNS: u64 = 60;

/// How many terms are planted in each band, and the ends of the bands, in independent
/// occurrences that the publisher is expected to have before planting: occurrences
/// divided by the term's design effect, since ten of them in one article are not ten
/// pieces of evidence. A difference can be seen if there is enough of that.
const PLANTED_EACH: usize = 6;
const BANDS: [f64; 8] = [2.0, 5.0, 10.0, 20.0, 40.0, 60.0, 80.0, f64::INFINITY];

/// What counts as found.
const LEVEL: f64 = 0.05;

fn main() -> Result<(), Box<dyn Error>> {
    let paths: Vec<String> = std::env::args().skip(1).collect();
    let texts = Texts::read(&paths)?;
    println!(
        "{} articles in {}, of {} publishers; {} terms",
        texts.articles.len(),
        texts.language,
        texts.names.len(),
        texts.terms.len()
    );
    null_runs(&texts);
    planted_runs(&texts, "again", again);
    planted_runs(&texts, "anew", anew);
    Ok(())
}

/// The articles of one language.
struct Texts {
    language: String,
    terms: Vec<String>,
    /// Publishers.
    names: Vec<String>,
    /// The publisher of each article, by number.
    labels: Vec<usize>,
    articles: Vec<Article>,
}

#[derive(Clone, Default)]
struct Article {
    tokens: u64,
    /// Terms by number, with their occurrences.
    terms: BTreeMap<usize, u64>,
}

impl Texts {
    fn read(paths: &[String]) -> Result<Texts, Box<dyn Error>> {
        let open = || Corpus::open(paths, CorpusOptions::default());
        let analyzer = Analyzer::new()?;
        let analysis = malmoi::analyze(open()?, &analyzer, &AnalysisOptions::default(), &())?;
        let documents = analysis.documents.to_vec()?;
        let mut votes: BTreeMap<&str, BTreeSet<(&str, Option<u64>)>> = BTreeMap::new();
        for d in documents.iter().filter(|d| d.votes) {
            let own = votes.entry(d.language.code()).or_default();
            own.insert((d.path(), d.line()));
        }
        let (language, votes) = votes
            .into_iter()
            .max_by_key(|(_, articles)| articles.len())
            .ok_or("there is no article")?;
        let mut worker = analyzer.analyzer_worker();
        let mut numbers: BTreeMap<String, usize> = BTreeMap::new();
        let mut names = BTreeMap::new();
        let mut labels = Vec::new();
        let mut articles = Vec::new();
        for batch in open()? {
            batch.read(&mut |entry| {
                let Entry::Document(document) = entry else {
                    return;
                };
                if !votes.contains(&(document.path.as_str(), document.line)) {
                    return;
                }
                let mut article = Article::default();
                let title = document.title.as_deref().unwrap_or_default();
                worker.analyze(&format!("{title}\n{}", document.text), &mut |token| {
                    match token.kind {
                        Kind::Symbol | Kind::Part => return,
                        Kind::Word => {}
                        Kind::Term => {
                            let next = numbers.len();
                            let term = format!("{}:{}", token.language.code(), token.term);
                            let number = *numbers.entry(term).or_insert(next);
                            *article.terms.entry(number).or_default() += 1;
                        }
                    }
                    article.tokens += 1;
                });
                let next = names.len();
                let name = document.publisher.unwrap_or_default();
                labels.push(*names.entry(name).or_insert(next));
                articles.push(article);
            });
        }
        let mut terms = vec![String::new(); numbers.len()];
        for (term, number) in numbers {
            terms[number] = term;
        }
        let mut sorted = vec![String::new(); names.len()];
        for (name, number) in names {
            sorted[number] = name;
        }
        Ok(Texts {
            language: language.to_owned(),
            terms,
            names: sorted,
            labels,
            articles,
        })
    }

    /// Counts the articles under the labels given; `changed` ones take the place of
    /// their own.
    fn count(&self, labels: &[usize], changed: &BTreeMap<usize, Article>) -> Counts {
        let mut counter = Counter::new();
        for (at, own) in self.articles.iter().enumerate() {
            let article = changed.get(&at).unwrap_or(own);
            let mut document = counter.document(at as u64);
            let mut words = article.tokens;
            for (&term, &x) in &article.terms {
                let (language, term) = self.terms[term].split_once(':').unwrap_or_default();
                for _ in 0..x {
                    document.term(Occurrence {
                        language,
                        term,
                        surface: term,
                    });
                }
                words -= x;
            }
            for _ in 0..words {
                document.word();
            }
            document.finish(&self.names[labels[at]], None, &self.language);
        }
        Counts::merge([counter])
    }

    fn deal(&self, random: &mut Random) -> Vec<usize> {
        let mut labels = self.labels.clone();
        for at in (1..labels.len()).rev() {
            labels.swap(at, random.below(at + 1));
        }
        labels
    }
}

/// Everything that is tested by default and not quite even is a row.
const ALL: KeynessOptions = KeynessOptions {
    top: 1_000,
    min_count: 3,
    min_documents: 10,
    min_log_ratio: 0.0,
    fill_to: usize::MAX,
    basis: Basis::Once,
};

fn null_runs(texts: &Texts) {
    let mut random = Random(1);
    let lists = NULL_RUNS * texts.names.len() as u64;
    // Lists and runs with a discovery, and discoveries: by articles, by G².
    let (mut in_lists, mut in_runs, mut found) = ([0; 2], [0; 2], [0; 2]);
    for _ in 0..NULL_RUNS {
        let counts = texts.count(&texts.deal(&mut random), &BTreeMap::new());
        let rows = keyness(&counts, &ALL);
        let mut of_run = [0; 2];
        for publisher in 0..counts.publishers().len() as u32 {
            let sure = |k: &&Keyness| k.publisher == publisher && k.q < LEVEL;
            let own = [
                rows.iter().filter(sure).count(),
                found_by_words(&counts, publisher),
            ];
            for at in 0..2 {
                of_run[at] += own[at];
                in_lists[at] += u64::from(own[at] > 0);
            }
        }
        for at in 0..2 {
            found[at] += of_run[at];
            in_runs[at] += u64::from(of_run[at] > 0);
        }
    }
    println!("\n{NULL_RUNS} runs without any difference, q < {LEVEL}");
    println!("| | by articles | by G² |\n|---|---:|---:|");
    let percent = |part: u64, of: u64| format!("{:.1} %", 100.0 * part as f64 / of as f64);
    let row = |what: &str, cells: [String; 2]| println!("| {what} | {} | {} |", cells[0], cells[1]);
    row(
        "lists with a discovery",
        in_lists.map(|n| percent(n, lists)),
    );
    row(
        "runs with one in any list",
        in_runs.map(|n| percent(n, NULL_RUNS)),
    );
    row(
        "discoveries a list",
        found.map(|n| format!("{:.3}", n as f64 / lists as f64)),
    );
}

/// How many terms of a publisher have q below the level if words are independent.
fn found_by_words(counts: &Counts, publisher: u32) -> usize {
    let groups = counts.groups();
    let all = counts.tally(0..groups.len(), Basis::Once);
    let Some(at) = groups.iter().position(|g| g.publisher == publisher) else {
        return 0;
    };
    let mut own = counts.tally(at..at + 1, Basis::Once).into_iter().peekable();
    let tokens: u64 = groups.iter().map(|g| g.tokens).sum();
    let here = groups[at].tokens;
    let mut p_values = Vec::new();
    for all in all {
        let count = own.next_if(|t| t.term == all.term).map_or(0, |t| t.count);
        if all.count < ALL.min_count || all.documents < ALL.min_documents {
            continue;
        }
        let study = Frequency::new(count, here);
        let reference = Frequency::new(all.count - count, tokens - here);
        if let (Some(study), Some(reference)) = (study, reference) {
            p_values.push(chi_squared_1df_p(log_likelihood(study, reference)));
        }
    }
    let q_values = benjamini_hochberg(&p_values);
    q_values.iter().filter(|&&q| q < LEVEL).count()
}

/// How a term becomes twice as frequent in an article; `drawn` is how often an article
/// drawn from all has it.
type Plant = fn(x: u64, drawn: u64) -> u64;

fn again(x: u64, _: u64) -> u64 {
    2 * x
}

fn anew(x: u64, drawn: u64) -> u64 {
    x + drawn
}

fn planted_runs(texts: &Texts, name: &str, plant: Plant) {
    let mut random = Random(2);
    let total: u64 = texts.articles.iter().map(|a| a.tokens).sum();
    let mut count = vec![0; texts.terms.len()];
    let mut documents = vec![0_u64; texts.terms.len()];
    for article in &texts.articles {
        for (&term, &x) in &article.terms {
            count[term] += x;
            documents[term] += 1;
        }
    }
    let design_effects = design_effects(texts, &count, total);
    let mut bands = [Band::default(); BANDS.len() - 1];
    let (mut rates, mut runs_with) = (0.0, 0);
    for run in 0..PLANTED_RUNS {
        let labels = texts.deal(&mut random);
        let publisher = run as usize % texts.names.len();
        let own: Vec<usize> = (0..labels.len())
            .filter(|&at| labels[at] == publisher)
            .collect();
        let tokens: u64 = own.iter().map(|&at| texts.articles[at].tokens).sum();
        let share = tokens as f64 / total as f64;
        let mut planted: BTreeMap<usize, usize> = BTreeMap::new();
        for (band, ends) in BANDS.windows(2).enumerate() {
            let is_in = |&term: &usize| {
                let expected = count[term] as f64 * share / design_effects[term];
                documents[term] >= ALL.min_documents && ends[0] <= expected && expected < ends[1]
            };
            let terms: Vec<usize> = (0..texts.terms.len()).filter(is_in).collect();
            for _ in 0..PLANTED_EACH.min(terms.len()) {
                planted.insert(terms[random.below(terms.len())], band);
            }
        }
        let mut changed = BTreeMap::new();
        let mut had: BTreeMap<usize, (u64, u64)> = BTreeMap::new();
        for &at in &own {
            let mut article = texts.articles[at].clone();
            for &term in planted.keys() {
                let drawn = &texts.articles[random.below(texts.articles.len())];
                let times = |a: &Article| a.terms.get(&term).copied().unwrap_or(0);
                let (x, drawn) = (times(&article), times(drawn));
                let now = plant(x, drawn);
                let had = had.entry(term).or_default();
                *had = (had.0 + x, had.1 + u64::from(x > 0));
                article.tokens += now - x;
                if now > 0 {
                    article.terms.insert(term, now);
                }
            }
            changed.insert(at, article);
        }
        // The test asks of one publisher and all others together, who may be one.
        let rest = usize::from(publisher == 0);
        let labels: Vec<usize> = labels
            .iter()
            .map(|&label| if label == publisher { label } else { rest })
            .collect();
        let counts = texts.count(&labels, &changed);
        let name = |k: &Keyness| counts.publishers()[k.publisher as usize].as_str();
        let rows = keyness(&counts, &ALL);
        let sure = rows
            .iter()
            .filter(|k| name(k) == texts.names[publisher] && k.q < LEVEL);
        let mut found = BTreeSet::new();
        let mut wrong = 0;
        for k in sure {
            let term = &counts.terms()[k.term as usize];
            let term = format!("{}:{}", term.language, term.term);
            let of_planted = planted.keys().find(|&&t| texts.terms[t] == term);
            match of_planted {
                Some(&term) if k.direction == Direction::More => _ = found.insert(term),
                _ => wrong += 1,
            }
        }
        for (term, band) in &planted {
            let band = &mut bands[*band];
            band.planted += 1;
            band.found += u64::from(found.contains(term));
            band.count += had[term].0;
            band.articles += had[term].1;
        }
        if wrong + found.len() > 0 {
            rates += wrong as f64 / (wrong + found.len()) as f64;
        }
        runs_with += 1;
    }
    println!("\n{PLANTED_RUNS} runs with terms planted {name}, q < {LEVEL}");
    println!("| independent before | occurrences | articles | planted | found |");
    println!("|---|---:|---:|---:|---:|");
    for (ends, band) in BANDS.windows(2).zip(bands) {
        let planted = band.planted as f64;
        if band.planted > 0 {
            println!(
                "| {} to {} | {:.0} | {:.0} | {planted} | {:.1} % |",
                ends[0],
                ends[1],
                band.count as f64 / planted,
                band.articles as f64 / planted,
                100.0 * band.found as f64 / planted
            );
        }
    }
    println!(
        "of what is found, {:.1} % was not planted",
        100.0 * rates / f64::from(runs_with)
    );
}

/// Terms of one band.
#[derive(Clone, Copy, Default)]
struct Band {
    planted: u64,
    found: u64,
    /// What the publisher had of them before, and in how many articles.
    count: u64,
    articles: u64,
}

/// Returns by how much each term's variance is larger than if its occurrences were
/// independent; see [`malmoi_stats::ArticleTest::design_effect`].
fn design_effects(texts: &Texts, count: &[u64], total: u64) -> Vec<f64> {
    let rate = |term: usize| count[term] as f64 / total as f64;
    let lengths: f64 = texts
        .articles
        .iter()
        .map(|a| (a.tokens as f64).powi(2))
        .sum();
    let mut squares: Vec<f64> = (0..count.len())
        .map(|t| rate(t).powi(2) * lengths)
        .collect();
    for article in &texts.articles {
        for (&term, &x) in &article.terms {
            let x = x as f64;
            squares[term] += x * (x - 2.0 * rate(term) * article.tokens as f64);
        }
    }
    let alone = |term: usize| count[term] as f64 * (1.0 - rate(term));
    (0..count.len())
        .map(|t| (squares[t] / alone(t)).max(1.0))
        .collect()
}

/// SplitMix64: the same numbers everywhere.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ z >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ z >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ z >> 31) % end as u64) as usize
    }
}
