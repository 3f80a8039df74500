//! Columns that spaces make, as `kubectl get` and `docker ps` print them: two spaces or more between fields, or fields that begin
//! below their heading.

use std::ops::Range;

use super::judge::looks_random;
use super::table::Table;
use super::text::Text;
use crate::bytes::ByteSet;

static NAME: ByteSet = ByteSet::alphanumeric_and(b"_-.()/# ");
static DASHES: ByteSet = ByteSet::of(b"- ");

/// The table whose heading the name is in. `None`: the line is none.
pub(super) fn read(text: Text<'_>, name: &Range<usize>) -> Option<Table> {
    if !text[name.end..].starts_with(b"  ") && !ends_line(text, name.end) {
        return None;
    }
    let heading = text.line_start(name.start)..text.line_end(name.end);
    let whole = &text[heading.clone()];
    let line = heading.start..heading.start + whole.trim_ascii_end().len();
    if NAME.count(&text[line.clone()]) < line.len() || text.get(heading.end) != Some(&b'\n') {
        return None;
    }
    let names = fields(text, &line);
    if names.len() < 2 || names.iter().any(|field| looks_random(&text[field.clone()])) {
        return None;
    }
    let mut table =
        Table { columns: names.len(), separator: b"", cells: Vec::new(), heading: heading.clone() };
    let mut at = heading.end + 1;
    while at < text.len() {
        let row = at..text.line_end(at);
        at = row.end + 1;
        if DASHES.count(&text[row.clone()]) == row.len() && !row.is_empty() {
            continue;
        }
        let found = fields(text, &row);
        if found.len() == names.len() {
            table.cells.extend(found);
        } else if let Some(found) = below(text, &row, &names, heading.start) {
            table.cells.extend(found);
        } else {
            break;
        }
    }
    Some(table)
}

fn ends_line(text: Text<'_>, at: usize) -> bool {
    matches!(text.get(at), Some(b'\n' | b'\r'))
}

/// What two spaces or more separate.
pub(super) fn fields(text: Text<'_>, line: &Range<usize>) -> Vec<Range<usize>> {
    let mut fields: Vec<Range<usize>> = Vec::new();
    let mut at = line.start;
    for word in text[line.clone()].split(u8::is_ascii_whitespace) {
        let range = at..at + word.len();
        at = range.end + 1;
        match fields.last_mut() {
            _ if word.is_empty() => {}
            Some(last) if last.end + 1 == range.start => last.end = range.end,
            _ => fields.push(range),
        }
    }
    fields
}

/// Whether what follows is a field of its own.
pub(super) fn ends_field(line: &[u8]) -> bool {
    line.is_empty() || line.ends_with(b"  ") || line.iter().all(u8::is_ascii_whitespace)
}

/// Where no two spaces tell the fields apart: the words that begin where the names do.
fn below(
    text: Text<'_>,
    row: &Range<usize>,
    names: &[Range<usize>],
    heading: usize,
) -> Option<Vec<Range<usize>>> {
    let word = |name: &Range<usize>| {
        let start = row.start + (name.start - heading);
        let begins = start < row.end && (start == row.start || text[start - 1] == b' ');
        let length =
            text[start.min(row.end)..row.end].iter().take_while(|byte| !byte.is_ascii_whitespace()).count();
        (begins && length > 0).then_some(start..start + length)
    };
    names.iter().map(word).collect()
}
