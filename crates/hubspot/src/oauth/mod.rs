//! OAuth 2.0 as HubSpot speaks it: authorization code with PKCE (RFC 6749 §4.1, RFC 7636) and a loopback redirect
//! (RFC 8252 §7.3).

mod authorize;
mod loopback;
mod page;
mod token;
mod token_error;

pub use authorize::{Authorization, AuthorizeRequest, RedirectUri, authorize};
pub use loopback::{CALLBACK_PATH, Callback, ListenError, LoopbackListener};
pub use token::{AppCredential, Introspection, TokenGrant, exchange_code, introspect, refresh, revoke};
pub use token_error::TokenError;
