//! Finds the commands of a program in a text.

/// What may stand before a command in its line.
const PROMPTS: [&str; 7] = ["$ ", "> ", "% ", "# ", "- ", "* ", "sudo "];

/// How far is looked back for the beginning of a line, in bytes.
const LONGEST_BEFORE: usize = 300;

/// Where a command begins.
pub(super) struct Start {
    /// The position of its name.
    pub at: usize,
    /// Where its name ends.
    pub end: usize,
    /// What ends it besides the end of its line.
    pub closer: Option<char>,
}

pub(super) struct Commands<'a> {
    text: &'a str,
    names: &'a [&'a str],
}

impl<'a> Commands<'a> {
    pub fn of(text: &'a str, names: &'a [&'a str]) -> Self {
        Self { text, names }
    }

    /// The first command at `from` or later: a name where a command may begin, with words behind it.
    pub fn next(&mut self, from: usize) -> Option<Start> {
        let mut at = from;
        while let Some(found) = self.text[at..].find(self.names[0]) {
            let start = at + found;
            let length = self.text[start..].find(char::is_whitespace)?;
            let end = start + length;
            at = end;
            if !self.names.contains(&&self.text[start..end]) {
                continue;
            }
            let closer = match self.border(start) {
                Border::None => continue,
                Border::Command => None,
                Border::Within(closer) => Some(closer),
            };
            return Some(Start { at: start, end, closer });
        }
        None
    }

    /// Whether a command begins here.
    fn border(&self, at: usize) -> Border {
        let window = &self.text[self.text.floor_char_boundary(at.saturating_sub(LONGEST_BEFORE))..at];
        let line_start = window.rfind('\n').map(|end| end + 1).or((window.len() == at).then_some(0));
        let mut before = window[line_start.unwrap_or(0)..].trim_start();
        while let Some(rest) = PROMPTS.iter().find_map(|prompt| before.strip_prefix(prompt)) {
            before = rest.trim_start();
        }
        if before.ends_with('`') && !before.ends_with("``") {
            return Border::Within('`');
        }
        if before.ends_with("$(") {
            return Border::Within(')');
        }
        let before = before.trim_end_matches([' ', '\t']);
        let is_first = line_start.is_some() && is_setting(before);
        if is_first || before.ends_with(['|', ';', '&']) { Border::Command } else { Border::None }
    }
}

/// What stands before a name.
enum Border {
    /// Other words: it begins no command.
    None,
    Command,
    /// What encloses the command, and ends it with this.
    Within(char),
}

/// Nothing, or `NAME=value`, before a command.
fn is_setting(before: &str) -> bool {
    before.split_whitespace().all(|word| {
        word.split_once('=').is_some_and(|(name, _)| {
            !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_')
        })
    })
}
