//! Detects the kind of a credential by its format, and says where it belongs.
//!
//! HubSpot documents few of these formats, and some kinds share one: only the server can tell those apart.

use serde::Serialize;
use specta::Type;

/// The kind of a pasted credential, by its format or by the name that was copied with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum CredentialFormat {
    /// A service key or a private-app token: `pat-<hublet>-<uuid>`.
    StaticToken,
    /// A UUID. Account API keys have the same format.
    ClientSecret,
    /// The client id of a listed app, or a value with that name. Not a secret.
    ClientId,
    /// HubSpot CLI's personal access key, which the API does not accept: base64, begins with `Cg` to `Cv`.
    PersonalAccessKey,
    /// A developer account's API key, recognized only by the name copied with it.
    DeveloperApiKey,
    /// `hapikey`, which HubSpot has not accepted since 2022-11-30; recognized only by the name copied with it.
    AccountApiKey,
    /// `<hublet>-…`. Authorization codes and developer API keys have the same format.
    RefreshToken,
    /// An OAuth access token: base64, begins with `CA` to `CP`.
    AccessToken,
    /// None of these formats. A client secret may be one.
    Unknown,
}

/// The length of a UUID with hyphens, in bytes.
const UUID_BYTES: usize = 36;

/// Static tokens are `pat-<hublet>-<uuid>`, refresh tokens `<hublet>-…`, client secrets UUIDs. Access tokens and personal
/// access keys are base64 of a protobuf message, whose first byte is 0x08 for the former and 0x0a for the latter.
pub(crate) fn detect_format(text: &str) -> CredentialFormat {
    if let Some(rest) = text.strip_prefix("pat-") {
        return match rest.split_once('-') {
            Some((hublet, key)) if is_hublet(hublet) && is_key(key) => CredentialFormat::StaticToken,
            _ => CredentialFormat::Unknown,
        };
    }
    if is_uuid(text) {
        return CredentialFormat::ClientSecret;
    }
    match text.split_once('-') {
        Some((hublet, key)) if is_hublet(hublet) && key.len() >= 8 => CredentialFormat::RefreshToken,
        _ if text.len() > 60 && is_base64(text) => match text.as_bytes() {
            [b'C', b'g'..=b'v', ..] => CredentialFormat::PersonalAccessKey,
            [b'C', b'A'..=b'P', ..] => CredentialFormat::AccessToken,
            _ => CredentialFormat::Unknown,
        },
        _ => CredentialFormat::Unknown,
    }
}

/// How many characters a static token is too short by.
pub(crate) fn missing_letters(token: &str) -> usize {
    let key = token.splitn(3, '-').nth(2).unwrap_or_default();
    UUID_BYTES.saturating_sub(key.len())
}

/// Whether it may be the name of a data center, also of a future one.
fn is_hublet(text: &str) -> bool {
    let letters = text.trim_end_matches(|letter: char| letter.is_ascii_digit());
    let digits = text.len() - letters.len();
    letters.len() == 2
        && (1..=2).contains(&digits)
        && letters.bytes().all(|letter| letter.is_ascii_lowercase())
}

/// A UUID, or the beginning of one.
fn is_key(text: &str) -> bool {
    (8..=UUID_BYTES).contains(&text.len())
        && text.chars().all(|letter| letter.is_ascii_hexdigit() || letter == '-')
}

fn is_uuid(text: &str) -> bool {
    text.len() == UUID_BYTES && uuid::Uuid::try_parse(text).is_ok()
}

fn is_base64(text: &str) -> bool {
    text.chars().all(|letter| letter.is_ascii_alphanumeric() || "_-+/=".contains(letter))
}

impl CredentialFormat {
    /// The word in its redaction label: `«static-token#1»`.
    pub(crate) fn label(self) -> &'static str {
        match self {
            Self::StaticToken => "static-token",
            Self::ClientSecret => "client-secret",
            Self::PersonalAccessKey => "personal-access-key",
            Self::DeveloperApiKey | Self::AccountApiKey => "api-key",
            Self::RefreshToken => "refresh-token",
            Self::AccessToken => "access-token",
            Self::ClientId | Self::Unknown => "secret",
        }
    }

    /// What it is, as a sentence for the user.
    pub(crate) fn description(self) -> &'static str {
        match self {
            Self::StaticToken => "A service key or private-app token.",
            Self::ClientSecret => "Has the form of an app's client secret.",
            Self::ClientId => "The client id of an app, which is no secret.",
            Self::PersonalAccessKey => "Has the form of a personal access key.",
            Self::DeveloperApiKey => "A developer API key.",
            Self::AccountApiKey => "An account's API key (hapikey).",
            Self::RefreshToken => "Has the form of a refresh token.",
            Self::AccessToken => "Has the form of an OAuth access token.",
            Self::Unknown => "Of a form that Portalscope does not know.",
        }
    }

    /// What to do if it was pasted into a field for another credential, for the user.
    pub(crate) fn guidance(self) -> &'static str {
        match self {
            Self::StaticToken => {
                "It opens one portal and needs no app: choose Use a token under Connect a portal, and paste it there."
            }
            Self::ClientSecret => {
                "A client secret opens no portal by itself: choose Use an OAuth app, and paste it there beside the app's client id. An account's old API key looks the same; HubSpot has not taken those since November 2022."
            }
            Self::ClientId => {
                "The client secret stands beside it on the app's Auth page at HubSpot: show it there and copy that."
            }
            Self::PersonalAccessKey => {
                "It belongs to HubSpot's command-line tool, and the API does not take it. Make a service key in the portal under Development, Keys, and paste that."
            }
            Self::DeveloperApiKey => {
                "It manages the apps of a developer account and opens no portal. Connect with an OAuth app, or with a service key of the portal."
            }
            Self::AccountApiKey => {
                "HubSpot has not taken account API keys since November 2022. Make a service key in the portal under Development, Keys, and paste that."
            }
            Self::RefreshToken => {
                "It is of no use without its app: choose Use an OAuth app and give consent anew. A developer API key and an authorization code look the same, and open no portal either."
            }
            Self::AccessToken => {
                "It ends within 30 minutes and cannot be renewed without its app: choose Use an OAuth app. A token of an MCP app looks the same, and works with HubSpot's MCP server only."
            }
            Self::Unknown => "Copy it again, whole, from its page at HubSpot.",
        }
    }
}
