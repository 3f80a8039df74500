//! The shape of an entry as it is recorded.

/// What was sent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    /// A call of an operation.
    #[default]
    Call,
    /// An authorization code was exchanged for tokens.
    TokenExchange,
    /// A token was refreshed.
    Refresh,
    /// A token was inspected.
    Introspection,
    /// A consent page was opened.
    Consent,
    /// A token was revoked.
    Revocation,
}

/// Who sent it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Who {
    /// The console of the window.
    #[default]
    Window,
    /// The command line.
    Cli,
    /// A run over many pages or records.
    Run,
    /// A check, such as those of a diagnosis.
    Check,
}

/// Two-way tables between the variants and their numbers in the file. A number is never given away again.
macro_rules! numbered {
    ($name:ident { $($variant:ident = $number:literal),+ }) => {
        impl $name {
            pub(crate) fn number(self) -> i64 {
                match self { $(Self::$variant => $number),+ }
            }

            /// An unknown number is one of a newer version, and reads as the default.
            pub(crate) fn of(number: i64) -> Self {
                match number { $($number => Self::$variant,)+ _ => Self::default() }
            }
        }
    };
}

numbered!(Kind { Call = 0, TokenExchange = 1, Refresh = 2, Introspection = 3, Consent = 4, Revocation = 5 });
numbered!(Who { Window = 0, Cli = 1, Run = 2, Check = 3 });

/// A header line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    /// As it was sent.
    pub name: String,
    /// Line breaks in it become spaces.
    pub value: String,
}

/// A body, whole or its first part.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Body {
    /// The text. Of a first part the last 8 kB are not kept: a secret may have been cut there, which nobody would know.
    pub text: String,
    /// The size of the whole body in bytes.
    pub size: u64,
}

impl Body {
    /// A whole body.
    pub fn whole(text: impl Into<String>) -> Self {
        let text = text.into();
        Self { size: text.len() as u64, text }
    }
}

/// The scopes that were granted when an entry was sent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GrantedScopes {
    /// Differs when the names do. Each entry has it, the names are stored once for all that have the same.
    pub fingerprint: String,
    /// The names, without spaces. `None`: an earlier version kept the fingerprint alone.
    pub names: Option<Vec<String>>,
}

impl GrantedScopes {
    /// About how much memory it takes, in bytes.
    fn weight(&self) -> usize {
        self.names.iter().flatten().map(|name| size_of::<String>() + name.len()).sum()
    }
}

/// A call or another exchange with a server, as it is recorded. What is not known is `None` or empty.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Entry {
    /// What was sent.
    pub kind: Kind,
    /// Who sent it.
    pub who: Who,
    /// The connection's id.
    pub connection: String,
    /// The environment's key.
    pub environment: String,
    /// The portal's id.
    pub portal: Option<i64>,
    /// The HTTP method.
    pub method: String,
    /// The path template, with ids folded: entries are grouped by it and the method.
    pub operation: String,
    /// The API version of the operation.
    pub version: Option<String>,
    /// The path as it was sent.
    pub path: String,
    /// The query as it was sent, without `?`.
    pub query: String,
    /// The headers that were sent.
    pub request_headers: Vec<Header>,
    /// The body that was sent. `None`: there was none, or it is not kept.
    pub request_body: Option<Body>,
    /// The headers of the answer.
    pub response_headers: Vec<Header>,
    /// The body of the answer. `None`: there was none, or it is not kept.
    pub response_body: Option<Body>,
    /// The HTTP status. `None`: no answer arrived.
    pub status: Option<u16>,
    /// The code of the error, if no answer arrived.
    pub error: Option<String>,
    /// The label of the cause by which failures are grouped. `None`: the error or the status stands for it.
    pub cause: Option<String>,
    /// When it was sent (milliseconds since 1970, UTC).
    pub started_at: i64,
    /// Until the answer was whole, in milliseconds.
    pub duration_ms: u32,
    /// Bytes sent, with the headers.
    pub request_bytes: u64,
    /// Bytes received, with the headers.
    pub response_bytes: u64,
    /// The verdict before it was sent, JSON.
    pub verdict: Option<String>,
    /// The explanation of the failure, JSON.
    pub explanation: Option<String>,
    /// The server's correlation id.
    pub correlation_id: Option<String>,
    /// The figures of the rate limit, JSON.
    pub rate_limit: Option<String>,
    /// The addresses that the server redirected to.
    pub redirects: Vec<String>,
    /// How often it was sent before.
    pub retries: u32,
    /// The scopes that were granted then.
    pub scopes: Option<GrantedScopes>,
    /// The label of the token that was used.
    pub token: Option<String>,
    /// What the person wrote. Of one that is just made: nothing.
    pub note: Option<String>,
    /// Whether it is kept beyond the bounds.
    pub pinned: bool,
}

impl Entry {
    /// Whether it failed: no answer, or a status that is none of success, or a success in part, which alone is explained. A
    /// consent page answers with a redirect, so its error tells.
    pub fn is_failure(&self) -> bool {
        if self.kind == Kind::Consent {
            return self.error.is_some();
        }
        self.explanation.is_some() || !self.status.is_some_and(|status| (200..300).contains(&status))
    }

    /// The label by which failures are grouped.
    pub(crate) fn failure_cause(&self) -> Option<String> {
        let other = || self.error.clone().or_else(|| self.status.map(|status| format!("http_{status}")));
        self.is_failure().then(|| self.cause.clone().or_else(other).unwrap_or_default())
    }

    /// About how much memory it takes, in bytes.
    pub(crate) fn weight(&self) -> usize {
        let bodies = [&self.request_body, &self.response_body].into_iter().flatten();
        let headers = self.request_headers.iter().chain(&self.response_headers);
        size_of::<Self>()
            + bodies.map(|body| body.text.len()).sum::<usize>()
            + headers.map(|header| header.name.len() + header.value.len()).sum::<usize>()
            + self.path.len()
            + self.query.len()
            + self.explanation.as_ref().map_or(0, String::len)
            + self.scopes.as_ref().map_or(0, GrantedScopes::weight)
    }
}
