//! Why no answer came. Says it in stable words, without the URL, which may carry a token.

use std::error::Error;
use std::io::{self, ErrorKind};

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NetworkError {
    /// The name server does not know the host, or there is no name server: often no network at all.
    #[error("the server's name cannot be looked up")]
    NameNotFound,
    /// The computer is there and nothing listens, or something on the way says no.
    #[error("the connection was refused")]
    Refused,
    /// No route. Check the network, then try again.
    #[error("the server cannot be reached")]
    Unreachable,
    /// The proxy that the system names cannot be reached or does not let this through.
    #[error("the proxy let nothing through")]
    Proxy,
    /// The proxy wants a name and a password.
    #[error("the proxy asks for credentials")]
    ProxyCredentials,
    /// No answer in time. Try again; HubSpot itself gives up after 100 seconds.
    #[error("the server did not answer in time")]
    TimedOut,
    /// Often a company proxy whose certificate this computer does not trust.
    #[error("the server's certificate is not trusted")]
    Certificate,
    /// The certificate has ended or not begun, or this computer's clock is wrong.
    #[error("the server's certificate is not valid at this time")]
    CertificateDates,
    /// What answered does not speak TLS, or another kind of it.
    #[error("no secure connection could be made")]
    Tls,
    /// The answer broke off. Try again.
    #[error("the answer broke off")]
    Broken,
}

impl From<reqwest::Error> for NetworkError {
    fn from(error: reqwest::Error) -> Self {
        if error.is_timeout() {
            return Self::TimedOut;
        }
        let cause = causes(&error).find_map(read_cause);
        cause.unwrap_or(if error.is_connect() { Self::Unreachable } else { Self::Broken })
    }
}

fn causes(error: &reqwest::Error) -> impl Iterator<Item = &(dyn Error + 'static)> {
    std::iter::successors(error.source(), |&cause| cause.source())
}

/// The outermost cause that says something comes first: a proxy's trouble has a refused connection beneath it.
fn read_cause(cause: &(dyn Error + 'static)) -> Option<NetworkError> {
    if let Some(io) = cause.downcast_ref::<io::Error>() {
        // An io::Error with an error in it names that error's cause as its own, and so hides it from the chain.
        return io.get_ref().and_then(|inner| read_cause(inner)).or_else(|| read_io(io.kind()));
    }
    if let Some(tls) = cause.downcast_ref::<rustls::Error>() {
        return Some(read_tls(tls));
    }
    // The connector's errors are private types; their words are all there is.
    match cause.to_string().as_str() {
        "dns error" => Some(NetworkError::NameNotFound),
        "tunnel error: proxy authorization required" => Some(NetworkError::ProxyCredentials),
        text if text.starts_with("tunnel error") => Some(NetworkError::Proxy),
        _ => None,
    }
}

fn read_io(kind: ErrorKind) -> Option<NetworkError> {
    match kind {
        ErrorKind::ConnectionRefused => Some(NetworkError::Refused),
        ErrorKind::NetworkUnreachable | ErrorKind::HostUnreachable | ErrorKind::NetworkDown => {
            Some(NetworkError::Unreachable)
        }
        ErrorKind::TimedOut => Some(NetworkError::TimedOut),
        _ => None,
    }
}

fn read_tls(error: &rustls::Error) -> NetworkError {
    use rustls::CertificateError as Bad;
    match error {
        rustls::Error::InvalidCertificate(
            Bad::Expired | Bad::ExpiredContext { .. } | Bad::NotValidYet | Bad::NotValidYetContext { .. },
        ) => NetworkError::CertificateDates,
        rustls::Error::InvalidCertificate(_) | rustls::Error::NoCertificatesPresented => {
            NetworkError::Certificate
        }
        _ => NetworkError::Tls,
    }
}
