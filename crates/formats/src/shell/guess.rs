//! For which shell a text was written, by what it uses.

use super::Shell;

/// The shells that the text may be written for, the likeliest first. Documentation mixes their marks: the caller takes
/// the one whose reading makes sense.
pub(crate) fn candidates(text: &str) -> Vec<Shell> {
    let mut marks = Marks::default();
    for line in text.lines() {
        marks.take(line);
    }
    let mut ranked =
        vec![(Shell::Posix, marks.posix), (Shell::PowerShell, marks.powershell), (Shell::Cmd, marks.cmd)];
    ranked.retain(|(shell, marks)| *marks > 0 || *shell == Shell::Posix);
    ranked.sort_by_key(|(_, marks)| std::cmp::Reverse(*marks));
    ranked.into_iter().map(|(shell, _)| shell).collect()
}

#[derive(Default)]
struct Marks {
    posix: usize,
    cmd: usize,
    powershell: usize,
}

impl Marks {
    fn take(&mut self, line: &str) {
        let start = line.trim_start().trim_start_matches("> ");
        let end = line.trim_end();
        let has = |mark: &str| usize::from(line.contains(mark));
        let is_prompt = start.get(1..3) == Some(":\\") && start.contains('>');
        self.posix +=
            2 * usize::from(end.ends_with(" \\")) + has("'\\''") + has("$'") + has("$(") + has("<<");
        self.cmd += 2 * usize::from(end.ends_with(" ^"))
            + 2 * has("^\"")
            + 2 * usize::from(is_prompt)
            + usize::from(has_percent_variable(line))
            + usize::from(start.get(..4).is_some_and(|set| set.eq_ignore_ascii_case("set ")));
        self.powershell += 2 * usize::from(end.ends_with(" `") || end == "`")
            + 2 * has("$env:")
            + 2 * has("--% ")
            + 2 * usize::from(end.ends_with("@'") || end.ends_with("@\""))
            + 2 * usize::from(start.starts_with("PS ") && start.contains('>'))
            + 2 * usize::from(is_assignment(start))
            + 2 * has("`\"")
            + has("curl.exe");
        self.cmd += has("curl.exe");
    }
}

/// `$name = …`, which no other shell has.
fn is_assignment(line: &str) -> bool {
    let Some(rest) = line.strip_prefix('$') else { return false };
    let name = rest.trim_start_matches(|c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | ':'));
    name.len() < rest.len() && name.trim_start().starts_with('=')
}

fn has_percent_variable(line: &str) -> bool {
    let is_name = |part: &str| {
        part.len() > 2
            && part.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
            && part.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
    };
    line.split('%').skip(1).any(is_name) && line.matches('%').count() > 1
}
