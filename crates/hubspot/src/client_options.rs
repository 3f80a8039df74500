//! How a client goes to the network. The defaults are what the app uses; tests shorten the limits and lead HubSpot's
//! name to a server of their own, whose root they trust. The certificate is checked against the name all the same.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use reqwest::Certificate;
use reqwest::dns::Resolve;
use url::Url;

#[derive(Clone, Copy, Debug)]
pub struct TimeLimits {
    /// Until a connection, through a proxy and with TLS where there are any, stands.
    pub connect: Duration,
    /// A whole call of a token endpoint.
    pub token: Duration,
    /// Any other call, from its beginning to the last byte of its answer.
    pub answer: Duration,
}

impl Default for TimeLimits {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(15),
            token: Duration::from_secs(30),
            // HubSpot's edge gives up after 100 seconds and says so (524); a little more lets that answer arrive.
            answer: Duration::from_secs(110),
        }
    }
}

/// What stands between this computer and HubSpot. Loopback is always reached directly.
#[derive(Clone, Debug)]
pub enum ProxyChoice {
    /// What the system's settings and `HTTPS_PROXY` say.
    System,
    Direct,
    At(Url),
}

pub type Now = Arc<dyn Fn() -> Timestamp + Send + Sync>;

#[derive(Clone)]
pub struct ClientOptions {
    pub limits: TimeLimits,
    /// This computer's clock, where no server has told its own.
    pub now: Now,
    pub proxy: ProxyChoice,
    /// Looks names up; `None`: the system does.
    pub resolver: Option<Arc<dyn Resolve>>,
    /// Trusted beside those of this computer.
    pub extra_roots: Vec<Certificate>,
}

impl Default for ClientOptions {
    fn default() -> Self {
        Self {
            limits: TimeLimits::default(),
            now: Arc::new(Timestamp::now),
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
