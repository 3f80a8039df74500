//! What is shown of a body, without the secrets that the app holds, however JSON writes them.

use super::{RowKind, escapes};

/// No secret that the app holds is longer, in bytes.
const LONGEST_SECRET: usize = 8 * 1_024;

/// A string, number or word: as it stands in the text, and what it says.
pub(super) struct Scalar {
    raw: String,
    plain: String,
    /// Whether it was read to its end.
    is_whole: bool,
}

impl Scalar {
    /// `raw`: with the quotes of a string; the last one is missing where it was not read to its end.
    pub(super) fn new(raw: String, is_whole: bool) -> Self {
        let inside = raw.strip_prefix('"').unwrap_or(&raw);
        let inside = if is_whole { inside.strip_suffix('"').unwrap_or(inside) } else { inside };
        let plain = escapes::undone(inside);
        Self { raw, plain, is_whole }
    }

    /// The text as it came, unless a secret stands in it: a cleaned one has to be written anew.
    pub(super) fn as_json(&self, kind: RowKind, clean: &dyn Fn(&str) -> String) -> String {
        if clean(&self.plain) == self.plain {
            return clean(&self.raw);
        }
        let cleaned = self.cleaned(clean);
        if kind == RowKind::String { serde_json::Value::from(cleaned).to_string() } else { cleaned }
    }

    /// What it says, without secrets. One that was not read to its end may end with the first part of a secret, so
    /// that much is left out.
    pub(super) fn cleaned(&self, clean: &dyn Fn(&str) -> String) -> String {
        let cleaned = clean(&self.plain);
        if self.is_whole {
            return cleaned;
        }
        let sure = cleaned.floor_char_boundary(cleaned.len().saturating_sub(LONGEST_SECRET));
        format!("{}…", &cleaned[..sure])
    }
}

/// A line without secrets, those written with JSON's escapes included. Only where one is hidden so, the escapes of
/// the line are undone.
pub(crate) fn clean_line(line: &str, clean: &dyn Fn(&str) -> String) -> String {
    let cleaned = clean(line);
    let plain = escapes::undone(&cleaned);
    let revealed = clean(&plain);
    if revealed == plain { cleaned } else { revealed.replace(char::is_control, " ") }
}
