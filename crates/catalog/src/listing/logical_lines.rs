//! The lines of a pasted text, joined where a shell would join them.

/// Longer lines are not read.
pub(super) const MAX_LINE_BYTES: usize = 20_000;

/// Lines with their numbers from one, those that end in a line continuation joined with the next.
pub(super) fn logical_lines(text: &str) -> impl Iterator<Item = (u32, String)> {
    let mut lines = text.lines().zip(1..);
    std::iter::from_fn(move || {
        let (first, number) = lines.next()?;
        let mut line = first.to_owned();
        while let Some(start) = continued(&line) {
            line.truncate(start);
            let Some((next, _)) = lines.next() else { break };
            line.push(' ');
            line.push_str(next);
        }
        Some((number, line))
    })
}

/// Where the text of a line with a continuation ends: `\` of a Unix shell, `^` of cmd.exe, a backtick of PowerShell.
fn continued(line: &str) -> Option<usize> {
    let trimmed = line.trim_end();
    let is_command = trimmed.trim_start().to_ascii_lowercase().starts_with("curl");
    let ends = trimmed.ends_with('\\') || (is_command && trimmed.ends_with(['^', '`']));
    (ends && line.len() < MAX_LINE_BYTES).then(|| trimmed.len() - 1)
}

/// At most `max_bytes` of a text's beginning, cut between characters.
pub(super) fn beginning(text: &str, max_bytes: usize) -> &str {
    &text[..text.floor_char_boundary(max_bytes)]
}
