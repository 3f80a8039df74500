//! What the form of a credential tells, also of one that was taken out before and left its label.

use portalscope_redact::{TokenForm, is_placeholder};

/// What stands where a token should.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TokenLook {
    /// `pat-…`: a service key, or the token of a private app.
    Static,
    /// An OAuth access token.
    Access,
    /// A refresh token, an authorization code or a developer API key.
    Hublet,
    /// The personal access key of HubSpot's command line.
    PersonalAccessKey,
    /// A JSON web token: another service's.
    JsonWebToken,
    /// Words in place of a value.
    Placeholder,
    /// A UUID alone: an API key or a client id.
    Uuid,
    /// Nothing.
    Empty,
    /// None of these.
    Other,
}

impl TokenLook {
    pub fn of(value: &str) -> Self {
        let value = value.trim().trim_matches(['"', '\'']);
        if let Some(label) = value.strip_prefix('«') {
            return Self::of_label(label);
        }
        match TokenForm::of(value) {
            Some(TokenForm::Static) => Self::Static,
            Some(TokenForm::Access) => Self::Access,
            Some(TokenForm::Hublet) => Self::Hublet,
            Some(TokenForm::PersonalAccessKey) => Self::PersonalAccessKey,
            Some(TokenForm::JsonWebToken) => Self::JsonWebToken,
            None if value.is_empty() || is_nothing(value) => Self::Empty,
            None if is_mask(value) => Self::Other,
            None if is_uuid(value) => Self::Uuid,
            None if is_placeholder(value) || is_sample(value) => Self::Placeholder,
            None => Self::Other,
        }
    }

    /// `static-token#1»`, as the redaction writes it.
    fn of_label(label: &str) -> Self {
        match label.split(['#', '»']).next().unwrap_or_default() {
            "static-token" => Self::Static,
            "access-token" => Self::Access,
            "refresh-token" | "authorization-code" => Self::Hublet,
            "personal-access-key" => Self::PersonalAccessKey,
            "jwt" => Self::JsonWebToken,
            "api-key" => Self::Uuid,
            _ => Self::Other,
        }
    }
}

/// What languages write for a variable without a value, or for one that was never waited for.
fn is_nothing(value: &str) -> bool {
    matches!(
        value,
        "null" | "undefined" | "None" | "nil" | "NaN" | "false" | "[object Object]" | "[object Promise]"
    )
}

/// 8-4-4-4-12 hexadecimal digits.
pub(crate) fn is_uuid(value: &str) -> bool {
    let lengths = value.split('-').map(str::len);
    lengths.eq([8, 4, 4, 4, 12]) && value.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-')
}

/// What a report has in a token's place: `****`, `xxxx`, `•••`.
fn is_mask(value: &str) -> bool {
    value.chars().all(|letter| "*x•.…X#-_".contains(letter))
}

/// Words that tell a reader to put a token here: `MY_TOKEN`, `access token`, `abc123`.
fn is_sample(value: &str) -> bool {
    let lower = value.to_ascii_lowercase();
    ["your", "token", "example", "sample", "replace", "insert", "xxxx", "<", "{", "..."]
        .iter()
        .any(|word| lower.contains(word))
        && value.len() < 60
}

#[cfg(test)]
mod tests {
    use super::TokenLook;

    #[test]
    fn a_token_and_its_label_look_alike() {
        for (value, look) in [
            ("pat-na1-4e1c07b2-93d5-4f8a-b6a0-2c7d51e9f083", TokenLook::Static),
            ("«static-token#3»", TokenLook::Static),
            ("na1-4e1c-07b2-4f8a-b6a0-2c7d51e9f083", TokenLook::Hublet),
            ("«refresh-token#1»", TokenLook::Hublet),
            ("MY_TOKEN", TokenLook::Placeholder),
            ("", TokenLook::Empty),
            ("****", TokenLook::Other),
            ("4e1c07b2-93d5-4f8a-b6a0-2c7d51e9f083", TokenLook::Uuid),
        ] {
            assert_eq!(TokenLook::of(value), look, "{value}");
        }
    }
}
