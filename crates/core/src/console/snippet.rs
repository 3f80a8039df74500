//! The request as code: a cURL command, a program, a document.

use std::sync::Arc;

use portalscope_formats::{self as formats, Outgoing, Shell, Target};
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

/// The longest line that cmd.exe accepts, in UTF-16 code units (Microsoft, "Command prompt line string limitation").
const MAX_CMD_CHARS: usize = 8_191;

/// What a request is written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Type)]
#[serde(rename_all = "kebab-case")]
pub enum SnippetTarget {
    /// cURL for sh, bash, zsh.
    CurlPosix,
    /// cURL for the command prompt of Windows.
    CurlCmd,
    /// `PowerShell`, from Windows `PowerShell` 5.1 on.
    Powershell,
    /// An `.http` file.
    Http,
    /// Python with requests.
    PythonRequests,
    /// Python with HubSpot's client.
    PythonClient,
    /// Node's own `fetch`.
    NodeFetch,
    /// Node with HubSpot's client.
    NodeClient,
    /// PHP with the curl extension.
    Php,
    /// Ruby with `Net::HTTP`.
    Ruby,
    /// Go with `net/http`.
    Go,
    /// C# with `HttpClient`.
    Csharp,
}

impl SnippetTarget {
    /// All of them with the names that they have in the window's calls and on the command line.
    pub const NAMED: [(&str, Self); 12] = [
        ("curl-posix", Self::CurlPosix),
        ("curl-cmd", Self::CurlCmd),
        ("powershell", Self::Powershell),
        ("http", Self::Http),
        ("python-requests", Self::PythonRequests),
        ("python-client", Self::PythonClient),
        ("node-fetch", Self::NodeFetch),
        ("node-client", Self::NodeClient),
        ("php", Self::Php),
        ("ruby", Self::Ruby),
        ("go", Self::Go),
        ("csharp", Self::Csharp),
    ];

    fn format(self) -> Target {
        match self {
            Self::CurlPosix => Target::CurlPosix,
            Self::CurlCmd => Target::CurlCmd,
            Self::Powershell => Target::PowerShell,
            Self::Http => Target::Http,
            Self::PythonRequests => Target::PythonRequests,
            Self::PythonClient => Target::PythonClient,
            Self::NodeFetch => Target::NodeFetch,
            Self::NodeClient => Target::NodeClient,
            Self::Php => Target::Php,
            Self::Ruby => Target::Ruby,
            Self::Go => Target::Go,
            Self::Csharp => Target::CSharp,
        }
    }
}

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

/// Writes requests as code without the token, and as cURL commands with it.
pub struct Snippets {
    composer: Arc<Composer>,
    credentials: Arc<Credentials>,
    secrets: Arc<SecretStore>,
}

impl Snippets {
    pub(crate) fn new(
        composer: Arc<Composer>,
        credentials: Arc<Credentials>,
        secrets: Arc<SecretStore>,
    ) -> Self {
        Self { composer, credentials, secrets }
    }

    /// The code, redacted. It takes the token from the environment variable `HUBSPOT_TOKEN`.
    ///
    /// # Errors
    /// [`Error::CurlTooLong`] for a line longer than cmd.exe accepts; [`Error::Snippet`] for a request that the target
    /// cannot express; [`Error::ConnectionNotFound`].
    pub async fn write(
        &self,
        connection: &ConnectionId,
        draft: &RequestDraft,
        target: SnippetTarget,
    ) -> Result<String> {
        let request = self.outgoing(connection, draft).await?;
        let code = formats::write(&request, target.format())?;
        if target == SnippetTarget::CurlCmd { expect_fits(code) } else { Ok(code) }
    }

    /// The cURL command with the connection's token in it, refreshed first if it is about to expire. Only for the
    /// clipboard, after the person has confirmed it.
    ///
    /// # Errors
    /// As [`Self::write`], and those of getting a token: [`Error::SecretMissing`], [`Error::Token`], [`Error::Vault`].
    pub async fn write_with_secret(
        &self,
        connection: &ConnectionId,
        draft: &RequestDraft,
        shell: CurlShell,
    ) -> Result<CurlWithSecret> {
        let request = self.outgoing(connection, draft).await?;
        let credential = self.credentials.credential(connection).await?;
        let token = match &credential.token {
            Token::Access(token) => token.expose(),
            Token::Static(token) => token.expose(),
        };
        let command = formats::write_with_token(&request, shell.into(), token)?;
        let command = if shell == CurlShell::Cmd { expect_fits(command)? } else { command };
        Ok(CurlWithSecret(command))
    }

    /// Everything but the token. Each part is redacted before it is quoted.
    async fn outgoing(&self, connection: &ConnectionId, draft: &RequestDraft) -> Result<Outgoing> {
        let (environment, composed) = self.composer.compose(connection, draft).await?;
        let Composed { method, path_and_query, headers, body, .. } = composed;
        let origin = environment.api_origin();
        let url = format!("{}{path_and_query}", origin.as_str().trim_end_matches('/'));
        let own = headers.iter().filter(|line| line.origin != HeaderOrigin::Connection);
        Ok(Outgoing {
            method: method.to_string(),
            url: self.secrets.redacted(&url),
            headers: own.map(|line| self.redacted_header(&line.name, &line.value)).collect(),
            body: body.map(|body| self.secrets.redacted(&body)),
        })
    }

    /// A header is redacted with its name, which may say that the value is a secret.
    fn redacted_header(&self, name: &str, value: &str) -> (String, String) {
        let line = self.secrets.redacted(&format!("{name}: {value}"));
        let (name, value) = line.split_once(": ").unwrap_or((&line, ""));
        (name.to_owned(), value.to_owned())
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

fn expect_fits(command: String) -> Result<String> {
    if command.encode_utf16().count() > MAX_CMD_CHARS {
        return Err(Error::CurlTooLong);
    }
    Ok(command)
}
