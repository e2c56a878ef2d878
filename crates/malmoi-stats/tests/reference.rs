//! Scores against values computed by other software; `reference/README.md`
//! says by which and how.

use malmoi_stats::{
    Association, BlindDays, BurstOptions, Clustered, Frequency, benjamini_hochberg, bursts,
    chi_squared_1df_p, chi_squared_yates, class_tf_idf, conservative_log_ratio, cross_correlation,
    dp, dp_norm, fisher_exact, jensen_shannon, juilland_d, lexical_diversity, log_likelihood,
    log_likelihood_two_cell, log_odds_z, log_ratio, log_ratio_interval, moving_type_token_ratio,
    percent_difference, prior_mass, share_interval, simple_maths, tf_idf, trend,
};
use serde_json::Value;

/// The largest relative difference that counts as equal.
const TOLERANCE: f64 = 1e-9;

/// The 97.5 % point of the normal distribution.
const Z_95: f64 = 1.959_963_984_540_054;

#[test]
fn log_likelihood_meets_sixty_digits_and_scipy() {
    let mut compared = 0;
    for row in rows("keyness") {
        let (study, reference) = table(&row);
        for (field, g2) in [
            ("g2", log_likelihood(study, reference)),
            ("g2_two_cell", log_likelihood_two_cell(study, reference)),
        ] {
            close(&row, field, g2);
            let scipy = format!("{field}_scipy");
            if !row[&scipy].is_null() {
                compared += 1;
                close(&row, &scipy, g2);
            }
        }
    }
    // SciPy's own rounding rules out four of the 32.
    assert_eq!(compared, 28);
}

#[test]
fn p_values_meet_scipy() {
    for row in rows("keyness") {
        let (study, reference) = table(&row);
        close(
            &row,
            "p",
            chi_squared_1df_p(log_likelihood(study, reference)),
        );
    }
}

#[test]
fn log_ratios_and_their_intervals_meet_scipy() {
    for row in rows("keyness") {
        let (study, reference) = table(&row);
        let ratio = log_ratio(study, reference).unwrap();
        near(&row, number(&row["log_ratio"]), ratio, 1e-14);
        let (low, high) = log_ratio_interval(study, reference, Z_95).unwrap();
        near(&row, number(&row["interval_95"][0]), low, 1e-14);
        near(&row, number(&row["interval_95"][1]), high, 1e-14);
    }
}

#[test]
fn log_odds_meet_an_independent_implementation() {
    for row in rows("keyness") {
        let (study, reference) = table(&row);
        let prior = prior_mass(study.total(), reference.total());
        let z = log_odds_z(study, reference, prior);
        near(&row, number(&row["log_odds_z"]), z, 1e-10);
        let z = log_odds_z(study, reference, 1000.0);
        near(&row, number(&row["log_odds_z_prior_1000"]), z, 1e-10);
    }
}

#[test]
fn chi_squared_meets_scipy() {
    for row in rows("keyness") {
        let (study, reference) = table(&row);
        // SciPy takes differences of floats, and for nearly equal shares of
        // large corpora little of them is left.
        near(
            &row,
            number(&row["chi_squared_yates"]),
            chi_squared_yates(study, reference),
            1e-9,
        );
    }
}

#[test]
fn fishers_test_meets_whole_numbers() {
    let mut compared = 0;
    for row in rows("keyness") {
        let (study, reference) = table(&row);
        if !row["fisher"].is_null() {
            compared += 1;
            close(&row, "fisher", fisher_exact(study, reference));
        }
    }
    assert_eq!(compared, 13);
}

#[test]
fn conservative_log_ratios_meet_scipy() {
    for row in rows("keyness") {
        let (study, reference) = table(&row);
        let ratio = conservative_log_ratio(study, reference, 0.05 / 1000.0).unwrap();
        close(&row, "conservative", ratio);
    }
}

#[test]
fn effect_sizes_meet_fractions_and_the_formulas() {
    for row in rows("keyness") {
        let (study, reference) = table(&row);
        let difference = percent_difference(study, reference);
        assert_eq!(difference.is_some(), !row["percent_difference"].is_null());
        if let Some(difference) = difference {
            close(&row, "percent_difference", difference);
        }
        let simple = simple_maths(study, reference, 100.0).unwrap();
        close(&row, "simple_maths_100", simple);
        let everywhere = study.count() + reference.count();
        let average = (study.total() + reference.total()) as f64 / 2.0;
        close(
            &row,
            "class_tf_idf",
            class_tf_idf(study, everywhere, average),
        );
    }
}

#[test]
fn associations_meet_scipy() {
    for row in rows("association") {
        let [together, first, second, total] =
            [0, 1, 2, 3].map(|i| row["pair"][i].as_u64().unwrap());
        let pair = Association::new(together, first, second, total).unwrap();
        close(&row, "g2", pair.log_likelihood());
        close(&row, "npmi", pair.normalised_pmi());
        close(&row, "log_dice", pair.log_dice());
        close(&row, "t_score", pair.t_score());
    }
}

#[test]
fn bursts_are_those_of_the_cheapest_of_all_sequences() {
    for row in rows("bursts") {
        let (counts, totals) = (list(&row["counts"]), list(&row["totals"]));
        let days: Vec<Frequency> = counts
            .iter()
            .zip(totals)
            .map(|(count, total)| {
                Frequency::new(count.as_u64().unwrap(), total.as_u64().unwrap()).unwrap()
            })
            .collect();
        let [ratio, gamma] = ["ratio", "gamma"].map(|field| number(&row[field]));
        let found = bursts(&days, BurstOptions { ratio, gamma });
        let expected = list(&row["bursts"]);
        assert_eq!(found.len(), expected.len(), "{row}");
        for (found, expected) in found.iter().zip(expected) {
            let [start, end] = [0, 1].map(|i| expected[i].as_u64().unwrap() as usize);
            assert_eq!(found.days, start..end, "{row}");
            near(&row, number(&expected[2]), found.weight, 0.0);
        }
    }
}

#[test]
fn chances_of_bursts_are_those_of_all_deals_together() {
    const DEALS: u64 = 20_000;
    for row in rows("burst_chances") {
        let whole = |value: &Value| value.as_u64().unwrap();
        let publishers = list(&row["publishers"]);
        let articles: Vec<Vec<u64>> = publishers
            .iter()
            .map(|own| list(&own[0]).iter().map(whole).collect())
            .collect();
        let having: Vec<u64> = publishers.iter().map(|own| whole(&own[1])).collect();
        let [weight, chance] = ["weight", "chance"].map(|field| number(&row[field]));
        let mut days = BlindDays::new(&articles);
        let options = BurstOptions::default();
        let dealt = (0..DEALS).map(|seed| days.weight(seed, &having, options));
        let found = dealt.filter(|dealt| *dealt > weight - 1e-9).count() as f64 / DEALS as f64;
        // Five standard deviations of the share among so many deals.
        let error = 5.0 * (chance * (1.0 - chance) / DEALS as f64).sqrt();
        assert!((found - chance).abs() <= error, "{row}: {found}");
        let p = days.p_value(weight - 1e-9, &having, options);
        assert!((p - chance).abs() <= error * 4.5 + 0.001, "{row}: {p}");
    }
}

#[test]
fn divergences_meet_scipy() {
    for row in rows("divergence") {
        let [p, q] = ["p", "q"].map(|field| -> Vec<u64> {
            list(&row[field])
                .iter()
                .map(|n| n.as_u64().unwrap())
                .collect()
        });
        close(&row, "jsd", jensen_shannon(&p, &q).unwrap());
    }
}

#[test]
fn richness_meets_lexicalrichness() {
    for row in rows("richness") {
        let words: Vec<&str> = row["text"].as_str().unwrap().split(' ').collect();
        close(
            &row,
            "mattr_10",
            moving_type_token_ratio(&words, 10).unwrap(),
        );
        close(&row, "mtld", lexical_diversity(&words).unwrap());
    }
}

#[test]
fn q_values_meet_statsmodels() {
    for row in rows("false_discovery") {
        let q = benjamini_hochberg(&numbers(&row["p"]));
        let expected = numbers(&row["q"]);
        assert_eq!(q.len(), expected.len());
        for (expected, actual) in expected.into_iter().zip(q) {
            near(&row, expected, actual, 0.0);
        }
    }
}

#[test]
fn dispersions_meet_numpy() {
    for row in rows("dispersion") {
        let parts: Vec<Frequency> = list(&row["parts"]).iter().map(frequency).collect();
        close(&row, "dp", dp(&parts).unwrap());
        close(&row, "dp_norm", dp_norm(&parts).unwrap());
        near(
            &row,
            number(&row["juilland_d"]),
            juilland_d(&parts).unwrap(),
            1e-15,
        );
    }
}

#[test]
fn intervals_meet_statsmodels_and_scipy() {
    for row in rows("shares") {
        let (low, high) = share_interval(frequency(&row["share"])).unwrap();
        for (expected, actual) in numbers(&row["interval"]).into_iter().zip([low, high]) {
            near(&row, expected, actual, 1e-15);
        }
    }
    for row in rows("clustered") {
        let mut clustered = Clustered::default();
        for count in list(&row["counts"]) {
            let [occurrences, articles] = [0, 1].map(|i| count[i].as_u64().unwrap());
            (0..articles).for_each(|_| clustered.add(occurrences));
        }
        let (low, high) = clustered.interval();
        for (expected, actual) in numbers(&row["interval"]).into_iter().zip([low, high]) {
            near(&row, expected, actual, 0.0);
        }
    }
}

#[test]
fn trends_and_cross_correlations_meet_scipy() {
    for row in rows("trends") {
        let value = |pair: &Value| (pair[0].as_i64().unwrap(), number(&pair[1]));
        let series: Vec<(i64, f64)> = list(&row["series"]).iter().map(value).collect();
        let found = trend(&series).unwrap();
        near(&row, number(&row["tau"]), found.tau, 1e-15);
        close(&row, "p", found.p);
        near(&row, number(&row["slope"]), found.slope, 1e-15);
    }
    for row in rows("cross_correlations") {
        let [first, second] = ["first", "second"].map(|side| {
            let values = numbers(&row[side]).into_iter();
            (0..).zip(values).collect::<Vec<(i64, f64)>>()
        });
        let found = cross_correlation(&first, &second, row["lag"].as_i64().unwrap()).unwrap();
        near(&row, number(&row["r"]), found.correlation, 1e-14);
        near(&row, number(&row["p"]), found.p(), 1e-14);
    }
}

#[test]
fn tf_idf_meets_scikit_learn() {
    for row in rows("tf_idf") {
        let [tf, df, documents] =
            ["tf", "df", "documents"].map(|field| row[field].as_u64().unwrap());
        close(&row, "score", tf_idf(tf, df, documents));
    }
}

fn rows(section: &str) -> Vec<Value> {
    let text = include_str!("reference/values.json");
    let values: Value = serde_json::from_str(text).expect("valid JSON");
    let rows = list(&values[section]).to_vec();
    assert!(!rows.is_empty(), "no rows in {section}");
    rows
}

fn table(row: &Value) -> (Frequency, Frequency) {
    (frequency(&row["study"]), frequency(&row["reference"]))
}

fn frequency(pair: &Value) -> Frequency {
    let [count, total] = [0, 1].map(|i| pair[i].as_u64().expect("a whole number"));
    Frequency::new(count, total).expect("no more occurrences than tokens")
}

fn list(value: &Value) -> &[Value] {
    value.as_array().expect("a list")
}

fn numbers(value: &Value) -> Vec<f64> {
    list(value).iter().map(number).collect()
}

fn number(value: &Value) -> f64 {
    value.as_f64().expect("a number")
}

/// Compares with a field by relative difference alone: zero is zero.
fn close(row: &Value, field: &str, actual: f64) {
    near(row, number(&row[field]), actual, 0.0);
}

/// Compares by relative difference, or by `rounding` where the value is a
/// difference of logarithms and both sides lose digits.
fn near(row: &Value, expected: f64, actual: f64, rounding: f64) {
    let allowed = (TOLERANCE * expected.abs()).max(rounding);
    assert!(
        (expected - actual).abs() <= allowed,
        "expected {expected:e}, got {actual:e} for {row}"
    );
}
