//! A command line split into words as the shell that it was written for splits it.
//!
//! By hand: `shlex` supports neither `$'…'` nor cmd.exe's carets, and does not report where a command ends.

mod cmd;
mod posix;

pub(crate) use cmd::quoted as quoted_for_cmd;
pub(crate) use posix::quoted as quoted_for_posix;

/// The shell that a command line was written for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shell {
    /// sh, bash and zsh, with `$'…'`.
    Posix,
    /// cmd.exe, and then the C runtime of the program.
    Cmd,
}

/// One word, unquoted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Word {
    pub text: String,
    /// Unexpanded `$NAME`, `$(command)` or `%NAME%`, which the text contains as written.
    pub expansions: Vec<String>,
}

/// The first command of a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Split {
    pub words: Vec<Word>,
    /// Where the command ends in the text, in bytes.
    pub end: usize,
    /// Why the words are incomplete.
    pub error: Option<WordsError>,
}

/// Why a command line cannot be split completely.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WordsError {
    /// A quote is never closed: the end of the command is missing, or a quote is too many. Ask for the whole command.
    #[error("the quote {quote} at character {at} is never closed")]
    OpenQuote {
        /// The opening quote: `'`, `"`, `$'`, `^"`.
        quote: &'static str,
        /// Counted from one, in characters of the text.
        at: usize,
    },
    /// A typographic quote, as word processors insert, is not a quote to a shell.
    #[error("the quote {quote} at character {at} is a typographic one, which no shell takes for a quote")]
    TypographicQuote {
        /// The character.
        quote: char,
        /// Counted from one, in characters of the text.
        at: usize,
    },
    /// The text is not valid Unicode: `$'\xff'`, or a lone surrogate.
    #[error("the escapes of the word at character {at} do not make a text in UTF-8")]
    NotText {
        /// Counted from one, in characters of the text.
        at: usize,
    },
}

/// Only Chrome's "Copy as cURL (cmd)" opens values with `^"`.
pub(crate) fn shell_of(text: &str) -> Shell {
    if text.contains("^\"") { Shell::Cmd } else { Shell::Posix }
}

pub(crate) fn split(text: &str) -> Split {
    match shell_of(text) {
        Shell::Posix => posix::split(text),
        Shell::Cmd => cmd::split(text),
    }
}

/// The characters of a text with lookahead, and the position of the next one.
struct Cursor<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Cursor<'a> {
    fn new(text: &'a str) -> Self {
        Self { text, at: 0 }
    }

    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn next(&mut self) -> Option<char> {
        let next = self.peek()?;
        self.at += next.len_utf8();
        Some(next)
    }

    fn take(&mut self, prefix: &str) -> bool {
        let is_there = self.rest().starts_with(prefix);
        if is_there {
            self.at += prefix.len();
        }
        is_there
    }

    fn take_newline(&mut self) -> bool {
        self.take("\r\n") || self.take("\n")
    }

    /// The position in characters, from one.
    fn place(&self, at: usize) -> usize {
        self.text[..at].chars().count() + 1
    }
}

/// Whether the command continues after a line break without a continuation character: copying may lose those, and no
/// command begins with an option or a URL.
fn goes_on(rest: &str) -> bool {
    let line = rest.trim_start();
    let line = line.strip_prefix("> ").unwrap_or(line).trim_start();
    let option = line
        .strip_prefix('-')
        .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_alphabetic() || c == '-'));
    let is_rule = line.lines().next().unwrap_or_default().trim_end().chars().all(|c| c == '-');
    let address = line.trim_start_matches(['\'', '"', '^']);
    (option && !is_rule) || address.starts_with("https://") || address.starts_with("http://")
}

#[cfg(test)]
pub(crate) fn texts(split: &Split) -> Vec<&str> {
    split.words.iter().map(|word| word.text.as_str()).collect()
}
