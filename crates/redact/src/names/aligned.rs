//! Columns that spaces make, as `kubectl get` and `docker ps` print them: two spaces or more between fields, or fields that begin
//! below their heading.

use std::ops::Range;

use super::judge::looks_random;
use super::text::Text;
use crate::bytes::ByteSet;

static NAME: ByteSet = ByteSet::alphanumeric_and(b"_-.()/# ");
static DASHES: ByteSet = ByteSet::of(b"- ");

/// A heading and the cells of the lines below it.
pub(super) struct Table {
    heading: Range<usize>,
    columns: usize,
    cells: Vec<Range<usize>>,
    /// Of the last line that was read. Its lines are no headings.
    end: usize,
}

/// The cells below a name in a heading. `last`: the table that was read last.
pub(super) fn column(text: Text<'_>, name: &Range<usize>, last: &mut Option<Table>) -> Vec<Range<usize>> {
    if last.as_ref().is_none_or(|table| name.start < table.heading.start || table.end <= name.start) {
        let Some(table) = read(text, name) else { return Vec::new() };
        *last = Some(table);
    }
    let Some(table) = last.as_ref().filter(|table| name.end <= table.heading.end) else { return Vec::new() };
    let before = table.heading.start..name.start;
    let place = fields(text, &before).len() - usize::from(!ends_field(&text[before]));
    table.cells.iter().skip(place).step_by(table.columns).cloned().collect()
}

/// The table whose heading the name is in. `None`: the line is none.
fn read(text: Text<'_>, name: &Range<usize>) -> Option<Table> {
    if !text[name.end..].starts_with(b"  ") && !ends_line(text, name.end) {
        return None;
    }
    let heading = text.line_start(name.start)..text.line_end(name.end);
    let whole = &text[heading.clone()];
    let line = heading.start..heading.start + whole.trim_ascii_end().len();
    if NAME.count(&text[line.clone()]) < line.len() || text.get(heading.end) != Some(&b'\n') {
        return None;
    }
    // Only two spaces tell one field from the next.
    if !text[line.clone()]
        .array_windows()
        .any(|[left, right]| left.is_ascii_whitespace() && right.is_ascii_whitespace())
    {
        return None;
    }
    let names = fields(text, &line);
    if names.len() < 2 || names.iter().any(|field| looks_random(&text[field.clone()])) {
        return None;
    }
    let (mut cells, mut at) = (Vec::new(), heading.end + 1);
    while at < text.len() {
        let row = at..text.line_end(at);
        let next = row.end + 1;
        if DASHES.count(&text[row.clone()]) == row.len() && !row.is_empty() {
            at = next;
            continue;
        }
        let found = fields(text, &row);
        if found.len() == names.len() {
            cells.extend(found);
        } else if let Some(found) = below(text, &row, &names, heading.start) {
            cells.extend(found);
        } else {
            break;
        }
        at = next;
    }
    Some(Table { heading, columns: names.len(), cells, end: at })
}

fn ends_line(text: Text<'_>, at: usize) -> bool {
    matches!(text.get(at), Some(b'\n' | b'\r'))
}

/// What two spaces or more separate.
fn fields(text: Text<'_>, line: &Range<usize>) -> Vec<Range<usize>> {
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
fn ends_field(line: &[u8]) -> bool {
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
