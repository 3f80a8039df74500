//! All that a consent flow needs from its beginning to its end.

use portalscope_hubspot::oauth::{AppCredential, RedirectUri};

use crate::error::{Error, Result};
use crate::ids::{AppId, HubId};
use crate::store::oauth_apps::OauthAppRecord;

/// All that a flow needs from its beginning to its end.
pub(crate) struct Plan {
    pub app: AppCredential,
    pub app_id: AppId,
    pub app_name: String,
    /// The app's record as it will be once the connection is stored. `None`: it stays as it is.
    pub record: Option<OauthAppRecord>,
    pub hublet: String,
    pub redirect: Redirect,
    pub scopes: Vec<String>,
    pub optional_scopes: Vec<String>,
    /// The portal that must answer.
    pub expected_portal: Option<HubId>,
    /// The pasted client secret, discarded once the connection is stored.
    pub staged_secret: Option<String>,
}

/// How the answer comes back.
pub(crate) enum Redirect {
    /// To the first of these ports that is free.
    Ports(Vec<u16>),
    /// As a deep link, from a page of the app's owner.
    Forwarded(RedirectUri),
}

impl Redirect {
    /// How the answer comes back to an app: by its own redirect, or to the ports of the settings.
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
