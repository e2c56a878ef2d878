//! The double-array trie (Darts) in which MeCab keeps its words.
//!
//! A unit is a pair `base: i32, check: u32`. From a node whose base is `b`, the
//! byte `c` leads to the unit `b + c + 1` if that unit's check is `b`; a word
//! ends at the node if the unit `b` itself has the check `b`, and then the base
//! of that unit is the word's value as `-value - 1`. The unit 0 is the root.

use super::super::failure::Failure;
use super::Bytes;

/// The bytes of one unit.
const UNIT: usize = 8;

/// The longest key taken, in bytes. MeCab's own words stay far below; without a
/// bound, a garbage array that is one long chain would cost quadratic time.
const LONGEST_KEY: usize = 1024;

/// A step still to be taken: go to `unit` by `byte`, which is the last of
/// `depth` bytes of the key.
struct Step {
    unit: usize,
    depth: usize,
    byte: u8,
}

/// Calls `found` with every key and its value, in the order of the keys' bytes.
///
/// `length` bytes of the file at `start` are the array. The walk ends on any
/// input: no unit is entered twice, which also catches cycles.
pub(crate) fn for_each_key(
    file: Bytes<'_>,
    start: usize,
    length: usize,
    mut found: impl FnMut(&[u8], u32) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let units = file.slice(start, length, "a double array")?;
    if length == 0 || !length.is_multiple_of(UNIT) {
        return Err(file.failure(
            start,
            "a double array of 8-byte units",
            &format!("{length} bytes"),
        ));
    }
    let (units, _) = units.as_chunks::<UNIT>();
    let base = |unit: usize| {
        let [a, b, c, d, ..] = units[unit];
        i32::from_le_bytes([a, b, c, d])
    };
    let check = |unit: usize| {
        let [.., a, b, c, d] = units[unit];
        u32::from_le_bytes([a, b, c, d]) as usize
    };
    let offset = |unit: usize| start + unit * UNIT;

    let mut entered = vec![false; units.len()];
    let mut key: Vec<u8> = Vec::new();
    let mut steps = vec![Step {
        unit: 0,
        depth: 0,
        byte: 0,
    }];
    while let Some(step) = steps.pop() {
        if std::mem::replace(&mut entered[step.unit], true) {
            return Err(file.failure(
                offset(step.unit),
                "a unit with one way to it",
                "a second way (the double array is damaged)",
            ));
        }
        if step.depth > LONGEST_KEY {
            return Err(file.failure(
                offset(step.unit),
                &format!("keys of at most {LONGEST_KEY} bytes"),
                "a longer one",
            ));
        }
        if step.depth > 0 {
            key.truncate(step.depth - 1);
            key.push(step.byte);
        }

        // Unused units have the check 0, so a base of 0 would take them all
        // for children; Darts gives every inner node a base above 0.
        let origin = match usize::try_from(base(step.unit)) {
            Ok(origin) if origin > 0 && origin < units.len() => origin,
            _ => {
                return Err(file.failure(
                    offset(step.unit),
                    &format!("the base of an inner node, 1 to {}", units.len() - 1),
                    &base(step.unit).to_string(),
                ));
            }
        };

        if check(origin) == origin {
            if base(origin) >= 0 {
                return Err(file.failure(
                    offset(origin),
                    "the negative base of a word's end",
                    &base(origin).to_string(),
                ));
            }
            if std::mem::replace(&mut entered[origin], true) {
                return Err(file.failure(
                    offset(origin),
                    "a word's end of one word",
                    "a second word (the double array is damaged)",
                ));
            }
            // `!x` is `-x - 1`, without an overflow at the lowest number.
            found(&key, (!base(origin)).cast_unsigned())?;
        }

        // Pushed from the highest byte down, so that the lowest is popped first.
        for byte in (0..=u8::MAX).rev() {
            let unit = origin + usize::from(byte) + 1;
            if unit < units.len() && check(unit) == origin {
                steps.push(Step {
                    unit,
                    depth: step.depth + 1,
                    byte,
                });
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::tiny;
    use super::*;

    fn keys(array: &[u8]) -> Result<Vec<(Vec<u8>, u32)>, String> {
        let file = Bytes {
            file: "array",
            data: array,
        };
        let mut keys = Vec::new();
        for_each_key(file, 0, array.len(), |key, value| {
            keys.push((key.to_vec(), value));
            Ok(())
        })
        .map_err(|failure| failure.to_string())?;
        Ok(keys)
    }

    fn units(units: &[(i32, u32)]) -> Vec<u8> {
        (units.iter())
            .flat_map(|(base, check)| [base.to_le_bytes(), check.to_le_bytes()].concat())
            .collect()
    }

    #[test]
    fn keys_come_in_the_order_of_their_bytes() {
        let words: [(&[u8], u32); 6] = [
            (b"\0", 5),
            (b"a", 0),
            (b"ab", 7),
            (b"abc", 1),
            (b"b", 3),
            (b"\xff\xff", 1 << 30),
        ];
        let found = keys(&tiny::double_array(&words)).unwrap();
        assert_eq!(found, words.map(|(key, value)| (key.to_vec(), value)));
    }

    #[test]
    fn cycles_end_in_an_error() {
        // The root's child by the byte 0 leads back to the root's own children.
        let cycle = units(&[(1, 0), (0, 0), (1, 1), (0, 0)]);
        assert!(keys(&cycle).unwrap_err().contains("a second way"));
        // A unit that is its own child.
        let cycle = units(&[(1, 0), (0, 0), (1, 1)]);
        assert!(keys(&cycle).unwrap_err().contains("a second way"));
    }

    #[test]
    fn bases_outside_the_array_are_refused() {
        for base in [0, -1, 2, i32::MAX, i32::MIN] {
            let message = keys(&units(&[(base, 0), (-1, 1)])).unwrap_err();
            assert!(message.contains("the base of an inner node"), "{message}");
        }
        assert!(
            keys(&units(&[(1, 0), (5, 1)]))
                .unwrap_err()
                .contains("negative base")
        );
        assert!(keys(&[0; 12]).unwrap_err().contains("8-byte units"));
        assert!(keys(&[]).unwrap_err().contains("8-byte units"));
    }

    #[test]
    fn a_key_without_end_is_refused() {
        // Every unit leads by the byte 0 to the next one.
        let chain: Vec<_> = (0..4000)
            .map(|n: u32| ((n + 1).cast_signed(), n.saturating_sub(1)))
            .collect();
        let message = keys(&units(&chain)).unwrap_err();
        assert!(message.contains("at most 1024 bytes"), "{message}");
    }

    #[test]
    fn garbage_ends_without_a_panic() {
        // A linear congruential generator, so that every run is the same.
        let mut state = 1u32;
        let mut next = |below: u32| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 8) % below
        };
        for _ in 0..500 {
            let garbage: Vec<_> = (0..64)
                .map(|_| (next(80).cast_signed() - 8, next(64)))
                .collect();
            let _ = keys(&units(&garbage));
        }
    }
}
