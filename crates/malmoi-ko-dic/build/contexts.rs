//! What the contexts that texts use most cost beside each other, worked out once.
//!
//! ko-dic has 3,822 right and 2,693 left context ids, a text uses a third of them, and their costs lie scattered over
//! twenty megabytes. `dictionaries/ko-dic/contexts.txt` names the most frequent; their costs are put together here, and
//! with them *bounds*: how much worse one context can be than another, whatever the neighbour, which takes two rows of
//! the matrix for each pair.

use std::path::Path;

use lindera_dictionary::dictionary::connection_cost_matrix::ConnectionCostMatrix;

use super::convert::{read, write};
use super::failure::Failure;

/// The left ids, most frequent first, and on the second line the right ones.
const FREQUENT: &str = include_str!("../../../dictionaries/ko-dic/contexts.txt");

/// The rows and columns of a tile, in which the tables lie: the first tiles hold most of what is asked for.
const TILE: usize = 64;

/// Writes the tables of a finished folder.
pub(crate) fn make(folder: &Path, out: &Path) -> Result<(), Failure> {
    let path = folder.join("matrix.mtx");
    let failure = |reason: &str| Failure::new(format!("{}: {reason}", path.display()));
    let matrix =
        ConnectionCostMatrix::load(read(&path)?).map_err(|error| failure(&error.to_string()))?;
    let matrix = Costs {
        rights: matrix.forward_size as usize,
        costs: matrix.costs(),
    };
    let ids: Vec<Vec<u16>> = FREQUENT.lines().map(numbers).collect();
    let [lefts, rights] = &ids[..] else {
        return Err(failure("contexts.txt must have two lines"));
    };
    write(
        out,
        &tables(&matrix, lefts, rights).map_err(|reason| failure(&reason))?,
    )
}

fn numbers(line: &str) -> Vec<u16> {
    line.split(' ').filter_map(|id| id.parse().ok()).collect()
}

/// The costs of right ids, one left id after the other.
struct Costs<'m> {
    rights: usize,
    costs: &'m [i16],
}

impl Costs<'_> {
    fn lefts(&self) -> usize {
        self.costs.len() / self.rights
    }

    /// Returns what a left id costs after each right one.
    fn before(&self, left: u16) -> Vec<i16> {
        self.costs[usize::from(left) * self.rights..][..self.rights].to_vec()
    }

    /// Returns what a right id costs before each left one.
    fn after(&self, right: u16) -> Vec<i16> {
        let column = self.costs.iter().skip(usize::from(right));
        column.step_by(self.rights).copied().collect()
    }
}

/// Returns how many ids there are of each side, the ids, and the tables: costs by right and left id, bounds by two left
/// ids, bounds by two right ids. All are of two bytes, the least one first.
fn tables(matrix: &Costs<'_>, lefts: &[u16], rights: &[u16]) -> Result<Vec<u8>, String> {
    if lefts.len() != rights.len() || !lefts.len().is_multiple_of(TILE) {
        return Err(format!(
            "{} left and {} right contexts are no tiles",
            lefts.len(),
            rights.len()
        ));
    }
    let fits = |ids: &[u16], size: usize| ids.iter().all(|id| usize::from(*id) < size);
    if !fits(lefts, matrix.lefts()) || !fits(rights, matrix.rights) {
        return Err("contexts.txt has ids that the matrix lacks".to_owned());
    }
    let before: Vec<Vec<i16>> = lefts.iter().map(|left| matrix.before(*left)).collect();
    let after: Vec<Vec<i16>> = rights.iter().map(|right| matrix.after(*right)).collect();
    let bound = |costs: &[Vec<i16>], a: usize, b: usize| greatest_difference(&costs[a], &costs[b]);
    let size = lefts.len();
    let mut bytes = Vec::new();
    bytes.extend((size as u16).to_le_bytes());
    for id in lefts.iter().chain(rights) {
        bytes.extend(id.to_le_bytes());
    }
    tile(size, &mut bytes, |right, left| {
        after[right][usize::from(lefts[left])]
    });
    tile(size, &mut bytes, |a, b| bound(&before, a, b));
    tile(size, &mut bytes, |a, b| bound(&after, a, b));
    Ok(bytes)
}

/// Appends a square table, tile by tile.
fn tile(size: usize, bytes: &mut Vec<u8>, value: impl Fn(usize, usize) -> i16) {
    for first_row in (0..size).step_by(TILE) {
        for first_column in (0..size).step_by(TILE) {
            for row in first_row..first_row + TILE {
                let columns = first_column..first_column + TILE;
                bytes.extend(columns.flat_map(|column| value(row, column).to_le_bytes()));
            }
        }
    }
}

/// Returns the greatest of the differences `a[i] - b[i]`; what is out of range is as good as the end of the range.
fn greatest_difference(a: &[i16], b: &[i16]) -> i16 {
    let differences = a.iter().zip(b).map(|(a, b)| a.saturating_sub(*b));
    differences.fold(i16::MIN, i16::max)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 66 left ids and 70 right ones.
    fn costs() -> Vec<i16> {
        let spread = |at: i32| (at * 7919 % 20011 - 10000) as i16;
        (0..66 * 70).map(spread).collect()
    }

    fn value(bytes: &[u8], number: usize) -> i16 {
        i16::from_le_bytes([bytes[2 * number], bytes[2 * number + 1]])
    }

    #[test]
    fn tables_have_costs_and_greatest_differences() {
        let costs = costs();
        let matrix = Costs {
            rights: 70,
            costs: &costs,
        };
        let lefts: Vec<u16> = (2..66).rev().collect();
        let rights: Vec<u16> = (0..64).collect();
        let bytes = tables(&matrix, &lefts, &rights).unwrap();
        assert_eq!(bytes.len(), 2 * (1 + 2 * 64 + 3 * 64 * 64));
        assert_eq!(value(&bytes, 0), 64);
        assert_eq!(value(&bytes, 1), 65);
        assert_eq!(value(&bytes, 1 + 64), 0);
        let cost = |left: usize, right: usize| i32::from(costs[left * 70 + right]);
        let table = |number: usize, row: usize, column: usize| {
            let start = 1 + 2 * 64 + number * 64 * 64;
            i32::from(value(&bytes, start + row * 64 + column))
        };
        for (a, b) in [(0, 0), (0, 1), (63, 5), (17, 40)] {
            let (left_a, left_b) = (65 - a, 65 - b);
            assert_eq!(table(0, b, a), cost(left_a, b));
            let differences = (0..70).map(|right| cost(left_a, right) - cost(left_b, right));
            assert_eq!(table(1, a, b), differences.max().unwrap());
            let differences = (0..66).map(|left| cost(left, a) - cost(left, b));
            assert_eq!(table(2, a, b), differences.max().unwrap());
        }
    }

    #[test]
    fn a_difference_that_does_not_fit_is_the_end_of_the_range() {
        assert_eq!(greatest_difference(&[20_000, 0], &[-20_000, 5]), i16::MAX);
        assert_eq!(greatest_difference(&[-20_000], &[20_000]), i16::MIN);
    }

    #[test]
    fn lists_that_do_not_fit_the_matrix_are_refused() {
        let costs = costs();
        let matrix = Costs {
            rights: 70,
            costs: &costs,
        };
        let ids: Vec<u16> = (0..64).collect();
        assert!(tables(&matrix, &ids, &ids[1..]).is_err());
        let beyond: Vec<u16> = (3..67).collect();
        assert!(tables(&matrix, &beyond, &ids).is_err());
        assert!(tables(&matrix, &ids, &beyond).is_ok());
    }
}
