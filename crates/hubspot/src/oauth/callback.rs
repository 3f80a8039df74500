//! Reads the answer of the consent page, by whichever way it came: the loopback listener, or a forwarded deep link.
//!
//! Any program may claim the deep link's scheme, and any page may open one. What protects the flow is `state`, which
//! only this flow knows, and PKCE (RFC 8252 §8.1); the loopback listener stays the default.

use oauth2::CsrfToken;
use subtle::ConstantTimeEq;
use url::Url;

/// Longer links than this come from nobody who means well.
const LONGEST_LINK: usize = 8 * 1024;
/// HubSpot's codes have about 40 characters.
const LONGEST_CODE: usize = 2048;

/// What the consent page sent back for this flow.
#[derive(Clone, PartialEq, Eq)]
pub enum Callback {
    /// The authorization code, for one exchange.
    Code(String),
    /// `error` and `error_description` of RFC 6749 §4.1.2.1.
    Refused { error: String, description: Option<String> },
}

impl std::fmt::Debug for Callback {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Code(_) => formatter.write_str("Code(«code»)"),
            Self::Refused { error, .. } => write!(formatter, "Refused({error})"),
        }
    }
}

/// Why something that looks like an answer is none. The flow goes on waiting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CallbackProblem {
    /// It is another address than that of the callback.
    #[error("the link is not an answer of the consent page")]
    NotACallback,
    /// Its `state` is missing or belongs to another attempt. Use the page that was opened last.
    #[error("the answer belongs to another attempt")]
    OtherFlow,
    /// A parameter comes twice, is missing, or holds what it cannot hold.
    #[error("the answer cannot be read")]
    Malformed,
    #[error("the answer is longer than {LONGEST_LINK} characters")]
    TooLong,
}

/// Reads `portalscope://oauth/callback?code=…&state=…`, to which the page of a forwarded redirect URI leads.
/// `state`: that of the flow that waits.
pub fn forwarded_callback(link: &str, state: &CsrfToken) -> Result<Callback, CallbackProblem> {
    if link.len() > LONGEST_LINK {
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

/// The answer in a query, if its `state` is the one that is waited for.
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
    !text.is_empty() && text.len() <= LONGEST_CODE && text.bytes().all(|byte| (b' '..=b'~').contains(&byte))
}

/// A parameter's value; RFC 6749 §3.1: none may come twice.
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
    fn a_forwarded_answer_is_read_as_the_listener_reads_one() {
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
    fn every_other_link_is_refused_for_its_reason() {
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
        fn no_link_whatever_passes_without_the_state(rest in "\\PC{0,80}") {
            let state = CsrfToken::new("s3cret-state-that-is-long".to_owned());
            let link = format!("portalscope://oauth/callback?code=c&{rest}");
            prop_assert!(forwarded_callback(&link, &state).is_err());
            prop_assert!(forwarded_callback(&rest, &state).is_err());
        }
    }
}
