//! The shapes of HubSpot's credentials: derived from the seed where they are fixed, random where they are issued.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use rand::Rng;
use sha2::{Digest, Sha256};
use uuid::{Builder, Uuid};

use super::accounts::Account;

/// An access token is this many random bytes after its fixed beginning; about 250 characters in all.
const ACCESS_TOKEN_BYTES: usize = 184;

/// What the seed fixes: the demo app and its static keys.
pub(crate) struct FixedCredentials {
    pub(crate) app_id: u64,
    pub(crate) client_id: String,
    pub(crate) client_secret: String,
    pub(crate) service_key: String,
    pub(crate) private_app_token: String,
}

impl FixedCredentials {
    pub(crate) fn from_seed(seed: u64) -> Self {
        let hublet = Account::main().hublet;
        let pat = |label| format!("pat-{hublet}-{}", derived_uuid(seed, label));
        Self {
            app_id: 2_000_000 + u64::from(derived(seed, "app id")[0]) * 3_907,
            client_id: derived_uuid(seed, "client id").to_string(),
            client_secret: derived_uuid(seed, "client secret").to_string(),
            service_key: pat("service key"),
            private_app_token: pat("private app token"),
        }
    }
}

fn derived(seed: u64, label: &str) -> [u8; 32] {
    Sha256::digest(format!("portalscope demo portal / {seed} / {label}")).into()
}

fn derived_uuid(seed: u64, label: &str) -> Uuid {
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&derived(seed, label)[..16]);
    Builder::from_random_bytes(bytes).into_uuid()
}

/// `C...`, base64url, about 250 characters, as HubSpot's.
pub(crate) fn new_access_token() -> String {
    let mut bytes = [0; ACCESS_TOKEN_BYTES];
    rand::rng().fill(&mut bytes[..]);
    format!("CK{}", URL_SAFE_NO_PAD.encode(bytes))
}

pub(crate) fn new_refresh_token(hublet: &str) -> String {
    let prefix: u16 = rand::random();
    format!("{hublet}-{prefix:04x}-{}", Uuid::new_v4())
}

pub(crate) fn new_code(hublet: &str) -> String {
    format!("{hublet}-{}", Uuid::new_v4())
}

/// A random string that stands in a form or a style nonce.
pub(crate) fn new_form_token() -> String {
    URL_SAFE_NO_PAD.encode(rand::random::<[u8; 24]>())
}

/// How tokens are kept, in memory and in the state file.
pub(crate) fn sha256_hex(secret: &str) -> String {
    use std::fmt::Write as _;
    Sha256::digest(secret).iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

/// The S256 challenge of RFC 7636 for a verifier.
pub(crate) fn s256_challenge(verifier: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(verifier))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_app_and_another_seed_another() {
        let (one, again, two) =
            (FixedCredentials::from_seed(1), FixedCredentials::from_seed(1), FixedCredentials::from_seed(2));
        assert_eq!(one.client_id, again.client_id);
        assert_ne!(one.client_secret, two.client_secret);
        assert!(one.service_key.starts_with("pat-eu1-"));
    }

    #[test]
    fn access_tokens_are_long_and_never_the_same() {
        let token = new_access_token();
        assert!(token.starts_with('C') && token.len() >= 240);
        assert_ne!(token, new_access_token());
    }

    #[test]
    fn the_challenge_is_the_one_of_the_rfc_example() {
        let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
        assert_eq!(s256_challenge(verifier), "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
    }
}
