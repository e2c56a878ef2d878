//! A small dictionary in MeCab's binary formats, written by the tests.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use super::super::convert::Expected;
use super::dictionary::{Entry, Kind};

/// What the folder of [`write_folder`] holds.
pub(crate) const EXPECTED: Expected = Expected {
    entries: 6,
    left_size: 4,
    right_size: 3,
};

/// The text of `char.def` of which [`characters`] is the compiled form.
pub(crate) const CHAR_DEF: &str = "\
# The last line on a character wins.
DEFAULT 0 1 0
SPACE   0 1 0
HANGUL  0 1 2
SYMBOL  1 1 0

0x0020 SPACE
0x0021..0x002F SYMBOL
0xAC00..0xD7A3 HANGUL SYMBOL
0xAC01 SYMBOL HANGUL # a syllable apart
";

/// Entries with commas, quotes and spaces, in the order of their bytes.
pub(crate) fn words() -> Vec<Entry> {
    [
        (" 끝 ", 0, 3, -7, "NNG,*"),
        ("\"", 1, 0, 32767, "SY,*"),
        (",", 2, 1, -32768, "SC,\"a,\"\"b\""),
        ("가", 0, 0, 1, "NNG,둘째"),
        ("가", 1, 1, 2, "JKS,*"),
        ("가나", 2, 2, 3, "NNP,*"),
    ]
    .map(entry)
    .to_vec()
}

/// Templates for unknown words, in the order of the categories' names.
pub(crate) fn templates() -> Vec<Entry> {
    [
        ("DEFAULT", 0, 0, 100, "SY,*"),
        ("HANGUL", 1, 1, 200, "UNKNOWN,*"),
        ("SPACE", 0, 2, 300, "SP,*"),
        ("SYMBOL", 1, 3, 400, "SY,*"),
    ]
    .map(entry)
    .to_vec()
}

fn entry((surface, left_id, right_id, cost, feature): (&str, u16, u16, i16, &str)) -> Entry {
    Entry {
        surface: surface.to_owned(),
        left_id,
        right_id,
        cost,
        feature: feature.to_owned(),
    }
}

/// Writes the four compiled files.
pub(crate) fn write_folder(folder: &Path) {
    fs::write(
        folder.join("sys.dic"),
        dictionary(Kind::System, 4, 3, &words()),
    )
    .unwrap();
    let unknown = dictionary(Kind::Unknown, 4, 3, &templates());
    fs::write(folder.join("unk.dic"), unknown).unwrap();
    fs::write(folder.join("matrix.bin"), matrix(4, 3)).unwrap();
    fs::write(folder.join("char.bin"), characters()).unwrap();
}

/// Writes the four kinds of source files of the same dictionary.
pub(crate) fn write_sources(folder: &Path) {
    let quoted = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
    let lines = |entries: &[Entry], quoted: &dyn Fn(&str) -> String| -> String {
        let line = |entry: &Entry| {
            let Entry {
                surface,
                left_id,
                right_id,
                cost,
                feature,
            } = entry;
            let surface = quoted(surface);
            format!("{surface},{left_id},{right_id},{cost},{feature}\n")
        };
        entries.iter().map(line).collect()
    };
    let (first, second) = (words()[..2].to_vec(), words()[2..].to_vec());
    fs::write(folder.join("A.csv"), lines(&first, &quoted)).unwrap();
    fs::write(folder.join("B.csv"), lines(&second, &quoted)).unwrap();
    let unknown = lines(&templates(), &str::to_owned);
    fs::write(folder.join("unk.def"), unknown).unwrap();
    let mut costs = "4 3\n".to_owned();
    for left in 0..4 {
        for right in 0..3 {
            costs.push_str(&format!("{left} {right} {}\n", cost(left, right)));
        }
    }
    fs::write(folder.join("matrix.def"), costs).unwrap();
    fs::write(folder.join("char.def"), CHAR_DEF).unwrap();
}

/// A cost that differs for each pair and with the order of its parts.
fn cost(left: u16, right: u16) -> i16 {
    (10 * left + right).cast_signed() - 15
}

/// Compiles a dictionary file.
pub(crate) fn dictionary(kind: Kind, left: u32, right: u32, entries: &[Entry]) -> Vec<u8> {
    let mut tokens = Vec::new();
    let mut features = Vec::new();
    let mut values: BTreeMap<&[u8], u32> = BTreeMap::new();
    for (number, entry) in (0u32..).zip(entries) {
        // The low 8 bits count the tokens of a word, the rest is the first.
        *values
            .entry(entry.surface.as_bytes())
            .or_insert(number << 8) += 1;
        tokens.extend(entry.left_id.to_le_bytes());
        tokens.extend(entry.right_id.to_le_bytes());
        tokens.extend(9u16.to_le_bytes());
        tokens.extend(entry.cost.to_le_bytes());
        tokens.extend(u32::try_from(features.len()).unwrap().to_le_bytes());
        tokens.extend(0u32.to_le_bytes());
        features.extend(entry.feature.as_bytes());
        features.push(0);
    }
    let keys: Vec<_> = values.into_iter().collect();
    let count = u32::try_from(entries.len()).unwrap();
    assemble(
        kind as u32,
        [count, left, right],
        &double_array(&keys),
        &tokens,
        &features,
    )
}

/// Puts a header before three blocks.
pub(crate) fn assemble(
    kind: u32,
    sizes: [u32; 3],
    array: &[u8],
    tokens: &[u8],
    features: &[u8],
) -> Vec<u8> {
    let lengths = [array, tokens, features].map(|block| u32::try_from(block.len()).unwrap());
    let total = 72 + lengths.iter().sum::<u32>();
    let mut file = Vec::new();
    for number in [total ^ 0xef71_8f77, 102, kind] {
        file.extend(number.to_le_bytes());
    }
    for number in sizes.into_iter().chain(lengths).chain([0]) {
        file.extend(number.to_le_bytes());
    }
    file.extend(b"UTF-8");
    file.resize(72, 0);
    file.extend([array, tokens, features].concat());
    file
}

/// Builds a double array from sorted keys with their values.
pub(crate) fn double_array(keys: &[(&[u8], u32)]) -> Vec<u8> {
    let mut units = vec![(0i32, 0u32)];
    insert(&mut units, &mut Vec::new(), 0, keys, 0);
    (units.iter())
        .flat_map(|(base, check)| [base.to_le_bytes(), check.to_le_bytes()].concat())
        .collect()
}

/// Places the children of the unit `node`, whose keys share `depth` bytes.
fn insert(
    units: &mut Vec<(i32, u32)>,
    bases: &mut Vec<usize>,
    node: usize,
    keys: &[(&[u8], u32)],
    depth: usize,
) {
    // Code 0 stands for the word's end, code `c + 1` for the byte `c`.
    let code = |key: &[u8]| key.get(depth).map_or(0, |&byte| usize::from(byte) + 1);
    let mut children: BTreeMap<usize, Vec<(&[u8], u32)>> = BTreeMap::new();
    for &(key, value) in keys {
        children.entry(code(key)).or_default().push((key, value));
    }
    let free = |base: usize| {
        let slot = |code: &usize| units.get(base + code).is_none_or(|unit| *unit == (0, 0));
        !bases.contains(&base) && children.keys().all(slot)
    };
    let base = (1..).find(|&base| free(base)).unwrap();
    bases.push(base);
    units[node].0 = i32::try_from(base).unwrap();
    let last = base + children.keys().max().unwrap();
    // Inner nodes must lie within the array even if their base has no unit.
    units.resize(units.len().max(last + 1), (0, 0));
    for &code in children.keys() {
        units[base + code].1 = u32::try_from(base).unwrap();
    }
    for (code, keys) in children {
        if code == 0 {
            units[base].0 = -i32::try_from(keys[0].1).unwrap() - 1;
        } else {
            insert(units, bases, base + code, &keys, depth + 1);
        }
    }
}

/// Compiles the matrix of [`cost`].
pub(crate) fn matrix(left: u16, right: u16) -> Vec<u8> {
    let mut file = [left.to_le_bytes(), right.to_le_bytes()].concat();
    for r in 0..right {
        for l in 0..left {
            file.extend(cost(l, r).to_le_bytes());
        }
    }
    file
}

/// Compiles [`CHAR_DEF`], written down a second time as MeCab would see it.
pub(crate) fn characters() -> Vec<u8> {
    let names = ["DEFAULT", "SPACE", "HANGUL", "SYMBOL"];
    let mut file = 4u32.to_le_bytes().to_vec();
    for name in names {
        file.extend(name.as_bytes());
        file.resize(file.len() + 32 - name.len(), 0);
    }
    for code_point in 0..0xffffu32 {
        let (all, default, length, invoke) = match code_point {
            0x20 => (0b0010, 1, 0, 0),
            0x21..=0x2f => (0b1000, 3, 0, 1),
            0xac01 => (0b1100, 3, 0, 1),
            0xac00..=0xd7a3 => (0b1100, 2, 2, 0),
            _ => (0b0001, 0, 0, 0),
        };
        let packed: u32 = all | default << 18 | length << 26 | 1 << 30 | invoke << 31;
        file.extend(packed.to_le_bytes());
    }
    file
}
