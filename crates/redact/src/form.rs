//! What the form of a value tells of it, for those who explain a credential rather than hide it.

use crate::label::kind;
use crate::names::placeholders;
use crate::shapes;

/// The form of a credential. HubSpot documents few of these, and some kinds share one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TokenForm {
    /// `pat-<hublet>-<uuid>`, or the beginning of one: a service key, or the token of a private or static app.
    Static,
    /// An OAuth access token: base64 of a protocol buffer.
    Access,
    /// `<hublet>-` and groups of hexadecimal digits: a refresh token, an authorization code or a developer API key.
    Hublet,
    /// The personal access key of HubSpot's command-line tool.
    PersonalAccessKey,
    /// A JSON web token (RFC 7519).
    JsonWebToken,
}

impl TokenForm {
    /// The form of a whole value. `None`: no such form. The value is not kept.
    pub fn of(value: &str) -> Option<Self> {
        match shapes::kind_of(value.as_bytes())? {
            kind::STATIC_TOKEN => Some(Self::Static),
            kind::ACCESS_TOKEN => Some(Self::Access),
            kind::REFRESH_TOKEN => Some(Self::Hublet),
            kind::PERSONAL_ACCESS_KEY => Some(Self::PersonalAccessKey),
            kind::JWT => Some(Self::JsonWebToken),
            _ => None,
        }
    }
}

/// Whether a value stands for a secret that is put in later, or was taken out before: `YOUR_TOKEN`, `<token>`, `xxxx`,
/// `${TOKEN}`, `process.env.TOKEN`.
pub fn is_placeholder(value: &str) -> bool {
    placeholders::is_placeholder(value.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::{TokenForm, is_placeholder};

    #[test]
    fn a_credential_is_told_by_its_form() {
        for (value, form) in [
            ("pat-na1-4e1c07b2-93d5-4f8a-b6a0-2c7d51e9f083", Some(TokenForm::Static)),
            ("pat-eu1-4e1c07b2-93d5", Some(TokenForm::Static)),
            ("eu1-4e1c-07b2-4f8a-b6a0-2c7d51e9f083", Some(TokenForm::Hublet)),
            ("CiRuYTEtNGUxYy0wN2IyLTRmOGEtYjZhMC0yYzdkNTFlOWYwODMQ", Some(TokenForm::PersonalAccessKey)),
            ("CNLk3cbhMxIHAAEAQAAAARjBr5hIILzR9CQoqLfeBTIUf0Wb3kQ9xXJtqP1mV7s", Some(TokenForm::Access)),
            ("4e1c07b2-93d5-4f8a-b6a0-2c7d51e9f083", None),
            (
                "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiI0MjEwMDc3In0.c2lnbmF0dXJlMDEyMzQ1",
                Some(TokenForm::JsonWebToken),
            ),
            ("YOUR_TOKEN", None),
            ("", None),
        ] {
            assert_eq!(TokenForm::of(value), form, "{value}");
        }
        assert!(
            is_placeholder("YOUR_TOKEN") && !is_placeholder("pat-na1-4e1c07b2-93d5-4f8a-b6a0-2c7d51e9f083")
        );
    }
}
