//! The Python module `malmoi._malmoi`: the library malmoi as Python has it.
//!
//! Glue, and nothing else: arguments in, work without the GIL, results out. What is
//! documented here as an item of Python is what `help()` shows there; the package
//! around it is in `python/malmoi`.

mod analysis;
mod analyzer;
mod columns;
mod comparison;
mod counting;
mod detection;
mod failure;
mod interrupt;
mod kernels;
mod keywords;
mod number;
mod pool;
mod program;
mod reading;
mod sums;
mod table;
mod token;
mod tokens;
mod topics;

use pyo3::prelude::*;

#[pymodule]
mod _malmoi {
    #[pymodule_export]
    use crate::analysis::{Analysis, analyze};
    #[pymodule_export]
    use crate::analyzer::{Analyzer, restore_analyzer};
    #[pymodule_export]
    use crate::comparison::{Comparison, compare};
    #[pymodule_export]
    use crate::detection::{Detection, Run, detect, restore_detection};
    #[pymodule_export]
    use crate::kernels::{count_batch, detect_batch, keywords_batch, read_batch, tokenize_batch};
    #[pymodule_export]
    use crate::keywords::{Keyword, restore_keyword};
    #[pymodule_export]
    use crate::program::run_program;
    #[pymodule_export]
    use crate::reading::{Reading, restore_reading};
    #[pymodule_export]
    use crate::sums::keyness_of_sums;
    #[pymodule_export]
    use crate::table::Table;
    #[pymodule_export]
    use crate::token::Token;
    #[pymodule_export]
    use crate::tokens::{Tokens, restore_tokens};
    #[pymodule_export]
    use crate::topics::{Topics, topics};

    #[pymodule_init]
    fn init(module: &pyo3::Bound<'_, pyo3::types::PyModule>) -> pyo3::PyResult<()> {
        use pyo3::types::PyModuleMethods;
        module.add("__version__", env!("CARGO_PKG_VERSION"))?;
        let (texts, whole) = malmoi_store::COLUMNS.split_at(malmoi_store::TEXTS);
        module.add("ARTICLE_TEXTS", texts.to_vec())?;
        module.add("ARTICLE_NUMBERS", whole.to_vec())?;
        let numbers = [&crate::sums::NUMBERS[..], &crate::sums::WIDE].concat();
        module.add("SUM_TEXTS", crate::sums::TEXTS.to_vec())?;
        module.add("SUM_NUMBERS", numbers)?;
        module.add("LARGEST", malmoi::LARGEST)
    }
}
