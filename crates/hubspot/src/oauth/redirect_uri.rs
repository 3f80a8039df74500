//! Redirect URIs: this computer, or a page of the app's owner that forwards the callback here.

use url::{Host, Url};

use super::CALLBACK_PATH;

/// HubSpot documents no limit. Longer ones are mistakes.
const MAX_BYTES: usize = 1000;

/// A redirect URI that can be registered in an app. Servers compare it character by character (RFC 6749 §3.1.2.3), so
/// its text is kept exactly.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RedirectUri(Kind);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Kind {
    Loopback(u16),
    Forwarded(String),
}

/// Why a text cannot be the redirect URI of a page that forwards to `portalscope://oauth/callback`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RedirectProblem {
    /// Give the whole address of the page.
    #[error("the redirect URL is not a whole web address")]
    NotAUrl,
    /// HubSpot accepts http for `localhost` only.
    #[error("the redirect URL must begin with https://")]
    NotHttps,
    /// HubSpot requires a host name.
    #[error("the redirect URL must name its host, not give an IP address")]
    IpAddress,
    /// Leave out what comes before the `@`.
    #[error("the redirect URL must not hold a user name or password")]
    Credentials,
    /// RFC 6749 §3.1.2 forbids it. Leave out the `#` and what follows.
    #[error("the redirect URL must not have a part after #")]
    Fragment,
    /// The callback adds these, so they would be repeated. Rename the parameter.
    #[error("the redirect URL must not have a parameter named code, state, error or iss")]
    AnswerParameter,
    /// Use a shorter address.
    #[error("the redirect URL is longer than {MAX_BYTES} characters")]
    TooLong,
}

impl RedirectUri {
    /// `http://localhost:PORT/oauth/callback`; HubSpot refuses IP addresses.
    pub fn new(port: u16) -> Self {
        Self(Kind::Loopback(port))
    }

    /// An https page that forwards its query to `portalscope://oauth/callback`.
    ///
    /// # Errors
    /// What is wrong with the text.
    pub fn forwarded(text: &str) -> Result<Self, RedirectProblem> {
        check_forwarded(text)?;
        Ok(Self(Kind::Forwarded(text.to_owned())))
    }

    /// The port to listen on; `None`: the callback comes as a deep link.
    pub fn port(&self) -> Option<u16> {
        match self.0 {
            Kind::Loopback(port) => Some(port),
            Kind::Forwarded(_) => None,
        }
    }

    /// The text to register and to send.
    pub fn text(&self) -> String {
        match &self.0 {
            Kind::Loopback(port) => format!("http://localhost:{port}{CALLBACK_PATH}"),
            Kind::Forwarded(text) => text.clone(),
        }
    }
}

fn check_forwarded(text: &str) -> Result<(), RedirectProblem> {
    if text.len() > MAX_BYTES {
        return Err(RedirectProblem::TooLong);
    }
    // The parser drops spaces and line breaks, but the server compares them.
    if !text.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(RedirectProblem::NotAUrl);
    }
    let url = Url::parse(text).map_err(|_| RedirectProblem::NotAUrl)?;
    if url.scheme() != "https" || !text.starts_with("https://") {
        return Err(RedirectProblem::NotHttps);
    }
    if !matches!(url.host(), Some(Host::Domain(_))) {
        return Err(RedirectProblem::IpAddress);
    }
    if text[8..].split('/').next().is_some_and(|authority| authority.contains('@')) {
        return Err(RedirectProblem::Credentials);
    }
    if url.fragment().is_some() {
        return Err(RedirectProblem::Fragment);
    }
    if url.query_pairs().any(|(name, _)| matches!(&*name, "code" | "state" | "error" | "iss")) {
        return Err(RedirectProblem::AnswerParameter);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{RedirectProblem as Problem, RedirectUri};

    #[test]
    fn a_loopback_uri_names_localhost_and_its_port() {
        let uri = RedirectUri::new(17421);
        assert_eq!((uri.text().as_str(), uri.port()), ("http://localhost:17421/oauth/callback", Some(17421)));
    }

    #[test]
    fn the_text_of_a_forwarded_uri_is_unchanged() {
        for text in
            ["https://Example.com/hs/Callback", "https://example.com", "https://a.example:8443/x?to=app"]
        {
            let uri = RedirectUri::forwarded(text).unwrap();
            assert_eq!((uri.text().as_str(), uri.port()), (text, None));
        }
    }

    #[test]
    fn uris_that_cannot_be_registered_or_would_leak_are_refused() {
        let long = format!("https://example.com/{}", "x".repeat(1000));
        for (text, problem) in [
            ("", Problem::NotAUrl),
            ("example.com/callback", Problem::NotAUrl),
            (" https://example.com/", Problem::NotAUrl),
            ("https://exa\nmple.com/", Problem::NotAUrl),
            ("https://", Problem::NotAUrl),
            ("https://b\u{fc}ro.example/", Problem::NotAUrl),
            ("http://example.com/", Problem::NotHttps),
            ("http://localhost:3000/", Problem::NotHttps),
            ("https:example.com/", Problem::NotHttps),
            ("portalscope://oauth/callback", Problem::NotHttps),
            ("javascript:alert(1)", Problem::NotHttps),
            ("https://127.0.0.1/", Problem::IpAddress),
            ("https://[::1]/", Problem::IpAddress),
            ("https://2130706433/", Problem::IpAddress),
            ("https://user@example.com/", Problem::Credentials),
            ("https://user:secret@example.com/", Problem::Credentials),
            ("https://@example.com/", Problem::Credentials),
            ("https://example.com/#", Problem::Fragment),
            ("https://example.com/cb#code", Problem::Fragment),
            ("https://example.com/cb?state=1", Problem::AnswerParameter),
            ("https://example.com/cb?c%6fde=1", Problem::AnswerParameter),
            (&long, Problem::TooLong),
        ] {
            assert_eq!(RedirectUri::forwarded(text), Err(problem), "{text}");
        }
    }
}
