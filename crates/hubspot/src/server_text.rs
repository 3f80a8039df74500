//! The border that every text of a server passes before it becomes part of the app: what it says about an account, a
//! token or a limit ends in the data file, in the window and in the command line's output. Response bodies and headers of
//! the console do not pass here; they are redacted where they are shown.

use portalscope_redact::Redactor;

use crate::Client;

const MAX_TEXT_CHARS: usize = 200;
/// HubSpot's ids are 64-bit integers.
const MAX_ID_DIGITS: usize = 20;
const MAX_SCOPE_BYTES: usize = 100;
/// HubSpot has about 600.
const MAX_SCOPES: usize = 2_000;

/// Whether this may be the name of a scope: letters, digits, dots, dashes, underscores and colons, at most 100 bytes. None
/// holds a UUID, which is the form of client secrets.
pub fn is_scope(text: &str) -> bool {
    let fits = |letter: char| letter.is_ascii_alphanumeric() || "._-:".contains(letter);
    !text.is_empty() && text.len() <= MAX_SCOPE_BYTES && text.chars().all(fits) && !has_uuid(text)
}

/// Whether a UUID as RFC 9562 writes it is somewhere in the text.
fn has_uuid(text: &str) -> bool {
    let is_uuid = |window: &[u8]| {
        let fits = |(at, byte): (usize, &u8)| match at {
            8 | 13 | 18 | 23 => *byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        };
        window.iter().enumerate().all(fits)
    };
    text.as_bytes().windows(36).any(is_uuid)
}

/// Whether this may be one of HubSpot's numeric ids.
fn is_id(text: &str) -> bool {
    !text.is_empty() && text.len() <= MAX_ID_DIGITS && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Text that carries no secret, no control characters and no more than its field needs.
pub(crate) struct Border<'a>(&'a Redactor);

impl<'a> Border<'a> {
    pub(crate) fn of(client: &'a Client) -> Self {
        Self(client.redactor())
    }

    /// A name or a word. Redacted before it is cut, so that no part of a secret is left at the cut.
    pub(crate) fn text(&self, text: &mut Option<String>) {
        *text = text.take().map(|text| {
            let printable: String = text.chars().filter(|letter| !is_invisible(*letter)).collect();
            self.0.text(&printable).chars().take(MAX_TEXT_CHARS).collect()
        });
    }

    /// An id. One that is not a number is unknown.
    pub(crate) fn id(id: &mut Option<String>) {
        *id = id.take().filter(|id| is_id(id));
    }

    /// Scopes. What cannot be the name of one is left out.
    pub(crate) fn scopes(&self, scopes: &mut Option<Vec<String>>) {
        if let Some(scopes) = scopes {
            scopes.retain(|scope| is_scope(scope) && self.0.text(scope) == *scope);
            scopes.truncate(MAX_SCOPES);
        }
    }
}

/// Control characters, and format characters that change the order or the look of the text around them.
fn is_invisible(letter: char) -> bool {
    letter.is_control()
        || matches!(letter, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}')
}

#[cfg(test)]
mod tests {
    use super::{Border, MAX_TEXT_CHARS};
    use portalscope_redact::Redactor;

    const TOKEN: &str = "pat-na1-01234567-89ab-cdef-0123-456789abcdef";

    fn border_text(redactor: &Redactor, text: &str) -> String {
        let mut text = Some(text.to_owned());
        Border(redactor).text(&mut text);
        text.unwrap()
    }

    #[test]
    fn text_keeps_no_secret_no_control_characters_and_no_excess() {
        let redactor = Redactor::new();
        redactor.register("client-secret", "not-shaped-like-one");
        assert_eq!(border_text(&redactor, "Acme GmbH & Söhne"), "Acme GmbH & Söhne");
        assert_eq!(border_text(&redactor, "A\u{1b}[2Jc\u{202e}me\r\n"), "A[2Jcme");
        assert!(!border_text(&redactor, &format!("Acme {TOKEN}")).contains("01234567"));
        assert_eq!(border_text(&redactor, "x not-shaped-like-one"), "x «client-secret#1»");
        // Invisible characters must not hide a secret, nor the cut leave a part of one.
        assert_eq!(border_text(&redactor, "not-\u{200b}shaped-like-one"), "«client-secret#1»");
        let long = format!("{}not-shaped-like-one", "é".repeat(MAX_TEXT_CHARS - 8));
        let cut = border_text(&redactor, &long);
        assert!(cut.chars().count() == MAX_TEXT_CHARS && !cut.contains("not-"), "{cut}");
    }

    #[test]
    fn ids_are_numbers_and_scopes_are_names() {
        let redactor = Redactor::new();
        let border = Border(&redactor);
        for (told, kept) in [("4711", Some("4711")), ("", None), ("47-11", None), (TOKEN, None)] {
            let mut id = Some(told.to_owned());
            Border::id(&mut id);
            assert_eq!(id.as_deref(), kept, "{told}");
        }
        // In the form of a client secret that nobody has registered yet.
        let secret = "5a8e2f70-d1c4-4b96-a3e7-68f09b2d7c15";
        let inside = format!("crm.{secret}.read");
        let told = ["oauth", TOKEN, "a b", "", secret, &inside];
        let mut scopes = Some(told.map(str::to_owned).to_vec());
        border.scopes(&mut scopes);
        assert_eq!(scopes.unwrap(), ["oauth"]);
    }
}
