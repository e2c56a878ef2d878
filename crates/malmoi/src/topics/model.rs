//! Topic models in a file.

use malmoi_text::Language;
use malmoi_topics::Model;

use crate::Error;

/// The topic models of a corpus: one for each language, or one for all.
///
/// [`TopicModels::to_bytes`] makes a file of them that [`infer_topics`](crate::infer_topics)
/// can use for new articles, and that [`TopicOptions::previous`](crate::TopicOptions::previous)
/// can match a new model to.
#[derive(Clone, Debug, PartialEq)]
pub struct TopicModels {
    pub(super) models: Vec<TopicModel>,
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
const HEAD: &[u8] = b"malmoi topic models 1\n";

impl TopicModels {
    /// Returns the models, those of most articles first.
    pub fn models(&self) -> &[TopicModel] {
        &self.models
    }

    /// Returns the model for articles in a language.
    pub(super) fn for_language(&self, language: Language) -> Option<usize> {
        let fits = |m: &TopicModel| m.language.is_none_or(|own| own == language);
        self.models.iter().position(fits)
    }

    /// Returns the bytes to keep; the same models give the same bytes everywhere.
    ///
    /// They are a line with the version, the number of models, and of each the
    /// code of its language, 1 if it is of short texts, the forms of its terms, its topics' labels, terms and phrases, and
    /// the bytes of [`Model::to_bytes`]. Numbers are 32 bits, little-endian; texts
    /// and lists have their lengths before them.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = Writer(HEAD.to_vec());
        out.list(&self.models, |out, model| {
            out.text(model.language.map_or("", Language::code));
            out.number(u32::from(model.is_of_short));
            out.list(&model.shown, |out, shown| out.text(shown));
            out.list(&model.names, |out, name| {
                out.text(&name.label);
                out.list(&name.terms, |out, term| out.number(*term));
                out.list(&name.phrases, |out, phrase| out.text(phrase));
            });
            out.bytes(&model.model.to_bytes());
        });
        out.0
    }

    /// Returns the models in a file.
    ///
    /// # Errors
    ///
    /// When the bytes are no such file, one of another version, or a damaged one.
    pub fn from_bytes(bytes: &[u8]) -> Result<TopicModels, Error> {
        let Some(rest) = bytes.strip_prefix(HEAD) else {
            let what = match bytes.starts_with(b"malmoi topic models ") {
                true => "it was written by another version of malmoi; fit the model anew",
                false => "it is no file that --save-model wrote",
            };
            return Err(Error::topic_model(what.to_owned()));
        };
        let mut rest = Reader(rest);
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
            Some((language, is_of_short, shown, names, rest.bytes()?))
        });
        let damaged = || Error::topic_model("it is damaged; fit the model anew".to_owned());
        let read = read.filter(|_| rest.0.is_empty()).ok_or_else(damaged)?;
        let mut models = Vec::new();
        for (language, is_of_short, shown, names, bytes) in read {
            let model = Model::from_bytes(bytes).map_err(|e| Error::topic_model(e.to_string()))?;
            let is_term = |term: &u32| (*term as usize) < shown.len();
            if shown.len() != model.vocabulary().len()
                || names.len() != model.topics()
                || !names.iter().flat_map(|name| &name.terms).all(is_term)
            {
                return Err(damaged());
            }
            models.push(TopicModel {
                language,
                model,
                is_of_short,
                shown,
                names,
            });
        }
        Ok(TopicModels { models })
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
