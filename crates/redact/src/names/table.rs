//! Columns: the names of a heading, and the values below them, in lines of fields, in rows of HTML and in SQL.

use std::ops::Range;
use std::sync::LazyLock;

use memchr::memmem::Finder;

use super::judge::looks_random;
use super::text::{Text, skip_white};
use crate::ahead::Ahead;
use crate::bytes::ByteSet;

/// A heading and the cells of the lines below it, which are read once for all names in the heading.
pub(crate) struct Table {
    heading: Range<usize>,
    columns: usize,
    /// What stands between two names of the heading.
    separator: &'static [u8],
    /// Of all lines, one after the other.
    cells: Vec<Range<usize>>,
}

/// The table that was read last, and where headings of HTML come next.
#[derive(Default)]
pub(crate) struct Tables {
    last: Option<Table>,
    headings: Ahead,
}

/// The cells below a name in a heading.
pub(crate) fn column(text: Text<'_>, name: &Range<usize>, tables: &mut Tables) -> Vec<Range<usize>> {
    let is_within = |table: &Table| table.heading.start <= name.start && name.end <= table.heading.end;
    if !tables.last.as_ref().is_some_and(is_within) {
        let table = Table::of_insert(text, name)
            .or_else(|| Table::of_lines(text, name))
            .or_else(|| Table::of_html(text, name, &mut tables.headings));
        let Some(table) = table else { return Vec::new() };
        tables.last = Some(table);
    }
    let Some(table) = tables.last.as_ref() else { return Vec::new() };
    let place = table.place(text, name);
    table.cells.iter().skip(place).step_by(table.columns).cloned().collect()
}

impl Table {
    /// How many columns there are before that of a name.
    fn place(&self, text: Text<'_>, name: &Range<usize>) -> usize {
        let before = &text[self.heading.start..name.start];
        memchr::memmem::find_iter(before, self.separator).count()
    }

    /// Lines of fields, below a line of names.
    fn of_lines(text: Text<'_>, name: &Range<usize>) -> Option<Self> {
        let delimiter = delimiter_beside(text, name)?;
        let line = line_around(text, name.start);
        let is_whole =
            (line.start == 0 || text[line.start - 1] == b'\n') && text.get(line.end) == Some(&b'\n');
        if !is_whole || !is_heading(text, &line, delimiter) {
            return None;
        }
        let columns = count(&text[line.clone()], delimiter) + 1;
        let is_row = line.start > 0
            && count(&text[text.line_start(line.start - 1)..line.start], delimiter) + 1 == columns;
        // A line of a table that began above is no heading.
        if is_row {
            return None;
        }
        let separator = SEPARATORS.iter().find(|separator| separator.ends_with(&[delimiter]))?;
        let mut table = Self { columns, separator, cells: Vec::new(), heading: line };
        table.read_lines(text);
        Some(table)
    }

    fn read_lines(&mut self, text: Text<'_>) {
        let mut at = self.heading.end + 1;
        while at < text.len() {
            let row = at..text.line_end(at);
            if at == self.heading.end + 1 && is_rule(&text[row.clone()]) {
                at = row.end + 1;
                continue;
            }
            let before = self.cells.len();
            cells(text, &row, *self.separator.last().unwrap_or(&b','), &mut self.cells);
            if self.cells.len() - before != self.columns {
                self.cells.truncate(before);
                return;
            }
            at = row.end + 1;
        }
    }

    /// `INSERT INTO t (id, client_secret) VALUES (1, 'S'), (2, 'S')`
    fn of_insert(text: Text<'_>, name: &Range<usize>) -> Option<Self> {
        const MAX_LIST: usize = 4 * 1_024;
        const NEAR: usize = 32;
        static NAMES: ByteSet = ByteSet::alphanumeric_and(b" \t\r\n_,`\"[].$");
        // Nothing but names stands between this one and the bracket that closes: most often the next sign tells.
        let near = &text[name.end..text.len().min(name.end + NEAR)];
        if near.get(NAMES.count(near)).is_some_and(|sign| *sign != b')') {
            return None;
        }
        let from = name.start.saturating_sub(MAX_LIST.min(text.reach));
        let start = from + memchr::memrchr(b'(', &text[from..name.start])? + 1;
        let end = start + NAMES.count(&text[start..text.len().min(start + MAX_LIST)]);
        let values = skip_white(text, end + 1);
        if text.get(end) != Some(&b')') || !text.get(values..values + 6)?.eq_ignore_ascii_case(b"values") {
            return None;
        }
        let columns = count(&text[start..end], b',') + 1;
        let mut table = Self { columns, separator: b",", cells: Vec::new(), heading: start..end };
        let mut at = skip_white(text, values + 6);
        while text.get(at) == Some(&b'(') {
            let before = table.cells.len();
            let Some(closing) = tuple(text, at + 1, &mut table.cells) else { break };
            if table.cells.len() - before != columns {
                table.cells.truncate(before);
                break;
            }
            let comma = skip_white(text, closing + 1);
            at = skip_white(text, comma + usize::from(text.get(comma) == Some(&b',')));
        }
        Some(table)
    }

    /// `<tr><th>Client secret</th>…</tr><tr><td>S</td>…</tr>`
    fn of_html(text: Text<'_>, name: &Range<usize>, headings: &mut Ahead) -> Option<Self> {
        const MAX_HEADING: usize = 4 * 1_024;
        const MAX_TAGS: usize = 64;
        static ENDS: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("</th>"));
        if !headings.is_within(text.bytes, name.end..name.end + MAX_TAGS, &ENDS) {
            return None;
        }
        let reach = MAX_HEADING.min(text.reach);
        let behind = &text.bytes[name.end..text.len().min(name.end + reach)];
        let closes = memchr::memchr(b'<', &behind[..behind.len().min(MAX_TAGS)])?;
        if !behind[closes..].starts_with(b"</th>") {
            return None;
        }
        let from = name.start.saturating_sub(reach);
        let start = from + memchr::memmem::rfind(&text[from..name.start], b"<tr")?;
        let end = name.end + memchr::memmem::find(behind, b"</tr>")?;
        let columns = memchr::memmem::find_iter(&text[start..end], b"</th>").count();
        let mut table = Self { columns, separator: b"</th>", cells: Vec::new(), heading: start..end };
        table.read_rows(text, end);
        Some(table)
    }

    fn read_rows(&mut self, text: Text<'_>, from: usize) {
        // To the next heading, or to the end of the table.
        let end = memchr::memmem::find(&text[from..], b"<th").map_or(text.len(), |length| from + length);
        let end = memchr::memmem::find(&text[from..end], b"</table>").map_or(end, |length| from + length);
        let mut cells = Vec::new();
        let mut at = from;
        while let Some(open) = memchr::memmem::find(&text[at..end], b"<td").map(|length| at + length) {
            let Some(close) = memchr::memmem::find(&text[open..end], b"</td>").map(|length| open + length)
            else {
                break;
            };
            let start = memchr::memchr(b'>', &text[open..close]).map_or(close, |length| open + length + 1);
            cells.push(within_tags(text, start..close));
            at = close;
        }
        let whole = cells.len() - cells.len() % self.columns.max(1);
        cells.truncate(whole);
        self.cells = cells;
    }
}

/// What separates the fields of a line.
const SEPARATORS: [&[u8]; 5] = [b",", b";", b"\t", b"|", "│".as_bytes()];

/// A line that is drawn between rows: `----+----`, `|---|:--:|`, `├───┼───┤`.
fn is_rule(line: &[u8]) -> bool {
    let is_stroke = |byte: &u8| b"-+|:=* \t\r".contains(byte) || *byte >= 0x80;
    line.iter().any(|byte| *byte == b'-' || *byte >= 0x80) && line.iter().all(is_stroke)
}

/// Without the tags around it: `<code>S</code>`.
fn within_tags(text: Text<'_>, mut cell: Range<usize>) -> Range<usize> {
    while text[cell.clone()].starts_with(b"<") {
        let Some(end) = memchr::memchr(b'>', &text[cell.clone()]) else { break };
        cell.start += end + 1;
    }
    let end = memchr::memchr(b'<', &text[cell.clone()]).map_or(cell.end, |length| cell.start + length);
    trimmed(text, cell.start..end)
}

/// Of calls in a value.
const MAX_DEPTH: usize = 8;

/// The values up to the bracket that closes them, which is returned.
fn tuple(text: Text<'_>, from: usize, cells: &mut Vec<Range<usize>>) -> Option<usize> {
    let (mut start, mut depth, mut at) = (from, 0_usize, from);
    while at < text.len() {
        match text[at] {
            b'\'' => at = string_end(text, at)?,
            b'(' if depth >= MAX_DEPTH => return None,
            b'(' => depth += 1,
            b')' if depth > 0 => depth -= 1,
            b',' if depth > 0 => {}
            byte @ (b',' | b')') => {
                cells.push(unquoted(text, start..at));
                start = at + 1;
                if byte == b')' {
                    return Some(at);
                }
            }
            _ => {}
        }
        at += 1;
    }
    None
}

/// Where a string of SQL ends; a quote in it is doubled or escaped.
fn string_end(text: Text<'_>, quote: usize) -> Option<usize> {
    let mut at = quote + 1;
    loop {
        at += memchr::memchr2(b'\'', b'\\', &text[at..])?;
        match (text[at], text.get(at + 1)) {
            (b'\\', _) | (_, Some(b'\'')) => at += 2,
            _ => return Some(at),
        }
        if at >= text.len() {
            return None;
        }
    }
}

fn unquoted(text: Text<'_>, cell: Range<usize>) -> Range<usize> {
    let cell = trimmed(text, cell);
    let quote = memchr::memchr(b'\'', &text[cell.clone()]).filter(|at| *at < 2);
    match quote {
        Some(at) if text[cell.clone()].ends_with(b"'") && cell.start + at + 1 < cell.end => {
            cell.start + at + 1..cell.end - 1
        }
        _ => cell,
    }
}

fn count(part: &[u8], delimiter: u8) -> usize {
    memchr::memchr_iter(delimiter, part).count()
}

/// What separates the fields of a line of names.
fn delimiter_beside(text: Text<'_>, name: &Range<usize>) -> Option<u8> {
    let is_delimiter = |byte: &&u8| matches!(byte, b',' | b';' | b'\t' | b'|' | 0x82);
    let unquoted = |byte: &&u8| !b"\" \xE2\x94".contains(byte);
    let after = text[name.end..].iter().take(text.reach).find(unquoted).filter(is_delimiter);
    let before = || text[..name.start].iter().rev().take(text.reach).find(unquoted).filter(is_delimiter);
    after.or_else(before).copied()
}

/// Whether a line is one of names between these.
fn is_heading(text: Text<'_>, line: &Range<usize>, delimiter: u8) -> bool {
    let mut fields = text[line.clone()].split(|byte| *byte == delimiter);
    let is_name = |field: &[u8]| {
        let field = without_stroke(field).trim_ascii();
        field.len() < 64
            && field
                .iter()
                .all(|byte| byte.is_ascii_alphanumeric() || b"_-. \"#()/\xEF\xBB\xBF".contains(byte))
            && count(field, b'(') == count(field, b')')
            && !field.starts_with(b"/")
            && !field.ends_with(b".")
            && !looks_random(field)
    };
    // A line of a table in Markdown begins and ends with one.
    let is_framed =
        matches!(delimiter, b'|' | 0x82) && !text[line.clone()].trim_ascii()[0].is_ascii_alphanumeric();
    let has_gap = text[line.clone()].trim_ascii().windows(2).any(|two| two == [delimiter; 2])
        || !is_framed
            && text[line.clone()].split(|byte| *byte == delimiter).any(|field| field.trim_ascii().is_empty());
    !has_gap && fields.all(is_name)
}

/// Without what is left of `│` where its last byte separates the fields.
fn without_stroke(field: &[u8]) -> &[u8] {
    field.strip_suffix(b"\xE2\x94").unwrap_or(field)
}

/// The fields of a line, without their quotes and spaces.
fn cells(text: Text<'_>, row: &Range<usize>, delimiter: u8, cells: &mut Vec<Range<usize>>) {
    let (mut start, mut quoted) = (row.start, false);
    for at in row.clone().chain([row.end]) {
        match text.get(at).filter(|_| at < row.end) {
            Some(b'"') => quoted = !quoted,
            Some(byte) if *byte != delimiter || quoted => {}
            _ => {
                cells.push(trimmed(text, start..at));
                start = at + 1;
            }
        }
    }
}

fn trimmed(text: Text<'_>, mut cell: Range<usize>) -> Range<usize> {
    let is_edge = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'"' | 0xE2 | 0x94);
    while cell.start < cell.end && is_edge(&text[cell.start]) {
        cell.start += 1;
    }
    while cell.start < cell.end && is_edge(&text[cell.end - 1]) {
        cell.end -= 1;
    }
    cell
}

fn line_around(text: Text<'_>, at: usize) -> Range<usize> {
    text.line_start(at)..text.line_end(at)
}
