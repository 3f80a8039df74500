//! How long before its expiry an access token is refreshed.

use jiff::SignedDuration;

/// A token is refreshed at most this long before it expires.
const MAX_MARGIN_SECONDS: i64 = 5 * 60;

/// A sixth of the token's lifetime, at most five minutes. HubSpot's tokens live for 1,800 seconds.
pub(crate) fn refresh_margin(lifetime_seconds: u32) -> SignedDuration {
    SignedDuration::from_secs((i64::from(lifetime_seconds) / 6).min(MAX_MARGIN_SECONDS))
}
