//! Timeouts, clock, proxy and trust of a client. The app uses the defaults. Tests shorten the timeouts and resolve
//! HubSpot's name to a server of their own, whose root they trust; its certificate is still checked against the name.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use portalscope_redact::Redactor;
use reqwest::Certificate;
use reqwest::dns::Resolve;
use url::Url;

/// Timeouts of a client.
#[derive(Clone, Copy, Debug)]
pub struct TimeLimits {
    /// For connecting, including the proxy and TLS.
    pub connect: Duration,
    /// For a whole call of a token endpoint.
    pub token: Duration,
    /// For any other call, from its start to the last byte of the response.
    pub answer: Duration,
}

impl Default for TimeLimits {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(15),
            token: Duration::from_secs(30),
            // HubSpot's edge times out after 100 seconds with status 524. This is enough to receive it.
            answer: Duration::from_secs(110),
        }
    }
}

/// The proxy for calls to HubSpot. Loopback is always reached directly.
#[derive(Clone, Debug)]
pub enum ProxyChoice {
    /// As the system's settings and `HTTPS_PROXY` say.
    System,
    /// No proxy.
    Direct,
    /// The proxy with this address.
    At(Url),
}

/// Reads a clock.
pub type Now = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// How a client connects.
#[derive(Clone)]
pub struct ClientOptions {
    /// Timeouts.
    pub limits: TimeLimits,
    /// This computer's clock, used until a server has told its own.
    pub now: Now,
    /// Redacts what the server says about accounts and tokens; new tokens are registered in it as they arrive.
    pub redactor: Arc<Redactor>,
    /// The proxy.
    pub proxy: ProxyChoice,
    /// Resolves host names; `None`: the system does.
    pub resolver: Option<Arc<dyn Resolve>>,
    /// Root certificates trusted in addition to the system's.
    pub extra_roots: Vec<Certificate>,
}

impl Default for ClientOptions {
    fn default() -> Self {
        Self {
            limits: TimeLimits::default(),
            now: Arc::new(Timestamp::now),
            redactor: Arc::default(),
            proxy: ProxyChoice::System,
            resolver: None,
            extra_roots: Vec::new(),
        }
    }
}

impl fmt::Debug for ClientOptions {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("ClientOptions").field("limits", &self.limits).finish_non_exhaustive()
    }
}
