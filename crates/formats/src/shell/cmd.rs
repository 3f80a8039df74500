//! Splits a command line as Windows does: cmd.exe resolves `^`, then the program's C runtime splits the rest
//! (Microsoft's "Parsing C command-line arguments").

use super::{Cursor, Split, Word, WordsError, goes_on};

/// The text quoted as one word, as Chrome's "Copy as cURL (cmd)" does: every quote is hidden from cmd.exe, so that
/// carets apply everywhere.
pub(crate) fn quoted(text: &str) -> String {
    let mut line = String::from("^\"");
    let mut backslashes = 0;
    for c in text.replace("\r\n", "\n").chars() {
        match c {
            '\\' => backslashes += 1,
            // The C runtime halves backslashes before a quote alone.
            '"' => line.push_str(&"\\".repeat(backslashes + 1)),
            _ => {}
        }
        if c != '\\' {
            backslashes = 0;
        }
        push_for_cmd(&mut line, c);
    }
    line.push_str(&"\\".repeat(backslashes));
    line + "^\""
}

fn push_for_cmd(line: &mut String, c: char) {
    match c {
        '\n' => line.push_str("^\n\n"),
        c if c.is_alphanumeric() || c.is_whitespace() || "_-:=+~'/.,?;*\\".contains(c) => line.push(c),
        c => line.extend(['^', c]),
    }
}

pub(super) fn split(text: &str) -> Split {
    let (line, end) = undo_carets(text);
    let (words, error) = words(&line);
    Split { words, end, error: error.map(|at| WordsError::OpenQuote { quote: "^\"", at }) }
}

/// What cmd.exe passes to the program, and where the command ends in the text.
fn undo_carets(text: &str) -> (String, usize) {
    let mut cursor = Cursor::new(text);
    let mut line = String::new();
    let mut is_quoted = false;
    while let Some(c) = cursor.peek() {
        let at = cursor.at;
        cursor.next();
        match c {
            '^' if !is_quoted => {
                // A caret at the end of a line joins the lines and takes the next character literally.
                cursor.take_newline();
                if cursor.take_newline() {
                    line.push('\n');
                } else if let Some(next) = cursor.next() {
                    line.push(next);
                }
            }
            '\n' if !goes_on(cursor.rest()) => return (line, at),
            '|' | '&' | '<' | '>' if !is_quoted => return (line, at),
            '"' => {
                is_quoted = !is_quoted;
                line.push(c);
            }
            c => line.push(c),
        }
    }
    (line, cursor.at)
}

/// The words, and the position of a quote that is never closed.
fn words(line: &str) -> (Vec<Word>, Option<usize>) {
    let mut cursor = Cursor::new(line);
    let mut words = Vec::new();
    let mut word: Option<Word> = None;
    let mut open = None;
    while let Some(c) = cursor.peek() {
        let at = cursor.at;
        cursor.next();
        match c {
            '\\' => {
                let text = &mut word.get_or_insert_default().text;
                take_backslashes(&mut cursor, text);
            }
            '"' if open.is_some() && cursor.take("\"") => word.get_or_insert_default().text.push('"'),
            '"' => {
                open = if open.is_some() { None } else { Some(cursor.place(at)) };
                word.get_or_insert_default();
            }
            c if c.is_whitespace() && open.is_none() => words.extend(word.take()),
            c => word.get_or_insert_default().text.push(c),
        }
    }
    words.extend(word);
    for word in &mut words {
        word.expansions = variables(&word.text);
    }
    (words, open)
}

/// 2n backslashes before a quote are n; 2n + 1 are n and a literal quote. Other backslashes are literal.
fn take_backslashes(cursor: &mut Cursor<'_>, text: &mut String) {
    let mut count = 1;
    while cursor.take("\\") {
        count += 1;
    }
    if cursor.peek() != Some('"') {
        text.push_str(&"\\".repeat(count));
        return;
    }
    text.push_str(&"\\".repeat(count / 2));
    if count % 2 == 1 {
        cursor.next();
        text.push('"');
    }
}

/// A `%NAME%`, but not the `%20%C3` of a URL.
fn variables(text: &str) -> Vec<String> {
    let is_name = |name: &str| {
        name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
            && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
            && name.len() > 2
    };
    let names = text.split('%').skip(1).step_by(2).filter(|name| is_name(name));
    names.map(|name| format!("%{name}%")).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::{Shell, WordsError, shell_of, texts};
    use super::{quoted, split};

    #[test]
    fn what_chrome_copies_is_read_as_windows_reads_it() {
        let text = "curl ^\"https://api.hubapi.com/x?a=1^&b=^%^20c^\" ^\r\n  -X ^\"POST^\" ^\r\n  --data-raw ^\"^{^\\^\"a^\\^\": ^\\^\"b^\r\n\r\n c^\\^\"^}^\"";
        assert_eq!(shell_of(text), Shell::Cmd);
        let words = split(text);
        assert_eq!(
            texts(&words),
            ["curl", "https://api.hubapi.com/x?a=1&b=%20c", "-X", "POST", "--data-raw", "{\"a\": \"b\n c\"}"]
        );
        assert_eq!((words.error.clone(), words.end), (None, text.len()));
    }

    #[test]
    fn backslashes_count_before_a_quote_alone() {
        assert_eq!(
            texts(&split(r#"a\b "c\\" "d\"e" "f""g" \\\"h"#)),
            [r"a\b", r"c\", "d\"e", "f\"g", "\\\"h"]
        );
    }

    #[test]
    fn an_unclosed_quote_is_reported_and_a_variable_noted() {
        assert_eq!(split("a ^\"b").error, Some(WordsError::OpenQuote { quote: "^\"", at: 3 }));
        assert_eq!(split("^\"Bearer %TOKEN%^\"").words[0].expansions, ["%TOKEN%"]);
        assert!(split("^\"a^%^20b^%^20c^\"").words[0].expansions.is_empty());
    }

    proptest! {
        #[test]
        fn a_quoted_text_is_one_word_again(text in "[^\\r]{0,60}") {
            let line = format!("a {} b", quoted(&text));
            let words = split(&line);
            prop_assert_eq!(texts(&words), ["a", &text, "b"], "{}", line);
        }
    }
}
