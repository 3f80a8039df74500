//! cURL commands: read as the request that they make, and written.

mod options;
mod read;
mod write;

pub use read::{find_call, read};
pub use write::{Bearer, write};

use crate::shell::WordsError;

/// The request that a command makes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CurlCommand {
    /// In capitals.
    pub method: String,
    /// As it is given, without its query.
    pub address: String,
    /// Behind the `?`, with what `-G` and `--url-query` add.
    pub query: String,
    /// `Name: value`, in their order.
    pub headers: Vec<String>,
    /// `None` also where it cannot be known; `skipped` then says why.
    pub body: Option<String>,
    /// What belongs to the request and is not here, in the order of the command.
    pub skipped: Vec<Skipped>,
}

/// A part of a command that [`CurlCommand`] does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Skipped {
    /// The body, or a part of it, stands in a file of this name, which is not read.
    File(String),
    /// A part of a multipart form.
    FormPart(String),
    /// A cookie, a user with a password, a certificate, or a token in an option of its own; by the option's name.
    Credential(String),
    /// What the shell would have put in, such as `$NAME`; the text holds it as written.
    Expansion(String),
    /// An option that curl does not have, or not under this name.
    UnknownOption(String),
    /// Options in a file of this name, which is not read.
    OptionsFile(String),
    /// An address beside the first one.
    OtherAddress,
    /// A command or request behind the first one.
    OtherCommand,
}

/// Why a cURL command cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CurlError {
    /// Ask for the whole command.
    #[error(transparent)]
    Words(#[from] WordsError),
    /// Ask for one with an address.
    #[error("the command has no address")]
    NoAddress,
    /// The command ends too early.
    #[error("the value of {0} is missing")]
    NoValue(String),
}
