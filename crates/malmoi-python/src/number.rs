//! Numbers of keywords and threads.

use pyo3::prelude::*;

use crate::failure::Failure;

/// Returns a number that is not negative. Python's own exception would be an `OverflowError` that says
/// nothing of the argument.
pub(crate) fn count(given: &Bound<'_, PyAny>) -> PyResult<usize> {
    if given.extract::<i64>().is_ok_and(|number| number < 0) {
        let message = format!("{given} is less than nothing; give a number from 0 up");
        return Err(Failure::option(message).raise(given.py()));
    }
    given.extract()
}

/// Returns a number, if there is one.
pub(crate) fn optional_count(given: &Bound<'_, PyAny>) -> PyResult<Option<usize>> {
    match given.is_none() {
        true => Ok(None),
        false => count(given).map(Some),
    }
}
