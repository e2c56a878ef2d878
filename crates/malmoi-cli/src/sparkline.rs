//! Numbers drawn in a line of a table: a course over time, and a share.

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

/// Draws a share as a bar, at most `width` wide and as wide as that for `most`, with blanks
/// up to there.
pub(crate) fn bar(share: f64, most: f64, width: usize) -> String {
    let eighths = match most > 0.0 {
        true => (share / most * (width * 8) as f64).round() as usize,
        false => 0,
    };
    let mut drawn = "█".repeat((eighths / 8).min(width));
    // Left blocks go from seven eighths down to one.
    let rest = eighths % 8;
    if rest > 0 && eighths / 8 < width {
        drawn.extend(char::from_u32(0x2590 - rest as u32));
    }
    let blanks = width - drawn.chars().count();
    drawn + &" ".repeat(blanks)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_is_as_long_as_the_share_is_large() {
        assert_eq!(bar(0.4, 0.4, 4), "████");
        assert_eq!(bar(0.25, 0.4, 4), "██▌ ");
        assert_eq!(bar(0.0, 0.4, 4), "    ");
        assert_eq!(bar(0.0, 0.0, 4), "    ");
    }

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
