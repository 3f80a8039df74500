//! Finds the commands in a text, and what is piped into them.

use crate::shell::{self, Shell, Split, Stdin, Variables, Word};

/// Words that may precede `curl` in its line: a prompt, `sudo`, a list's bullet, `NAME=value`.
const MAX_WORDS_BEFORE: usize = 4;
/// What may stand before `curl` without a space.
const OPENERS: [char; 13] = ['`', '(', '"', '\'', '$', '>', '%', '#', '*', '•', '=', '{', '|'];

/// Where a command begins.
pub(super) struct Start {
    /// The position of `curl`, or of the path that ends in it.
    pub at: usize,
    /// Where its first word ends.
    pub end: usize,
    /// What ends it besides the end of its line.
    pub closer: Option<char>,
    /// Where its line begins.
    pub line: usize,
}

/// Finds one command after the other.
pub(super) struct Finder<'a> {
    text: &'a str,
    /// Where the line ends that was looked at last: a long line of many commands is measured once.
    line_end: usize,
}

impl<'a> Finder<'a> {
    pub fn of(text: &'a str) -> Self {
        Self { text, line_end: 0 }
    }

    /// The first command that begins at `from` or later, where `from` never goes back.
    pub fn next(&mut self, from: usize) -> Option<Start> {
        let mut line = from;
        while line < self.text.len() {
            if line >= self.line_end {
                let rest = &self.text[line..];
                self.line_end = line + rest.find('\n').map_or(rest.len(), |at| at + 1);
            }
            if let Some(start) = in_line(&self.text[line..self.line_end]) {
                return Some(Start { at: start.at + line, end: start.end + line, line, ..start });
            }
            line = self.line_end;
        }
        None
    }
}

fn in_line(line: &str) -> Option<Start> {
    let mut at = 0;
    for _ in 0..=MAX_WORDS_BEFORE {
        let rest = &line[at..];
        let word_start = at + rest.find(|c: char| !c.is_whitespace())?;
        let word = line[word_start..].split_whitespace().next()?;
        let end = word_start + word.len();
        let bare = word.rsplit(OPENERS).next().unwrap_or_default();
        if is_curl(bare) && !is_variable(&line[end..]) {
            let at = end - bare.len();
            return Some(Start { at, end, closer: closer(&line[..at]), line: 0 });
        }
        at = end;
    }
    behind_operator(line, at)
}

/// `echo '…' | curl`, however much stands before it.
fn behind_operator(line: &str, from: usize) -> Option<Start> {
    line.match_indices("curl").filter(|(at, _)| *at >= from).find_map(|(at, name)| {
        let before = &line[..at];
        let follows = before.trim_end_matches([' ', '\t']).ends_with(['|', '&', ';', '(']);
        let rest = &line[at + name.len()..];
        let end = at + name.len() + if rest.starts_with(".exe") { 4 } else { 0 };
        let is_whole = line[end..].starts_with(char::is_whitespace);
        (follows && is_whole).then(|| Start { at, end, closer: closer(before), line: 0 })
    })
}

fn closer(before: &str) -> Option<char> {
    match before.chars().next_back()? {
        '(' => Some(')'),
        '`' if !before.ends_with("``") => Some('`'),
        quote @ ('"' | '\'') => Some(quote),
        _ => None,
    }
}

fn is_curl(word: &str) -> bool {
    if word.len() > 300 || word.contains("://") {
        return false;
    }
    let name = word.rsplit(['/', '\\']).next().unwrap_or_default();
    name.eq_ignore_ascii_case("curl") || name.eq_ignore_ascii_case("curl.exe")
}

/// Whether a name before this is a variable of a program: `$curl = curl_init(…)`.
fn is_variable(after: &str) -> bool {
    let after = after.trim_start_matches([' ', '\t']);
    after.starts_with(['=', ')', ';', ','])
        || [":=", "->", "!=", "&&", "||"].iter().any(|sign| after.starts_with(sign))
}

/// The comment in the line above a command.
pub(super) fn comment_above(text: &str, line: usize) -> Option<String> {
    let above = text[..line].strip_suffix('\n')?;
    let above = above.rsplit('\n').next().unwrap_or_default().trim();
    let comment = above
        .strip_prefix("# ")
        .or_else(|| above.strip_prefix("REM "))
        .or_else(|| above.strip_prefix(":: "))?;
    let comment = comment.trim();
    (!comment.is_empty() && comment.len() <= 200).then(|| comment.to_owned())
}

/// Finds what is piped into commands: `echo '…' | curl -d @-`.
pub(super) struct Pipes {
    /// Whether anything is, and how much may still be read to find it, in bytes.
    left: usize,
}

impl Pipes {
    pub fn of(text: &str) -> Self {
        let are_there = text.contains("| curl") || text.contains("|curl");
        Self { left: if are_there { 4 * text.len() } else { 0 } }
    }

    /// The input of the command that begins at `start`, from what stands between `from` and it.
    pub fn input(
        &mut self,
        text: &str,
        from: usize,
        start: &Start,
        shell: Shell,
        variables: &Variables,
    ) -> Option<Stdin> {
        if self.left == 0 || shell == Shell::Cmd || !text[..start.at].trim_end().ends_with('|') {
            return None;
        }
        // The lines before, the nearest first: the command that writes begins in one of them.
        let mut line = start.line.max(from);
        loop {
            let at = line + text[line..].len() - text[line..].trim_start_matches([' ', '\t']).len();
            let at = at + prompt_len(&text[at.min(start.at)..start.at]);
            if is_writer(&text[at.min(start.at)..start.at], shell) {
                self.left = self.left.saturating_sub(start.at - at);
                let split = shell::split(text, at, shell, None, variables);
                if split.is_piped
                    && split.error.is_none()
                    && text.get(split.end..start.at).is_some_and(|between| between.trim().is_empty())
                {
                    return written(split, shell);
                }
            }
            if line <= from || self.left == 0 {
                return None;
            }
            let above = &text[from..line - 1];
            line = from + above.rfind('\n').map_or(0, |at| at + 1);
        }
    }
}

fn prompt_len(text: &str) -> usize {
    ["$ ", "> ", "% "].iter().find(|prompt| text.starts_with(**prompt)).map_or(0, |prompt| prompt.len())
}

fn is_writer(text: &str, shell: Shell) -> bool {
    let is_command = ["echo ", "printf ", "cat "].iter().any(|command| text.starts_with(command));
    is_command || shell == Shell::PowerShell && text.starts_with(['\'', '"', '$', '@'])
}

fn written(split: Split, shell: Shell) -> Option<Stdin> {
    let mut words = split.words.into_iter();
    let command = words.next()?;
    let mut words = words.collect::<Vec<_>>();
    let with_line_end = |mut word: Word| {
        let end = word.span.end;
        word.push_other("\n", end..end);
        word
    };
    match command.text.as_str() {
        "cat" if words.is_empty() => split.stdin,
        "cat" if words.len() == 1 => words.pop().map(Stdin::File),
        "echo" => {
            let is_bare = words.first().is_some_and(|word| word.text == "-n");
            let words = words.into_iter().skip_while(|word| matches!(word.text.as_str(), "-n" | "-e" | "-E"));
            let text = words.reduce(|mut text, word| {
                let place = word.span.clone();
                text.push_other(" ", place.start..place.start);
                text.push_word(&word, &place);
                text.span.end = place.end;
                text
            })?;
            Some(Stdin::Text(if is_bare { text } else { with_line_end(text) }))
        }
        "printf" => match words.as_slice() {
            [text] if !text.text.contains(['%', '\\']) => words.pop().map(Stdin::Text),
            [format, _] if format.text == "%s" => words.pop().map(Stdin::Text),
            [format, _] if format.text == "%s\\n" => words.pop().map(with_line_end).map(Stdin::Text),
            _ => None,
        },
        _ if shell == Shell::PowerShell && words.is_empty() => Some(Stdin::Text(with_line_end(command))),
        _ => None,
    }
}
