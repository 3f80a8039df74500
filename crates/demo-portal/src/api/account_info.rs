//! Account information and API usage, by which clients find out where they are connected:
//! <https://developers.hubspot.com/docs/api-reference/latest/account/account-information/guide>.

use axum::http::Method;
use jiff::{ToSpan, tz::TimeZone};
use serde_json::{Value, json};

use crate::{
    http::{
        answer::{Answer, Outcome},
        call::Call,
    },
    portal::Portal,
    state::{
        accounts::{ACCOUNTS, ACCOUNTS_CREATED_AT, Account},
        caller::Caller,
        clock::iso,
    },
};

/// Serves `/account-info`, `/integrations/v1/me`, and uninstalling the app; `None` for other paths.
pub(crate) fn route(portal: &Portal, call: &Call, caller: &Caller) -> Option<Outcome> {
    let segments = call.segments();
    let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
    match (call.method.as_str(), segments.as_slice()) {
        ("GET", ["account-info", version, "details"]) => {
            Some(Ok(Answer::ok(details(portal, caller, version))))
        }
        ("GET", ["account-info", _, "api-usage", "daily", "private-apps"]) => {
            Some(Ok(Answer::ok(private_app_usage(portal, caller))))
        }
        ("GET", ["integrations", "v1", "me"]) => Some(Ok(Answer::ok(integrations_me(portal, caller)))),
        ("DELETE", ["appinstalls", _, "external-install"]) if call.method == Method::DELETE => {
            portal.change_grants(|grants| grants.uninstall(&portal.app.client_id, caller.account.portal_id));
            Some(Ok(Answer::no_content()))
        }
        _ => None,
    }
}

fn details(portal: &Portal, caller: &Caller, version: &str) -> Value {
    let account = caller.account;
    let offset_ms = account.utc_offset_ms(portal.clock.now());
    let mut details = json!({
        "portalId": account.portal_id,
        "accountType": account.kind,
        "timeZone": account.time_zone,
        "companyCurrency": account.currency,
        "additionalCurrencies": additional_currencies(account),
        "utcOffset": format_utc_offset(offset_ms),
        "utcOffsetMilliseconds": offset_ms,
        "uiDomain": account.ui_domain(),
        "dataHostingLocation": account.hublet,
    });
    if version >= "2026-09" && version.len() >= 7 {
        details["portalName"] = account.name.into();
        details["createdAt"] = ACCOUNTS_CREATED_AT.into();
    }
    details
}

fn additional_currencies(account: &Account) -> Vec<&'static str> {
    let others = ACCOUNTS.iter().map(|other| other.currency).filter(|currency| *currency != account.currency);
    if account.kind == "STANDARD" { others.collect() } else { Vec::new() }
}

fn format_utc_offset(offset_ms: i64) -> String {
    let sign = if offset_ms < 0 { '-' } else { '+' };
    let minutes = offset_ms.abs() / 60_000;
    format!("{sign}{:02}:{:02}", minutes / 60, minutes % 60)
}

fn private_app_usage(portal: &Portal, caller: &Caller) -> Value {
    let now = portal.clock.now();
    let limit = crate::state::rate_limit::RateLimit::Static.daily();
    json!({"results": [{
        "name": "private-apps-api-calls-daily",
        "usageLimit": limit,
        "currentUsage": portal.limiter().used_on(caller.account.portal_id, caller.account.day(now)),
        "collectedAt": iso(now),
        "fetchStatus": "SUCCESS",
        "resetsAt": next_midnight(portal, caller.account),
    }]})
}

/// Daily limits are reset at midnight in the account's time zone.
fn next_midnight(portal: &Portal, account: &Account) -> String {
    let zone = TimeZone::get(account.time_zone).unwrap_or(TimeZone::UTC);
    let tomorrow = portal.clock.now().to_zoned(zone).checked_add(1.day());
    tomorrow.and_then(|day| day.start_of_day()).map(|midnight| iso(midnight.timestamp())).unwrap_or_default()
}

fn integrations_me(portal: &Portal, caller: &Caller) -> Value {
    let account = caller.account;
    json!({
        "portalId": account.portal_id,
        "timeZone": account.time_zone,
        "accountType": account.kind,
        "currency": account.currency,
        "utcOffset": format_utc_offset(account.utc_offset_ms(portal.clock.now())),
        "utcOffsetMilliseconds": account.utc_offset_ms(portal.clock.now()),
    })
}
