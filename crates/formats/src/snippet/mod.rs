//! Requests written as code: a command, a document or a program that sends them.
//!
//! What is written runs as it is once the environment variable [`TOKEN_VARIABLE`] holds the token; a token itself is only
//! ever written by [`write_with_token`]. Bodies in JSON become literals of the language where these send the same JSON.

mod content;
mod csharp;
mod curl;
mod go;
mod http;
mod json;
mod literal;
mod node;
mod php;
mod powershell;
mod prepare;
mod python;
mod python_client;
mod quote;
mod ruby;

use crate::shell::Shell;

/// The environment variable from which written code takes the bearer token.
pub const TOKEN_VARIABLE: &str = "HUBSPOT_TOKEN";

/// The host that client libraries address by themselves.
const DEFAULT_ORIGIN: &str = "https://api.hubapi.com";

/// A request to write, without its `Authorization`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outgoing {
    /// In upper case.
    pub method: String,
    /// Whole, with the query.
    pub url: String,
    /// In order. Headers of one name are written as one (RFC 9110 §5.3).
    pub headers: Vec<(String, String)>,
    /// As sent. Without a `Content-Type` it is sent as `application/octet-stream`.
    pub body: Option<String>,
}

/// What to write a request as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Target {
    /// cURL for sh, bash and zsh.
    CurlPosix,
    /// cURL for Windows' command prompt.
    CurlCmd,
    /// `Invoke-RestMethod`, for Windows `PowerShell` 5.1 and later.
    PowerShell,
    /// An `.http` file, as editors send it.
    Http,
    /// Python with requests.
    PythonRequests,
    /// Python with `hubspot-api-client`.
    PythonClient,
    /// Node's own `fetch`.
    NodeFetch,
    /// Node with `@hubspot/api-client`.
    NodeClient,
    /// PHP with the curl extension.
    Php,
    /// Ruby with `Net::HTTP`.
    Ruby,
    /// Go with `net/http`.
    Go,
    /// C# with `HttpClient`.
    CSharp,
}

impl Target {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 12] = [
        Self::CurlPosix,
        Self::CurlCmd,
        Self::PowerShell,
        Self::Http,
        Self::PythonRequests,
        Self::PythonClient,
        Self::NodeFetch,
        Self::NodeClient,
        Self::Php,
        Self::Ruby,
        Self::Go,
        Self::CSharp,
    ];
}

/// Why a request cannot be written for a target. Offer another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SnippetError {
    /// Arguments of a program end at a NUL.
    #[error("the body holds a NUL character, which no command line can pass")]
    Nul,
    /// cmd.exe drops carriage returns.
    #[error("the body holds a carriage return, which the Windows command prompt drops")]
    CarriageReturn,
    /// The body would be read as a part of the document.
    #[error("a line of the body means something else in an .http file")]
    HttpSyntax,
    /// The library refuses a body with `GET` and `HEAD`.
    #[error("this library sends no body with GET or HEAD")]
    BodyRefused,
}

/// The code that sends the request. Line breaks are `\n`, but for cmd.exe.
///
/// # Errors
/// [`SnippetError`], if the target cannot express the request.
pub fn write(request: &Outgoing, target: Target) -> Result<String, SnippetError> {
    let request = prepare::prepared(request);
    match target {
        Target::CurlPosix => curl::write(&request, curl::Bearer::Variable, Shell::Posix),
        Target::CurlCmd => curl::write(&request, curl::Bearer::Variable, Shell::Cmd),
        Target::PowerShell => Ok(powershell::write(&request)),
        Target::Http => http::write(&request),
        Target::PythonRequests => Ok(python::write(&request)),
        Target::PythonClient => Ok(python_client::write(&request)),
        Target::NodeFetch => node::write_fetch(&request),
        Target::NodeClient => node::write_client(&request),
        Target::Php => Ok(php::write(&request)),
        Target::Ruby => Ok(ruby::write(&request)),
        Target::Go => Ok(go::write(&request)),
        Target::CSharp => Ok(csharp::write(&request)),
    }
}

/// The cURL command with this token in clear text. It must only be given where the person asked for it.
///
/// # Errors
/// As [`write`].
pub fn write_with_token(request: &Outgoing, shell: Shell, token: &str) -> Result<String, SnippetError> {
    curl::write(&prepare::prepared(request), curl::Bearer::Token(token), shell)
}
