//! What must hold for all counts, not only for those with known scores.

use malmoi_stats::{
    Frequency, benjamini_hochberg, chi_squared_1df_p, conservative_log_ratio, dp, dp_norm,
    log_likelihood, log_likelihood_two_cell, log_odds_z, log_ratio, log_ratio_interval, prior_mass,
    tf_idf,
};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngSeed};

/// Corpora from empty to the largest, with counts at both ends and between.
fn frequency() -> impl Strategy<Value = Frequency> {
    let total = prop_oneof![0..50_u64, 0..1_000_000_000_u64, any::<u64>()];
    (total, prop_oneof![0..5_u64, any::<u64>()], any::<bool>()).prop_map(
        |(total, count, complement)| {
            let count = if count <= total {
                count
            } else {
                count % (total.max(1))
            };
            let count = if complement { total - count } else { count };
            Frequency::new(count, total).expect("at most the total")
        },
    )
}

/// A fixed seed and no file of past failures: every run sees the same cases.
fn config() -> Config {
    Config {
        cases: 2_000,
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(0x6d61_6c6d_6f69),
        ..Config::default()
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn log_likelihood_is_finite_symmetric_and_never_negative(
        study in frequency(), reference in frequency(),
    ) {
        for g2 in [log_likelihood, log_likelihood_two_cell] {
            let forth = g2(study, reference);
            prop_assert!(forth.is_finite() && forth >= 0.0, "{forth}");
            let back = g2(reference, study);
            prop_assert!((forth - back).abs() <= 1e-12 * forth, "{forth} {back}");
        }
    }

    #[test]
    fn four_cells_are_never_less_than_two(study in frequency(), reference in frequency()) {
        let four = log_likelihood(study, reference);
        let two = log_likelihood_two_cell(study, reference);
        prop_assert!(four >= two, "{four} {two}");
    }

    #[test]
    fn log_odds_change_sign_with_the_corpora(
        study in frequency(), reference in frequency(), prior in 1e-3..1e12_f64,
    ) {
        let usual = prior_mass(study.total(), reference.total());
        prop_assert_eq!(usual, prior_mass(reference.total(), study.total()));
        for prior in [usual, prior] {
            let z = log_odds_z(study, reference, prior);
            prop_assert!(z.is_finite());
            prop_assert_eq!(z, -log_odds_z(reference, study, prior));
        }
    }

    #[test]
    fn intervals_hold_the_log_ratio_and_widen_with_z(
        study in frequency(), reference in frequency(), z in 0.0..10.0_f64,
    ) {
        let ratio = log_ratio(study, reference);
        let interval = log_ratio_interval(study, reference, z);
        prop_assert_eq!(ratio.is_some(), interval.is_some());
        if let (Some(ratio), Some((low, high))) = (ratio, interval) {
            prop_assert!(low <= ratio && ratio <= high, "{low} {ratio} {high}");
            let (lower, higher) = log_ratio_interval(study, reference, z + 1.0).unwrap();
            prop_assert!(lower <= low && high <= higher);
        }
    }

    #[test]
    fn the_conservative_ratio_never_exceeds_the_ratio(
        study in frequency(), reference in frequency(), digits in 0.3..12.0_f64,
    ) {
        if let Some(ratio) = log_ratio(study, reference) {
            let careful = conservative_log_ratio(study, reference, libm::pow(0.1, digits)).unwrap();
            // The half occurrence that stands for none is not in both.
            if study.count() > 0 && reference.count() > 0 {
                prop_assert!(careful.abs() <= ratio.abs() * (1.0 + 1e-12), "{careful} {ratio}");
            }
            prop_assert!(careful * ratio >= 0.0);
            let back = conservative_log_ratio(reference, study, libm::pow(0.1, digits));
            prop_assert_eq!(back, Some(-careful));
        }
    }

    #[test]
    fn p_values_fall_as_the_statistic_grows(x in 0.0..3_000.0_f64, more in 0.0..100.0_f64) {
        let [p, smaller] = [x, x + more].map(chi_squared_1df_p);
        prop_assert!((0.0..=1.0).contains(&p));
        prop_assert!(smaller <= p);
    }

    #[test]
    fn q_values_keep_the_order_and_are_never_below_p(p in vec(0.0..=1.0_f64, 0..60)) {
        let q = benjamini_hochberg(&p);
        prop_assert_eq!(q.len(), p.len());
        for (i, &q_i) in q.iter().enumerate() {
            prop_assert!(p[i] <= q_i && q_i <= 1.0, "{} {q_i}", p[i]);
            for (j, &q_j) in q.iter().enumerate() {
                prop_assert!(p[i] > p[j] || q_i <= q_j);
            }
        }
    }

    #[test]
    fn dispersion_lies_between_even_and_clumped(parts in vec(frequency(), 0..12)) {
        let occurs = parts.iter().any(|part| part.count() > 0);
        prop_assert_eq!(dp(&parts).is_some(), occurs);
        prop_assert_eq!(dp_norm(&parts).is_some(), occurs);
        if let (Some(dp), Some(norm)) = (dp(&parts), dp_norm(&parts)) {
            prop_assert!((0.0..=1.0).contains(&dp), "{dp}");
            prop_assert!((0.0..=1.0).contains(&norm), "{norm}");
            prop_assert!(dp <= norm + 1e-12 || parts.len() == 1, "{dp} {norm}");
        }
    }

    #[test]
    fn all_occurrences_in_the_smallest_part_are_as_clumped_as_can_be(
        mut sizes in vec(prop_oneof![1..10_u64, 1..1_000_000_u64, any::<u64>()], 2..40),
    ) {
        sizes.retain(|&size| size > 0);
        sizes.sort_unstable();
        prop_assume!(sizes.len() > 1);
        let parts: Vec<Frequency> = sizes
            .iter()
            .enumerate()
            .map(|(i, &size)| Frequency::new(u64::from(i == 0), size).unwrap())
            .collect();
        let (dp, norm) = (dp(&parts).unwrap(), dp_norm(&parts).unwrap());
        prop_assert!((0.0..=1.0).contains(&dp), "{dp}");
        prop_assert!((1.0 - 1e-12..=1.0).contains(&norm), "{norm}");
    }

    #[test]
    fn tf_idf_is_finite_and_at_least_one(tf: u64, df: u64, documents: u64) {
        let score = tf_idf(tf, df, documents);
        prop_assert!(score.is_finite());
        prop_assert!(score >= 1.0 || tf == 0);
    }
}
