//! Whole numbers in as few bytes as they need.

/// Appends a number: seven bits a byte, the lowest first, and the eighth bit
/// set in all bytes but the last (LEB128).
pub(crate) fn write(mut value: u64, to: &mut Vec<u8>) {
    while value >= 0x80 {
        to.push(value as u8 | 0x80);
        value >>= 7;
    }
    to.push(value as u8);
}

/// Takes a number from the front of `bytes`, which must have been written by
/// [`write()`].
pub(crate) fn read(bytes: &mut &[u8]) -> u64 {
    let mut value = 0;
    let mut shift = 0;
    while let Some((&byte, rest)) = bytes.split_first() {
        *bytes = rest;
        value |= u64::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            break;
        }
        shift += 7;
    }
    value
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_was_written_is_read(values in proptest::collection::vec(any::<u64>(), 0..20)) {
            let mut bytes = Vec::new();
            for (value, shift) in values.iter().zip((0..64).cycle()) {
                write(value >> shift, &mut bytes);
            }
            let mut rest = bytes.as_slice();
            for (value, shift) in values.iter().zip((0..64).cycle()) {
                prop_assert_eq!(read(&mut rest), value >> shift);
            }
            prop_assert!(rest.is_empty());
        }
    }

    #[test]
    fn small_numbers_take_one_byte() {
        let mut bytes = Vec::new();
        write(0, &mut bytes);
        write(127, &mut bytes);
        assert_eq!(bytes, [0, 127]);
    }
}
