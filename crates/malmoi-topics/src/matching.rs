//! Which topics of a new model are which of an old one.

/// Beyond this Hellinger distance two topics are not the same: there they share about half of
/// their probability (a coefficient of 0.51). Topics of two fits to 5,897 English articles with
/// other seeds (K = 20) were matched at 0.41 to 0.69, and those that went together by their
/// first terms at 0.41 to 0.6.
pub const FAR: f64 = 0.7;

/// What became of the topics of an old model in a new one.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TopicMatching {
    /// What became of each old topic.
    pub old: Vec<TopicFate>,
    /// Where each new topic comes from.
    pub new: Vec<TopicFate>,
}

/// What a topic of one model is in the other.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum TopicFate {
    /// It is this one, at this distance.
    Same(usize, f64),
    /// It is near to this one, at this distance, which is nearer to another: an old
    /// topic has merged into it, a new one was split from it.
    Part(usize, f64),
    /// It is near to none: an old topic has vanished, a new one appeared.
    None,
}

/// Matches the topics of two models by the distances of each old one (row) from each
/// new one (column), of which all beyond `far` count for unlike.
///
/// Pairs are chosen so that the sum of all distances is least, as far as pairs nearer
/// than `far` go ([`assign`]), so that no topic is in two. What is left without a partner is
/// part of the nearest topic of the other model, if that is not beyond `far`, or in
/// none. Of equally near topics the first counts. Distances that are no numbers count for far.
///
/// # Example
///
/// ```
/// use malmoi_topics::{FAR, TopicFate, match_topics};
///
/// let distances = [vec![0.9, 0.2], vec![1.0, 0.4], vec![0.9, 0.9]];
/// let matching = match_topics(&distances, FAR);
/// assert_eq!(matching.old, [TopicFate::Same(1, 0.2), TopicFate::Part(1, 0.4), TopicFate::None]);
/// assert_eq!(matching.new, [TopicFate::None, TopicFate::Same(0, 0.2)]);
/// ```
pub fn match_topics(distances: &[Vec<f64>], far: f64) -> TopicMatching {
    let columns = distances.first().map_or(0, Vec::len);
    let near = |old: usize, new: usize| {
        let distance = distances[old].get(new).copied().unwrap_or(f64::NAN);
        (distance <= far).then_some(distance)
    };
    // What is far must not cost more for being farther, or it would part near pairs.
    let costs: Vec<Vec<f64>> = (0..distances.len())
        .map(|old| {
            (0..columns)
                .map(|new| near(old, new).unwrap_or(far))
                .collect()
        })
        .collect();
    let mut matching = TopicMatching {
        old: vec![TopicFate::None; distances.len()],
        new: vec![TopicFate::None; columns],
    };
    for (old, new) in assign(&costs).into_iter().enumerate() {
        if let Some(new) = new
            && let Some(distance) = near(old, new)
        {
            matching.old[old] = TopicFate::Same(new, distance);
            matching.new[new] = TopicFate::Same(old, distance);
        }
    }
    let nearest = |found: &mut dyn Iterator<Item = (usize, Option<f64>)>| {
        let found = found.filter_map(|(at, distance)| Some((at, distance?)));
        let least = found.min_by(|a, b| a.1.total_cmp(&b.1));
        least.map_or(TopicFate::None, |(at, distance)| {
            TopicFate::Part(at, distance)
        })
    };
    for old in 0..distances.len() {
        if matching.old[old] == TopicFate::None {
            matching.old[old] = nearest(&mut (0..columns).map(|new| (new, near(old, new))));
        }
    }
    for new in 0..columns {
        if matching.new[new] == TopicFate::None {
            let all = 0..distances.len();
            matching.new[new] = nearest(&mut all.map(|old| (old, near(old, new))));
        }
    }
    matching
}

/// Returns the Hellinger distance of two distributions over the same terms, from 0 for
/// equal ones to 1 for such as share no term: `√(1 - Σ √(p q))`.
///
/// Each is given as its terms with their probabilities, in the order of terms; what is missing
/// has none, so that vocabularies may differ. Of probabilities that do not add up to
/// 1, such as those of the first terms alone, the rest is taken to be of no common term.
///
/// # Example
///
/// ```
/// use malmoi_topics::hellinger;
///
/// let half = [(1, 0.5), (7, 0.5)];
/// assert_eq!(hellinger(&half, &half), 0.0);
/// assert_eq!(hellinger(&half, &[(2, 1.0)]), 1.0);
/// ```
pub fn hellinger(p: &[(u32, f64)], q: &[(u32, f64)]) -> f64 {
    let (mut i, mut j, mut shared) = (0, 0, 0.0);
    while let (Some(a), Some(b)) = (p.get(i), q.get(j)) {
        if a.0 == b.0 {
            shared += (a.1 * b.1).sqrt();
        }
        i += usize::from(a.0 <= b.0);
        j += usize::from(b.0 <= a.0);
    }
    (1.0 - shared).max(0.0).sqrt()
}

/// Gives each row a column of its own so that the sum of their costs is least, and
/// returns the columns. Where there are more rows than columns, the rows left over
/// have none. Costs must be numbers.
///
/// It is the Hungarian method with potentials (Kuhn 1955; Jonker and Volgenant
/// 1987): rows are added one by one, each along the shortest way of exchanges. Time grows with the
/// cube of the larger side.
///
/// # Example
///
/// ```
/// let costs = [vec![1.0, 2.0], vec![1.0, 9.0]];
/// assert_eq!(malmoi_topics::assign(&costs), [Some(1), Some(0)]);
/// ```
pub fn assign(costs: &[Vec<f64>]) -> Vec<Option<usize>> {
    let columns = costs.first().map_or(0, Vec::len);
    if costs.len() > columns {
        let turned: Vec<Vec<f64>> = (0..columns)
            .map(|column| costs.iter().map(|row| row[column]).collect())
            .collect();
        let mut found = vec![None; costs.len()];
        for (column, row) in assign(&turned).into_iter().enumerate() {
            if let Some(row) = row {
                found[row] = Some(column);
            }
        }
        return found;
    }
    // Row and column 0 are none; what is assigned to column 0 is the row to add.
    let mut row_potential = vec![0.0; costs.len() + 1];
    let mut column_potential = vec![0.0; columns + 1];
    let mut row_of = vec![0; columns + 1];
    for row in 1..=costs.len() {
        row_of[0] = row;
        let mut least = vec![f64::INFINITY; columns + 1];
        let mut before = vec![0; columns + 1];
        let mut done = vec![false; columns + 1];
        let mut at = 0;
        while row_of[at] != 0 {
            done[at] = true;
            let (from, mut step, mut next) = (row_of[at], f64::INFINITY, 0);
            for column in 1..=columns {
                if done[column] {
                    continue;
                }
                let cost = costs[from - 1][column - 1];
                let reduced = cost - row_potential[from] - column_potential[column];
                if reduced < least[column] {
                    least[column] = reduced;
                    before[column] = at;
                }
                if least[column] < step {
                    step = least[column];
                    next = column;
                }
            }
            for column in 0..=columns {
                if done[column] {
                    row_potential[row_of[column]] += step;
                    column_potential[column] -= step;
                } else {
                    least[column] -= step;
                }
            }
            at = next;
        }
        // Each column on the way takes the row of the one before.
        while at != 0 {
            row_of[at] = row_of[before[at]];
            at = before[at];
        }
    }
    let mut found = vec![None; costs.len()];
    for (column, row) in row_of.iter().enumerate().skip(1) {
        if *row > 0 {
            found[row - 1] = Some(column - 1);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The least sum, by trying all ways.
    fn least(costs: &[Vec<f64>], used: &mut Vec<usize>) -> f64 {
        let (rows, columns) = (costs.len(), costs.first().map_or(0, Vec::len));
        if used.len() == rows {
            return 0.0;
        }
        let row = used.len();
        let taken = used.iter().filter(|c| **c < columns).count();
        let mut best = f64::INFINITY;
        for column in 0..columns {
            if !used.contains(&column) {
                used.push(column);
                best = best.min(costs[row][column] + least(costs, used));
                used.pop();
            }
        }
        // A row may go without only where there are too few columns for all.
        if rows - row > columns - taken {
            used.push(usize::MAX);
            best = best.min(least(costs, used));
            used.pop();
        }
        best
    }

    proptest! {
        #[test]
        fn the_sum_is_the_least_of_all(
            rows in 0_usize..6,
            columns in 1_usize..6,
            numbers in prop::collection::vec(0_u8..9, 36),
        ) {
            let costs: Vec<Vec<f64>> = numbers
                .chunks(6)
                .take(rows)
                .map(|row| row.iter().take(columns).map(|x| f64::from(*x)).collect())
                .collect();
            let found = assign(&costs);
            let given: Vec<usize> = found.iter().flatten().copied().collect();
            let mut once = given.clone();
            once.sort_unstable();
            once.dedup();
            prop_assert_eq!(once.len(), given.len());
            prop_assert_eq!(given.len(), rows.min(columns));
            let pairs = found.iter().enumerate();
            let sum: f64 = pairs.filter_map(|(row, c)| Some(costs[row][(*c)?])).sum();
            prop_assert_eq!(sum, least(&costs, &mut Vec::new()));
        }
    }

    #[test]
    fn models_without_topics_have_nothing_to_match() {
        assert_eq!(match_topics(&[], FAR), TopicMatching::default());
        let none = match_topics(&[vec![], vec![]], FAR);
        assert_eq!(none.old, [TopicFate::None, TopicFate::None]);
    }

    #[test]
    fn topics_in_another_order_are_the_same_topics() {
        let distances = [
            vec![0.9, 0.1, 0.8],
            vec![0.95, 0.9, 0.2],
            vec![0.3, 0.9, 0.9],
        ];
        let found = match_topics(&distances, FAR);
        let same = [
            TopicFate::Same(1, 0.1),
            TopicFate::Same(2, 0.2),
            TopicFate::Same(0, 0.3),
        ];
        assert_eq!(found.old, same);
    }

    #[test]
    fn what_two_new_topics_share_was_split() {
        let found = match_topics(&[vec![0.3, 0.5, 0.99]], FAR);
        assert_eq!(
            found.new,
            [
                TopicFate::Same(0, 0.3),
                TopicFate::Part(0, 0.5),
                TopicFate::None
            ]
        );
    }

    #[test]
    fn far_pairs_do_not_part_near_ones() {
        // By the plain sum, 0.69 + 0.69 would win over 0.3 + 1.
        let found = match_topics(&[vec![0.3, 0.69], vec![0.69, 1.0]], 0.6);
        assert_eq!(found.old, [TopicFate::Same(0, 0.3), TopicFate::None]);
    }

    #[test]
    fn distances_are_the_same_both_ways_and_heed_missing_terms() {
        let p = [(0, 0.5), (2, 0.25), (5, 0.25)];
        let q = [(1, 0.5), (2, 0.25), (5, 0.25)];
        let expected = 0.5_f64.sqrt();
        assert!((hellinger(&p, &q) - expected).abs() < 1e-12);
        assert_eq!(hellinger(&p, &q), hellinger(&q, &p));
        assert_eq!(hellinger(&[], &[]), 1.0);
    }
}
