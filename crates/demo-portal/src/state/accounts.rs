//! The HubSpot accounts that the demo portal serves, and which scopes each can grant.

use jiff::{Timestamp, tz::TimeZone};

/// A HubSpot account. Its values are those of the account information API:
/// <https://developers.hubspot.com/docs/api-reference/latest/account/account-information/guide>.
#[derive(Debug)]
pub(crate) struct Account {
    pub(crate) portal_id: u64,
    pub(crate) name: &'static str,
    /// HubSpot's `accountType`.
    pub(crate) kind: &'static str,
    pub(crate) hublet: &'static str,
    pub(crate) time_zone: &'static str,
    pub(crate) currency: &'static str,
    /// The domain that token introspection names.
    pub(crate) domain: &'static str,
    pub(crate) user_id: u64,
    pub(crate) user_email: &'static str,
    /// Prefixes of scopes that the account's subscription does not include.
    unavailable_scopes: &'static [&'static str],
}

/// The portal id of [`Account::main`].
const MAIN_PORTAL_ID: u64 = 26_041_877;

/// When all accounts, and what a new account contains, were created.
pub(crate) const ACCOUNTS_CREATED_AT: &str = "2021-04-06T08:30:00.000Z";

/// The same in milliseconds since 1970.
pub(crate) fn accounts_created_ms() -> i64 {
    let at = ACCOUNTS_CREATED_AT.parse::<jiff::Timestamp>().expect("BUG: the constant is a time");
    at.as_millisecond()
}

/// All accounts; the first one is the account of the static credentials.
pub(crate) const ACCOUNTS: &[Account] = &[
    Account {
        portal_id: MAIN_PORTAL_ID,
        name: "Acme Europe",
        kind: "STANDARD",
        hublet: "eu1",
        time_zone: "Europe/Berlin",
        currency: "EUR",
        domain: "acme-europe.example",
        user_id: 61_204_417,
        user_email: "ada.admin@acme-europe.example",
        unavailable_scopes: &[],
    },
    Account {
        portal_id: 48_220_319,
        name: "Acme sandbox",
        kind: "SANDBOX",
        hublet: "na1",
        time_zone: "America/New_York",
        currency: "USD",
        domain: "sandbox.acme.example",
        user_id: 61_204_418,
        user_email: "sam.sandbox@acme.example",
        unavailable_scopes: &[
            "e-commerce",
            "transactional-email",
            "crm.objects.orders.",
            "crm.objects.carts.",
        ],
    },
    Account {
        portal_id: 50_117_346,
        name: "Northwind test",
        kind: "DEVELOPER_TEST",
        hublet: "na1",
        time_zone: "Europe/London",
        currency: "GBP",
        domain: "northwind-test.example",
        user_id: 61_204_419,
        user_email: "nora.developer@northwind-test.example",
        unavailable_scopes: &["crm.objects.custom.", "crm.schemas.custom.", "account-info.security."],
    },
    Account {
        portal_id: 19_874_402,
        name: "Acme Americas",
        kind: "STANDARD",
        hublet: "na1",
        time_zone: "America/Chicago",
        currency: "USD",
        domain: "acme-americas.example",
        user_id: 61_204_420,
        user_email: "amy.admin@acme-americas.example",
        unavailable_scopes: &["crm.objects.orders."],
    },
];

impl Account {
    /// The account with this portal id.
    pub(crate) fn find(portal_id: u64) -> Option<&'static Account> {
        ACCOUNTS.iter().find(|account| account.portal_id == portal_id)
    }

    /// The account of the static credentials.
    pub(crate) fn main() -> &'static Account {
        &ACCOUNTS[0]
    }

    /// Whether the account's subscription includes a scope.
    pub(crate) fn has_scope(&self, scope: &str) -> bool {
        !self.unavailable_scopes.iter().any(|prefix| scope.starts_with(prefix))
    }

    /// The host of HubSpot's web app for this account, which depends on the data center.
    pub(crate) fn ui_domain(&self) -> String {
        if self.hublet == "na1" {
            "app.hubspot.com".into()
        } else {
            format!("app-{}.hubspot.com", self.hublet)
        }
    }

    /// The offset from UTC at `at`, in milliseconds; zero if the machine has no time zone database.
    pub(crate) fn utc_offset_ms(&self, at: Timestamp) -> i64 {
        let zone = TimeZone::get(self.time_zone).unwrap_or(TimeZone::UTC);
        i64::from(zone.to_offset(at).seconds()) * 1000
    }

    /// The number of the account's calendar day, counted from 1970-01-01. It begins at midnight in the
    /// account's time zone.
    pub(crate) fn day(&self, at: Timestamp) -> i64 {
        (at.as_millisecond() + self.utc_offset_ms(at)).div_euclid(86_400_000)
    }

    /// The account type as the consent page shows it.
    pub(crate) fn type_label(&self) -> &'static str {
        match self.kind {
            "SANDBOX" => "Sandbox account",
            "DEVELOPER_TEST" => "Developer test account",
            _ => "Standard account",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sandbox_has_no_e_commerce_and_the_test_account_no_custom_objects() {
        assert!(!ACCOUNTS[1].has_scope("e-commerce"));
        assert!(ACCOUNTS[1].has_scope("crm.objects.contacts.read"));
        assert!(!ACCOUNTS[2].has_scope("crm.objects.custom.read"));
        assert!(Account::main().has_scope("e-commerce"));
    }

    #[test]
    fn berlin_is_an_hour_ahead_in_winter() {
        let january: Timestamp = "2026-01-15T00:00:00Z".parse().unwrap();
        assert_eq!(Account::main().utc_offset_ms(january), 3_600_000);
    }
}
