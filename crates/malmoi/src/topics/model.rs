//! Topic models in a file.

use std::collections::BTreeSet;

use malmoi_text::phrases::Phrases;
use malmoi_text::{Analyzer, Language};
use malmoi_topics::{Model, TopicFate};

use super::MatchedTopics;
use crate::Error;
use crate::survey::Learnt;

/// The topic models of a corpus: one for each language, or one for all.
///
/// [`TopicModels::to_bytes`] makes a file of them that [`infer_topics`](crate::infer_topics)
/// can use for new articles, and that [`TopicOptions::previous`](crate::TopicOptions::previous)
/// can match a new model to.
#[derive(Clone, Debug, PartialEq)]
pub struct TopicModels {
    pub(super) models: Vec<TopicModel>,
    /// The words that the articles proved, without which texts would fall into others.
    pub(super) words: KnownWords,
}

/// The topic model of the articles in one language.
#[derive(Clone, Debug, PartialEq)]
pub struct TopicModel {
    /// The language; nothing for a model of all.
    pub language: Option<Language>,
    /// The model itself, over terms as they are counted.
    pub model: Model,
    /// Whether it was fitted to short texts for the most part, which are taken to have a
    /// single topic each.
    pub is_of_short: bool,
    /// The form of each term to show.
    pub shown: Vec<String>,
    /// What is shown of each topic.
    pub names: Vec<TopicName>,
    /// The number that each topic goes by. A topic that is one of an
    /// [older model](crate::TopicOptions::previous) has the number that it had there, all others
    /// have numbers that none had.
    pub numbers: Vec<u32>,
    /// The first number that no topic has or had.
    pub next_number: u32,
}

impl TopicModel {
    /// Gives topics the numbers of those old ones that they are, and the others new ones.
    pub(super) fn numbered_after(self, old: &TopicModel, matched: &MatchedTopics) -> TopicModel {
        let mut next_number = old.next_number;
        let number = |fate: &TopicFate| match fate {
            TopicFate::Same(topic, _) => old.numbers[*topic],
            TopicFate::Part(..) | TopicFate::None => {
                next_number += 1;
                next_number - 1
            }
        };
        TopicModel {
            numbers: matched.new.iter().map(number).collect(),
            next_number,
            ..self
        }
    }
}

/// Words and names that no dictionary has and the articles of a model proved.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(super) struct KnownWords {
    words: Vec<String>,
    /// Names of several words, and Korean terms of several nouns.
    names: Vec<(Language, String)>,
}

impl KnownWords {
    pub(super) fn of(learnt: &Learnt) -> KnownWords {
        KnownWords {
            words: learnt.new_words.iter().map(|w| w.word.clone()).collect(),
            names: learnt
                .phrases
                .iter()
                .map(|phrase| (phrase.language, phrase.name.to_string()))
                .collect(),
        }
    }
}

/// What is shown of a topic.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct TopicName {
    /// A few words that name it; empty for a topic without terms.
    pub label: String,
    /// Its first terms by number, most relevant first.
    pub terms: Vec<u32>,
    /// Names and terms of several words that are typical of its articles, as they
    /// are shown.
    pub phrases: Vec<String>,
}

/// What a file of models begins with; the version is the last number.
const HEAD: &[u8] = b"malmoi topic models 2\n";

impl TopicModels {
    /// Returns the models, those of most articles first.
    pub fn models(&self) -> &[TopicModel] {
        &self.models
    }

    /// Returns an analyzer that knows the words that the articles of the models proved.
    ///
    /// # Errors
    ///
    /// When the Korean dictionary cannot be loaded a second time.
    pub(super) fn teach(&self, analyzer: &Analyzer) -> Result<Analyzer, Error> {
        let KnownWords { words, names } = &self.words;
        let names = names.iter().map(|(language, name)| (*language, &**name));
        let enriched = analyzer.with_words(words.iter().map(String::as_str))?;
        Ok(enriched.with_phrases(Phrases::known(names)))
    }

    /// Returns the model of a language, or that of all.
    pub(super) fn of(&self, language: Option<Language>) -> Option<&TopicModel> {
        self.models.iter().find(|m| m.language == language)
    }

    /// Returns the model for articles in a language.
    pub(super) fn for_language(&self, language: Language) -> Option<usize> {
        let fits = |m: &TopicModel| m.language.is_none_or(|own| own == language);
        self.models.iter().position(fits)
    }

    /// Returns the bytes to keep; the same models give the same bytes everywhere.
    ///
    /// They are a line with the version, the words that the articles proved, their names of several
    /// words with the codes of their languages, and the models: of each the code of its language, 1 if it
    /// is of short texts, the forms of its terms, its topics' labels, terms, phrases and numbers, the
    /// next number, and the bytes of [`Model::to_bytes`]. Numbers are 32 bits, little-endian;
    /// texts and lists have their lengths before them.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = Writer(HEAD.to_vec());
        out.list(&self.words.words, |out, word| out.text(word));
        out.list(&self.words.names, |out, (language, name)| {
            out.text(language.code());
            out.text(name);
        });
        out.list(&self.models, |out, model| {
            out.text(model.language.map_or("", Language::code));
            out.number(u32::from(model.is_of_short));
            out.list(&model.shown, |out, shown| out.text(shown));
            out.list(&model.names, |out, name| {
                out.text(&name.label);
                out.list(&name.terms, |out, term| out.number(*term));
                out.list(&name.phrases, |out, phrase| out.text(phrase));
            });
            out.list(&model.numbers, |out, number| out.number(*number));
            out.number(model.next_number);
            out.bytes(&model.model.to_bytes());
        });
        out.0
    }

    /// Returns the models in a file.
    ///
    /// # Errors
    ///
    /// When the bytes are no such file, one of another version, or a damaged one: what is read
    /// is held together, though letters may have changed unseen.
    pub fn from_bytes(bytes: &[u8]) -> Result<TopicModels, Error> {
        let Some(rest) = bytes.strip_prefix(HEAD) else {
            let what = match bytes.strip_prefix(b"malmoi topic models ") {
                Some(rest) if rest.starts_with(b"1\n") => {
                    "it was written by an earlier version of malmoi, without the words that its \
                     articles proved and the numbers of its topics; fit the model anew"
                }
                Some(_) => "it was written by another version of malmoi; fit the model anew",
                None => "it is no file that --save-model wrote",
            };
            return Err(Error::topic_model(what.to_owned()));
        };
        let damaged = || Error::topic_model("it is damaged; fit the model anew".to_owned());
        let mut rest = Reader(rest);
        let words = rest.known_words().ok_or_else(damaged)?;
        let read = rest.list(|rest| {
            let code = rest.text()?;
            let language = match code.as_str() {
                "" => None,
                code => Some(Language::from_code(code)?),
            };
            let is_of_short = rest.number()? == 1;
            let shown = rest.list(Reader::text)?;
            let names = rest.list(|rest| {
                Some(TopicName {
                    label: rest.text()?,
                    terms: rest.list(Reader::number)?,
                    phrases: rest.list(Reader::text)?,
                })
            })?;
            let numbers = (rest.list(Reader::number)?, rest.number()?);
            Some((language, is_of_short, shown, names, numbers, rest.bytes()?))
        });
        let read = read.filter(|_| rest.0.is_empty()).ok_or_else(damaged)?;
        let mut models: Vec<TopicModel> = Vec::new();
        for (language, is_of_short, shown, names, numbers, bytes) in read {
            let (numbers, next_number) = numbers;
            let model = Model::from_bytes(bytes).map_err(|e| Error::topic_model(e.to_string()))?;
            let is_term = |term: &u32| (*term as usize) < shown.len();
            if shown.len() != model.vocabulary().len()
                || names.len() != model.topics()
                || !names.iter().flat_map(|name| &name.terms).all(is_term)
                || numbers.len() != names.len()
                // Later models go on counting.
                || next_number > u32::MAX / 2
                || numbers.iter().any(|number| *number >= next_number)
                || numbers.iter().collect::<BTreeSet<_>>().len() != numbers.len()
                || models.iter().any(|other| other.language == language)
            {
                return Err(damaged());
            }
            models.push(TopicModel {
                language,
                model,
                is_of_short,
                shown,
                names,
                numbers,
                next_number,
            });
        }
        Ok(TopicModels { models, words })
    }
}

struct Writer(Vec<u8>);

impl Writer {
    fn number(&mut self, number: u32) {
        self.0.extend(number.to_le_bytes());
    }

    fn bytes(&mut self, bytes: &[u8]) {
        self.number(bytes.len() as u32);
        self.0.extend(bytes);
    }

    fn text(&mut self, text: &str) {
        self.bytes(text.as_bytes());
    }

    fn list<T>(&mut self, items: &[T], mut item: impl FnMut(&mut Writer, &T)) {
        self.number(items.len() as u32);
        items.iter().for_each(|each| item(self, each));
    }
}

struct Reader<'b>(&'b [u8]);

impl<'b> Reader<'b> {
    fn number(&mut self) -> Option<u32> {
        let (head, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(u32::from_le_bytes(*head))
    }

    fn bytes(&mut self) -> Option<&'b [u8]> {
        let length = self.number()? as usize;
        let (head, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(head)
    }

    fn known_words(&mut self) -> Option<KnownWords> {
        Some(KnownWords {
            words: self.list(Reader::text)?,
            names: self.list(|rest| {
                let language = Language::from_code(&rest.text()?)?;
                Some((language, rest.text()?))
            })?,
        })
    }

    fn text(&mut self) -> Option<String> {
        String::from_utf8(self.bytes()?.to_vec()).ok()
    }

    /// What a damaged length promises is not reserved: items are read until there are no
    /// more bytes.
    fn list<T>(&mut self, mut item: impl FnMut(&mut Reader<'b>) -> Option<T>) -> Option<Vec<T>> {
        let length = self.number()?;
        (0..length).map(|_| item(self)).collect()
    }
}
