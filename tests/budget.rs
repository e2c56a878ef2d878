//! The lock file does not grow unnoticed.

use crate::pipeline::root;

/// At most so many packages, the workspace's own and those for tests and
/// benches included.
///
/// Every package is code that runs on a user's machine or a developer's, has
/// to be built, kept up to date and checked for its licence. The limit stands
/// a little above what is locked, so that an update which splits a package
/// passes and a new dependency that brings dozens does not.
///
/// Of these, reading formats brings 76: the extractor of web pages with Servo's
/// HTML parser about 30, Parquet about 35, of which half are chrono's for
/// platforms that are not built for, compression and archives the rest. SQLite for the
/// store brings six.
const LIMIT: usize = 322;

#[test]
fn the_lock_file_stays_within_the_budget() {
    let lock = std::fs::read_to_string(root().join("Cargo.lock")).unwrap();
    let locked = lock.lines().filter(|l| *l == "[[package]]").count();
    assert!(
        locked > 10,
        "Cargo.lock could not be read: {locked} packages"
    );
    assert!(
        locked <= LIMIT,
        "{locked} packages are locked, {LIMIT} are allowed; see what a new dependency brings with \
         `cargo tree -e no-dev -i <package>`, switch its features off or do without it, and only \
         then raise the limit with a reason"
    );
}
