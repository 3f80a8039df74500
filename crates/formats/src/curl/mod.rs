//! cURL commands: parsed into requests.

mod options;
mod read;

pub use read::{find_call, read};

use crate::shell::WordsError;

/// The request that a command sends.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CurlCommand {
    /// The method, in upper case.
    pub method: String,
    /// The URL as given, without its query.
    pub address: String,
    /// The query, including what `-G` and `--url-query` add.
    pub query: String,
    /// The headers as `Name: value`, in order.
    pub headers: Vec<String>,
    /// The body. `None` also if it is not known; `skipped` then tells why.
    pub body: Option<String>,
    /// Parts of the request that are missing here, in the order of the command.
    pub skipped: Vec<Skipped>,
}

/// A part of a command that [`CurlCommand`] does not contain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Skipped {
    /// The body or a part of it is in a file with this name, which is not read.
    File(String),
    /// A part of a multipart form.
    FormPart(String),
    /// A cookie, a user name and password, a certificate, or a token in its own option; the option's name.
    Credential(String),
    /// An expansion such as `$NAME`, which the text contains as written.
    Expansion(String),
    /// An option that curl does not have.
    UnknownOption(String),
    /// Options in a file with this name, which is not read.
    OptionsFile(String),
    /// A URL after the first one.
    OtherAddress,
    /// A command or request after the first one.
    OtherCommand,
}

/// Why a cURL command cannot be parsed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CurlError {
    /// Ask for the whole command.
    #[error(transparent)]
    Words(#[from] WordsError),
    /// Ask for one with an address.
    #[error("the command has no address")]
    NoAddress,
    /// The command ends before the value of this option.
    #[error("the value of {0} is missing")]
    NoValue(String),
}
