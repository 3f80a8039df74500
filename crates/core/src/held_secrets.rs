//! Secrets that were pasted and not used yet. The window gets a description and an id, never the text back.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde::{Deserialize, Serialize};
use specta::Type;
use zeroize::Zeroizing;

use crate::Error;
use crate::app::Portalscope;
use crate::error::Result;

/// A secret on its way in. It can be read from the window's message and not written into one: no `Serialize`.
#[derive(Deserialize, Type)]
#[serde(transparent)]
pub struct PastedSecret(#[specta(type = String)] Zeroizing<String>);

impl PastedSecret {
    pub fn new(text: String) -> Self {
        Self(Zeroizing::new(text))
    }
}

/// What a pasted text is, by its form alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum SecretLook {
    StaticToken,
    ClientSecret,
    PersonalAccessKey,
    DeveloperApiKey,
    RefreshToken,
    AccessToken,
    Unknown,
}

#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct HeldSecret {
    pub id: String,
    pub looks_like: SecretLook,
    pub length: u32,
    /// Plain words: "A service key or private-app token of data centre eu1."
    pub description: String,
    /// What to mind; empty when all is well.
    pub warning: String,
}

/// As many as one person can have open in forms; the oldest goes first.
const MOST_HELD: usize = 8;
const LONGEST_SECRET: usize = 8 * 1024;
const LIKELY_SECRET: usize = 20;

#[derive(Default)]
pub(crate) struct HeldSecrets {
    held: Mutex<HashMap<String, Zeroizing<String>>>,
}

impl HeldSecrets {
    /// The held text, which stays held: a form that failed can be sent again.
    pub(crate) fn get(&self, id: &str) -> Result<Zeroizing<String>> {
        self.lock().get(id).cloned().ok_or(Error::HeldSecretGone)
    }

    pub(crate) fn drop(&self, id: &str) {
        self.lock().remove(id);
    }

    pub(crate) fn drop_all(&self) {
        self.lock().clear();
    }

    fn keep(&self, text: Zeroizing<String>) -> String {
        let id = uuid::Uuid::now_v7().to_string();
        let mut held = self.lock();
        if held.len() >= MOST_HELD
            && let Some(oldest) = held.keys().min().cloned()
        {
            held.remove(&oldest);
        }
        held.insert(id.clone(), text);
        id
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, Zeroizing<String>>> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Portalscope {
    /// Holds what was pasted, trimmed of white space and quotes around it.
    pub fn hold_secret(&self, pasted: &PastedSecret) -> Result<HeldSecret> {
        let text = pasted.0.trim().trim_matches(['"', '\'']).trim();
        let text = text.strip_prefix("Bearer ").unwrap_or(text).trim();
        check_form(text)?;
        let looks_like = look(text);
        // A short text of no known form may be a word or an id; as a secret it would be masked everywhere.
        if looks_like != SecretLook::Unknown || text.len() >= LIKELY_SECRET {
            self.redactor.learn(label(looks_like), text);
        }
        let (description, warning) = words(looks_like, text);
        let length = u32::try_from(text.len()).unwrap_or(u32::MAX);
        let id = self.held.keep(Zeroizing::new(text.to_owned()));
        Ok(HeldSecret { id, looks_like, length, description, warning })
    }

    pub fn drop_held_secret(&self, id: &str) {
        self.held.drop(id);
    }
}

fn check_form(text: &str) -> Result<()> {
    let fault = if text.is_empty() {
        "Nothing was pasted."
    } else if text.len() > LONGEST_SECRET {
        "This is too long for a token or a secret: it looks like a whole document."
    } else if text.chars().any(char::is_whitespace) {
        "This has spaces or line breaks inside, so more than the secret was copied."
    } else if !text.is_ascii() || text.chars().any(|letter| letter.is_ascii_control()) {
        "This has characters that no token holds."
    } else {
        return Ok(());
    };
    Err(Error::TokenMalformed(fault.to_owned()))
}

/// HubSpot's forms: `pat-<hublet>-<uuid>` static tokens, `<hublet>-<uuid…>` refresh tokens and developer keys, UUID
/// client secrets, long base64 access tokens and personal access keys.
pub(crate) fn look(text: &str) -> SecretLook {
    if let Some(rest) = text.strip_prefix("pat-") {
        return match rest.split_once('-') {
            Some((hublet, key)) if is_hublet(hublet) && key.len() >= 8 => SecretLook::StaticToken,
            _ => SecretLook::Unknown,
        };
    }
    if is_uuid(text) {
        return SecretLook::ClientSecret;
    }
    match text.split_once('-') {
        Some((hublet, key)) if is_hublet(hublet) && is_uuid(key) && key.len() == 36 => {
            SecretLook::RefreshToken
        }
        Some((hublet, _)) if is_hublet(hublet) => SecretLook::RefreshToken,
        _ if text.len() > 60 && text.starts_with("Ci") => SecretLook::PersonalAccessKey,
        _ if text.len() > 60 && text.starts_with('C') => SecretLook::AccessToken,
        _ => SecretLook::Unknown,
    }
}

fn is_hublet(text: &str) -> bool {
    matches!(text, "na1" | "na2" | "na3" | "eu1" | "ap1" | "ca1")
}

fn is_uuid(text: &str) -> bool {
    uuid::Uuid::try_parse(text).is_ok() && text.len() == 36
}

fn label(look: SecretLook) -> &'static str {
    match look {
        SecretLook::StaticToken => "static-token",
        SecretLook::ClientSecret => "client-secret",
        SecretLook::PersonalAccessKey => "personal-access-key",
        SecretLook::DeveloperApiKey => "developer-api-key",
        SecretLook::RefreshToken => "refresh-token",
        SecretLook::AccessToken => "access-token",
        SecretLook::Unknown => "secret",
    }
}

fn words(look: SecretLook, text: &str) -> (String, String) {
    let (description, warning) = match look {
        SecretLook::StaticToken => {
            let hublet = text.split('-').nth(1).unwrap_or_default();
            return (format!("A service key or private-app token of data centre {hublet}."), String::new());
        }
        SecretLook::ClientSecret => ("Has the form of an app's client secret.", ""),
        SecretLook::PersonalAccessKey => (
            "Has the form of a personal access key.",
            "A personal access key belongs to HubSpot's command-line tool. The API does not take it.",
        ),
        SecretLook::DeveloperApiKey => (
            "Has the form of a developer API key.",
            "A developer API key manages apps. It does not open a portal.",
        ),
        SecretLook::RefreshToken => (
            "Has the form of a refresh token.",
            "A refresh token is of no use alone: connect with the OAuth app it belongs to.",
        ),
        SecretLook::AccessToken => (
            "Has the form of an OAuth access token.",
            "An access token ends after 30 minutes and cannot be renewed here: connect with the OAuth app.",
        ),
        SecretLook::Unknown => ("Of a form that Portalscope does not know.", ""),
    };
    (description.to_owned(), warning.to_owned())
}

#[cfg(test)]
mod tests {
    use super::{SecretLook, check_form, look};

    #[test]
    fn each_credential_is_known_by_its_form() {
        for (text, expected) in [
            ("pat-na1-01234567-89ab-cdef-0123-456789abcdef", SecretLook::StaticToken),
            ("pat-eu1-01234567-89ab-cdef-0123-456789abcdef", SecretLook::StaticToken),
            ("pat-xx9-0123", SecretLook::Unknown),
            ("01234567-89ab-cdef-0123-456789abcdef", SecretLook::ClientSecret),
            ("na1-01234567-89ab-cdef-0123-456789abcdef", SecretLook::RefreshToken),
            ("hello", SecretLook::Unknown),
        ] {
            assert_eq!(look(text), expected, "{text}");
        }
    }

    #[test]
    fn what_cannot_be_a_secret_is_refused_with_a_reason() {
        for text in ["", "two words", "line\nbreak", "schlüssel", &"x".repeat(9000)] {
            assert!(check_form(text).is_err(), "{text:?}");
        }
    }
}
