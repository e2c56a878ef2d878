//! Made-up news: grammatical, senseless, and the same on every run.
//!
//! Words are drawn by Zipf's law from vocabularies whose tail is derived
//! (compounds, names built of syllables, numbers), and put into sentences by a
//! small grammar. So a few words are very frequent, many come once, and no
//! sentence comes twice: what a tokenizer remembers helps it about as much as in
//! real news, rather than always.

mod english;
mod korean;

use crate::random::Random;
use crate::{Article, Prose};

/// The outlets that made-up articles are by. All are invented.
pub const PUBLISHERS: [&str; 12] = [
    "가온일보",
    "누리경제",
    "다솜신문",
    "라온저널",
    "마루타임스",
    "바른소식",
    "새벽일보",
    "아라신보",
    "온새미뉴스",
    "자람경제",
    "초롱일보",
    "하늬신문",
];

/// Days that articles are spread over.
const DAYS: usize = 28;

/// Returns articles with about `bytes` bytes of text, of one to six kilobytes
/// each. The same arguments give the same articles, and fewer bytes the first
/// of them.
pub fn articles(prose: Prose, bytes: usize) -> Vec<Article> {
    let mut random = Random::new(2026);
    let (korean, english) = (korean::Writer::new(), english::Writer::new());
    let mut articles = Vec::new();
    let mut written = 0;
    while written < bytes {
        let style = match prose {
            Prose::Korean => Style::Korean,
            Prose::English => Style::English,
            Prose::Mixed => [Style::Korean, Style::English, Style::Both][articles.len() % 3],
        };
        let mut paragraph = |style: Style, sentences: usize| {
            let sentences: Vec<String> = (0..sentences)
                .map(|_| match style {
                    Style::English => english.sentence(&mut random),
                    Style::Korean | Style::Both => korean.sentence(&mut random),
                })
                .collect();
            sentences.join(" ")
        };
        let count = 4 + articles.len() * 7 % 9;
        let paragraphs: Vec<String> = (0..count)
            .map(|number| {
                let style = match style {
                    Style::Both if number % 2 == 1 => Style::English,
                    style => style,
                };
                paragraph(style, 2 + (number + articles.len()) % 3)
            })
            .collect();
        let title = match style {
            Style::English => english.title(&mut random),
            Style::Korean | Style::Both => korean.title(&mut random),
        };
        let text = paragraphs.join("\n");
        written += text.len();
        articles.push(Article {
            title,
            text,
            publisher: random.pick(&PUBLISHERS).to_string(),
            day: format!("2026-02-{:02}", 1 + random.below(DAYS)),
        });
    }
    articles
}

#[derive(Clone, Copy)]
enum Style {
    Korean,
    English,
    /// Korean and English paragraphs in turn.
    Both,
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    /// Returns the share, in percent, of space-separated words that came before,
    /// and of sentences that did.
    fn repeated(prose: Prose) -> (usize, usize) {
        let (mut words, mut sentences) = (HashSet::new(), HashSet::new());
        let (mut all, mut again) = ((0, 0), (0, 0));
        for article in articles(prose, 1_000_000) {
            for sentence in article.text.lines().flat_map(|l| l.split(". ")) {
                all.1 += 1;
                again.1 += usize::from(!sentences.insert(sentence.to_string()));
            }
            for word in article.text.split_whitespace() {
                all.0 += 1;
                again.0 += usize::from(!words.insert(word.to_string()));
            }
        }
        (100 * again.0 / all.0, 100 * again.1 / all.1)
    }

    #[test]
    fn words_come_again_about_as_often_as_in_news_and_sentences_do_not() {
        // A megabyte of Korean news has about 59 %, of English news 85 %.
        let (words, sentences) = repeated(Prose::Korean);
        assert!((55..70).contains(&words), "{words}");
        assert!(sentences < 1, "{sentences}");
        let (words, sentences) = repeated(Prose::English);
        assert!((82..93).contains(&words), "{words}");
        assert!(sentences < 1, "{sentences}");
    }

    #[test]
    fn the_same_articles_are_made_up_every_time() {
        let (few, many) = (
            articles(Prose::Mixed, 20_000),
            articles(Prose::Mixed, 60_000),
        );
        assert!(few.len() > 3 && few.len() < many.len());
        assert_eq!(few[..], many[..few.len()]);
        assert_eq!(many, articles(Prose::Mixed, 60_000));
    }

    #[test]
    fn every_outlet_writes() {
        let articles = articles(Prose::Mixed, 400_000);
        let publishers: HashSet<&str> = articles.iter().map(|a| a.publisher.as_str()).collect();
        assert_eq!(publishers.len(), PUBLISHERS.len());
    }
}
