//! A token as Python has it: a reference to the tokens of its text, and a number. What it says is made when it is asked for.

use malmoi::Kind;
use pyo3::prelude::*;
use pyo3::types::{PyString, PyTuple};

use crate::tokens::{Fields, Place, Tokens, kind_name};

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
    of: Py<Tokens>,
    number: u32,
}

impl Token {
    /// Returns the token of a number below that of the tokens.
    pub(crate) fn new(of: &Bound<'_, Tokens>, number: u32) -> Token {
        Token {
            of: of.clone().unbind(),
            number,
        }
    }

    fn place(&self) -> &Place {
        self.of.get().place(self.number as usize)
    }

    fn fields(&self) -> Fields<'_> {
        self.of.get().fields(self.number as usize)
    }
}

#[pymethods]
impl Token {
    /// The token as the text has it.
    #[getter]
    fn surface(&self) -> &str {
        self.of.get().slice(self.place().surface)
    }

    /// The form it is counted under: lower case and stemmed where the language has stems, else the
    /// surface.
    #[getter]
    fn term(&self) -> &str {
        self.of.get().slice(self.place().term)
    }

    /// The Sejong tag for Korean (`NNG`, or joined, `VV+EC`); for all other languages one of `word`,
    /// `stop`, `number`, `address`.
    #[getter]
    fn pos(&self) -> &str {
        self.of.get().slice(self.place().pos)
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

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        let item = py.import("operator")?.getattr("getitem")?;
        let given = (&self.of, self.number).into_pyobject(py)?;
        PyTuple::new(py, [item, given.into_any()])
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let fields = self.fields();
        let quoted = |text: &str| PyString::new(py, text).repr().map(|r| r.to_string());
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
