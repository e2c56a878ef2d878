//! Tokens as Python has them: made by the hundred thousand, so each is a reference to its text's
//! table and a number, and what it says is made when it is asked for.

use std::sync::Arc;

use malmoi::{AnalyzerWorker, Kind, Language};
use pyo3::prelude::*;

/// The tokens of one text.
#[derive(Debug)]
pub(crate) struct Tokens {
    /// Surfaces, terms and tags, where they are not in what stands here before.
    texts: Box<str>,
    tokens: Box<[Place]>,
}

/// A token: where in [`Tokens::texts`] it has its surface, term and tag, and where in its text
/// it stands, in characters.
#[derive(Clone, Copy, Debug)]
struct Place {
    surface: (u32, u32),
    term: (u32, u32),
    pos: (u32, u32),
    start: u32,
    end: u32,
    kind: Kind,
    language: Language,
}

impl Tokens {
    pub(crate) fn of(worker: &mut AnalyzerWorker<'_>, text: &str) -> Tokens {
        let mut tokens: Vec<Place> = Vec::with_capacity(text.len() / 4);
        // The text itself comes first, so that surfaces are slices of it.
        let mut texts = String::with_capacity(text.len() * 2);
        texts.push_str(text);
        let mut characters = Characters {
            text,
            at: 0,
            number: 0,
        };
        worker.analyze(text, &mut |token| {
            let surface = (token.start as u32, token.end as u32);
            let mut place = |part: &str| {
                let start = texts.len() as u32;
                texts.push_str(part);
                (start, texts.len() as u32)
            };
            tokens.push(Place {
                surface,
                term: match token.term == token.surface {
                    true => surface,
                    false => place(token.term),
                },
                pos: place(token.pos),
                start: characters.before(token.start),
                end: characters.before(token.end),
                kind: token.kind,
                language: token.language,
            });
        });
        Tokens {
            texts: texts.into(),
            tokens: tokens.into(),
        }
    }

    /// Makes the list of Python's tokens.
    pub(crate) fn into_list(self, py: Python<'_>) -> PyResult<Vec<Py<Token>>> {
        let of = Arc::new(self);
        (0..of.tokens.len() as u32)
            .map(|number| {
                let of = Arc::clone(&of);
                Py::new(py, Token { of, number }).inspect(untrack)
            })
            .collect()
    }

    pub(crate) fn iter(&self) -> impl ExactSizeIterator<Item = Fields<'_>> {
        self.tokens.iter().map(|place| self.fields(place))
    }

    fn slice(&self, (start, end): (u32, u32)) -> &str {
        &self.texts[start as usize..end as usize]
    }

    fn fields(&self, place: &Place) -> Fields<'_> {
        Fields {
            surface: self.slice(place.surface),
            term: self.slice(place.term),
            pos: self.slice(place.pos),
            lang: place.language.code(),
            kind: kind_name(place.kind),
            start: place.start,
            end: place.end,
        }
    }
}

/// Takes a token off the list of what the garbage collector goes through, as it refers to nothing of Python: of
/// hundreds of thousands, that would take longer than making them.
#[expect(unsafe_code, reason = "PyO3 puts every object on that list")]
fn untrack(token: &Py<Token>) {
    let object = token.as_ptr();
    // SAFETY: the object is alive. Only of a type that the collector knows has it a place on the list; what is off that
    // already stays off, so its end may take it off again.
    unsafe {
        let flags = pyo3::ffi::PyType_GetFlags(pyo3::ffi::Py_TYPE(object));
        if flags & pyo3::ffi::Py_TPFLAGS_HAVE_GC != 0 {
            pyo3::ffi::PyObject_GC_UnTrack(object.cast());
        }
    }
}

/// What a token says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Fields<'t> {
    pub(crate) surface: &'t str,
    pub(crate) term: &'t str,
    pub(crate) pos: &'t str,
    pub(crate) lang: &'static str,
    pub(crate) kind: &'static str,
    pub(crate) start: u32,
    pub(crate) end: u32,
}

/// Python counts characters where Rust counts bytes.
pub(crate) struct Characters<'t> {
    pub(crate) text: &'t str,
    pub(crate) at: usize,
    pub(crate) number: u32,
}

impl Characters<'_> {
    /// Returns how many characters come before a byte. Cheap where it is near the last one.
    pub(crate) fn before(&mut self, byte: usize) -> u32 {
        let starts = |text: &[u8]| text.iter().filter(|b| **b & 0xc0 != 0x80).count() as u32;
        let bytes = self.text.as_bytes();
        match byte >= self.at {
            true => self.number += starts(&bytes[self.at..byte]),
            false => self.number -= starts(&bytes[byte..self.at]),
        }
        self.at = byte;
        self.number
    }
}

fn kind_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Term => "term",
        Kind::Word => "word",
        Kind::Part => "part",
        Kind::Symbol => "symbol",
    }
}

/// A token of a text: `text[token.start:token.end] == token.surface`.
///
/// >>> import malmoi
/// >>> text = "정부는 대책을 발표했다."
/// >>> token = malmoi.tokenize(text)[0]
/// >>> token
/// Token(surface='정부', term='정부', pos='NNG', lang='ko', kind='term', start=0, end=2)
/// >>> text[token.start:token.end] == token.surface
/// True
#[pyclass(frozen, module = "malmoi")]
#[derive(Debug)]
pub(crate) struct Token {
    of: Arc<Tokens>,
    number: u32,
}

impl Token {
    fn place(&self) -> &Place {
        &self.of.tokens[self.number as usize]
    }

    fn fields(&self) -> Fields<'_> {
        self.of.fields(self.place())
    }
}

#[pymethods]
impl Token {
    /// The token as the text has it.
    #[getter]
    fn surface(&self) -> &str {
        self.of.slice(self.place().surface)
    }

    /// The form it is counted under: lower case and stemmed where the language has stems, else the
    /// surface.
    #[getter]
    fn term(&self) -> &str {
        self.of.slice(self.place().term)
    }

    /// The Sejong tag for Korean (`NNG`, or joined, `VV+EC`); for all other languages one of `word`,
    /// `stop`, `number`, `address`.
    #[getter]
    fn pos(&self) -> &str {
        self.of.slice(self.place().pos)
    }

    /// The ISO 639-1 code of the language whose tokenizer made the token.
    #[getter]
    fn lang(&self) -> &'static str {
        self.place().language.code()
    }

    /// What it is good for: `term` (it says what the text is about, and is counted by name), `word`
    /// (it counts towards the size of a text only), `part` (a term within the token before) or
    /// `symbol`.
    #[getter]
    fn kind(&self) -> &'static str {
        kind_name(self.place().kind)
    }

    /// Whether it is counted by name.
    #[getter]
    fn is_term(&self) -> bool {
        matches!(self.place().kind, Kind::Term | Kind::Part)
    }

    /// Where it starts, in characters from the start of the text.
    #[getter]
    fn start(&self) -> u32 {
        self.place().start
    }

    /// Where it ends, in characters from the start of the text.
    #[getter]
    fn end(&self) -> u32 {
        self.place().end
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let fields = self.fields();
        let quoted = |text: &str| {
            pyo3::types::PyString::new(py, text)
                .repr()
                .map(|r| r.to_string())
        };
        Ok(format!(
            "Token(surface={}, term={}, pos={}, lang={}, kind={}, start={}, end={})",
            quoted(fields.surface)?,
            quoted(fields.term)?,
            quoted(fields.pos)?,
            quoted(fields.lang)?,
            quoted(fields.kind)?,
            fields.start,
            fields.end,
        ))
    }

    fn __eq__(&self, other: &Bound<'_, PyAny>) -> bool {
        other
            .cast::<Token>()
            .is_ok_and(|other| self.fields() == other.get().fields())
    }

    fn __hash__(&self) -> u64 {
        let fields = self.fields();
        let mut hasher = std::hash::DefaultHasher::new();
        std::hash::Hash::hash(&(fields.surface, fields.start, fields.pos), &mut hasher);
        std::hash::Hasher::finish(&hasher)
    }
}
