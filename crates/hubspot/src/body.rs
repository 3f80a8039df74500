//! Reads small responses into memory, up to a limit: those about tokens and accounts are a few kilobytes.

use reqwest::Response;
use serde::de::DeserializeOwned;
use zeroize::Zeroizing;

use crate::NetworkError;

/// `max_bytes` applies after decompression. `None`: the body is larger.
pub(crate) async fn read_at_most(
    mut response: Response,
    max_bytes: usize,
) -> Result<Option<Zeroizing<Vec<u8>>>, NetworkError> {
    // Allocated at once: growing would leave copies of secrets in freed memory.
    let mut body = Zeroizing::new(Vec::with_capacity(max_bytes));
    while let Some(chunk) = response.chunk().await? {
        if body.len() + chunk.len() > max_bytes {
            return Ok(None);
        }
        body.extend_from_slice(&chunk);
    }
    Ok(Some(body))
}

/// `None`: the body is larger, or is not the expected JSON.
pub(crate) async fn read_json<T: DeserializeOwned>(
    response: Response,
    max_bytes: usize,
) -> Result<Option<T>, NetworkError> {
    let body = read_at_most(response, max_bytes).await?;
    Ok(body.and_then(|body| serde_json::from_slice(&body).ok()))
}
