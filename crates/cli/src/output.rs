//! Prints documents: as JSON for scripts, or as tables for people.

use std::io::{self, Write};

use serde::Serialize;

use crate::failure::{Failure, print_line};
use crate::terminal::{harmless, stdout};

/// The format of standard output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Json,
    Text,
}

impl Format {
    pub fn asked(json: bool) -> Self {
        if json { Self::Json } else { Self::Text }
    }
}

/// Prints the document as one JSON line, or as the text that `text` makes of it.
pub fn print<D: Serialize>(
    format: Format,
    document: &D,
    text: impl FnOnce(&D) -> String,
) -> Result<(), Failure> {
    let printed = match format {
        Format::Json => print_line(document),
        Format::Text => stdout().write_all(text(document).as_bytes()),
    };
    printed.or_else(|error| match error.kind() {
        // The reader has closed the pipe, as `| head` does.
        io::ErrorKind::BrokenPipe => Ok(()),
        _ => Err(Failure::new("output_closed", error.to_string(), "Check where standard output goes.")),
    })
}

/// Columns as wide as their widest cell, two spaces between them.
pub fn table(rows: &[Vec<String>]) -> String {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let rows: Vec<Vec<String>> =
        rows.iter().map(|row| row.iter().map(|cell| harmless(cell)).collect()).collect();
    let width = |at: usize| rows.iter().filter_map(|row| row.get(at)).map(|cell| cell.chars().count()).max();
    let widths: Vec<usize> = (0..columns).map(|at| width(at).unwrap_or(0)).collect();
    let mut text = String::new();
    for row in &rows {
        let cells = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:<width$}"));
        text.push_str(cells.collect::<Vec<_>>().join("  ").trim_end());
        text.push('\n');
    }
    text
}

/// Alternatives in words: `a, or b and c`.
pub fn alternatives(any_of: &[Vec<String>]) -> String {
    any_of.iter().map(|scopes| scopes.join(" and ")).collect::<Vec<_>>().join(", or ")
}

/// A value as JSON spells it, as `missing_scopes`.
pub fn word(value: impl Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => word,
        Ok(other) => other.to_string(),
        Err(_) => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_line_up_and_lines_end_without_spaces() {
        let rows = [vec!["GET".to_owned(), "/a".to_owned()], vec!["DELETE".to_owned(), String::new()]];
        assert_eq!(table(&rows), "GET     /a\nDELETE\n");
        assert_eq!(table(&[vec!["a\u{1b}]0;b\u{7}\nc".to_owned()]]), "a ]0;b  c\n");
    }

    #[test]
    fn alternatives_read_as_a_sentence() {
        let any_of = [vec!["a".to_owned()], vec!["b".to_owned(), "c".to_owned()]];
        assert_eq!(alternatives(&any_of), "a, or b and c");
    }
}
