//! Parses the consent page's callback, from the loopback listener or a forwarded deep link.
//!
//! Any program may register the deep link's scheme, and any page may open one. The flow is protected by `state`, which
//! only this flow knows, and by PKCE (RFC 8252 §8.1). The loopback listener is the default.

use oauth2::CsrfToken;
use subtle::ConstantTimeEq;
use url::Url;

/// Longer links are not parsed.
const MAX_LINK_BYTES: usize = 8 * 1024;
/// HubSpot's codes have about 40 characters.
const MAX_CODE_BYTES: usize = 2048;

/// The consent page's answer to this flow.
#[derive(Clone, PartialEq, Eq)]
pub enum Callback {
    /// The authorization code, good for one exchange.
    Code(String),
    /// Consent was refused (RFC 6749 §4.1.2.1).
    Refused {
        /// The code: `access_denied`.
        error: String,
        /// `error_description`: the server's sentence.
        description: Option<String>,
    },
}

impl std::fmt::Debug for Callback {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Code(_) => formatter.write_str("Code(«code»)"),
            Self::Refused { error, .. } => write!(formatter, "Refused({error})"),
        }
    }
}

/// Why a link is not the callback of this flow. The flow keeps waiting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CallbackProblem {
    /// It is not the callback's address.
    #[error("the link is not an answer of the consent page")]
    NotACallback,
    /// Its `state` is missing or belongs to another attempt. Use the page that was opened last.
    #[error("the answer belongs to another attempt")]
    OtherFlow,
    /// A parameter is repeated, missing or invalid. Begin again.
    #[error("the answer cannot be read")]
    Malformed,
    /// The link is too long to be parsed.
    #[error("the answer is longer than {MAX_LINK_BYTES} characters")]
    TooLong,
}

/// Parses `portalscope://oauth/callback?code=…&state=…`, which the page of a forwarded redirect URI opens. `state`: of
/// the flow that is waiting.
///
/// # Errors
/// The link is not the callback of that flow.
pub fn forwarded_callback(link: &str, state: &CsrfToken) -> Result<Callback, CallbackProblem> {
    if link.len() > MAX_LINK_BYTES {
        return Err(CallbackProblem::TooLong);
    }
    let link = Url::parse(link).map_err(|_| CallbackProblem::NotACallback)?;
    let is_callback = link.scheme() == "portalscope"
        && link.host_str() == Some("oauth")
        && link.path() == "/callback"
        && link.port().is_none()
        && link.username().is_empty()
        && link.password().is_none()
        && link.fragment().is_none();
    if !is_callback {
        return Err(CallbackProblem::NotACallback);
    }
    read_query(link.query().unwrap_or_default(), state)
}

/// Parses the callback's query. `state` is compared in constant time.
pub(crate) fn read_query(query: &str, expected: &CsrfToken) -> Result<Callback, CallbackProblem> {
    let state = single(query, "state")?.ok_or(CallbackProblem::OtherFlow)?;
    if !bool::from(state.as_bytes().ct_eq(expected.secret().as_bytes())) {
        return Err(CallbackProblem::OtherFlow);
    }
    match (single(query, "code")?, single(query, "error")?) {
        (Some(code), None) if is_code(&code) => Ok(Callback::Code(code)),
        (None, Some(error)) => {
            Ok(Callback::Refused { error, description: single(query, "error_description")? })
        }
        _ => Err(CallbackProblem::Malformed),
    }
}

/// RFC 6749 appendix A.11: one or more printable ASCII characters.
fn is_code(text: &str) -> bool {
    !text.is_empty() && text.len() <= MAX_CODE_BYTES && text.bytes().all(|byte| (b' '..=b'~').contains(&byte))
}

/// A parameter's value. None may be repeated (RFC 6749 §3.1).
fn single(query: &str, name: &str) -> Result<Option<String>, CallbackProblem> {
    let mut values = url::form_urlencoded::parse(query.as_bytes()).filter(|(key, _)| key == name);
    match (values.next(), values.next()) {
        (value, None) => Ok(value.map(|(_, value)| value.into_owned())),
        _ => Err(CallbackProblem::Malformed),
    }
}

#[cfg(test)]
mod tests {
    use super::{Callback, CallbackProblem as Problem, forwarded_callback};
    use oauth2::CsrfToken;
    use proptest::prelude::*;

    fn read(link: &str) -> Result<Callback, Problem> {
        forwarded_callback(link, &CsrfToken::new("right-state".to_owned()))
    }

    #[test]
    fn a_forwarded_callback_is_parsed_as_the_listeners() {
        assert_eq!(
            read("portalscope://oauth/callback?code=na1-c%2B1&state=right-state&other=1"),
            Ok(Callback::Code("na1-c+1".to_owned()))
        );
        let description = Some("No thanks".to_owned());
        assert_eq!(
            read(
                "portalscope://oauth/callback?state=right-state&error=access_denied&error_description=No%20thanks"
            ),
            Ok(Callback::Refused { error: "access_denied".to_owned(), description })
        );
    }

    #[test]
    fn every_other_link_is_refused_with_its_reason() {
        let good = "code=c&state=right-state";
        let huge_code = format!("portalscope://oauth/callback?code={}&state=right-state", "c".repeat(2049));
        let huge = format!("portalscope://oauth/callback?{good}&x={}", "x".repeat(8192));
        for (link, problem) in [
            (String::new(), Problem::NotACallback),
            (format!("portalscope:oauth/callback?{good}"), Problem::NotACallback),
            (format!("portalscope://connect?{good}"), Problem::NotACallback),
            (format!("portalscope://oauth/callback/?{good}"), Problem::NotACallback),
            (format!("portalscope://oauth/callback?{good}#x"), Problem::NotACallback),
            (format!("portalscope://oauth:80/callback?{good}"), Problem::NotACallback),
            (format!("portalscope://u@oauth/callback?{good}"), Problem::NotACallback),
            (format!("portalscope://u:p@oauth/callback?{good}"), Problem::NotACallback),
            (format!("portalscope://oauth.evil/callback?{good}"), Problem::NotACallback),
            (format!("https://oauth/callback?{good}"), Problem::NotACallback),
            ("portalscope://oauth/callback".to_owned(), Problem::OtherFlow),
            ("portalscope://oauth/callback?code=c".to_owned(), Problem::OtherFlow),
            ("portalscope://oauth/callback?code=c&state=".to_owned(), Problem::OtherFlow),
            ("portalscope://oauth/callback?code=c&state=right-stat".to_owned(), Problem::OtherFlow),
            ("portalscope://oauth/callback?code=c&State=right-state".to_owned(), Problem::OtherFlow),
            (format!("portalscope://oauth/callback?{good}&state=right-state"), Problem::Malformed),
            (format!("portalscope://oauth/callback?{good}&code=d"), Problem::Malformed),
            (format!("portalscope://oauth/callback?{good}&error=e"), Problem::Malformed),
            ("portalscope://oauth/callback?state=right-state".to_owned(), Problem::Malformed),
            ("portalscope://oauth/callback?code=&state=right-state".to_owned(), Problem::Malformed),
            ("portalscope://oauth/callback?code=a%0Ab&state=right-state".to_owned(), Problem::Malformed),
            ("portalscope://oauth/callback?code=%FF&state=right-state".to_owned(), Problem::Malformed),
            (huge_code, Problem::Malformed),
            (huge, Problem::TooLong),
        ] {
            assert_eq!(read(&link), Err(problem), "{link}");
        }
    }

    proptest! {
        #[test]
        fn no_link_passes_without_the_state(rest in "\\PC{0,80}") {
            let state = CsrfToken::new("s3cret-state-that-is-long".to_owned());
            let link = format!("portalscope://oauth/callback?code=c&{rest}");
            prop_assert!(forwarded_callback(&link, &state).is_err());
            prop_assert!(forwarded_callback(&rest, &state).is_err());
        }
    }
}
