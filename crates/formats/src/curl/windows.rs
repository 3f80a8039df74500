//! What becomes of a command in PowerShell before it is curl's.

use crate::request::{Note, NoteKind};
use crate::shell::Word;

/// Parameters of `Invoke-WebRequest`, whose alias `curl` is in Windows PowerShell.
const PARAMETERS: [&str; 7] =
    ["-uri", "-method", "-headers", "-body", "-contenttype", "-usebasicparsing", "-outfile"];

/// Whether this is no cURL but `Invoke-WebRequest` under its alias.
pub(super) fn is_alias(words: &[Word]) -> bool {
    words.iter().skip(1).any(|word| PARAMETERS.iter().any(|name| word.text.eq_ignore_ascii_case(name)))
}

/// Passes quotation marks within arguments on to the program. Before PowerShell 7.3 they were lost, unless a backslash
/// stood before them; people write that backslash still.
pub(super) fn pass_quotes(words: &mut [Word]) -> Vec<Note> {
    let mut notes = Vec::new();
    let is_plain_name = words.first().is_some_and(|name| !name.text.to_ascii_lowercase().ends_with(".exe"));
    if is_plain_name {
        let name = words[0].span.clone();
        notes.push(version_note(
            "PowerShell before 6",
            "`curl` is an alias of Invoke-WebRequest, which knows none of these options; `curl.exe` is curl",
            "`curl` is curl",
            Some(name),
        ));
    }
    let mut is_noted = false;
    for word in words.iter_mut().skip(1).filter(|word| word.text.contains('"')) {
        let span = Some(word.span.clone());
        let is_json = serde_json::from_str::<serde::de::IgnoredAny>(&word.text).is_ok();
        let is_escaped = !is_json && word.text.contains("\\\"");
        if is_escaped {
            *word = word.without_backslashes();
        }
        if std::mem::replace(&mut is_noted, true) {
            continue;
        }
        notes.push(if is_escaped {
            version_note(
                "PowerShell before 7.3",
                "`\\\"` reaches curl as a quotation mark",
                "the backslash stays",
                span,
            )
        } else {
            version_note(
                "PowerShell before 7.3",
                "quotation marks in an argument are lost",
                "they are kept",
                span,
            )
        });
    }
    notes
}

fn version_note(library: &str, before: &str, after: &str, span: Option<crate::Span>) -> Note {
    let [library, before, after] = [library, before, after].map(str::to_owned);
    Note { kind: NoteKind::DependsOnVersion { library, before, after }, span }
}
