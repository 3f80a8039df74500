//! Sends requests and streams responses to disk. Bearer tokens become headers only here.

use std::sync::Arc;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use reqwest::header::{AUTHORIZATION, DATE, HeaderMap, HeaderName, HeaderValue, RETRY_AFTER};
use reqwest::{Method, redirect};
use tokio::io::AsyncWriteExt;
use url::Url;

use crate::oauth::{KnownVersions, Tell, TokenVersion};
use crate::{
    ClientOptions, Environment, HeaderLine, HeaderOrigin, NetworkError, ProxyChoice, TimeLimits, Token,
};

pub(crate) const USER_AGENT: &str = concat!("Portalscope/", env!("CARGO_PKG_VERSION"));

/// A token together with the only server it may be sent to.
#[derive(Clone, Debug)]
pub struct Credential {
    /// The server that the token is for.
    pub environment: Environment,
    /// The token.
    pub token: Token,
}

/// A request without a host, which comes from the credential.
#[derive(Clone, Debug)]
pub struct OutgoingRequest {
    /// The HTTP method.
    pub method: Method,
    /// Path and query, percent-encoded, starting with `/`.
    pub path_and_query: String,
    /// The headers, from [`compose_headers`](crate::compose_headers). `Authorization` is filled in when sending.
    pub headers: Vec<HeaderLine>,
    /// The body, sent as UTF-8.
    pub body: Option<String>,
}

/// A response whose body was written to a file.
#[derive(Debug)]
pub struct Received {
    /// The HTTP status.
    pub status: u16,
    /// The response headers, as received.
    pub headers: HeaderMap,
    /// The size of the body in bytes, after decompression.
    pub size: u64,
    /// From the start of the request to the last byte of the body.
    pub duration: Duration,
    /// The server's clock, from its `Date` header.
    pub server_time: Option<Timestamp>,
}

/// Why a request has no complete response.
#[derive(Debug, thiserror::Error)]
pub enum SendError {
    /// The path leads to another host. Nothing was sent; correct the path.
    #[error("the request does not go to the credential's own host")]
    ForeignHost,
    /// There was no response, or it broke off.
    #[error(transparent)]
    Network(#[from] NetworkError),
    /// The body is larger than the limit; the connection was closed. Ask for less.
    #[error("the response is larger than {limit} bytes")]
    TooLarge {
        /// The limit in bytes.
        limit: u64,
    },
    /// The body could not be written to the file. Free some disk space, then send again.
    #[error("the response could not be written to disk")]
    Spool(#[source] std::io::Error),
}

/// HubSpot over https, through the chosen proxy; demo portals on loopback without one.
#[derive(Clone, Debug)]
struct Pools {
    hubspot: reqwest::Client,
    loopback: reqwest::Client,
}

/// Sends requests to HubSpot and to demo portals. Cloning is cheap and shares the connections.
#[derive(Clone, Debug)]
pub struct Client {
    api: Pools,
    /// Keeps no idle connections: if the server closed one just then, an authorization code could be lost.
    tokens: Pools,
    versions: Arc<KnownVersions>,
    options: ClientOptions,
    tell: Option<Told>,
}

/// Who is told of the calls of token endpoints.
#[derive(Clone)]
struct Told(Tell);

impl std::fmt::Debug for Told {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Told")
    }
}

impl Pools {
    /// Redirects are never followed: `Location` may name another host, which must not get the token.
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
    /// A client with the defaults that the app uses.
    ///
    /// # Errors
    /// See [`Client::with`].
    pub fn new() -> Result<Self, NetworkError> {
        Self::with(ClientOptions::default())
    }

    /// A client with other limits, proxy, resolver or roots.
    ///
    /// # Errors
    /// The TLS library or the proxy's address cannot be used.
    pub fn with(options: ClientOptions) -> Result<Self, NetworkError> {
        let api = Pools::new(&options, reqwest::Client::builder)?;
        let tokens = Pools::new(&options, || reqwest::Client::builder().pool_max_idle_per_host(0))?;
        Ok(Self { api, tokens, versions: Arc::default(), options, tell: None })
    }

    /// The same client, which tells each call of a token endpoint, with labels for secrets.
    #[must_use]
    pub fn telling(&self, tell: Tell) -> Self {
        Self { tell: Some(Told(tell)), ..self.clone() }
    }

    pub(crate) fn tell(&self) -> Option<&Tell> {
        self.tell.as_ref().map(|told| &told.0)
    }

    /// The version of the token endpoints that responded last; `None`: none was called yet.
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

    pub(crate) fn redactor(&self) -> &portalscope_redact::Redactor {
        &self.options.redactor
    }

    pub(crate) fn pool(&self, environment: &Environment) -> &reqwest::Client {
        self.api.of(environment)
    }

    pub(crate) fn token_pool(&self, environment: &Environment) -> &reqwest::Client {
        self.tokens.of(environment)
    }

    /// Sends a request and streams the body of the response to `spool`, at most `limit` bytes. Redirects are not
    /// followed, and no status is an error.
    ///
    /// # Errors
    /// The path leaves the credential's host, the network failed, the body is too large, or the disk refused it. After
    /// [`SendError::Network`] the server may have processed the request all the same.
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

/// Joins a path to the environment's host and checks the result: `//evil.example` would lead to another host.
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

/// The server's clock from its `Date` header (RFC 9110 §6.6.1), in whole seconds.
pub(crate) fn server_time(headers: &HeaderMap) -> Option<Timestamp> {
    let text = headers.get(DATE)?.to_str().ok()?;
    jiff::fmt::rfc2822::parse(text).ok().map(|zoned| zoned.timestamp())
}

/// The delay in `Retry-After` (RFC 9110 §10.2.3): seconds, or a date, which is compared with the server's own clock.
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
        fn no_text_leads_to_another_host(path in "\\PC{0,60}") {
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
