//! Some of the counts of an analysis once more, to see whether they are what the articles say.

use malmoi_corpus::{Corpus, Document, Skip};
use malmoi_count::{Counter, Counts, Occurrence};
use malmoi_text::{Analyzer, AnalyzerWorker, Kind};

use crate::analysis::shown;
use crate::articles::{Article, Articles, Visitor, publisher_of};
use crate::sample::hash;
use crate::{ArticleOptions, Error, Progress};

/// Says whether the articles of a publisher on a day, if they state one, are counted.
pub type IsRecounted<'m> = &'m (dyn Fn(&str, Option<&str>) -> bool + Sync);

/// Counts the articles of some publishers and days as [`analyze`](crate::analyze()) does, on all
/// threads of the current rayon pool.
///
/// All articles are read first, since what is a word, a copy or boilerplate follows from all of
/// them; but the words of the others, which take most of the time, are not counted. What is
/// counted is what it would be among all: [`Counts::cell`] of the groups asked for has the same
/// numbers.
///
/// # Errors
///
/// As [`analyze`](crate::analyze()).
///
/// # Example
///
/// ```
/// use malmoi::{AnalysisOptions, Analyzer, Corpus, CorpusOptions};
///
/// let lines = "{\"publisher\": \"가\", \"text\": \"정부는 대책을 발표했다.\"}\n\
///              {\"publisher\": \"나\", \"text\": \"업계는 환영했다.\"}\n";
/// let corpus = || Corpus::from_reader("-", Box::new(lines.as_bytes()), CorpusOptions::default());
/// let (analyzer, options) = (Analyzer::new()?, AnalysisOptions::default());
/// let all = malmoi::analyze(corpus(), &analyzer, &options, &())?.counts;
/// let is_meant = |publisher: &str, _: Option<&str>| publisher == "나";
/// let some = malmoi::recount(corpus(), &analyzer, &options.articles, &is_meant, &())?;
/// assert_eq!((all.groups().len(), some.groups().len()), (2, 1));
/// assert_eq!(some.groups()[0].tokens, all.groups()[1].tokens);
/// # Ok::<(), malmoi::Error>(())
/// ```
pub fn recount(
    corpus: Corpus,
    analyzer: &Analyzer,
    options: &ArticleOptions,
    is_meant: IsRecounted<'_>,
    progress: &dyn Progress,
) -> Result<Counts, Error> {
    let group_of = |document: &Document| hash(publisher_of(document).as_bytes(), 0);
    let articles =
        Articles::survey_in_groups(corpus, analyzer, options, Some(&group_of), progress)?;
    let visitor = || Recounter {
        counter: Counter::new(),
        is_meant,
    };
    let read = articles.visit("counting a sample", progress, visitor)?;
    Ok(Counts::merge(read.visitors.into_iter().map(|v| v.counter)))
}

/// What one thread counts.
struct Recounter<'m> {
    counter: Counter,
    is_meant: IsRecounted<'m>,
}

impl Visitor for Recounter<'_> {
    fn article(&mut self, article: &Article<'_>, worker: &mut AnalyzerWorker<'_>) {
        let published = article.document.published_at;
        let day = published.map(|at| at.day().to_string());
        if !(self.is_meant)(article.publisher, day.as_deref()) {
            return;
        }
        let mut counting = match article.votes() {
            true => self.counter.document(article.key),
            false => self.counter.copy(article.key),
        };
        let language = worker.analyze(article.text, &mut |token| {
            let occurrence = Occurrence {
                language: token.language.code(),
                term: token.term,
                surface: shown(&token),
            };
            counting.repeated(article.is_repeated(token.start));
            match token.kind {
                Kind::Term => counting.term(occurrence),
                Kind::Part => counting.part(occurrence),
                Kind::Word => counting.word(),
                Kind::Symbol => {}
            }
        });
        counting.finish(article.publisher, day.as_deref(), language.code());
    }

    fn skipped(&mut self, _: u64, _: Skip) {}
}
