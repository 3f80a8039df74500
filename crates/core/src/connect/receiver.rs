//! Where the callback of a consent page arrives.

use portalscope_hubspot::oauth::{Authorization, Callback, ListenError, LoopbackListener, RedirectUri};
use tokio::sync::mpsc;

use crate::connect::plan::Redirect;
use crate::error::{Error, Result};

/// Receives the callback: on a loopback port (RFC 8252, section 7.3), or as a deep link that the app's own page forwards
/// (section 7.1).
pub(super) enum CallbackReceiver {
    Loopback(LoopbackListener),
    DeepLink(mpsc::Receiver<Callback>),
}

impl CallbackReceiver {
    pub async fn wait(self, authorization: &Authorization) -> Callback {
        match self {
            Self::Loopback(listener) => listener.wait(&authorization.state).await,
            Self::DeepLink(mut link) => match link.recv().await {
                Some(callback) => callback,
                // The sender is dropped when another flow replaces this one, which then has ended already.
                None => std::future::pending().await,
            },
        }
    }
}

/// The redirect URL with its receiver. With a deep link also where that is handed in.
pub(super) async fn open_receiver(
    redirect: &Redirect,
) -> Result<(RedirectUri, CallbackReceiver, Option<mpsc::Sender<Callback>>)> {
    match redirect {
        Redirect::Forwarded(uri) => {
            let (found, link) = mpsc::channel(1);
            Ok((uri.clone(), CallbackReceiver::DeepLink(link), Some(found)))
        }
        Redirect::Ports(ports) => {
            let listener = first_free(ports).await?;
            Ok((RedirectUri::new(listener.port()), CallbackReceiver::Loopback(listener), None))
        }
    }
}

/// Listens on the first port of the list that is free. If none is, the error is that of the first port: the one most
/// likely registered as a redirect URL.
async fn first_free(ports: &[u16]) -> Result<LoopbackListener> {
    let mut first_error: Option<ListenError> = None;
    for port in ports {
        match LoopbackListener::bind(*port).await {
            Ok(listener) => return Ok(listener),
            Err(error) => first_error = first_error.or(Some(error)),
        }
    }
    Err(first_error.map_or(Error::SettingsInvalid("No callback port is set.".to_owned()), Error::Listen))
}
