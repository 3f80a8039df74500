//! Variables that the text itself sets before a command: `NAME=value`, `set NAME=value`, `$name = 'value'`.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;

use super::cursor::Cursor;
use super::{Shell, Word, cmd, posix, powershell};

/// What is known of variables, and how much may still be put in for them.
#[derive(Default)]
pub(crate) struct Variables {
    values: HashMap<String, Word>,
    /// Values may name values that name values: what they make together is bounded, in bytes.
    left: Cell<usize>,
    /// Closing characters that do not come any more in the text: they are looked for once, not for each command.
    pub(super) missing: RefCell<String>,
}

/// More assignments than anybody writes before a command.
const MOST: usize = 1_000;
/// What may be read, besides the text once, of values of which no end can be found, in bytes.
const MAX_FAILED_BYTES: usize = 50_000;

impl Variables {
    /// The assignments that stand at the beginnings of lines. The last one counts.
    pub(crate) fn of(text: &str, shell: Shell) -> Self {
        let mut variables = Self { left: Cell::new(text.len() + 16_384), ..Self::default() };
        let mut line_start = 0;
        let mut failed = 0;
        while line_start < text.len() && variables.values.len() < MOST {
            let line = &text[line_start..];
            let line = &line[..line.find('\n').unwrap_or(line.len())];
            let next = line_start + line.len() + 1;
            line_start = match assignment(line, shell) {
                Some((name, at)) => {
                    if failed > text.len() + MAX_FAILED_BYTES {
                        break;
                    }
                    let (word, end) = value(text, line_start + at, shell, &variables, &mut failed);
                    if let Some(word) = word {
                        variables.values.insert(name, word);
                    }
                    // A value of several lines holds no assignments.
                    end.max(next)
                }
                None => next,
            };
            line_start = text.ceil_char_boundary(line_start);
        }
        variables
    }

    /// The value of a variable, as long as the values together are not too long.
    pub(super) fn get(&self, name: &str) -> Option<&Word> {
        let word = self.values.get(name)?;
        let left = self.left.get().checked_sub(word.text.len().max(1))?;
        self.left.set(left);
        Some(word)
    }
}

/// The name that a line assigns to, and where its value begins.
fn assignment(line: &str, shell: Shell) -> Option<(String, usize)> {
    let mut cursor = Cursor::new(line, 0);
    cursor.skip_blanks();
    let _ = cursor.take("$ ") || cursor.take("> ");
    match shell {
        Shell::Posix => _ = cursor.take("export ") || cursor.take("local "),
        Shell::Cmd if cursor.rest().get(..4)?.eq_ignore_ascii_case("set ") => cursor.at += 4,
        Shell::PowerShell if cursor.take("$") => {}
        _ => return None,
    }
    cursor.skip_blanks();
    if shell == Shell::Cmd {
        cursor.take("\"");
    }
    let start = cursor.at;
    if shell == Shell::PowerShell {
        cursor.take("env:");
    }
    cursor.at += cursor.name_len()?;
    let name = &line[start..cursor.at];
    if shell == Shell::PowerShell {
        cursor.skip_blanks();
    }
    if !cursor.take("=") {
        return None;
    }
    if shell == Shell::PowerShell {
        cursor.skip_blanks();
    }
    let name = if shell == Shell::Posix { name.to_owned() } else { name.to_ascii_lowercase() };
    Some((name, cursor.at))
}

/// The value that begins here, and where the next line may be looked at. `None`: an expression. `failed` counts what was
/// read of those of which no end was found.
fn value(
    text: &str,
    at: usize,
    shell: Shell,
    variables: &Variables,
    failed: &mut usize,
) -> (Option<Word>, usize) {
    if shell == Shell::Cmd {
        return (Some(cmd::assigned(text, at)), at);
    }
    if text[at..].starts_with([' ', '\t', '\n', '\r']) || text.len() == at {
        return (Some(Word::starting(at)), at);
    }
    let split = match shell {
        Shell::PowerShell => powershell::split(text, at, None, variables),
        _ => posix::split(text, at, None, variables),
    };
    // Reading ends at the end of the text where a quote is not closed; the lines after it are looked at nevertheless.
    *failed += if split.error.is_some() { split.end.saturating_sub(at) } else { 0 };
    let end = if split.error.is_some() { at } else { split.end };
    let is_alone = shell == Shell::Posix || split.words.len() == 1;
    let word = split.words.into_iter().next().filter(|word| {
        let command = shell == Shell::PowerShell && word.text.starts_with('(');
        is_alone && split.error.is_none() && !command
    });
    (word, end)
}
