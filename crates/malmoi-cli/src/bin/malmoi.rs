//! The program `malmoi`; all of it is in the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    let again = std::env::current_exe().map(|this| vec![this.into()]);
    ExitCode::from(malmoi_cli::main(
        std::env::args_os(),
        again.unwrap_or_default(),
    ))
}
