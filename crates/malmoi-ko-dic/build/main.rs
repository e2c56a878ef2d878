//! Obtains mecab-ko-dic and converts it to the format that the crate embeds.
//!
//! Nothing of the dictionary is in the repository: it is taken from the folder
//! in the environment variable `MALMOI_KO_DIC_DIR` if that is set, else from a
//! cache of the user, else from the network. See `dictionaries/ko-dic/README.md`
//! for origin, licence and checksums.

#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a build script speaks to Cargo on standard output, to people on standard error"
)]

use std::env;
use std::path::PathBuf;
use std::process::ExitCode;

use cache::Cache;
use failure::Failure;
use routes::{Notice, Plan};

mod cache;
mod checksum;
mod command;
mod contexts;
mod convert;
mod failure;
mod mecab;
mod routes;
mod source;

/// The environment variable with a folder to take the dictionary from.
const GIVEN: &str = "MALMOI_KO_DIC_DIR";

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("{failure}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), Failure> {
    for path in ["build", "metadata.json"] {
        println!("cargo::rerun-if-changed={path}");
    }
    for variable in [GIVEN, "MALMOI_CACHE_DIR"] {
        println!("cargo::rerun-if-env-changed={variable}");
    }
    let given = env::var_os(GIVEN).map(PathBuf::from);
    if let Some(given) = &given {
        // Cargo runs this program in the crate's folder, which nobody expects.
        if !given.is_absolute() {
            return Err(Failure::new(format!(
                "{GIVEN} must be an absolute path, but is {given:?}"
            )));
        }
        println!("cargo::rerun-if-changed={}", given.display());
    }
    let out = env::var_os("OUT_DIR")
        .map(PathBuf::from)
        .ok_or_else(|| Failure::new("OUT_DIR is unset; this program is run by Cargo"))?;
    // Lindera's macro that embeds the files looks for them below this folder.
    println!("cargo::rustc-env=LINDERA_WORKDIR={}", out.display());
    let folder = out.join("ko-dic");
    // The tests load the files from the disk as well.
    println!("cargo::rustc-env=KO_DIC_FOLDER={}", folder.display());

    let plan = Plan {
        given,
        cache: cache::root(env::consts::OS, |name| env::var_os(name)).map(Cache::new),
        routes: routes::network(),
        expected: source::EXPECTED,
    };
    let mut tell = |notice| match notice {
        Notice::Detail(text) => eprintln!("ko-dic: {text}"),
        Notice::Warning(text) => println!("cargo::warning=ko-dic: {text}"),
    };
    routes::obtain(&plan, &out.join("work"), &folder, &mut tell)?;
    let contexts = out.join("contexts.bin");
    println!("cargo::rustc-env=KO_DIC_CONTEXTS={}", contexts.display());
    contexts::make(&folder, &contexts)
}
