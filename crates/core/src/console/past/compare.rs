//! Two entries, line by line.

use similar::{Algorithm, DiffOp, capture_diff_slices, group_diff_ops};

use crate::console::past::lines::Parts;
use crate::console::past::view::{ComparedPart, ComparedRow, PartName};
use crate::platform::numbers::narrow;

/// Lines that are alike and shown before and after those that differ.
const CONTEXT: usize = 3;
/// Rows of a part.
const MAX_ROWS: usize = 600;
/// Of a longer line (characters) the rest is left out.
const MAX_CHARS: usize = 2_000;

pub(super) fn parts(left: Parts, right: Parts) -> Vec<ComparedPart> {
    left.into_iter().zip(right).map(|((name, left), (_, right))| part(name, &left, &right)).collect()
}

fn part(name: PartName, left: &[String], right: &[String]) -> ComparedPart {
    let operations = capture_diff_slices(Algorithm::Patience, left, right);
    let mut rows = Vec::new();
    let mut next = 0;
    for operation in group_diff_ops(operations, CONTEXT).into_iter().flatten() {
        let start = operation.old_range().start;
        let before = rows.len();
        rows.extend(rows_of(operation, left, right));
        if let Some(first) = rows.get_mut(before) {
            first.skipped = narrow(start.saturating_sub(next));
        }
        next = operation.old_range().end;
    }
    let differences = narrow(rows.iter().filter(|row| row.differs).count());
    let is_cut = rows.len() > MAX_ROWS;
    rows.truncate(MAX_ROWS);
    ComparedPart { name, differences, rows, is_cut }
}

/// What was replaced stands beside what replaces it, line by line.
fn rows_of<'a>(
    operation: DiffOp,
    left: &'a [String],
    right: &'a [String],
) -> impl Iterator<Item = ComparedRow> + 'a {
    let (old, new) = (&left[operation.old_range()], &right[operation.new_range()]);
    let differs = !matches!(operation, DiffOp::Equal { .. });
    let line = |lines: &[String], at: usize| lines.get(at).map(|line| line.chars().take(MAX_CHARS).collect());
    (0..old.len().max(new.len())).map(move |at| ComparedRow {
        left: line(old, at),
        right: line(new, at),
        differs,
        skipped: 0,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> Vec<String> {
        text.split_whitespace().map(str::to_owned).collect()
    }

    fn compared(left: &str, right: &str) -> ComparedPart {
        part(PartName::Request, &lines(left), &lines(right))
    }

    fn written(part: &ComparedPart) -> Vec<String> {
        let side = |line: &Option<String>| line.clone().unwrap_or_else(|| "-".to_owned());
        let row = |row: &ComparedRow| {
            let mark = if row.differs { "!" } else { "=" };
            format!("{}{mark}{}:{}", row.skipped, side(&row.left), side(&row.right))
        };
        part.rows.iter().map(row).collect()
    }

    #[test]
    fn what_is_alike_is_told_only_beside_what_differs() {
        let part = compared("a b c d e f x g", "a b c d e f y g");
        assert_eq!(written(&part), ["3=d:d", "0=e:e", "0=f:f", "0!x:y", "0=g:g"]);
        assert_eq!((part.differences, part.is_cut), (1, false));
    }

    #[test]
    fn a_line_that_only_one_has_stands_alone() {
        assert_eq!(written(&compared("a", "a b")), ["0=a:a", "0!-:b"]);
        assert_eq!(written(&compared("a b", "b")), ["0!a:-", "0=b:b"]);
        assert_eq!(written(&compared("", "b")), ["0!-:b"]);
    }

    #[test]
    fn what_is_alike_has_no_rows() {
        assert_eq!(compared("a b", "a b").rows, []);
        assert_eq!(compared("", "").differences, 0);
    }

    #[test]
    fn bodies_that_have_nothing_in_common_are_compared_in_a_moment_and_told_in_part() {
        let many = |letter: &str| {
            (0..20_000).map(|number| format!("{letter}{number}")).collect::<Vec<_>>().join(" ")
        };
        let part = compared(&many("a"), &many("b"));
        assert_eq!((part.rows.len(), part.differences, part.is_cut), (MAX_ROWS, 20_000, true));
    }
}
