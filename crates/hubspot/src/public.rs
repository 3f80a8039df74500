//! Fetching what HubSpot publishes to everybody. No token goes along.

use url::Url;

use crate::client::Client;
use crate::{Environment, NetworkError, SendError};

/// The answer to a request without a credential.
#[derive(Debug)]
pub struct PublicAnswer {
    pub status: u16,
    pub body: Vec<u8>,
}

impl Client {
    /// Fetches an address of at most `limit` bytes. The caller vouches for the host; redirects are not followed.
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
