//! The program `malmoi`, in this process.

use std::ffi::OsString;

use pyo3::prelude::*;

/// Runs the program and returns its exit code. `again` starts it in another process.
#[pyfunction]
pub(crate) fn run_program(py: Python<'_>, arguments: Vec<OsString>, again: Vec<OsString>) -> u8 {
    py.detach(|| malmoi_cli::main(arguments, again))
}
