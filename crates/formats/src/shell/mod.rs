//! A command line split into words as the shell that it was written for splits it.
//!
//! By hand: `shlex` supports neither `$'…'` nor the other shells, and reports neither places nor where a command ends.

mod ansi_c;
mod cmd;
mod cursor;
mod guess;
mod here;
mod posix;
mod powershell;
mod variables;
mod word;

pub(crate) use cmd::quoted as quoted_for_cmd;
pub(crate) use guess::candidates;
pub(crate) use posix::quoted as quoted_for_posix;
pub(crate) use powershell::quoted as quoted_for_powershell;
pub(crate) use variables::Variables;
pub(crate) use word::Word;

use crate::request::{Form, Span};

/// The shell that a command line was written for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shell {
    /// sh, bash and zsh, with `$'…'`.
    Posix,
    /// cmd.exe, and then the C runtime of the program.
    Cmd,
    /// Windows PowerShell and PowerShell.
    PowerShell,
}

impl Shell {
    /// The form of a cURL command for this shell.
    pub(crate) fn form(self) -> Form {
        match self {
            Self::Posix => Form::CurlPosix,
            Self::Cmd => Form::CurlCmd,
            Self::PowerShell => Form::CurlPowerShell,
        }
    }
}

/// One command of a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Split {
    pub words: Vec<Word>,
    /// Where the command ends in the text, in bytes.
    pub end: usize,
    /// Its input, as far as the text holds it.
    pub stdin: Option<Stdin>,
    /// Whether its output is the input of the next command, which begins at `end`.
    pub is_piped: bool,
    /// Quotes that no shell takes for quotes, read as they are meant.
    pub typographic: Vec<Span>,
    /// Why the words are incomplete.
    pub error: Option<WordsError>,
}

/// What a command reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Stdin {
    /// A here-document, a here-string, or what `echo` wrote.
    Text(Word),
    /// `< name`.
    File(Word),
}

/// Why a command line cannot be split completely.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum WordsError {
    /// The end of the command is missing, or a quote is too many.
    #[error("the quote {quote} is never closed")]
    OpenQuote {
        /// The opening quote: `'`, `"`, `$'`, `^"`.
        quote: &'static str,
        span: Span,
    },
    /// The text is not valid Unicode: `$'\xff'`, or a lone surrogate.
    #[error("the escapes of a word do not make a text in UTF-8")]
    NotText { span: Span },
    /// The line that should end a here-document is missing.
    #[error("the here-document has no line that ends it")]
    OpenHereDocument { span: Span },
    /// More words than anybody writes.
    #[error("it has more words than are read")]
    TooLong { span: Span },
}

/// No command has more words.
const MOST_WORDS: usize = 5_000;

impl Split {
    /// Whether there are as many words as are read; the rest is left from `at` on.
    fn check_length(&self, at: usize) -> Result<(), WordsError> {
        if self.words.len() < MOST_WORDS { Ok(()) } else { Err(WordsError::TooLong { span: at..at }) }
    }
}

impl WordsError {
    /// Whether the words that were read are right, and there are more.
    pub(crate) fn is_length(&self) -> bool {
        matches!(self, Self::TooLong { .. })
    }

    /// Where it is.
    pub(crate) fn span(&self) -> Span {
        match self {
            Self::OpenQuote { span, .. }
            | Self::NotText { span }
            | Self::OpenHereDocument { span }
            | Self::TooLong { span } => span.clone(),
        }
    }
}

/// The command that begins at a place of a text. `closer` ends it where it stands in a `$(…)` or between backticks.
pub(crate) fn split(
    text: &str,
    at: usize,
    shell: Shell,
    closer: Option<char>,
    variables: &Variables,
) -> Split {
    match shell {
        Shell::Posix => posix::split(text, at, closer, variables),
        Shell::Cmd => cmd::split(text, at, variables),
        Shell::PowerShell => powershell::split(text, at, closer, variables),
    }
}

#[cfg(test)]
pub(crate) fn texts(split: &Split) -> Vec<&str> {
    split.words.iter().map(|word| word.text.as_str()).collect()
}
