//! What the benches read: text made up on the spot, or a corpus of one's own.
//!
//! The benches themselves are the files beside this folder, one for each stage
//! and one for the whole run; the README says what each answers. They measure
//! on [`articles`]: made up by [`made_up::articles`], so that nothing has to be
//! fetched and the same bytes are measured everywhere, or taken from the folder
//! or file that the environment variable [`OWN_CORPUS`] names.
//!
//! Made-up text is for comparing two versions of the code. Its sentences are
//! simpler than a journalist's and its vocabulary is smaller, so for figures to
//! be told to others, use a corpus of real articles.

pub mod made_up;
mod own;
pub mod random;

pub use own::{OWN_CORPUS, own_corpus};

/// What one article says, and who says it when.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Article {
    /// The headline, on one line; may be empty.
    pub title: String,
    /// The body, a paragraph a line.
    pub text: String,
    /// The outlet.
    pub publisher: String,
    /// The day of publication, as `2026-01-02`; empty if it is not known.
    pub day: String,
}

impl Article {
    /// Returns the title and the text as the analysis sees them: the title on a
    /// line of its own.
    pub fn full_text(&self) -> String {
        if self.title.is_empty() {
            self.text.clone()
        } else {
            format!("{}\n{}", self.title, self.text)
        }
    }

    /// Returns the article as crawl Markdown, with `number` as its id.
    pub fn to_markdown(&self, number: usize) -> String {
        let Article {
            title,
            text,
            publisher,
            day,
        } = self;
        format!(
            "---\nid: 001_{number:010}\ntitle: \"{title}\"\ncategory: \npublisher: {publisher}\n\
             author: \npublished_at: {day} 09:00\ncrawled_at: {day} 10:00:00\n\
             url: https://news.example/{number}\noid: 001\naid: {number:010}\n---\n\n\
             # {title}\n\n**{publisher}** | {day} 09:00 | \n\n---\n\n{text}\n\n---\n\n\
             *Crawled at: {day} 10:00:00*\n*Source: [news](https://news.example/{number})*\n"
        )
    }

    /// Returns the article as plain text with a headline and a date line.
    pub fn to_plain(&self) -> String {
        format!("# {}\n{}\n\n{}\n", self.title, self.day, self.text)
    }

    /// Returns the article as one line of JSON Lines, with `number` as its id.
    pub fn to_json_line(&self, number: usize) -> String {
        let object = serde_json::json!({
            "id": number,
            "title": self.title,
            "publisher": self.publisher,
            "published_at": self.day,
            "text": self.text,
        });
        format!("{object}\n")
    }
}

/// Which articles a bench is about.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Prose {
    /// Korean, with a foreign name here and there.
    Korean,
    /// English.
    English,
    /// All of a corpus; of made-up text, Korean and English articles in turn,
    /// and articles whose paragraphs are in the one or the other.
    Mixed,
}

impl Prose {
    /// Every kind of prose, in the order in which benches report them.
    pub const ALL: [Prose; 3] = [Prose::Korean, Prose::English, Prose::Mixed];

    /// Returns the name in the benches' ids: `korean`, `english`, `mixed`.
    pub fn name(self) -> &'static str {
        match self {
            Prose::Korean => "korean",
            Prose::English => "english",
            Prose::Mixed => "mixed",
        }
    }
}

/// Returns about `bytes` bytes of articles to measure one stage on.
///
/// They come from the corpus that [`OWN_CORPUS`] names, evenly spread over it
/// if it has more (and all there are if it has less: none, if it has no such
/// prose); else they are made up.
///
/// # Panics
///
/// When the corpus that is named cannot be opened, or has no article.
pub fn articles(prose: Prose, bytes: usize) -> Vec<Article> {
    match own_corpus() {
        Some(path) => own::spread(own::articles(&path, prose), bytes),
        None => made_up::articles(prose, bytes),
    }
}

/// Returns the full texts of [`articles`], and how many bytes they have.
pub fn texts(prose: Prose, bytes: usize) -> (Vec<String>, u64) {
    let texts: Vec<String> = articles(prose, bytes)
        .iter()
        .map(Article::full_text)
        .collect();
    let bytes = texts.iter().map(|t| t.len() as u64).sum();
    (texts, bytes)
}

#[cfg(test)]
mod tests {
    use malmoi_corpus::{Corpus, CorpusOptions, Document, Entry};

    use super::*;

    fn read(text: String) -> Document {
        let reader = Box::new(std::io::Cursor::new(text));
        let mut corpus = Corpus::from_reader("-", reader, CorpusOptions::default());
        let mut found = None;
        corpus.next().unwrap().read(&mut |entry| match entry {
            Entry::Document(document) => found = Some(document),
            Entry::Skipped(skip) => panic!("{}: {}", skip.reason, skip.detail),
        });
        found.unwrap()
    }

    #[test]
    fn every_rendering_is_read_back_as_the_same_article() {
        for prose in Prose::ALL {
            for article in made_up::articles(prose, 20_000) {
                for (rendering, names_publisher) in [
                    (article.to_markdown(7), true),
                    (article.to_json_line(7), true),
                    (article.to_plain(), false),
                ] {
                    let document = read(rendering);
                    assert_eq!(document.title.as_deref(), Some(&*article.title));
                    assert_eq!(document.text, article.text);
                    assert_eq!(
                        document.published_at.unwrap().day().to_string(),
                        article.day
                    );
                    let publisher = names_publisher.then(|| article.publisher.clone());
                    assert_eq!(document.publisher, publisher);
                }
            }
        }
    }
}
