//! Signatures: how much two sets have in common, told by 128 bytes of each.

/// How many bins the elements of a set are spread over by their hash.
pub(super) const BINS: usize = 256;

/// The minimum of a bin without elements.
pub(super) const EMPTY: u32 = u32::MAX;

/// How many bands a signature is cut into. Two sets with a resemblance of 0.75
/// agree in at least one with a probability of 0.98, of 0.9 with 0.9999998.
pub(super) const BANDS: usize = 32;

/// How many bytes a band has, of two bins each.
const BAND: usize = BINS / 2 / BANDS;

/// One-permutation MinHash (Li, Owen and Zhang 2012): of each bin the lowest four
/// bits of the smallest hash in it. The share of bins in which two sets have the
/// same is the share of elements they have in common, of all that either has,
/// plus one in 16 of the rest, by chance. So few bits, since for the same memory
/// many bins tell more than exact ones (Li and König 2010): at a resemblance of
/// 0.9 the standard error is 0.02.
///
/// A bin without elements takes the bits of another, which a hash of its number
/// chooses: the same one in all sets in which that has elements (Shrivastava
/// 2017).
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Signature([u8; SIGNATURE]);

/// How many bytes it has.
pub(super) const SIGNATURE: usize = BINS / 2;

impl Default for Signature {
    fn default() -> Signature {
        Signature([0; SIGNATURE])
    }
}

impl Signature {
    /// Returns the signature that has these bytes.
    pub(super) fn from_bytes(bytes: [u8; SIGNATURE]) -> Signature {
        Signature(bytes)
    }

    pub(super) fn bytes(&self) -> [u8; SIGNATURE] {
        self.0
    }

    /// Returns the signature of a set, of which the smallest hash in each bin is
    /// given. At least one must not be [`EMPTY`].
    pub(super) fn of(minima: &[u32; BINS]) -> Signature {
        let bits = |bin: usize| {
            let mut at = bin;
            let mut attempt = 0_u64;
            // Enough attempts to meet the only filled bin, almost always; and an
            // end for a set without elements.
            while minima[at] == EMPTY && attempt < 8 * BINS as u64 {
                let seed = (bin as u64) << 32 | attempt;
                at = (mixed(seed) % BINS as u64) as usize;
                attempt += 1;
            }
            mixed(u64::from(minima[at])) as u8 & 15
        };
        Signature(std::array::from_fn(|at| {
            bits(2 * at) << 4 | bits(2 * at + 1)
        }))
    }

    /// Returns in how many bins the two differ.
    pub(super) fn differing(&self, other: &Signature) -> u32 {
        let pairs = self.0.iter().zip(&other.0);
        pairs
            .map(|(a, b)| {
                let bits = a ^ b;
                u32::from(bits & 15 != 0) + u32::from(bits > 15)
            })
            .sum()
    }

    /// Returns the estimated resemblance of the two sets, from 0 to 1.
    pub(super) fn resemblance(&self, other: &Signature) -> f64 {
        let chance = 1.0 / 16.0;
        let agreeing = 1.0 - f64::from(self.differing(other)) / BINS as f64;
        ((agreeing - chance) / (1.0 - chance)).max(0.0)
    }

    /// Returns a band, of which there are [`BANDS`].
    pub(super) fn band(&self, number: usize) -> u32 {
        let bytes = &self.0[number * BAND..][..BAND];
        bytes.iter().fold(0, |v, &byte| v << 8 | u32::from(byte))
    }
}

/// Mixes the bits of a number (the finalizer of SplitMix64).
fn mixed(value: u64) -> u64 {
    let mut x = value.wrapping_add(0x9e37_79b9_7f4a_7c15);
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}
