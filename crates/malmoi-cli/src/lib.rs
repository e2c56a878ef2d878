//! The program `malmoi`: parses its arguments, runs one command, and turns what
//! came of it into an exit code. A library, so that the Python wheel has the same
//! program; [`main`] is all there is to it.
//!
//! | code | meaning |
//! |---|---|
//! | 0 | done; documents that were skipped are told |
//! | 1 | done, but documents were skipped and `--strict` asked to mind |
//! | 2 | failed, or misused |
//! | 130 | interrupted by Ctrl-C |
//!
//! A reader that closes the pipe early, as `head` does, is no error.

mod allocator;
mod args;
mod commands;
mod interrupt;
mod lines;
mod output;
mod progress;
mod sheet;
mod sparkline;
mod user_dictionaries;

use std::ffi::OsString;

use clap::Parser;

use args::{Arguments, Command, DictCommand};

/// How a command ended, short of an error.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Outcome {
    Done,
    /// Documents were skipped, and the user asked to be told so by the code.
    Skipped,
    Interrupted,
}

/// Runs the program with `arguments`, of which the first is its own name, and returns its
/// exit code.
///
/// `again` is what starts it in another process, up to its arguments: `bench` measures each engine in
/// one of its own.
///
/// To be called once in a process: it listens for Ctrl-C, and ends the process if work does not
/// end by itself then.
pub fn main(arguments: impl IntoIterator<Item = OsString>, again: Vec<OsString>) -> u8 {
    allocator::give_back();
    commands::bench::start_again_by(again);
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(message) => {
            // If even that cannot be printed, nobody is left to tell.
            let _ = message.print();
            return u8::try_from(message.exit_code()).unwrap_or(2);
        }
    };
    let quiet = arguments.quiet;
    match run(arguments) {
        Ok(Outcome::Done) => 0,
        Ok(Outcome::Skipped) => 1,
        Ok(Outcome::Interrupted) => {
            if !quiet {
                output::note("interrupted");
            }
            interrupt::EXIT_CODE
        }
        Err(error) if output::is_closed_pipe(&error) => 0,
        Err(error) => {
            // What stands alone came from writing to standard output; all
            // others say what they are about.
            let place = match error.downcast_ref::<std::io::Error>() {
                Some(_) if error.chain().len() == 1 => "cannot write the output: ",
                _ => "",
            };
            output::note(&format!("error: {place}{error:#}"));
            2
        }
    }
}

fn run(arguments: Arguments) -> anyhow::Result<Outcome> {
    interrupt::listen(arguments.quiet)?;
    let threads = rayon::ThreadPoolBuilder::new()
        .num_threads(arguments.threads.unwrap_or(0))
        .build()?;
    let quiet = arguments.quiet;
    threads.install(|| match arguments.command {
        Command::Analyze(args) => commands::analyze::run(args, quiet),
        Command::Compare(args) => commands::compare::run(args, quiet),
        Command::Audit(args) => commands::audit::run(args, quiet),
        Command::Keywords(args) => commands::keywords::run(args, quiet),
        Command::Kwic(args) => commands::kwic::run(args, quiet),
        Command::Collocates(args) => commands::collocates::run(args, quiet),
        Command::Trends(args) => commands::trends::run(args, quiet),
        Command::Topics(args) => commands::topics::run(*args, quiet),
        Command::Add(args) => commands::add::add(args, rayon::current_num_threads(), quiet),
        Command::Remove(args) => commands::add::remove(args, quiet),
        Command::Store(command) => commands::store::run(command, quiet),
        Command::Tokenize(args) => commands::tokenize::run(args, quiet),
        Command::Detect(args) => commands::detect::run(args, quiet),
        Command::Bench(args) => commands::bench::run(args, quiet),
        Command::BenchRun(args) => commands::bench::run_once(args),
        Command::Dict(DictCommand::Check(args)) => commands::dict_check::run(args, quiet),
        Command::Dict(DictCommand::Suggest(args)) => commands::dict_suggest::run(*args, quiet),
    })
}
