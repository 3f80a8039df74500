//! What the string literals of the languages have in common.

/// Whether a reader of the code cannot see the character, or sees those around it in another order: controls, the
/// formatting characters of Unicode, the separators of lines.
pub(super) fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{a0}' | '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}')
        || matches!(c, '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// How a language writes a string between quotes, with backslashes.
#[derive(Clone, Copy)]
pub(super) struct Style {
    pub quote: char,
    /// Whether the character, before the next one, needs a backslash.
    pub is_special: fn(char, Option<char>) -> bool,
    /// A character by its number.
    pub code: fn(char) -> String,
}

impl Style {
    pub(super) fn quoted(self, text: &str) -> String {
        let mut out = String::with_capacity(text.len() + 2);
        out.push(self.quote);
        let mut chars = text.chars().peekable();
        while let Some(c) = chars.next() {
            match c {
                '\n' => out.push_str("\\n"),
                '\r' => out.push_str("\\r"),
                '\t' => out.push_str("\\t"),
                c if is_invisible(c) => out.push_str(&(self.code)(c)),
                c if c == '\\' || c == self.quote || (self.is_special)(c, chars.peek().copied()) => {
                    out.extend(['\\', c]);
                }
                c => out.push(c),
            }
        }
        out.push(self.quote);
        out
    }

    /// The same, between the other quotes if that spares backslashes.
    pub(super) fn readable(self, text: &str) -> String {
        let count = |quote: char| text.matches(quote).count();
        let quote = if count('"') > count('\'') { '\'' } else { '"' };
        Self { quote, ..self }.quoted(text)
    }
}

pub(super) fn nothing_special(_: char, _: Option<char>) -> bool {
    false
}

/// `\u00a0`, `\U000e0001`: Python, Go, C#.
pub(super) fn code_of_fixed_length(c: char) -> String {
    let code = u32::from(c);
    if code > 0xffff { format!("\\U{code:08x}") } else { format!("\\u{code:04x}") }
}

/// `\u{a0}`: JavaScript, PHP, Ruby.
pub(super) fn code_in_braces(c: char) -> String {
    format!("\\u{{{:x}}}", u32::from(c))
}

/// Lines with this indentation before each but the first.
pub(super) fn indented_by(text: &str, indentation: &str) -> String {
    text.replace('\n', &format!("\n{indentation}"))
}
