//! Why there is no response, in stable words and without the URL, which may contain a token.

use std::error::Error;
use std::io::{self, ErrorKind};

/// Why there is no response.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NetworkError {
    /// The name server does not know the host, or cannot be reached: often there is no network. Check it, then try again.
    #[error("the server's name cannot be looked up")]
    NameNotFound,
    /// Nothing listens there, or a firewall refuses. Check the network, then try again.
    #[error("the connection was refused")]
    Refused,
    /// There is no route. Check the network, then try again.
    #[error("the server cannot be reached")]
    Unreachable,
    /// The proxy cannot be reached or refuses the host. Check the system's proxy settings.
    #[error("the proxy let nothing through")]
    Proxy,
    /// The proxy requires a user name and a password. Put them into the system's proxy settings.
    #[error("the proxy asks for credentials")]
    ProxyCredentials,
    /// The timeout elapsed. Try again; HubSpot itself times out after 100 seconds.
    #[error("the server did not answer in time")]
    TimedOut,
    /// Often a company's proxy whose root certificate is missing on this computer. Install it.
    #[error("the server's certificate is not trusted")]
    Certificate,
    /// The certificate has expired or is not valid yet, or this computer's clock is wrong. Check the clock.
    #[error("the server's certificate is not valid at this time")]
    CertificateDates,
    /// The other side does not speak TLS, or no common version of it. Check proxy and network.
    #[error("no secure connection could be made")]
    Tls,
    /// The response broke off. Try again.
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

/// The outermost known cause counts: below a proxy error there may be a refused connection.
fn read_cause(cause: &(dyn Error + 'static)) -> Option<NetworkError> {
    if let Some(io) = cause.downcast_ref::<io::Error>() {
        // The source of an io::Error that wraps an error is that error's source, so the wrapped one is not in the chain.
        return io.get_ref().and_then(|inner| read_cause(inner)).or_else(|| read_io(io.kind()));
    }
    if let Some(tls) = cause.downcast_ref::<rustls::Error>() {
        return Some(read_tls(tls));
    }
    // The connector's error types are private, so only their messages can be compared.
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
