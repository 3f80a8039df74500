//! Records of portals that nobody connected, for tests and measurements of many. Only with the feature `seed`.

use std::path::Path;

use jiff::{SignedDuration, Timestamp};

use crate::connections::identity::{AccountType, Identity};
use crate::connections::record::{ConnectionRecord, CredentialKind, TokenRecord};
use crate::error::Result;
use crate::portalscope::DATA_FILE;
use crate::store::Store;
use crate::store::oauth_apps::AppRecord;

const FIRST: [&str; 8] = ["Acme", "Northwind", "Contoso", "Globex", "Initech", "Umbra", "Vandelay", "Hooli"];
const SECOND: [&str; 6] = ["Europe", "Sales", "Sandbox", "Services", "Retail", "Labs"];
const APPS: usize = 7;

/// Writes this many connections and their apps into a data folder. The keyring has no secret of any of them.
pub fn seed_connections(home: &Path, count: usize) -> Result<()> {
    crate::portalscope::create_private_folder(home)?;
    let store = Store::open(&home.join(DATA_FILE))?;
    for app in 0..APPS {
        store.save_app(&AppRecord {
            id: app_id(app),
            environment: portalscope_hubspot::Environment::HubSpot.key().to_owned(),
            client_id: format!("5f1c2d3e-0000-4000-8000-{app:012}"),
            hublet: "app".to_owned(),
            name: format!("App {app}"),
            kept: true,
            has_secret: true,
            redirect_ports: Vec::new(),
            forwarded_redirect: None,
            scopes: Vec::new(),
            optional_scopes: Vec::new(),
            declared: None,
            session_only: false,
        })?;
    }
    let now = Timestamp::now();
    for number in 0..count {
        store.save_connection(&record(number, now))?;
    }
    Ok(())
}

fn app_id(number: usize) -> String {
    format!("seed-app-{number}")
}

fn record(number: usize, now: Timestamp) -> ConnectionRecord {
    let is_static = number.is_multiple_of(11);
    let kinds =
        [AccountType::Standard, AccountType::Sandbox, AccountType::DeveloperTest, AccountType::Standard];
    let name = format!("{} {} {number}", FIRST[number % FIRST.len()], SECOND[number % SECOND.len()]);
    let identity = Identity {
        portal_name: name,
        account_type: kinds[number % kinds.len()],
        data_centre: Some(["na1", "eu1", "na2", "ap1"][number % 4].to_owned()),
        user: Some("dana@acme.example".to_owned()),
        ..Identity::of_hub((26_000_000 + number * 37).to_string())
    };
    let age = SignedDuration::from_secs(i64::try_from(number * 13 % 3_000).unwrap_or(0));
    // Each portal lacks others of them, so that no two neighbours are alike.
    let holds = |at: usize| at == 0 || !(number + at).is_multiple_of(3);
    let held = crate::connect::begin::DEMO_SCOPES.iter().enumerate().filter(|(at, _)| holds(*at));
    let scopes = || held.clone().map(|(_, scope)| (*scope).to_owned()).collect::<Vec<_>>();
    ConnectionRecord {
        id: format!("seed-{number:05}"),
        environment: portalscope_hubspot::Environment::HubSpot.key().to_owned(),
        app: (!is_static).then(|| app_id(number % APPS)),
        credential: if is_static { CredentialKind::StaticToken } else { CredentialKind::Oauth },
        identity,
        granted_scopes: Some(scopes()),
        asked_scopes: scopes(),
        asked_optional_scopes: Vec::new(),
        token: (!is_static).then(|| TokenRecord::new(1_800, None, now - age)),
        trouble: None,
        connected_at: now - age,
    }
}
