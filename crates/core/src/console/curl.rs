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

/// The environment variable from which a copied command takes the token.
const TOKEN_VARIABLE: &str = "HUBSPOT_TOKEN";
/// The longest line that cmd.exe accepts, in UTF-16 code units (Microsoft, "Command prompt line string limitation").
const MAX_CMD_CHARS: usize = 8_191;

/// The shell that a cURL command is quoted for.
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

/// Writes requests as cURL commands, with or without the token.
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

    /// The command, redacted. It takes the token from the environment variable `HUBSPOT_TOKEN`.
    ///
    /// # Errors
    /// [`Error::CurlTooLong`] for a line longer than cmd.exe accepts; [`Error::ConnectionNotFound`].
    pub async fn write(
        &self,
        connection: &ConnectionId,
        draft: &RequestDraft,
        shell: CurlShell,
    ) -> Result<String> {
        let command = self.curl_command(connection, draft).await?;
        expect_fits(formats::write(&command, Bearer::Variable(TOKEN_VARIABLE), shell.into()), shell)
    }

    /// The same with the connection's token in it, refreshed first if it is about to expire. Only for the clipboard,
    /// after the person has confirmed it.
    ///
    /// # Errors
    /// As [`Self::write`], and those of getting a token: [`Error::SecretMissing`], [`Error::Token`], [`Error::Vault`].
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

    /// Everything but the token. Each part is redacted before it is quoted.
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

/// A cURL command that contains a token. It has neither `Debug` nor `Serialize`, so that it cannot be logged or sent to
/// the window, and is wiped when dropped.
pub struct CurlWithSecret(String);

impl CurlWithSecret {
    /// The command with the token. Only for the clipboard.
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
