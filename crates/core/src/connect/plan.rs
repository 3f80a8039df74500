//! The input of a consent flow.

use portalscope_hubspot::oauth::{AppCredential, RedirectUri};

use crate::error::{Error, Result};
use crate::ids::{AppId, HubId};
use crate::store::oauth_apps::OauthAppRecord;

/// Everything a consent flow needs, collected before it begins.
pub(crate) struct Plan {
    pub app: AppCredential,
    pub app_id: AppId,
    /// Empty: the app has no name.
    pub app_name: String,
    /// The app's record to save with the connection. `None`: the stored one stays as it is.
    pub record: Option<OauthAppRecord>,
    pub hublet: String,
    pub redirect: Redirect,
    pub scopes: Vec<String>,
    pub optional_scopes: Vec<String>,
    /// The portal that must answer. `None`: any portal.
    pub expected_portal: Option<HubId>,
    /// The id of the staged client secret, which is discarded once the connection is stored.
    pub staged_secret: Option<String>,
}

/// How the callback is received.
pub(crate) enum Redirect {
    /// On the first of these loopback ports that is free.
    Ports(Vec<u16>),
    /// As a deep link that the app owner's https page forwards to.
    Forwarded(RedirectUri),
}

impl Redirect {
    /// The app's own redirect, or else the ports in the settings.
    pub(crate) fn of(app: &OauthAppRecord, ports_of_settings: Vec<u16>) -> Result<Self> {
        Ok(match &app.forwarded_redirect {
            Some(url) => Self::Forwarded(
                RedirectUri::forwarded(url).map_err(|problem| Error::AppInvalid(problem.to_string()))?,
            ),
            None if app.redirect_ports.is_empty() => Self::Ports(ports_of_settings),
            None => Self::Ports(app.redirect_ports.clone()),
        })
    }
}
