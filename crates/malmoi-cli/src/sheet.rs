//! Tables for people, also where there is no room for one.

use std::fmt;
use std::ops::{Deref, DerefMut};

use comfy_table::{ColumnConstraint, ContentArrangement, Row, Table, presets};

/// Below this width, in columns, a table that does not fit is shown row by row: cells of a few
/// letters cannot be read.
const NARROW: u16 = 80;

/// A table that is shown as one where it fits, or almost; on a narrow terminal each row
/// comes as a list of what is in it.
pub(crate) struct Sheet(pub(crate) Table);

impl Deref for Sheet {
    type Target = Table;

    fn deref(&self) -> &Table {
        &self.0
    }
}

impl DerefMut for Sheet {
    fn deref_mut(&mut self) -> &mut Table {
        &mut self.0
    }
}

impl fmt::Display for Sheet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.width() {
            Some(width) if width < NARROW && self.wanted() > width => self.fmt_rows(f, width),
            _ => self.0.fmt(f),
        }
    }
}

impl Sheet {
    /// Returns how many columns the table takes without wrapping anything.
    fn wanted(&self) -> u16 {
        let widths = self.column_max_content_widths().into_iter();
        // A space on both sides, and one between columns.
        let wanted = widths.map(|width| u32::from(width) + 3).sum::<u32>();
        u16::try_from(wanted).unwrap_or(u16::MAX)
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
        Sheet(table).to_string()
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
