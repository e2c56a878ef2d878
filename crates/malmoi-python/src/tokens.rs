//! The tokens of a text as Python has them: their text and where each lies in it. Texts are split by the ten thousand, and an
//! object for each token would take longer than finding it; so tokens are made of this when they are asked for.

use malmoi::{AnalyzerWorker, Kind, Language};
use pyo3::exceptions::{PyIndexError, PyOverflowError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyIterator, PyList, PySequenceMethods, PySlice, PyTuple};

use crate::token::Token;

/// The tokens of a text, in order: a sequence, like a list that cannot be changed. A token is made when it is asked for;
/// `list(tokens)` makes all of them.
///
/// >>> import malmoi
/// >>> tokens = malmoi.tokenize("비가 왔다")
/// >>> len(tokens), tokens[0].surface, [token.surface for token in tokens[1:]]
/// (4, '비', ['가', '왔', '다'])
#[pyclass(frozen, sequence, module = "malmoi")]
#[derive(Debug)]
pub(crate) struct Tokens {
    /// Surfaces, terms and tags, where they are not in what stands here before.
    texts: Box<str>,
    tokens: Box<[Place]>,
}

/// A token: where in [`Tokens::texts`] it has its surface, term and tag, and where in its text
/// it stands, in characters.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place {
    pub(crate) surface: (u32, u32),
    pub(crate) term: (u32, u32),
    pub(crate) pos: (u32, u32),
    pub(crate) start: u32,
    pub(crate) end: u32,
    pub(crate) kind: Kind,
    pub(crate) language: Language,
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

    pub(crate) fn iter(&self) -> impl ExactSizeIterator<Item = Fields<'_>> {
        (0..self.tokens.len()).map(|number| self.fields(number))
    }

    pub(crate) fn place(&self, number: usize) -> &Place {
        &self.tokens[number]
    }

    pub(crate) fn slice(&self, (start, end): (u32, u32)) -> &str {
        &self.texts[start as usize..end as usize]
    }

    /// Returns what the token of a number says.
    pub(crate) fn fields(&self, number: usize) -> Fields<'_> {
        let place = self.place(number);
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

#[pymethods]
impl Tokens {
    fn __len__(&self) -> usize {
        self.tokens.len()
    }

    fn __getitem__<'py>(
        slf: &Bound<'py, Tokens>,
        key: &Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let py = slf.py();
        let count = slf.get().tokens.len() as isize;
        if let Ok(slice) = key.cast::<PySlice>() {
            let range = slice.indices(count)?;
            let numbers = (0..range.slicelength).map(|n| range.start + n as isize * range.step);
            return Ok(list(slf, numbers.map(|number| number as u32))?.into_any());
        }
        let number: isize = key.extract().map_err(|error: PyErr| {
            match error.is_instance_of::<PyOverflowError>(py) {
                true => PyIndexError::new_err("token index out of range"),
                false => error,
            }
        })?;
        let number = if number < 0 { number + count } else { number };
        if !(0..count).contains(&number) {
            return Err(PyIndexError::new_err("token index out of range"));
        }
        Ok(Bound::new(py, Token::new(slf, number as u32))?.into_any())
    }

    fn __iter__<'py>(slf: &Bound<'py, Tokens>) -> PyResult<Bound<'py, PyIterator>> {
        all(slf)?.try_iter()
    }

    fn __eq__(slf: &Bound<'_, Tokens>, other: &Bound<'_, PyAny>) -> PyResult<bool> {
        match other.cast::<Tokens>() {
            Ok(other) => Ok(slf.get().iter().eq(other.get().iter())),
            Err(_) => all(slf)?.eq(other),
        }
    }

    /// Returns the place of the first token that is equal; raises `ValueError` if there is none.
    #[pyo3(signature = (value, /, *limits))]
    fn index<'py>(
        slf: &Bound<'py, Tokens>,
        value: &Bound<'py, PyAny>,
        limits: &Bound<'py, PyTuple>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let value = PyTuple::new(slf.py(), [value])?;
        let given = value.as_sequence().concat(limits.as_sequence())?;
        all(slf)?.call_method1("index", given.to_tuple()?)
    }

    /// Returns how many tokens are equal.
    #[pyo3(signature = (value, /))]
    fn count<'py>(
        slf: &Bound<'py, Tokens>,
        value: &Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, PyAny>> {
        all(slf)?.call_method1("count", (value,))
    }

    fn __reduce__<'py>(slf: &Bound<'py, Tokens>) -> PyResult<Bound<'py, PyTuple>> {
        let py = slf.py();
        let restore = py.import("malmoi._malmoi")?.getattr("restore_tokens")?;
        let Tokens { texts, tokens } = slf.get();
        let places = tokens.iter().map(|place| {
            let (kind, language) = (kind_name(place.kind), place.language.code());
            let at = [
                place.surface,
                place.term,
                place.pos,
                (place.start, place.end),
            ];
            (at, kind, language)
        });
        let given = (&**texts, places.collect::<Vec<_>>()).into_pyobject(py)?;
        PyTuple::new(py, [restore, given.into_any()])
    }

    fn __repr__(slf: &Bound<'_, Tokens>) -> PyResult<String> {
        Ok(format!("Tokens({})", all(slf)?.repr()?))
    }
}

fn all<'py>(tokens: &Bound<'py, Tokens>) -> PyResult<Bound<'py, PyList>> {
    list(tokens, 0..tokens.get().tokens.len() as u32)
}

fn list<'py>(
    tokens: &Bound<'py, Tokens>,
    numbers: impl Iterator<Item = u32>,
) -> PyResult<Bound<'py, PyList>> {
    let made: Vec<Token> = numbers.map(|number| Token::new(tokens, number)).collect();
    PyList::new(tokens.py(), made)
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

/// The places of a token's surface, term and tag, and of itself in the text; its kind and language.
type Pickled = ([(u32, u32); 4], String, String);

/// Makes the tokens of a text anew that were pickled.
#[pyfunction]
pub(crate) fn restore_tokens(texts: String, places: Vec<Pickled>) -> PyResult<Tokens> {
    let fault = || PyValueError::new_err("these are no tokens of this version of malmoi");
    let is_in = |(start, end): (u32, u32)| texts.get(start as usize..end as usize).is_some();
    let tokens = places.into_iter().map(|(at, kind, language)| {
        let [surface, term, pos, (start, end)] = at;
        let kinds = [Kind::Term, Kind::Word, Kind::Part, Kind::Symbol];
        let kind = kinds.into_iter().find(|of| kind_name(*of) == kind);
        let are_in = is_in(surface) && is_in(term) && is_in(pos);
        Some(Place {
            surface,
            term,
            pos,
            start,
            end,
            kind: kind.filter(|_| are_in)?,
            language: Language::from_code(&language)?,
        })
    });
    let tokens: Option<Box<[Place]>> = tokens.collect();
    Ok(Tokens {
        tokens: tokens.ok_or_else(fault)?,
        texts: texts.into(),
    })
}

pub(crate) fn kind_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Term => "term",
        Kind::Word => "word",
        Kind::Part => "part",
        Kind::Symbol => "symbol",
    }
}
