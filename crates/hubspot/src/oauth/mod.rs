//! OAuth 2.0 as HubSpot speaks it: authorization code with PKCE (RFC 6749 §4.1, RFC 7636) and a loopback redirect
//! (RFC 8252 §7.3).

mod authorize;
mod callback;
mod endpoint;
mod loopback;
mod page;
mod question;
mod redirect_uri;
mod token;
mod token_error;
mod told;
mod versions;

pub use authorize::{Authorization, AuthorizeRequest, authorize};
pub use callback::{Callback, CallbackProblem, forwarded_callback};
pub use loopback::{CALLBACK_PATH, ListenError, LoopbackListener};
pub use question::Inspected;
pub use redirect_uri::{RedirectProblem, RedirectUri};
pub use token::{AppCredential, Introspection, TokenGrant, exchange_code, introspect, refresh, revoke};
pub use token_error::TokenError;
pub use told::{Tell, TokenAnswer, TokenCall, TokenPurpose};
pub(crate) use versions::KnownVersions;
pub use versions::TokenVersion;
