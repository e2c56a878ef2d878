//! Compiles the modules of the build script, so that their tests run.

#[path = "../build/main.rs"]
#[expect(
    dead_code,
    reason = "the tests don't run what speaks to Cargo and the network"
)]
mod build_script;
