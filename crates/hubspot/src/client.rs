//! Sends requests and streams the answers to disk. The only place where a bearer token becomes a header.

use std::sync::Arc;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use reqwest::header::{AUTHORIZATION, DATE, HeaderMap, HeaderName, HeaderValue, RETRY_AFTER};
use reqwest::{Method, redirect};
use tokio::io::AsyncWriteExt;
use url::Url;

use crate::oauth::{KnownVersions, TokenVersion};
use crate::{
    ClientOptions, Environment, HeaderLine, HeaderOrigin, NetworkError, ProxyChoice, TimeLimits, Token,
};

const USER_AGENT: &str = concat!("Portalscope/", env!("CARGO_PKG_VERSION"));
/// A token together with the only server it may be sent to.
#[derive(Clone, Debug)]
pub struct Credential {
    pub environment: Environment,
    pub token: Token,
}

/// A request whose host is not named: the credential decides it.
#[derive(Clone, Debug)]
pub struct OutgoingRequest {
    pub method: Method,
    /// Path and query, percent-encoded, beginning with `/`.
    pub path_and_query: String,
    pub headers: Vec<HeaderLine>,
    pub body: Option<String>,
}

/// An answer whose body has been written to the spool.
#[derive(Debug)]
pub struct Received {
    pub status: u16,
    pub headers: HeaderMap,
    pub size: u64,
    pub duration: Duration,
    pub server_time: Option<Timestamp>,
}

#[derive(Debug, thiserror::Error)]
pub enum SendError {
    /// The path does not stay on the credential's host. Nothing was sent.
    #[error("the request does not go to the credential's own host")]
    ForeignHost,
    #[error(transparent)]
    Network(#[from] NetworkError),
    /// The body is larger than the limit; the connection was closed.
    #[error("the response is larger than {limit} bytes")]
    TooLarge { limit: u64 },
    /// The disk refused the body.
    #[error("the response could not be written to disk")]
    Spool(#[source] std::io::Error),
}

/// HubSpot by https through the system's proxy, demo portals on loopback without one.
#[derive(Clone, Debug)]
struct Pools {
    hubspot: reqwest::Client,
    loopback: reqwest::Client,
}

#[derive(Clone, Debug)]
pub struct Client {
    api: Pools,
    /// Without idle connections: one that the server is just closing would cost a code its only use.
    tokens: Pools,
    versions: Arc<KnownVersions>,
    options: ClientOptions,
}

impl Pools {
    /// No redirect is ever followed: a `Location` may name another host, and a token must not go there.
    fn new(
        options: &ClientOptions,
        builder: impl Fn() -> reqwest::ClientBuilder,
    ) -> Result<Self, NetworkError> {
        let builder = || {
            builder()
                .user_agent(USER_AGENT)
                .redirect(redirect::Policy::none())
                .connect_timeout(options.limits.connect)
                .timeout(options.limits.answer)
        };
        let mut hubspot = match &options.proxy {
            ProxyChoice::System => builder(),
            ProxyChoice::Direct => builder().no_proxy(),
            ProxyChoice::At(proxy) => builder().proxy(reqwest::Proxy::all(proxy.clone())?),
        };
        if let Some(resolver) = &options.resolver {
            hubspot = hubspot.dns_resolver(Arc::clone(resolver));
        }
        hubspot = hubspot.tls_certs_merge(options.extra_roots.iter().cloned());
        Ok(Self { hubspot: hubspot.https_only(true).build()?, loopback: builder().no_proxy().build()? })
    }

    fn of(&self, environment: &Environment) -> &reqwest::Client {
        match environment {
            Environment::HubSpot => &self.hubspot,
            Environment::Demo { .. } => &self.loopback,
        }
    }
}

impl Client {
    pub fn new() -> Result<Self, NetworkError> {
        Self::with(ClientOptions::default())
    }

    pub fn with(options: ClientOptions) -> Result<Self, NetworkError> {
        let api = Pools::new(&options, reqwest::Client::builder)?;
        let tokens = Pools::new(&options, || reqwest::Client::builder().pool_max_idle_per_host(0))?;
        Ok(Self { api, tokens, versions: Arc::default(), options })
    }

    /// The version of the token endpoints that answered last; `None`: none was asked yet.
    pub fn token_version(&self, environment: &Environment) -> Option<TokenVersion> {
        self.versions.get(environment)
    }

    pub(crate) fn versions(&self) -> &KnownVersions {
        &self.versions
    }

    pub(crate) fn limits(&self) -> TimeLimits {
        self.options.limits
    }

    pub(crate) fn now(&self) -> Timestamp {
        (self.options.now)()
    }

    pub(crate) fn pool(&self, environment: &Environment) -> &reqwest::Client {
        self.api.of(environment)
    }

    pub(crate) fn token_pool(&self, environment: &Environment) -> &reqwest::Client {
        self.tokens.of(environment)
    }

    /// Sends and writes the answer's body to `spool` as it comes, at most `limit` bytes.
    pub async fn send(
        &self,
        credential: &Credential,
        request: OutgoingRequest,
        spool: &mut tokio::fs::File,
        limit: u64,
    ) -> Result<Received, SendError> {
        let started = Instant::now();
        let mut response = self.build(credential, request)?.send().await.map_err(NetworkError::from)?;
        let mut size = 0;
        while let Some(chunk) = response.chunk().await.map_err(NetworkError::from)? {
            size += chunk.len() as u64;
            if size > limit {
                return Err(SendError::TooLarge { limit });
            }
            spool.write_all(&chunk).await.map_err(SendError::Spool)?;
        }
        spool.flush().await.map_err(SendError::Spool)?;
        Ok(Received {
            status: response.status().as_u16(),
            server_time: server_time(response.headers()),
            headers: std::mem::take(response.headers_mut()),
            size,
            duration: started.elapsed(),
        })
    }

    fn build(
        &self,
        credential: &Credential,
        request: OutgoingRequest,
    ) -> Result<reqwest::RequestBuilder, SendError> {
        let url = on_own_host(&credential.environment, &request.path_and_query)?;
        let mut builder = self.pool(&credential.environment).request(request.method, url);
        builder =
            builder.headers(plain_headers(&request.headers)).header(AUTHORIZATION, bearer(&credential.token));
        Ok(match request.body {
            Some(body) => builder.body(body),
            None => builder,
        })
    }
}

/// Joins a path to the environment's host and checks that it stayed there: `//evil.example` must not leave it.
pub(crate) fn on_own_host(environment: &Environment, path_and_query: &str) -> Result<Url, SendError> {
    let joined = environment.api_origin().join(path_and_query).map_err(|_| SendError::ForeignHost)?;
    if environment.may_receive_secrets(&joined) && joined.username().is_empty() {
        Ok(joined)
    } else {
        Err(SendError::ForeignHost)
    }
}

pub(crate) fn bearer(token: &Token) -> HeaderValue {
    let text = match token {
        Token::Access(token) => token.expose(),
        Token::Static(token) => token.expose(),
    };
    let mut value = HeaderValue::try_from(format!("Bearer {text}"))
        .unwrap_or_else(|_| HeaderValue::from_static("Bearer"));
    value.set_sensitive(true);
    value
}

fn plain_headers(lines: &[HeaderLine]) -> HeaderMap {
    lines
        .iter()
        .filter(|line| line.origin != HeaderOrigin::Connection)
        .filter_map(|line| {
            Some((HeaderName::try_from(&line.name).ok()?, HeaderValue::try_from(&line.value).ok()?))
        })
        .collect()
}

/// The server's clock, by its `Date` header (RFC 9110 §6.6.1): whole seconds.
pub(crate) fn server_time(headers: &HeaderMap) -> Option<Timestamp> {
    let text = headers.get(DATE)?.to_str().ok()?;
    jiff::fmt::rfc2822::parse(text).ok().map(|zoned| zoned.timestamp())
}

/// How long the server asks to be left alone (RFC 9110 §10.2.3): seconds, or a date, which is read by its own clock.
pub(crate) fn retry_after(headers: &HeaderMap, server_time: Option<Timestamp>) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(seconds) = text.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let at = jiff::fmt::rfc2822::parse(text).ok()?.timestamp();
    Duration::try_from(at.duration_since(server_time?)).ok()
}

#[cfg(test)]
mod tests {
    use super::{Duration, Environment, HeaderMap, HeaderValue, on_own_host, retry_after, server_time};
    use proptest::prelude::*;

    #[test]
    fn a_path_cannot_leave_the_host() {
        for path in [
            "//evil.example/x",
            "https://evil.example/",
            "http:evil",
            "\\\\evil.example\\x",
            "/\\evil.example",
        ] {
            assert!(on_own_host(&Environment::HubSpot, path).is_err(), "{path}");
        }
        assert!(on_own_host(&Environment::HubSpot, "/crm/v3/objects/contacts?limit=1").is_ok());
    }

    proptest! {
        #[test]
        fn no_text_whatever_leads_to_another_host(path in "\\PC{0,60}") {
            if let Ok(url) = on_own_host(&Environment::HubSpot, &path) {
                prop_assert_eq!(url.host_str(), Some("api.hubapi.com"));
                prop_assert_eq!(url.scheme(), "https");
            }
        }
    }

    #[test]
    fn rfc_9110_10_2_3_retry_after_is_seconds_or_a_date() {
        let read = |value: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert("date", HeaderValue::from_static("Sun, 22 Nov 2026 02:44:27 GMT"));
            headers.insert("retry-after", HeaderValue::from_static(value));
            retry_after(&headers, server_time(&headers))
        };
        assert_eq!(read("90"), Some(Duration::from_secs(90)));
        assert_eq!(read("Sun, 22 Nov 2026 02:45:57 GMT"), Some(Duration::from_secs(90)));
        assert_eq!(read("Sun, 22 Nov 2026 02:00:00 GMT"), None, "it has passed");
        assert_eq!(read("soon"), None);
    }

    #[test]
    fn the_date_header_is_the_servers_clock() {
        let mut headers = HeaderMap::new();
        headers.insert("date", HeaderValue::from_static("Sun, 22 Nov 2026 02:44:27 GMT"));
        assert_eq!(server_time(&headers).unwrap().to_string(), "2026-11-22T02:44:27Z");
        headers.insert("date", HeaderValue::from_static("yesterday"));
        assert_eq!(server_time(&headers), None);
    }
}
