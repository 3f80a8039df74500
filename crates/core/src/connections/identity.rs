//! Whose portal it is: what the header of every screen shows.

use portalscope_hubspot::AccountDetails;
use serde::{Deserialize, Serialize};
use specta::Type;

use crate::error::{Error, Result};
use crate::ids::HubId;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum AccountType {
    Standard,
    Sandbox,
    DeveloperTest,
    AppDeveloper,
    Unknown,
}

/// The word and colour a portal is marked with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum EnvironmentLabel {
    Production,
    Sandbox,
    DeveloperTest,
    AppDeveloper,
    Demo,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Identity {
    pub hub_id: HubId,
    pub portal_name: String,
    pub account_type: AccountType,
    /// `na1`, `eu1`.
    pub data_center: Option<String>,
    /// IANA name.
    pub time_zone: Option<String>,
    pub currency: Option<String>,
    pub ui_domain: Option<String>,
    pub app_id: Option<String>,
    /// E-mail address of the person who gave consent.
    pub user: Option<String>,
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

    /// An account whose type is not known is treated as production: the careful side.
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
    /// What is known when only the id is.
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

    /// Whether the account's details were ever told: without them a portal counts as production.
    pub(crate) fn is_known(&self) -> bool {
        self.account_type != AccountType::Unknown && self.data_center.is_some()
    }

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

pub(crate) fn expect_portal(expected: Option<&HubId>, actual: &HubId) -> Result<()> {
    match expected {
        Some(expected) if expected != actual => {
            // The grant is not revoked: the server may have given the token that a good connection holds.
            Err(Error::WrongPortal { expected: expected.to_string(), actual: actual.to_string() })
        }
        _ => Ok(()),
    }
}

/// A portal's id as it was typed; nothing typed expects none.
pub(crate) fn expected_portal(typed: Option<String>) -> Result<Option<HubId>> {
    let Some(typed) = typed.map(|typed| typed.trim().to_owned()).filter(|typed| !typed.is_empty()) else {
        return Ok(None);
    };
    if typed.len() > 20 || !typed.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(Error::RequestInvalid("The expected Hub ID has digits only.".to_owned()));
    }
    Ok(Some(typed.into()))
}
