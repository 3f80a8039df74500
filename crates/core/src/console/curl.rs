//! The request as a cURL command.

use std::sync::Arc;

use portalscope_formats::{self as formats, Bearer, CurlCommand, Shell};
use portalscope_hubspot::{HeaderOrigin, Token};
use serde::Deserialize;
use specta::Type;

use crate::console::compose::Composed;
use crate::console::composer::Composer;
use crate::console::view::RequestDraft;
use crate::error::{Error, Result};
use crate::ids::ConnectionId;
use crate::secrets::store::SecretStore;
use crate::tokens::credential::Credentials;

/// Where a copied command finds the token.
const TOKEN_VARIABLE: &str = "HUBSPOT_TOKEN";
/// cmd.exe takes no longer line (Microsoft, "Command prompt line string limitation").
const MAX_CMD_CHARS: usize = 8_191;

/// Whose command line it is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum CurlShell {
    /// sh, bash, zsh.
    Posix,
    /// The command prompt of Windows.
    Cmd,
}

impl From<CurlShell> for Shell {
    fn from(shell: CurlShell) -> Self {
        match shell {
            CurlShell::Posix => Self::Posix,
            CurlShell::Cmd => Self::Cmd,
        }
    }
}

pub struct Curl {
    composer: Arc<Composer>,
    credentials: Arc<Credentials>,
    secrets: Arc<SecretStore>,
}

impl Curl {
    pub(crate) fn new(
        composer: Arc<Composer>,
        credentials: Arc<Credentials>,
        secrets: Arc<SecretStore>,
    ) -> Self {
        Self { composer, credentials, secrets }
    }

    /// The command, redacted. It runs where the environment variable `HUBSPOT_TOKEN` holds a token.
    ///
    /// # Errors
    /// [`Error::CurlTooLong`] where the shell would cut it.
    pub async fn write(
        &self,
        connection: &ConnectionId,
        draft: &RequestDraft,
        shell: CurlShell,
    ) -> Result<String> {
        let command = self.curl_command(connection, draft).await?;
        expect_fits(formats::write(&command, Bearer::Variable(TOKEN_VARIABLE), shell.into()), shell)
    }

    /// The same with the connection's token in it, renewed if its margin is reached. For the clipboard alone, after a
    /// person has confirmed it.
    ///
    /// # Errors
    /// As [`Self::write`], and what keeps a token from being there.
    pub async fn write_with_secret(
        &self,
        connection: &ConnectionId,
        draft: &RequestDraft,
        shell: CurlShell,
    ) -> Result<CurlWithSecret> {
        let command = self.curl_command(connection, draft).await?;
        let credential = self.credentials.credential(connection).await?;
        let token = match &credential.token {
            Token::Access(token) => token.expose(),
            Token::Static(token) => token.expose(),
        };
        expect_fits(formats::write(&command, Bearer::Token(token), shell.into()), shell).map(CurlWithSecret)
    }

    /// Everything but the token, each part redacted before quotes are put around it.
    async fn curl_command(&self, connection: &ConnectionId, draft: &RequestDraft) -> Result<CurlCommand> {
        let (environment, composed) = self.composer.compose(connection, draft).await?;
        let Composed { method, path_and_query, headers, body, .. } = composed;
        let origin = environment.api_origin();
        let url = format!("{}{path_and_query}", origin.as_str().trim_end_matches('/'));
        let own = headers.iter().filter(|line| line.origin != HeaderOrigin::Connection);
        Ok(CurlCommand {
            method: method.to_string(),
            address: self.secrets.redacted(&url),
            headers: own
                .map(|line| self.secrets.redacted(&format!("{}: {}", line.name, line.value)))
                .collect(),
            body: body.map(|body| self.secrets.redacted(&body)),
            ..CurlCommand::default()
        })
    }
}

/// A command that holds a token. It cannot be logged or sent to the window.
pub struct CurlWithSecret(String);

impl CurlWithSecret {
    /// For the clipboard.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl Drop for CurlWithSecret {
    fn drop(&mut self) {
        zeroize::Zeroize::zeroize(&mut self.0);
    }
}

fn expect_fits(command: String, shell: CurlShell) -> Result<String> {
    if shell == CurlShell::Cmd && command.encode_utf16().count() > MAX_CMD_CHARS {
        return Err(Error::CurlTooLong);
    }
    Ok(command)
}
