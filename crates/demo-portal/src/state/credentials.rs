//! Credentials in HubSpot's formats: those of the demo app are derived from the seed, issued ones are random.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use rand::RngExt;
use sha2::{Digest, Sha256};
use uuid::{Builder, Uuid};

use super::accounts::Account;

/// Random bytes in an access token. Encoded, the token has about 250 characters; HubSpot advises clients to
/// allow for 300.
const ACCESS_TOKEN_BYTES: usize = 184;

/// The credentials of the demo app and the static keys.
pub(crate) struct FixedCredentials {
    pub(crate) app_id: u64,
    pub(crate) client_id: String,
    pub(crate) client_secret: String,
    pub(crate) service_key: String,
    pub(crate) private_app_token: String,
}

impl FixedCredentials {
    /// The credentials for a seed. The secret ones are derived from `key` if there is one.
    pub(crate) fn new(seed: u64, key: Option<u64>) -> Self {
        let key = key.unwrap_or(seed);
        let [service_key, private_app_token] = static_keys(key);
        Self {
            app_id: 2_000_000 + u64::from(derived(seed, "app id")[0]) * 3_907,
            client_id: derived_uuid(seed, "client id").to_string(),
            client_secret: derived_uuid(key, "client secret").to_string(),
            service_key,
            private_app_token,
        }
    }
}

/// The service key and the token of the private app.
pub(crate) fn static_keys(key: u64) -> [String; 2] {
    let hublet = Account::main().hublet;
    ["service key", "private app token"].map(|label| format!("pat-{hublet}-{}", derived_uuid(key, label)))
}

fn derived(seed: u64, label: &str) -> [u8; 32] {
    Sha256::digest(format!("portalscope demo portal / {seed} / {label}")).into()
}

fn derived_uuid(seed: u64, label: &str) -> Uuid {
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&derived(seed, label)[..16]);
    Builder::from_random_bytes(bytes).into_uuid()
}

/// A new access token: `CK` and base64url, about 250 characters.
pub(crate) fn new_access_token() -> String {
    let mut bytes = [0; ACCESS_TOKEN_BYTES];
    rand::rng().fill(&mut bytes[..]);
    format!("CK{}", URL_SAFE_NO_PAD.encode(bytes))
}

/// A new refresh token, such as `eu1-1a2b-UUID`.
pub(crate) fn new_refresh_token(hublet: &str) -> String {
    let prefix: u16 = rand::random();
    format!("{hublet}-{prefix:04x}-{}", Uuid::new_v4())
}

/// A new authorization code, such as `eu1-UUID`.
pub(crate) fn new_code(hublet: &str) -> String {
    format!("{hublet}-{}", Uuid::new_v4())
}

/// A random value for a form field or a style nonce, 192 bits in base64url.
pub(crate) fn new_form_token() -> String {
    URL_SAFE_NO_PAD.encode(rand::random::<[u8; 24]>())
}

/// The form in which tokens are kept, in memory and in the state file.
pub(crate) fn sha256_hex(secret: &str) -> String {
    use std::fmt::Write as _;
    Sha256::digest(secret).iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

/// The S256 code challenge for a verifier (RFC 7636, section 4.2).
pub(crate) fn s256_challenge(verifier: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(verifier))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_app_and_another_seed_another() {
        let (one, again, two) =
            (FixedCredentials::new(1, None), FixedCredentials::new(1, None), FixedCredentials::new(2, None));
        assert_eq!(one.client_id, again.client_id);
        assert_ne!(one.client_secret, two.client_secret);
        assert!(one.service_key.starts_with("pat-eu1-"));
    }

    #[test]
    fn with_a_key_of_its_own_an_app_keeps_its_client_id_and_nothing_secret() {
        let (seed, own) = (FixedCredentials::new(1, None), FixedCredentials::new(1, Some(7)));
        assert_eq!(seed.client_id, own.client_id);
        assert_ne!(seed.client_secret, own.client_secret);
        assert_ne!(seed.service_key, own.service_key);
        assert_ne!(seed.private_app_token, own.private_app_token);
    }

    #[test]
    fn access_tokens_are_long_and_unique() {
        let token = new_access_token();
        assert!(token.starts_with('C') && token.len() >= 240);
        assert_ne!(token, new_access_token());
    }

    #[test]
    fn the_challenge_matches_the_example_of_rfc_7636() {
        let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
        assert_eq!(s256_challenge(verifier), "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
    }
}
