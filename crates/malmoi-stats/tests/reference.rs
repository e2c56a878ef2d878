//! Scores against values computed by other software; `reference/README.md`
//! says by which and how.

use malmoi_stats::{
    Frequency, benjamini_hochberg, chi_squared_1df_p, dp, dp_norm, log_likelihood,
    log_likelihood_two_cell, log_odds_z, log_ratio, log_ratio_interval, prior_mass, tf_idf,
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
