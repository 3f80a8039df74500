//! Fetches what HubSpot publishes for everybody. No token is sent.

use url::Url;

use crate::client::Client;
use crate::{Environment, NetworkError, SendError};

/// The response to a request without a credential.
#[derive(Debug)]
pub struct PublicAnswer {
    /// The HTTP status.
    pub status: u16,
    /// The whole body, after decompression.
    pub body: Vec<u8>,
}

impl Client {
    /// Fetches a public address into memory, `limit` bytes at most. The caller is responsible for the host. Redirects
    /// are not followed, and no status is an error.
    ///
    /// # Errors
    /// There was no response, or it is larger than `limit`.
    pub async fn fetch_public(
        &self,
        environment: &Environment,
        address: &Url,
        limit: usize,
    ) -> Result<PublicAnswer, SendError> {
        let request = self.pool(environment).get(address.clone());
        let mut response = request.send().await.map_err(NetworkError::from)?;
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(NetworkError::from)? {
            if body.len() + chunk.len() > limit {
                return Err(SendError::TooLarge { limit: limit as u64 });
            }
            body.extend_from_slice(&chunk);
        }
        Ok(PublicAnswer { status: response.status().as_u16(), body })
    }
}
