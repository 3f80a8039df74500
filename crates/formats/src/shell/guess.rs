//! For which shell a text was written, by what it uses.

use super::Shell;

/// A shell that a text may be written for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Candidate {
    pub shell: Shell,
    /// How many signs the text has that mean something in this shell alone: how its lines go on, its variables.
    pub signs: usize,
}

/// The shells that the text may be written for, the likeliest first. Documentation mixes their marks: the caller takes
/// the one whose reading makes sense.
pub(crate) fn candidates(text: &str) -> Vec<Candidate> {
    let mut marks = Marks::default();
    for line in text.lines() {
        marks.take(line);
    }
    let mut ranked =
        vec![(Shell::Posix, marks.posix), (Shell::PowerShell, marks.powershell), (Shell::Cmd, marks.cmd)];
    ranked.retain(|(shell, counts)| *counts != Counts::default() || *shell == Shell::Posix);
    ranked.sort_by_key(|(_, counts)| std::cmp::Reverse(*counts));
    ranked.into_iter().map(|(shell, counts)| Candidate { shell, signs: counts.strong }).collect()
}

/// Strong signs come before weak ones, whatever their number.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Counts {
    strong: usize,
    weak: usize,
}

impl Counts {
    fn add(&mut self, strong: &[bool], weak: &[bool]) {
        let count = |signs: &[bool]| signs.iter().filter(|sign| **sign).count();
        self.strong += count(strong);
        self.weak += count(weak);
    }
}

#[derive(Default)]
struct Marks {
    posix: Counts,
    cmd: Counts,
    powershell: Counts,
}

impl Marks {
    fn take(&mut self, line: &str) {
        let start = line.trim_start().trim_start_matches("> ");
        let end = line.trim_end();
        let has = |mark: &str| line.contains(mark);
        let is_prompt = start.get(1..3) == Some(":\\") && start.contains('>');
        let is_setting = start.get(..4).is_some_and(|set| set.eq_ignore_ascii_case("set "));
        let opens_here_string = end.ends_with("@'") || end.ends_with("@\"");
        let is_powershell_prompt = start.starts_with("PS ") && start.contains('>');
        self.posix.add(&[end.ends_with(" \\")], &[has("'\\''"), has("$'"), has("$("), has("<<")]);
        self.cmd.add(
            &[end.ends_with(" ^"), has("^\""), is_prompt],
            &[has_percent_variable(line), is_setting, has("curl.exe")],
        );
        self.powershell.add(
            &[
                end.ends_with(" `") || end == "`",
                has("$env:"),
                has("--% "),
                opens_here_string,
                is_powershell_prompt,
                is_assignment(start),
                has("`\""),
            ],
            &[has("curl.exe")],
        );
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
