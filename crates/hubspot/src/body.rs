//! Reads a small answer into memory, up to a limit: what HubSpot tells of tokens and accounts is a few kilobytes.

use reqwest::Response;
use serde::de::DeserializeOwned;
use zeroize::Zeroizing;

use crate::NetworkError;

/// The limit counts what comes out of the decompression. `None`: there was more.
pub(crate) async fn read_at_most(
    mut response: Response,
    limit: usize,
) -> Result<Option<Zeroizing<Vec<u8>>>, NetworkError> {
    // Room from the start: growing would leave copies of secrets behind.
    let mut body = Zeroizing::new(Vec::with_capacity(limit));
    while let Some(chunk) = response.chunk().await? {
        if body.len() + chunk.len() > limit {
            return Ok(None);
        }
        body.extend_from_slice(&chunk);
    }
    Ok(Some(body))
}

/// `None`: too large, or not of the form wanted.
pub(crate) async fn read_json<T: DeserializeOwned>(
    response: Response,
    limit: usize,
) -> Result<Option<T>, NetworkError> {
    let body = read_at_most(response, limit).await?;
    Ok(body.and_then(|body| serde_json::from_slice(&body).ok()))
}
