//! Stages pasted secrets until they are used. The window gets an id and a description, never the text back.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde::{Deserialize, Serialize};
use specta::Type;
use zeroize::Zeroizing;

use crate::error::Error;
use crate::error::Result;
use crate::ids::new_id;
use crate::secrets::store::SecretStore;

use crate::secrets::cleanup::clean;
use crate::secrets::format::{CredentialFormat, detect_format, missing_letters};

/// A pasted text that should be a secret. It has no `Serialize`, so that it cannot be sent back to the window.
#[derive(Deserialize, Type)]
#[serde(transparent)]
pub struct PastedSecret(#[specta(type = String)] Zeroizing<String>);

impl PastedSecret {
    /// A text from the clipboard or a form field. It is erased from memory when dropped.
    pub fn new(text: String) -> Self {
        Self(Zeroizing::new(text))
    }
}

/// Describes a pasted secret that is staged in memory until a form uses it.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct StagedSecret {
    /// Names the secret in forms. Only the last eight pasted secrets are staged.
    pub id: String,
    /// The kind of credential, by its format.
    pub format: CredentialFormat,
    /// The length of the secret in bytes, which are ASCII characters.
    pub length: u32,
    /// A sentence such as "A service key or private-app token of data centre eu1."
    pub description: String,
    /// A sentence about what was removed from the pasted text. Empty: nothing was.
    pub removed: String,
    /// A sentence about what may be wrong with it. Empty: nothing is.
    pub warning: String,
    /// Where it belongs, for a field that expects another kind of credential.
    pub guidance: String,
}

/// More than one user has open in forms. The oldest is dropped first.
const MAX_STAGED: usize = 8;
/// A longer pasted text is not searched for a secret.
const MAX_PASTE_BYTES: usize = 64 * 1024;
const MAX_SECRET_BYTES: usize = 8 * 1024;
/// A shorter text of unknown format is not redacted: it may be a word.
const MIN_UNKNOWN_SECRET_BYTES: usize = 20;

/// The staged secrets, in memory.
pub struct StagedSecrets {
    staged: Mutex<HashMap<String, Staged>>,
    secrets: Arc<SecretStore>,
}

#[derive(Clone)]
struct Staged {
    text: Zeroizing<String>,
    format: CredentialFormat,
}

impl StagedSecrets {
    pub(crate) fn new(secrets: Arc<SecretStore>) -> Self {
        Self { staged: Mutex::default(), secrets }
    }

    /// Extracts the secret from a pasted text and stages it. `is_client_id`: whether a text is the client id of a listed
    /// app. Fails with [`Error::TokenMalformed`] if it cannot be a secret.
    pub(crate) fn stage(
        &self,
        pasted: &PastedSecret,
        is_client_id: impl Fn(&str) -> bool,
    ) -> Result<StagedSecret> {
        if pasted.0.len() > MAX_PASTE_BYTES {
            return Err(Error::TokenMalformed(TOO_LONG.to_owned()));
        }
        let cleaned = clean(&pasted.0);
        let text = cleaned.text;
        check_form(&text)?;
        let format = match cleaned.named {
            _ if is_client_id(&text) => CredentialFormat::ClientId,
            named => format_of(named, detect_format(&text)),
        };
        if should_redact(format, &text) {
            self.secrets.register_text(format.label(), &text);
        }
        Ok(StagedSecret {
            format,
            length: u32::try_from(text.len()).unwrap_or(u32::MAX),
            description: described(format, &text),
            removed: removed_words(&cleaned.removed),
            warning: warned(format, &text),
            guidance: format.guidance().to_owned(),
            id: self.insert(text, format),
        })
    }

    /// The text of a staged secret. It stays staged, so that a form that failed can be sent again. Fails with
    /// [`Error::StagedSecretGone`].
    pub(crate) fn get(&self, id: &str) -> Result<Zeroizing<String>> {
        self.lock().get(id).map(|staged| staged.text.clone()).ok_or(Error::StagedSecretGone)
    }

    pub(crate) fn format(&self, id: &str) -> Result<CredentialFormat> {
        self.lock().get(id).map(|staged| staged.format).ok_or(Error::StagedSecretGone)
    }

    /// Removes a staged secret, if it is still there.
    pub fn discard(&self, id: &str) {
        self.lock().remove(id);
    }

    pub(crate) fn discard_all(&self) {
        self.lock().clear();
    }

    fn insert(&self, text: Zeroizing<String>, format: CredentialFormat) -> String {
        let id = new_id();
        let mut all = self.lock();
        if all.len() >= MAX_STAGED
            && let Some(oldest) = all.keys().min().cloned()
        {
            all.remove(&oldest);
        }
        all.insert(id.clone(), Staged { text, format });
        id
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, Staged>> {
        self.staged.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The name takes precedence over the format, unless the format is unique to static tokens.
fn format_of(named: Option<CredentialFormat>, by_form: CredentialFormat) -> CredentialFormat {
    named.filter(|_| by_form != CredentialFormat::StaticToken).unwrap_or(by_form)
}

/// Whether to redact it. A short text of unknown format may be a word or an id, and would be redacted everywhere.
fn should_redact(format: CredentialFormat, text: &str) -> bool {
    match format {
        CredentialFormat::ClientId => false,
        CredentialFormat::Unknown => text.len() >= MIN_UNKNOWN_SECRET_BYTES,
        _ => true,
    }
}

const TOO_LONG: &str = "This is too long for a token or a secret: it looks like a whole document.";

fn check_form(text: &str) -> Result<()> {
    let fault = if text.is_empty() {
        "Nothing was pasted."
    } else if text.len() > MAX_SECRET_BYTES {
        TOO_LONG
    } else if text.chars().any(char::is_whitespace) {
        "This has spaces or line breaks inside, so more than the secret was copied."
    } else if !text.is_ascii() || text.chars().any(|letter| letter.is_ascii_control()) {
        "This has characters that no token holds."
    } else if text.contains("://") {
        "This is an address, not a secret."
    } else {
        return Ok(());
    };
    Err(Error::TokenMalformed(fault.to_owned()))
}

fn described(format: CredentialFormat, text: &str) -> String {
    if format == CredentialFormat::StaticToken {
        let hublet = text.split('-').nth(1).unwrap_or_default();
        return format!("A service key or private-app token of data centre {hublet}.");
    }
    format.description().to_owned()
}

fn warned(format: CredentialFormat, text: &str) -> String {
    let missing = missing_letters(text);
    if format == CredentialFormat::StaticToken && missing > 0 {
        return format!("It is {missing} characters shorter than such tokens are: its end may be missing.");
    }
    if format == CredentialFormat::Unknown && text.starts_with("pat-") {
        return "It begins like a service key or private-app token, but the rest is not one: part of it may be missing."
            .to_owned();
    }
    String::new()
}

/// "Removed: quotes or commas around it and the word Bearer."
fn removed_words(removed: &[&str]) -> String {
    match removed {
        [] => String::new(),
        [one] => format!("Removed: {one}."),
        [first @ .., last] => format!("Removed: {} and {last}.", first.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{CredentialFormat as Format, check_form, detect_format, warned};
    use crate::secrets::cleanup::clean;

    const KEY: &str = "pat-eu1-01234567-89ab-cdef-0123-456789abcdef";
    const UUID: &str = "01234567-89ab-cdef-0123-456789abcdef";

    #[test]
    fn each_credential_is_known_by_its_form() {
        let access = format!("CKPrvd7oMxIHAAEAQAAAARiZ{}", "0LUMILPPzRYo_5".repeat(4));
        let access_key = format!("CiRuYTEtMDEyMy00NTY3{}", "LTg5YWItY2RlZi0w".repeat(4));
        for (text, expected) in [
            ("pat-na1-01234567-89ab-cdef-0123-456789abcdef", Format::StaticToken),
            (KEY, Format::StaticToken),
            ("pat-jp1-01234567-89ab-cdef-0123-456789abcdef", Format::StaticToken),
            ("pat-xx9-0123", Format::Unknown),
            ("pat-eu1-not a key", Format::Unknown),
            (UUID, Format::ClientSecret),
            ("na1-01234567-89ab-cdef-0123-456789abcdef", Format::RefreshToken),
            ("eu1-a1b2-01234567-89ab-cdef-0123-456789abcdef", Format::RefreshToken),
            (&access, Format::AccessToken),
            (&access_key, Format::PersonalAccessKey),
            ("hello", Format::Unknown),
            ("", Format::Unknown),
        ] {
            assert_eq!(detect_format(text), expected, "{text}");
        }
    }

    #[test]
    fn what_came_with_a_secret_is_taken_away_and_named() {
        for (pasted, removed) in [
            (KEY.to_owned(), vec![]),
            (format!("  {KEY}\r\n"), vec!["spaces or line breaks around it"]),
            (format!("“{KEY}”"), vec!["quotes or commas around it"]),
            (format!("Bearer {KEY}"), vec!["the word Bearer"]),
            (format!("authorization: BEARER {KEY}"), vec!["the name before it", "the word Bearer"]),
            (
                format!("export HUBSPOT_TOKEN='{KEY}'"),
                vec!["quotes or commas around it", "the name before it"],
            ),
            (
                format!("\"access_token\": \"{KEY}\","),
                vec!["quotes or commas around it", "the name before it"],
            ),
            (format!("\u{feff}{}\u{200b}{}", &KEY[..9], &KEY[9..]), vec!["characters that cannot be seen"]),
            (format!("\u{202e}{KEY}\u{202c}"), vec!["characters that cannot be seen"]),
            (format!("{}\r\n   {}", &KEY[..20], &KEY[20..]), vec!["line breaks inside it"]),
            (format!("\u{a0}{KEY}\u{a0}"), vec!["spaces or line breaks around it"]),
        ] {
            let cleaned = clean(&pasted);
            assert_eq!((cleaned.text.as_str(), cleaned.removed), (KEY, removed), "{pasted:?}");
        }
    }

    #[test]
    fn a_name_before_it_says_what_a_form_that_several_share_cannot() {
        for (pasted, named) in [
            (format!("hapikey={UUID}"), Format::AccountApiKey),
            (
                format!("https://api.hubapi.com/contacts/v1/lists?count=1&hapikey={UUID}&x=1"),
                Format::AccountApiKey,
            ),
            (format!("Developer API key: {UUID}"), Format::DeveloperApiKey),
            (format!("client_id={UUID}"), Format::ClientId),
            (format!("HUBSPOT_CLIENT_SECRET={UUID}"), Format::ClientSecret),
            (format!("refresh_token: {UUID}"), Format::RefreshToken),
        ] {
            let cleaned = clean(&pasted);
            assert_eq!((cleaned.named, cleaned.text.as_str()), (Some(named), UUID), "{pasted}");
        }
    }

    #[test]
    fn the_one_token_of_a_command_or_a_file_is_found_and_of_two_none() {
        let access = format!("CKPrvd7oMxIHAAEAQAAAARiZ{}", "0LUMILPPzRYo_5".repeat(4));
        let access_key = format!("CiRuYTEtMDEyMy00NTY3{}", "LTg5YWItY2RlZi0w".repeat(4));
        for (pasted, found) in [
            (
                format!(
                    "curl --request GET \\\n  --url 'https://api.hubapi.com/crm/v3/objects/contacts?limit=1' \\\n  --header 'authorization: Bearer {KEY}'"
                ),
                KEY,
            ),
            (format!("curl -H \"Authorization: Bearer {KEY}\" https://api.hubapi.com/a"), KEY),
            (format!("{{\"accessToken\":\"{KEY}\"}}"), KEY),
            (format!("new Client({{ accessToken: '{KEY}' }});"), KEY),
            (format!("Bearer\u{a0}{KEY}"), KEY),
            (KEY.replace('-', "\u{2011}"), KEY),
            (format!("Here is the key: {KEY}."), KEY),
            (format!("curl https://api.hubapi.com/a -H 'authorization: Bearer {access}'"), &access),
            (format!("personalAccessKey: >-\n      {access_key}"), &access_key),
        ] {
            assert_eq!(clean(&pasted).text.as_str(), found, "{pasted}");
        }
        let two = format!("curl -H 'a: {KEY}' -d '{}'", KEY.replace("eu1", "na1"));
        assert!(check_form(&clean(&two).text).is_err());
    }

    #[test]
    fn two_secrets_in_two_lines_are_not_made_into_one() {
        for pasted in [format!("{KEY}\n{KEY}"), format!("{UUID}\n{UUID}"), format!("id\n{UUID}")] {
            assert!(check_form(&clean(&pasted).text).is_err(), "{pasted}");
        }
    }

    #[test]
    fn a_token_that_was_cut_is_warned_of() {
        assert_eq!(warned(detect_format(KEY), KEY), "");
        assert!(warned(detect_format(&KEY[..30]), &KEY[..30]).contains("14 characters shorter"));
        assert!(warned(Format::Unknown, "pat-eu1-").contains("part of it may be missing"));
    }

    #[test]
    fn every_credential_has_a_description_and_guidance() {
        for kind in [
            Format::StaticToken,
            Format::ClientSecret,
            Format::ClientId,
            Format::PersonalAccessKey,
            Format::DeveloperApiKey,
            Format::AccountApiKey,
            Format::RefreshToken,
            Format::AccessToken,
            Format::Unknown,
        ] {
            assert!(kind.description().ends_with('.') && kind.guidance().ends_with('.'), "{kind:?}");
        }
    }

    #[test]
    fn what_cannot_be_a_secret_is_refused_with_a_reason() {
        for text in
            ["", "two words", "line\nbreak", "schlüssel", &"x".repeat(9000), "https://app.hubspot.com"]
        {
            assert!(check_form(text).is_err(), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn cleaning_never_panics_and_cleaning_twice_changes_nothing(text in "(?s).{0,120}") {
            let once = clean(&text).text;
            prop_assert_eq!(clean(&once).text, once);
        }

        #[test]
        fn a_key_is_found_whatever_stands_around_it(
            before in "[ \t\r\n\u{200b}\"'“]{0,6}", after in "[ \t\r\n\u{feff}\"'”,;]{0,6}",
        ) {
            let cleaned = clean(&format!("{before}{KEY}{after}"));
            prop_assert_eq!(cleaned.text.as_str(), KEY);
        }
    }
}
