//! What one document has of each term, in few bytes, for whoever keeps documents
//! apart.

use crate::varint;

/// Appends terms with their occurrences, in the order of the terms: two bytes each,
/// mostly.
pub(crate) fn pack(terms: impl Iterator<Item = (u32, u32)>, to: &mut Vec<u8>) {
    let mut before = 0;
    for (term, count) in terms {
        // Nearly all terms come once.
        let distance = u64::from(term - before) << 1;
        varint::write(distance | u64::from(count > 1), to);
        if count > 1 {
            varint::write(u64::from(count), to);
        }
        before = term;
    }
}

/// Returns the terms and their occurrences that
/// [`DocumentCounter::finish_packed`](crate::DocumentCounter::finish_packed) packed.
pub fn unpack(packed: &[u8]) -> impl Iterator<Item = (u32, u32)> {
    let (mut rest, mut term) = (packed, 0);
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let first = varint::read(&mut rest);
        term += (first >> 1) as u32;
        let count = match first & 1 {
            0 => 1,
            _ => varint::read(&mut rest) as u32,
        };
        Some((term, count))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_packed_comes_out() {
        let terms = [(0, 1), (1, 300), (2, 1), (70_000, 2), (u32::MAX, u32::MAX)];
        let mut packed = Vec::new();
        pack(terms.into_iter(), &mut packed);
        assert_eq!(unpack(&packed).collect::<Vec<_>>(), terms);
        assert_eq!(unpack(&[]).count(), 0);
    }
}
