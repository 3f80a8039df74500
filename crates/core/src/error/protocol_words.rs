//! The words of errors between this computer and HubSpot: OAuth, account details, requests, the network.

use portalscope_diagnosis::Cause;
use portalscope_hubspot::oauth::{ListenError, TokenError};
use portalscope_hubspot::{IdentityError, NetworkError, SendError};

use crate::error::{CommandError, ErrorCode};
use crate::error::{disk_reason, say};

pub(super) fn listening(error: &ListenError) -> CommandError {
    match error {
        ListenError::PortBusy { port } => say(
            ErrorCode::PortBusy,
            &format!(
                "Port {port} is in use by another program, so the consent page could not come back to Portalscope."
            ),
            "Close that program, or choose another port in Settings and register its redirect URL in your app.",
        ),
        ListenError::Refused { port } => say(
            ErrorCode::PortBusy,
            &format!("The system does not let Portalscope listen on port {port}."),
            "Choose another port in Settings and register its redirect URL in your app.",
        ),
    }
}

pub(super) fn token(error: &TokenError) -> CommandError {
    use ErrorCode as Code;
    match error {
        TokenError::ClientId => CommandError::of_cause(Code::ClientIdRefused, Cause::ClientIdInvalid),
        TokenError::ClientSecret => {
            CommandError::of_cause(Code::ClientSecretRefused, Cause::ClientSecretInvalid)
        }
        TokenError::RedirectUnknown | TokenError::RedirectMismatch => {
            CommandError::of_cause(Code::RedirectMismatch, Cause::RedirectUriMismatch)
        }
        // The code came from the page itself and is whole: it was late, or used before.
        TokenError::Code | TokenError::CodeExpired => {
            CommandError::of_cause(Code::CodeRefused, Cause::AuthCodeExpired)
        }
        TokenError::CodeVerifier => say(
            Code::CodeRefused,
            "The authorization code belongs to another attempt than the one that waits.",
            "Start again, and use only the page that Portalscope opens.",
        ),
        TokenError::RefreshToken => CommandError {
            message: "HubSpot no longer accepts this connection: mostly, the app was removed from the portal or its access revoked.".to_owned(),
            ..CommandError::of_cause(Code::ConnectionRevoked, Cause::RefreshTokenInvalid)
        },
        TokenError::Portal => CommandError::of_cause(Code::ConnectionRevoked, Cause::PortalUnknown),
        TokenError::Scopes => say(
            Code::ScopesRefused,
            "The server refused the scopes that were asked for.",
            "Compare them with the scopes declared in your app's settings.",
        ),
        TokenError::GrantType => say(
            Code::ConfigurationRefused,
            "The server does not let this app ask for tokens in this way. The portal's consent still stands.",
            "Check that the client id is that of an OAuth app, not of one with a static token.",
        ),
        TokenError::NotReceived => say(
            Code::UnexpectedAnswer,
            "The server did not receive the client id and secret that were sent: something on the way changed the request.",
            "A proxy that inspects traffic can cause this. Try again without it.",
        ),
        TokenError::Configuration { status, code } => say(
            Code::ConfigurationRefused,
            &format!(
                "The server refused the request with status {status}{}. The portal's consent still stands.",
                code.as_deref().map(|text| format!(" ({text})")).unwrap_or_default()
            ),
            "Check the app's settings: client id, client secret, redirect URL.",
        ),
        TokenError::NoEndpoint => say(
            Code::UnexpectedAnswer,
            "The server has none of the token endpoints that Portalscope knows.",
            "A proxy that answers in the server's place can cause this. If there is none, look for a newer Portalscope.",
        ),
        TokenError::Redirected { status } => say(
            Code::UnexpectedAnswer,
            &format!(
                "The server answered with a redirect (status {status}). It was not followed, since the client secret must not go anywhere else."
            ),
            "The sign-in page of a network can cause this: open a web page in your browser, sign in, then try again.",
        ),
        TokenError::Server { status } | TokenError::Busy { status: status @ 477, .. } => server(*status),
        TokenError::Busy { status, retry_after } => say(
            Code::ServerError,
            &format!(
                "The server has too much to do (status {status}) and asks to be left alone for {} seconds.",
                retry_after.as_secs()
            ),
            "Wait so long; Portalscope tries again by itself. Nothing is wrong with your settings.",
        ),
        TokenError::Unexpected => unexpected(),
        TokenError::Network(error) => network(*error),
    }
}

pub(super) fn identity(error: &IdentityError) -> CommandError {
    match error {
        IdentityError::Refused { status: 401 } => {
            CommandError::of_cause(ErrorCode::TokenRefused, Cause::TokenInvalid)
        }
        IdentityError::Refused { status } if *status >= 500 || *status == 429 => server(*status),
        IdentityError::Refused { status } => say(
            ErrorCode::IdentityUnknown,
            format!("The server took the token but did not say whose portal it is (status {status}).")
                .as_str(),
            "Check that the token may read the account's details, then try again.",
        ),
        IdentityError::Network(error) => network(*error),
        IdentityError::Unreadable => unexpected(),
    }
}

pub(super) fn sending(error: &SendError) -> CommandError {
    match error {
        SendError::ForeignHost => say(
            ErrorCode::HostNotAllowed,
            "This address is not on the portal's own API host, and the token must not go anywhere else. Nothing was sent.",
            "Use a path that begins with a single slash.",
        ),
        SendError::Network(error) => network(*error),
        SendError::TooLarge { limit } => say(
            ErrorCode::ResponseTooLarge,
            &format!("The response is larger than {} MB, so it was not read to its end.", limit / 1_000_000),
            "Ask for less: fewer properties, or a smaller limit.",
        ),
        SendError::Spool(why) => say(
            ErrorCode::StorageFailed,
            &format!("The response could not be written to disk: {}.", disk_reason(why.kind())),
            "Free some disk space, then send again.",
        ),
    }
}

pub(super) fn network(error: NetworkError) -> CommandError {
    network_of(error, "the server")
}

/// `server`: how it is called within a sentence.
pub(super) fn network_of(error: NetworkError, server: &str) -> CommandError {
    use ErrorCode as Code;
    let try_again = "Check the network connection, a VPN or a proxy, then try again.";
    // An address keeps its small letters.
    let begins = if server == "the server" { "The server" } else { server };
    match error {
        NetworkError::NameNotFound => say(
            Code::NetworkUnreachable,
            &format!(
                "The name of {server} cannot be looked up: this computer is offline, or its name server does not answer."
            ),
            "Check the network connection or the VPN, then try again.",
        ),
        NetworkError::Refused => say(
            Code::NetworkUnreachable,
            &format!("{begins} did not accept the connection."),
            "Nothing listens there, or a firewall refuses. Check the network connection, a VPN or a proxy, then try again.",
        ),
        NetworkError::Unreachable => {
            say(Code::NetworkUnreachable, &format!("{begins} cannot be reached."), try_again)
        }
        NetworkError::Proxy => say(
            Code::NetworkUnreachable,
            "The proxy of this computer cannot be reached, or does not let Portalscope through to the server.",
            "Check the system's proxy settings, or ask whoever runs the proxy to allow api.hubapi.com.",
        ),
        NetworkError::ProxyCredentials => say(
            Code::NetworkUnreachable,
            "The proxy of this computer asks for a name and a password.",
            "Set them in the system's proxy settings, then start Portalscope again.",
        ),
        NetworkError::TimedOut => {
            say(Code::NetworkTimeout, &format!("{begins} did not answer in time."), try_again)
        }
        NetworkError::Certificate => say(
            Code::NetworkTls,
            "No secure connection could be made: this computer does not trust the certificate it was shown.",
            "A company proxy often causes this. Its certificate must be in this computer's trust store.",
        ),
        NetworkError::CertificateDates => say(
            Code::NetworkTls,
            "No secure connection could be made: by this computer's clock, the certificate it was shown is not valid today.",
            "Check this computer's date and time. If they are right, the server's certificate has ended: wait until it is renewed.",
        ),
        NetworkError::Tls => say(
            Code::NetworkTls,
            "No secure connection could be made: what answered does not speak TLS as it should.",
            "Something on the way answers in the server's place. Try another network, or without the proxy.",
        ),
        NetworkError::Broken => {
            say(Code::NetworkBroken, &format!("The answer of {server} broke off before its end."), try_again)
        }
    }
}

fn server(status: u16) -> CommandError {
    let cause = match status {
        429 => Cause::RateLimitTenSecondly,
        477 => Cause::PortalMigrating,
        _ => Cause::HubspotServerError,
    };
    let error = CommandError::of_cause(ErrorCode::ServerError, cause);
    CommandError { message: format!("{} (status {status}).", cause.page().title), ..error }
}

fn unexpected() -> CommandError {
    say(
        ErrorCode::UnexpectedAnswer,
        "The server's answer is not of the documented form.",
        "Try again. A proxy that answers in the server's place can cause this.",
    )
}
