//! What a name says by itself, wherever it stands.

use super::programs::Program;
use super::words::{Name, Squeezed};

#[derive(Clone, Copy)]
pub(super) struct Facts {
    /// `None`: this is no name of a secret.
    pub secret: Option<Name>,
    pub request: Option<RequestField>,
    pub scheme: Option<Scheme>,
    pub user: Option<User>,
    pub call: Call,
    pub is_of_cookies: bool,
    /// It takes a password as an argument.
    pub program: Option<Program>,
    /// Terraform says so of the values beside it.
    pub is_sensitive: bool,
}

/// What it takes as arguments.
#[derive(Clone, Copy)]
pub(super) struct Call {
    /// A user and a password, as `auth=("id", "S")`.
    pub takes_pair: bool,
    /// It may be the name of a class of clients.
    pub may_be_client: bool,
    /// A code and a client's credentials: `exchange('na1-…', 'S')`.
    pub may_exchange: bool,
}

/// A field of a token request or of an authorization request.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum RequestField {
    /// `redirect_uri`, `code_challenge`
    Authorization,
    ClientId,
    Other,
}

/// What stands before credentials of one word.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Scheme {
    Basic,
    Bearer,
}

/// A user and a password in one value.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum User {
    /// `user` in a configuration of curl.
    Setting,
    /// `CURLOPT_USERPWD`
    Option,
}

impl Facts {
    pub(super) fn of(name: &[u8]) -> Self {
        let squeezed = Squeezed::of(name);
        let ends = |words: &[&str]| words.iter().any(|word| squeezed.ends_with(word));
        Self {
            secret: squeezed.classify(),
            request: request_field(&squeezed),
            scheme: if squeezed.ends_with("bearer") {
                Some(Scheme::Bearer)
            } else {
                squeezed.is("basic").then_some(Scheme::Basic)
            },
            user: if squeezed.ends_with("userpwd") {
                Some(User::Option)
            } else {
                (squeezed.is("user") || squeezed.is("proxyuser")).then_some(User::Setting)
            },
            program: Program::of(&squeezed),
            is_sensitive: squeezed.is("sensitive"),
            call: Call {
                takes_pair: ends(&["auth", "basic", "basiccredentials", "authentication"]),
                may_exchange: ["exchange", "refresh", "token"].iter().any(|word| squeezed.contains(word)),
                may_be_client: ["client", "oauth", "credentials", "provider", "strategy", "authenticator"]
                    .iter()
                    .any(|word| squeezed.contains(word)),
            },
            is_of_cookies: name.ends_with(b"cookies") || name.ends_with(b"Cookies"),
        }
    }
}

fn request_field(squeezed: &Squeezed) -> Option<RequestField> {
    if squeezed.ends_with("redirecturi") || squeezed.ends_with("codechallenge") {
        Some(RequestField::Authorization)
    } else if squeezed.ends_with("clientid") {
        Some(RequestField::ClientId)
    } else {
        let is_other = squeezed.ends_with("granttype") || squeezed.ends_with("codeverifier");
        is_other.then_some(RequestField::Other)
    }
}
