//! Redacted rows and lines. JSON may write any character as an escape, so a secret is also looked for in the text
//! with its escapes decoded.

use crate::escapes;
use crate::view::RowKind;

/// Replaces the secrets in a text. Called on every key, value and line before it leaves the crate.
pub type Redact<'a> = &'a dyn Fn(&str) -> String;

/// No secret that the app holds is longer.
const MAX_SECRET_BYTES: usize = 8 * 1_024;

/// A string, number or word of JSON, or a key.
pub(crate) struct Scalar {
    /// As written in the text, with its quotes.
    raw: String,
    decoded: String,
    /// Whether all of it was read.
    is_whole: bool,
}

impl Scalar {
    /// `raw`: with the quotes of a string, the closing one missing where `is_whole` is false.
    pub(crate) fn new(raw: String, is_whole: bool) -> Self {
        let inside = raw.strip_prefix('"').unwrap_or(&raw);
        let inside = if is_whole { inside.strip_suffix('"').unwrap_or(inside) } else { inside };
        let decoded = escapes::decode(inside);
        Self { raw, decoded, is_whole }
    }

    /// The text as the server wrote it, unless it holds a secret: redacted text has to be encoded again.
    pub(crate) fn as_json(&self, kind: RowKind, redact: Redact<'_>) -> String {
        if redact(&self.decoded) == self.decoded {
            return redact(&self.raw);
        }
        let redacted = self.redacted(redact);
        if kind == RowKind::String { serde_json::Value::from(redacted).to_string() } else { redacted }
    }

    /// The decoded text without secrets. Where it was not read whole its end may be the beginning of a secret, which
    /// cannot be recognized, so that much of the end is dropped.
    pub(crate) fn redacted(&self, redact: Redact<'_>) -> String {
        let redacted = redact(&self.decoded);
        if self.is_whole {
            return redacted;
        }
        let safe = redacted.floor_char_boundary(redacted.len().saturating_sub(MAX_SECRET_BYTES));
        format!("{}…", &redacted[..safe])
    }
}

/// The line without secrets. Its escapes are decoded only if they hid a secret.
pub(crate) fn redact_line(line: &str, redact: Redact<'_>) -> String {
    let redacted = redact(line);
    let decoded = escapes::decode(&redacted);
    let revealed = redact(&decoded);
    if revealed == decoded { redacted } else { revealed.replace(char::is_control, " ") }
}
