//! The Korean dictionary mecab-ko-dic in Lindera's format, embedded.
//!
//! [`load`] gives the dictionary that is part of the binary: 816,283 entries
//! (words with context ids, cost and features), the costs of 3822 × 2693 pairs
//! of neighbours, and the rules for unknown words. Loading takes about a
//! millisecond, because the bytes are used where they are. [`load_from`] gives
//! one from a folder instead, for who has a dictionary of their own.
//!
//! The crate knows nothing of tokenizing: it hands out Lindera's type and
//! leaves the lattice to others. How the build obtains the dictionary is told
//! in `dictionaries/ko-dic/README.md`.
//!
//! # Features of an entry
//!
//! [`Dictionary::word_details`] has eight: part-of-speech tag (`NNG`, or
//! `VV+EC` for a contraction), meaning, whether the last syllable ends in a
//! consonant (`T` or `F`), reading, type (`Compound`, `Inflect`,
//! `Preanalysis`), first tag, last tag, and the parts
//! (`가/VV/*+아/EC/*`). `*` stands for none.
//!
//! # Surfaces with a space
//!
//! Five of the source's surfaces hold a space. Lindera's builder trims them, so
//! "내셔날 ", "에듀 ", "캘리 " and "콜라비 " are found without theirs, beside
//! any entry of that surface; "영치기 영차" keeps its own.
//!
//! # Example
//!
//! ```
//! let dictionary = malmoi_ko_dic::load()?;
//!
//! let entries = dictionary.prefix_dictionary.find_surface("사전");
//! let details = dictionary.word_details(entries[0].word_id().id() as usize);
//! assert_eq!(details[0], "NNG");
//! # Ok::<(), malmoi_ko_dic::Error>(())
//! ```

use std::path::Path;

use lindera_dictionary::dictionary::Dictionary;

pub use error::Error;

mod error;

/// The dictionary's name, as its metadata has it.
pub const NAME: &str = "ko-dic";

/// The version of mecab-ko-dic that is embedded.
pub const VERSION: &str = "2.1.1-20180720";

/// Returns the embedded dictionary.
///
/// Nothing is read from the disk and the large tables are not copied, so every
/// call costs about a millisecond and little memory. Cloning the result is
/// cheaper still, as its parts are shared.
///
/// # Errors
///
/// Only when the crate was built with files that this version of Lindera can't
/// read, which the build checks.
///
/// # Example
///
/// ```
/// let dictionary = malmoi_ko_dic::load()?;
/// assert_eq!(dictionary.metadata.name, malmoi_ko_dic::NAME);
/// # Ok::<(), malmoi_ko_dic::Error>(())
/// ```
pub fn load() -> Result<Dictionary, Error> {
    embedded::load().map_err(Error::embedded)
}

/// Returns the dictionary in a folder of Lindera's format, to be used instead
/// of the embedded one.
///
/// The folder must hold what Lindera's builder writes (`metadata.json`,
/// `dict.trie` and seven more) for a dictionary with the columns of
/// mecab-ko-dic; its words and costs may differ. All files are read into
/// memory.
///
/// # Errors
///
/// When the folder or one of its files is missing or damaged, when its format
/// is of another version than this Lindera reads, or when its columns are not
/// those of mecab-ko-dic. The files have no checksums: damage inside a
/// table that leaves its length intact is not noticed.
///
/// # Example
///
/// ```no_run
/// let folder = std::path::Path::new("my-ko-dic");
/// let dictionary = malmoi_ko_dic::load_from(folder)?;
/// # Ok::<(), malmoi_ko_dic::Error>(())
/// ```
pub fn load_from(path: &Path) -> Result<Dictionary, Error> {
    let dictionary =
        Dictionary::load_from_path(path).map_err(|error| Error::folder(path, error))?;
    let columns = &dictionary.metadata.dictionary_schema.fields;
    if columns != &load()?.metadata.dictionary_schema.fields {
        return Err(Error::columns(path, columns));
    }
    Ok(dictionary)
}

/// Returns the surfaces of the embedded dictionary, as Lindera's builder writes
/// them: a double array, which gives each surface its number in the order of
/// all. For those who walk it themselves.
///
/// # Example
///
/// ```
/// // First comes the length of the table of codes by character.
/// assert!(malmoi_ko_dic::trie().starts_with(&65_536_u32.to_le_bytes()));
/// ```
pub fn trie() -> &'static [u8] {
    embedded::trie()
}

/// Returns the place of each surface's first entry among all, by the number of
/// the surface, and the number of entries at the end; four bytes each, the
/// least one first.
///
/// # Example
///
/// ```
/// assert!(malmoi_ko_dic::first_words().ends_with(&816_283_u32.to_le_bytes()));
/// ```
pub fn first_words() -> &'static [u8] {
    embedded::first_words()
}

/// Returns what the contexts that texts use most cost beside each other.
///
/// Numbers of two bytes, the least one first: how many contexts there are of each side, a multiple of 64; their
/// left ids and their right ids, most frequent first. Then three square tables by the places of two ids in these
/// lists, as signed numbers: the cost of a left id after a right one; the most that one left id can cost more than
/// another after the same neighbour; and the same for two right ids before one. Each table lies in tiles of 64 rows
/// and columns.
///
/// # Example
///
/// ```
/// let size = usize::from(u16::from_le_bytes(malmoi_ko_dic::contexts()[..2].try_into()?));
/// assert_eq!(malmoi_ko_dic::contexts().len(), 2 + 2 * 2 * size + 3 * 2 * size * size);
/// # Ok::<(), std::array::TryFromSliceError>(())
/// ```
pub fn contexts() -> &'static [u8] {
    embedded::CONTEXTS
}

/// The files that the build script made, and Lindera's reader of them.
mod embedded {
    lindera_dictionary::embedded_dictionary!("/ko-dic", EmbeddedKoDicLoader);

    pub(super) static CONTEXTS: &[u8] =
        lindera_dictionary::include_bytes_aligned!(env!("KO_DIC_CONTEXTS"));

    pub(super) fn trie() -> &'static [u8] {
        TRIE_DATA
    }

    pub(super) fn first_words() -> &'static [u8] {
        VALS_IDX_DATA
    }
}
