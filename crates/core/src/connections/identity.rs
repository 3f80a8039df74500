//! Identifies a portal, as the header of every screen shows it.

use portalscope_hubspot::AccountDetails;
use serde::{Deserialize, Serialize};
use specta::Type;

use crate::error::{Error, Result};
use crate::ids::HubId;

/// HubSpot's `accountType` of a portal (`GET /account-info/2026-09/details`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum AccountType {
    /// `STANDARD`: an account with real data.
    Standard,
    /// `SANDBOX`.
    Sandbox,
    /// `DEVELOPER_TEST`: a test account of a developer account.
    DeveloperTest,
    /// `APP_DEVELOPER`: a developer account.
    AppDeveloper,
    /// Not read yet, or a type that HubSpot added later. Treated as production.
    Unknown,
}

/// The label that the window shows for a portal, with its own word and color.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum EnvironmentLabel {
    /// A standard account, or one whose type is unknown. Writing is locked until it is unlocked.
    Production,
    /// A sandbox.
    Sandbox,
    /// A developer test account.
    DeveloperTest,
    /// A developer account. Writing is locked until it is unlocked.
    AppDeveloper,
    /// The demo portal embedded in the app.
    Demo,
}

/// The portal of a connection, and the app and user that it was connected with. `None`: HubSpot did not say, or its
/// account details were not read yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Identity {
    /// HubSpot's id of the portal.
    pub hub_id: HubId,
    /// The account's name; until it is known, the domain of its website or `Portal <Hub ID>`.
    pub portal_name: String,
    /// The kind of account, which decides the environment label and the write lock.
    pub account_type: AccountType,
    /// The hublet that hosts the account's data: `na1`, `eu1`.
    pub data_center: Option<String>,
    /// The account's time zone as an IANA name, `Europe/Berlin`. Daily limits reset at its midnight.
    pub time_zone: Option<String>,
    /// The company currency as an ISO 4217 code, `EUR`.
    pub currency: Option<String>,
    /// The host of the account's user interface, `app-eu1.hubspot.com`.
    pub ui_domain: Option<String>,
    /// HubSpot's id of the app, from token introspection. Not the id of an app in the list.
    pub app_id: Option<String>,
    /// The e-mail address of the user who gave consent. `None` for static tokens.
    pub user: Option<String>,
    /// HubSpot's id of the user who gave consent or created the token.
    pub user_id: Option<String>,
}

impl AccountType {
    fn parse(name: Option<&str>) -> Self {
        match name {
            Some("STANDARD") => Self::Standard,
            Some("SANDBOX") => Self::Sandbox,
            Some("DEVELOPER_TEST") => Self::DeveloperTest,
            Some("APP_DEVELOPER") => Self::AppDeveloper,
            _ => Self::Unknown,
        }
    }

    /// An account of unknown type is labeled as production, to be safe.
    pub(crate) fn label(self) -> EnvironmentLabel {
        match self {
            Self::Standard | Self::Unknown => EnvironmentLabel::Production,
            Self::Sandbox => EnvironmentLabel::Sandbox,
            Self::DeveloperTest => EnvironmentLabel::DeveloperTest,
            Self::AppDeveloper => EnvironmentLabel::AppDeveloper,
        }
    }
}

impl Identity {
    /// The identity of a portal whose details are not known.
    pub(crate) fn of_hub(hub_id: HubId) -> Self {
        Self {
            portal_name: format!("Portal {hub_id}"),
            hub_id,
            account_type: AccountType::Unknown,
            data_center: None,
            time_zone: None,
            currency: None,
            ui_domain: None,
            app_id: None,
            user: None,
            user_id: None,
        }
    }

    /// Whether the account's details were read. Without them a portal is labeled as production.
    pub(crate) fn is_known(&self) -> bool {
        self.account_type != AccountType::Unknown && self.data_center.is_some()
    }

    /// Takes the account's details from HubSpot. An empty name does not replace the present one.
    pub(crate) fn take_details(&mut self, details: AccountDetails) {
        if let Some(name) = details.portal_name.filter(|name| !name.trim().is_empty()) {
            self.portal_name = name;
        }
        self.account_type = AccountType::parse(details.account_type.as_deref());
        self.data_center = details.data_hosting_location;
        self.time_zone = details.time_zone;
        self.currency = details.company_currency;
        self.ui_domain = details.ui_domain;
    }
}

/// Fails with [`Error::WrongPortal`] if a portal is expected and `actual` is another one.
pub(crate) fn expect_portal(expected: Option<&HubId>, actual: &HubId) -> Result<()> {
    match expected {
        Some(expected) if expected != actual => {
            // The grant is not revoked: its tokens may be those of another connection that works.
            Err(Error::WrongPortal { expected: expected.to_string(), actual: actual.to_string() })
        }
        _ => Ok(()),
    }
}

/// Parses a typed Hub ID. `None`: nothing was typed, so any portal is accepted.
pub(crate) fn expected_portal(typed: Option<String>) -> Result<Option<HubId>> {
    let Some(typed) = typed.map(|typed| typed.trim().to_owned()).filter(|typed| !typed.is_empty()) else {
        return Ok(None);
    };
    if typed.len() > 20 || !typed.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(Error::RequestInvalid("The expected Hub ID has digits only.".to_owned()));
    }
    Ok(Some(typed.into()))
}
