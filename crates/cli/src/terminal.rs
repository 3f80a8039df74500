//! Standard output, where a terminal gets no character that it would act on: a server's text could set its title, clear
//! it, write to the clipboard, or show letters in another order than they are in.

use std::io::{self, IsTerminal, StdoutLock, Write};

/// Standard output. What goes to a file or a program is written as it is.
pub fn stdout() -> Output<StdoutLock<'static>> {
    Output { out: io::stdout().lock(), is_terminal: io::stdout().is_terminal(), cut: Vec::new() }
}

/// A text for one line of a terminal.
pub fn harmless(text: &str) -> String {
    text.replace(acts, " ")
}

/// Control characters (also C1's, such as U+009B, which begins a sequence as ESC [ does), and those that change the
/// direction of text.
fn acts(letter: char) -> bool {
    letter.is_control()
        || matches!(letter, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Writes text; on a terminal, what it would act on is replaced by spaces, but for line breaks and tabs.
pub struct Output<W> {
    out: W,
    is_terminal: bool,
    /// The beginning of a character that was written in two parts.
    cut: Vec<u8>,
}

impl<W: Write> Write for Output<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if !self.is_terminal {
            return self.out.write(bytes);
        }
        self.cut.extend_from_slice(bytes);
        let whole = match std::str::from_utf8(&self.cut) {
            Err(error) if error.error_len().is_none() => error.valid_up_to(),
            _ => self.cut.len(),
        };
        let rest = self.cut.split_off(whole);
        let text = String::from_utf8_lossy(&self.cut)
            .replace(|letter| acts(letter) && !matches!(letter, '\n' | '\t'), " ");
        self.cut = rest;
        self.out.write_all(text.as_bytes())?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::{Output, Write, harmless};

    fn shown(is_terminal: bool, parts: &[&[u8]]) -> Vec<u8> {
        let mut output = Output { out: Vec::new(), is_terminal, cut: Vec::new() };
        for part in parts {
            output.write_all(part).unwrap();
        }
        output.out
    }

    #[test]
    fn a_terminal_gets_lines_and_tabs_but_nothing_that_it_acts_on() {
        let text = "a\tb\r\n\u{1b}]0;owned\u{7}\u{1b}[2J\u{9b}2J \u{202e}evil\u{2069} ü\u{7f}\n";
        let expected = "a\tb \n ]0;owned  [2J 2J  evil  ü \n";
        assert_eq!(String::from_utf8(shown(true, &[text.as_bytes()])).unwrap(), expected);
        assert_eq!(shown(false, &[text.as_bytes()]), text.as_bytes(), "a file gets it as it came");
        assert_eq!(harmless("a\n\u{1b}[2J\u{202e}b"), "a  [2J b");
    }

    #[test]
    fn a_character_in_two_parts_is_put_together_and_what_is_no_text_is_marked() {
        let bytes = "ü\u{9b}2J".as_bytes();
        for at in 0..bytes.len() {
            let (first, second) = bytes.split_at(at);
            assert_eq!(shown(true, &[first, second]), "ü 2J".as_bytes(), "{at}");
        }
        assert_eq!(String::from_utf8(shown(true, &[b"a\x9b2J"])).unwrap(), "a\u{fffd}2J");
    }
}
