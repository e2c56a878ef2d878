//! Tables for people, also where there is no room for one.

use std::fmt;
use std::ops::{Deref, DerefMut};

use comfy_table::{ColumnConstraint, ContentArrangement, Row, Table, Width, presets};

/// Below this width, in columns, a table that does not fit is shown row by row: cells of a few
/// letters cannot be read.
const NARROW: u16 = 80;

/// How wide a column of words need be at least, if there are so many letters: dates within
/// them stay whole.
const WORDS: usize = 12;

/// A space on both sides, and one between columns.
const AROUND: usize = 3;

/// A table that is shown as one where it fits, or almost. Numbers and dates are never
/// broken: a terminal that is too narrow for that does without the
/// [least important](Sheet::leave_out_first) columns, which is told below, and if
/// that is not enough each row comes as a list of what is in it.
pub(crate) struct Sheet {
    table: Table,
    solid: Vec<usize>,
    optional: Vec<usize>,
}

impl Deref for Sheet {
    type Target = Table;

    fn deref(&self) -> &Table {
        &self.table
    }
}

impl DerefMut for Sheet {
    fn deref_mut(&mut self) -> &mut Table {
        &mut self.table
    }
}

impl fmt::Display for Sheet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(width) = self.width().map(usize::from) else {
            return self.table.fmt(f);
        };
        let least = self.least_widths();
        let all_of = |widths: &[usize], left_out: &[usize]| -> usize {
            let columns = widths.iter().enumerate();
            let shown = columns.filter(|(column, _)| !left_out.contains(column));
            shown.map(|(_, width)| width + AROUND).sum()
        };
        let mut left_out: Vec<usize> = Vec::new();
        for &column in &self.optional {
            if all_of(&least, &left_out) <= width {
                break;
            }
            left_out.push(column);
        }
        let widths = self.column_max_content_widths().into_iter();
        let whole: Vec<usize> = widths.map(usize::from).collect();
        let is_broken = match self.optional.is_empty() {
            // Words that wrap often are hard to read, and nothing can be left out.
            true => all_of(&whole, &[]) > width,
            false => all_of(&least, &left_out) > width,
        };
        if width < usize::from(NARROW) && is_broken {
            return self.fmt_rows(f, width as u16);
        }
        let mut table = self.table.clone();
        for (column, least) in least.into_iter().enumerate() {
            let is_solid = self.solid.contains(&column);
            let constraint = match left_out.contains(&column) {
                true => ColumnConstraint::Hidden,
                // Padding is a part of the width here.
                false if is_solid || !self.optional.is_empty() => {
                    ColumnConstraint::LowerBoundary(Width::Fixed(least as u16 + 2))
                }
                false => continue,
            };
            if let Some(column) = table.column_mut(column) {
                column.set_constraint(constraint);
            }
        }
        table.fmt(f)?;
        if left_out.is_empty() {
            return Ok(());
        }
        left_out.sort_unstable();
        let names = contents(self.header());
        let names: Vec<&str> = left_out.iter().map(|at| names[*at].as_str()).collect();
        let told = format!(
            "No room for: {} (a wider terminal or --format csv has all)",
            names.join(", ")
        );
        write!(f, "\n{}", wrapped(&told, width))
    }
}

impl Sheet {
    pub(crate) fn new(table: Table) -> Sheet {
        Sheet {
            table,
            solid: Vec::new(),
            optional: Vec::new(),
        }
    }

    /// Keeps what is in these columns on one line, such as dates and numbers; names of
    /// columns may still take two.
    pub(crate) fn never_wrap(&mut self, columns: &[usize]) {
        self.solid.extend(columns);
    }

    /// Names the columns that a narrow terminal does without, the first of them first.
    pub(crate) fn leave_out_first(&mut self, columns: &[usize]) {
        self.optional.extend(columns);
    }

    /// Returns how wide each column must be to be read.
    fn least_widths(&self) -> Vec<usize> {
        let names = contents(self.header());
        let words = names.iter().map(|name| {
            let words = name.split(' ').map(console::measure_text_width);
            words.max().unwrap_or_default()
        });
        let mut least: Vec<usize> = words.collect();
        for row in self.row_iter() {
            for (column, cell) in contents(Some(row)).iter().enumerate() {
                let width = console::measure_text_width(cell);
                let needed = match self.solid.contains(&column) {
                    true => width,
                    false => width.min(WORDS),
                };
                if let Some(least) = least.get_mut(column) {
                    *least = needed.max(*least);
                }
            }
        }
        least
    }

    fn fmt_rows(&self, f: &mut fmt::Formatter<'_>, width: u16) -> fmt::Result {
        let names = contents(self.header());
        for (number, row) in self.row_iter().enumerate() {
            if number > 0 {
                writeln!(f)?;
            }
            let cells = contents(Some(row));
            let mut list = Table::new();
            list.load_style(presets::NOTHING)
                .set_content_arrangement(ContentArrangement::Dynamic)
                .set_width(width);
            for (name, cell) in names
                .iter()
                .zip(&cells)
                .filter(|(_, cell)| !cell.is_empty())
            {
                list.add_row([name, cell]);
            }
            if let Some(column) = list.column_mut(0) {
                column.set_constraint(ColumnConstraint::ContentWidth);
            }
            write!(f, "{list}")?;
            writeln!(f)?;
        }
        Ok(())
    }
}

/// Returns a line of words as lines of at most this width.
fn wrapped(text: &str, width: usize) -> String {
    let mut lines = String::new();
    let mut room = width;
    for word in text.split(' ') {
        let taken = console::measure_text_width(word);
        if !lines.is_empty() {
            let fits = taken < room;
            lines.push(if fits { ' ' } else { '\n' });
            room = if fits { room - 1 } else { width };
        }
        lines.push_str(word);
        room = room.saturating_sub(taken);
    }
    lines
}

fn contents(row: Option<&Row>) -> Vec<String> {
    row.map_or_else(Vec::new, |row| {
        row.cell_iter().map(|cell| cell.content()).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet(width: u16) -> String {
        let mut table = Table::new();
        table
            .load_style(presets::UTF8_HORIZONTAL_ONLY)
            .set_content_arrangement(ContentArrangement::Dynamic)
            .set_width(width)
            .set_header(["publisher", "articles", "says most"]);
        table.add_row([
            "한빛일보",
            "13",
            "정부, 회의, 지역, 지진, 울산, 전국, 당국, 버스",
        ]);
        table.add_row(["가온방송", "", "드라마"]);
        Sheet::new(table).to_string()
    }

    /// A table with a date and numbers, of which two columns can be left out.
    fn numbers(width: u16) -> String {
        let mut table = Table::new();
        table
            .load_style(presets::UTF8_HORIZONTAL_ONLY)
            .set_content_arrangement(ContentArrangement::Dynamic)
            .set_width(width)
            .set_header(["day", "per million", "interval", "said by"]);
        table.add_row([
            "2026-03-02",
            "12345",
            "10000.5–20000.5",
            "한빛일보, 가온방송, 누리경제",
        ]);
        let mut sheet = Sheet::new(table);
        sheet.never_wrap(&[0, 1, 2]);
        sheet.leave_out_first(&[2, 1]);
        sheet.to_string()
    }

    #[test]
    fn numbers_are_whole_or_left_out_which_is_told() {
        for (width, left_out) in [
            (90, &[][..]),
            (60, &[]),
            (48, &["interval"]),
            (36, &["per million", "interval"]),
        ] {
            let shown = numbers(width);
            assert!(shown.contains("2026-03-02"), "{shown}");
            assert_eq!(
                shown.contains("10000.5–20000.5"),
                !left_out.contains(&"interval")
            );
            assert_eq!(shown.contains("12345"), !left_out.contains(&"per million"));
            let told = shown.replace('\n', " ");
            let note = format!("No room for: {} (", left_out.join(", "));
            assert_eq!(told.contains(&note), !left_out.is_empty(), "{shown}");
            let fits = |line: &str| console::measure_text_width(line) <= usize::from(width);
            assert!(shown.lines().all(fits), "{width}: {shown}");
        }
        // There is no room for what cannot be left out: a list of what is in the row.
        let list = numbers(27);
        assert!(
            list.contains("2026-03-02") && list.contains("interval"),
            "{list}"
        );
    }

    #[test]
    fn a_table_that_fits_is_a_table() {
        for width in [78, 120] {
            assert_eq!(sheet(width).lines().count(), 7, "{}", sheet(width));
        }
    }

    #[test]
    fn on_a_narrow_terminal_rows_are_lists_that_stay_within_it() {
        let shown = sheet(36);
        let lines: Vec<&str> = shown.lines().map(str::trim).collect();
        assert_eq!(
            lines[0].split_whitespace().collect::<Vec<_>>(),
            ["publisher", "한빛일보"]
        );
        assert!(
            shown
                .lines()
                .all(|line| console::measure_text_width(line) <= 36),
            "{shown}"
        );
        // What is empty is left out.
        assert_eq!(shown.matches("articles").count(), 1);
        assert!(lines.contains(&""));
    }
}
