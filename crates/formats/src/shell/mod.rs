//! A command line split into words as the shell that it was written for splits it.
//!
//! By hand: `shlex` reads neither `$'…'` nor cmd.exe's carets, and does not tell where a command ends.

mod cmd;
mod posix;

pub(crate) use cmd::quoted as quoted_for_cmd;
pub(crate) use posix::quoted as quoted_for_posix;

/// Who reads a command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shell {
    /// sh, bash and zsh, with `$'…'`.
    Posix,
    /// cmd.exe, and then the C runtime of the program that it starts.
    Cmd,
}

/// One word, unquoted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Word {
    pub text: String,
    /// What the shell would have put in: `$NAME`, `$(command)`, `%NAME%`. It stands in the text as written.
    pub expansions: Vec<String>,
}

/// The first command of a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Split {
    pub words: Vec<Word>,
    /// In bytes: where the command ends in the text.
    pub end: usize,
    /// Why the words are not all of the command.
    pub error: Option<WordsError>,
}

/// Why a command line cannot be split whole.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WordsError {
    /// Ask for the whole command: its end is missing, or a quote in the middle is too much.
    #[error("the quote {quote} at character {at} is never closed")]
    OpenQuote {
        /// As it opens: `'`, `"`, `$'`, `^"`.
        quote: &'static str,
        /// Counted from one, in characters of the text.
        at: usize,
    },
    /// A word processor replaced the quotes; a shell does not take them for any.
    #[error("the quote {quote} at character {at} is a typographic one, which no shell takes for a quote")]
    TypographicQuote {
        /// The character.
        quote: char,
        /// Counted from one, in characters of the text.
        at: usize,
    },
    /// `$'\xff'`, or half of a surrogate pair.
    #[error("the escapes of the word at character {at} do not make a text in UTF-8")]
    NotText {
        /// Counted from one, in characters of the text.
        at: usize,
    },
}

/// Chrome's "Copy as cURL (cmd)" opens every value with `^"`; nothing else does.
pub(crate) fn shell_of(text: &str) -> Shell {
    if text.contains("^\"") { Shell::Cmd } else { Shell::Posix }
}

pub(crate) fn split(text: &str) -> Split {
    match shell_of(text) {
        Shell::Posix => posix::split(text),
        Shell::Cmd => cmd::split(text),
    }
}

/// The characters of a text with a look ahead, and where the next one stands.
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

    /// In characters, counted from one.
    fn place(&self, at: usize) -> usize {
        self.text[..at].chars().count() + 1
    }
}

/// Whether the command goes on behind a line break that nothing joins: copying loses the joints, and no command begins
/// with an option or an address.
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
