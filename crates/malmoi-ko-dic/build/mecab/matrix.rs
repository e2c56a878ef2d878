//! `matrix.bin`: the cost of each pair of neighbours.
//!
//! Two sizes as `u16`, then a cost as `i16` for each pair, all little-endian;
//! the cost of right-context id `l` before left-context id `r` is number
//! `l + left_size * r`.

use super::super::failure::Failure;
use super::Bytes;

const HEADER: usize = 4;

/// The connection costs.
#[derive(Debug)]
pub(crate) struct Matrix<'a> {
    pub(crate) left_size: u16,
    pub(crate) right_size: u16,
    /// Little-endian `i16`, `left_size * right_size` of them.
    pub(crate) costs: &'a [u8],
}

/// Reads a whole matrix file.
///
/// # Errors
///
/// When the file's length isn't what its two sizes ask for.
pub(crate) fn read<'a>(file: Bytes<'a>) -> Result<Matrix<'a>, Failure> {
    let left_size = file.u16(0, "the left size of a matrix")?;
    let right_size = file.u16(2, "the right size of a matrix")?;
    let costs = &file.data[HEADER..];
    let expected = usize::from(left_size) * usize::from(right_size) * 2;
    if expected == 0 || costs.len() != expected {
        return Err(file.failure(
            HEADER,
            &format!("{left_size} x {right_size} costs of 2 bytes"),
            &format!("{} bytes", costs.len()),
        ));
    }
    Ok(Matrix {
        left_size,
        right_size,
        costs,
    })
}

#[cfg(test)]
mod tests {
    use super::super::tiny;
    use super::*;

    fn read_costs(data: &[u8]) -> Result<Matrix<'_>, String> {
        let file = Bytes {
            file: "matrix.bin",
            data,
        };
        read(file).map_err(|failure| failure.to_string())
    }

    #[test]
    fn the_costs_are_what_follows_the_sizes() {
        let file = tiny::matrix(4, 3);
        let matrix = read_costs(&file).unwrap();
        assert_eq!((matrix.left_size, matrix.right_size), (4, 3));
        assert_eq!(matrix.costs, &file[4..]);
    }

    #[test]
    fn other_lengths_are_refused() {
        let mut file = tiny::matrix(4, 3);
        for length in 0..file.len() {
            let message = read_costs(&file[..length]).unwrap_err();
            assert!(message.starts_with("matrix.bin, offset "), "{message}");
        }
        file.push(0);
        let message = read_costs(&file).unwrap_err();
        assert!(message.contains("expected 4 x 3 costs"), "{message}");
        assert!(read_costs(&[0; 4]).is_err(), "a matrix without costs");
    }
}
