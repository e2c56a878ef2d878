//! A course over time in one line of a table.

/// From the least to the most.
const STEPS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/// Draws shares as a line of blocks, at most `width` wide: the most is the highest. Units
/// without articles are blank. Where there are more units than room, neighbours are put
/// together, and the largest of them is shown: a burst of a day stays to be seen.
pub(crate) fn sparkline(shares: &[Option<f64>], width: usize) -> String {
    let together = shares.len().div_ceil(width.max(1)).max(1);
    let largest = |some: &[Option<f64>]| some.iter().flatten().copied().reduce(f64::max);
    let most = largest(shares).unwrap_or_default();
    let shown = shares.chunks(together).map(|some| match largest(some) {
        None => ' ',
        Some(_) if most == 0.0 => STEPS[0],
        // What comes at all is above what does not.
        Some(share) => STEPS[(share / most * (STEPS.len() - 1) as f64).ceil() as usize],
    });
    shown.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_is_highest_and_nothing_is_lowest() {
        let shares = [0.0, 0.01, 0.5, 1.0, 0.25].map(Some);
        assert_eq!(sparkline(&shares, 10), "▁▂▅█▃");
        assert_eq!(sparkline(&[Some(0.0), None, Some(0.0)], 10), "▁ ▁");
        assert_eq!(sparkline(&[], 10), "");
    }

    #[test]
    fn a_long_course_fits_and_keeps_its_peak() {
        let mut shares = vec![Some(0.1); 365];
        shares[200] = Some(0.9);
        let drawn = sparkline(&shares, 20);
        assert_eq!(drawn.chars().count(), 20);
        assert_eq!(drawn.chars().filter(|c| *c == '█').count(), 1);
    }
}
