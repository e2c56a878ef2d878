//! The tables of `examples/PLANTED.md`.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use crate::pipeline::root;

/// A row, by column.
pub(crate) type Row = BTreeMap<String, String>;

/// Returns the rows of the table that has exactly these columns.
pub(crate) fn table(columns: &[&str]) -> &'static [Row] {
    static TABLES: OnceLock<Vec<(Vec<String>, Vec<Row>)>> = OnceLock::new();
    let tables = TABLES.get_or_init(|| {
        let page = std::fs::read_to_string(root().join("examples/PLANTED.md")).unwrap();
        parse(&page)
    });
    let found = tables.iter().find(|(header, _)| header == columns);
    let (_, rows) = found.unwrap_or_else(|| panic!("PLANTED.md has no table {columns:?}"));
    assert!(!rows.is_empty(), "the table {columns:?} is empty");
    rows
}

/// The columns of the table of counts.
pub(crate) const COUNTS: &[&str] = &[
    "plant",
    "term",
    "match",
    "publisher",
    "day",
    "articles",
    "titles",
    "bodies",
];

/// Returns the paths of the articles of a plant.
pub(crate) fn articles(plant: &str) -> Vec<&'static str> {
    let rows = table(&["plant", "path"]).iter();
    rows.filter(|r| r["plant"] == plant)
        .map(|r| r["path"].as_str())
        .collect()
}

/// Returns a cell as a number.
pub(crate) fn number(row: &Row, column: &str) -> u64 {
    row[column].parse().unwrap()
}

/// Returns a cell, or nothing where it stands for all.
pub(crate) fn filter<'r>(row: &'r Row, column: &str) -> Option<&'r str> {
    Some(row[column].as_str()).filter(|cell| *cell != "*")
}

fn parse(page: &str) -> Vec<(Vec<String>, Vec<Row>)> {
    let mut tables: Vec<(Vec<String>, Vec<Row>)> = Vec::new();
    let mut inside = false;
    for line in page.lines() {
        let Some(line) = line.strip_prefix('|').and_then(|l| l.strip_suffix('|')) else {
            inside = false;
            continue;
        };
        let cells = line
            .split('|')
            .map(|c| c.trim().trim_matches('`').to_string());
        let cells: Vec<String> = cells.collect();
        if !inside {
            tables.push((cells, Vec::new()));
            inside = true;
        } else if let Some((header, rows)) = tables.last_mut()
            && !cells.iter().all(|c| c.trim_matches(['-', ':']).is_empty())
        {
            assert_eq!(cells.len(), header.len(), "PLANTED.md: {line}");
            rows.push(header.iter().cloned().zip(cells).collect());
        }
    }
    tables
}
