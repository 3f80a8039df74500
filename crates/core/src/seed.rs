//! Makes records of connections without secrets, for tests and measurements with many of them. Only with the feature
//! `seed`.

use std::path::Path;

use jiff::{SignedDuration, Timestamp};

use crate::connect::begin::DEMO_SCOPES;
use crate::connections::identity::{AccountType, Identity};
use crate::connections::label::ConnectionLabel;
use crate::connections::record::{ConnectionRecord, CredentialKind};
use crate::connections::token_record::TokenRecord;
use crate::error::Result;
use crate::platform::data_folder::DataFolder;
use crate::store::Store;
use crate::store::oauth_apps::OauthAppRecord;

const FIRST_WORDS: [&str; 8] =
    ["Acme", "Northwind", "Contoso", "Globex", "Initech", "Umbra", "Vandelay", "Hooli"];
const SECOND_WORDS: [&str; 6] = ["Europe", "Sales", "Sandbox", "Services", "Retail", "Labs"];
const APP_COUNT: usize = 7;

/// Writes `count` connections and their apps to the data folder `home`. The keyring has no secrets of them.
///
/// # Errors
/// [`Error::Disk`](crate::Error::Disk) or [`Error::Store`](crate::Error::Store) if the folder or the data file cannot be
/// written.
pub fn seed_connections(home: &Path, count: usize) -> Result<()> {
    let folder = DataFolder::open(home.to_owned())?;
    let store = Store::open(&folder.data_file())?;
    for app in 0..APP_COUNT {
        store.save_app(&OauthAppRecord {
            id: app_id(app).into(),
            environment: portalscope_hubspot::Environment::HubSpot.key().to_owned(),
            client_id: format!("5f1c2d3e-0000-4000-8000-{app:012}").into(),
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
    format!("00000000-0000-7000-9000-{number:012}")
}

fn record(number: usize, now: Timestamp) -> ConnectionRecord {
    let is_static = number.is_multiple_of(11);
    let kinds =
        [AccountType::Standard, AccountType::Sandbox, AccountType::DeveloperTest, AccountType::Standard];
    let name = format!(
        "{} {} {number}",
        FIRST_WORDS[number % FIRST_WORDS.len()],
        SECOND_WORDS[number % SECOND_WORDS.len()]
    );
    let identity = Identity {
        portal_name: name,
        account_type: kinds[number % kinds.len()],
        data_center: Some(["na1", "eu1", "na2", "ap1"][number % 4].to_owned()),
        user: Some("dana@acme.example".to_owned()),
        ..Identity::of_hub((26_000_000 + number * 37).to_string().into())
    };
    let age = SignedDuration::from_secs(i64::try_from(number * 13 % 3_000).unwrap_or(0));
    // Neighboring portals lack different scopes.
    let is_granted = |at: usize| at == 0 || !(number + at).is_multiple_of(3);
    let granted = DEMO_SCOPES.iter().enumerate().filter(|(at, _)| is_granted(*at));
    let scopes = || granted.clone().map(|(_, scope)| (*scope).to_owned()).collect::<Vec<_>>();
    ConnectionRecord {
        id: format!("00000000-0000-7000-8000-{number:012}").into(),
        environment: portalscope_hubspot::Environment::HubSpot.key().to_owned(),
        app: (!is_static).then(|| app_id(number % APP_COUNT).into()),
        credential: if is_static { CredentialKind::StaticToken } else { CredentialKind::Oauth },
        identity,
        granted_scopes: Some(scopes()),
        requested_scopes: scopes(),
        requested_optional_scopes: Vec::new(),
        token: (!is_static).then(|| TokenRecord::new(1_800, None, now - age)),
        last_error: None,
        connected_at: now - age,
        label: ConnectionLabel::default(),
    }
}
