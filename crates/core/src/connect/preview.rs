//! Asking again: which scopes go into `scope` and which into `optional_scope`, and the authorize URL before anything
//! begins. The flow itself takes its scopes from here, so that what is shown is what is asked.

use portalscope_catalog::ConsentDryRun;
use portalscope_hubspot::Hublet;
use portalscope_hubspot::oauth::{self, AuthorizeRequest, RedirectUri};
use serde::{Deserialize, Serialize};
use specta::Type;

use crate::connect::begin::Redirect;
use crate::connections::record::ConnectionRecord;
use crate::error::Error;
use crate::error::Result;
use crate::oauth_apps::declared_scopes::{DeclaredScopes, dry_run};
use crate::portalscope::Portalscope;
use crate::store::oauth_apps::AppRecord;

/// These are new with each flow, and nobody's business before it begins.
const MADE_LATER: [&str; 2] = ["state", "code_challenge"];

/// Where a scope stands in the authorize URL.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum ScopeRole {
    /// In `scope`: without it the page gives nothing at all.
    Required,
    /// In `optional_scope`: an account that lacks the feature connects without it.
    Optional,
}

/// How a person wants a scope to be asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum WantedRole {
    Required,
    Optional,
    /// Not at all, though it was asked for before: the app may no longer declare it.
    LeaveOut,
}

/// A scope to ask for on top of those asked for before, or one of those in another role.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct WantedScope {
    pub scope: String,
    /// `None`: as the app declares it, as it was asked for before, or else required.
    pub role: Option<WantedRole>,
}

/// A scope as it will be asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PlannedScope {
    pub scope: String,
    pub role: ScopeRole,
    /// It was not asked for the last time.
    pub is_new: bool,
    pub granted: bool,
}

/// What the consent page will be asked, before it is opened.
#[derive(Clone, Debug, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ConsentPreview {
    /// As it will be opened, but for the values that are new with each flow: those stand as `…`.
    pub authorize_url: String,
    pub redirect_uri: String,
    pub client_id: String,
    /// Those asked for before, then the new ones.
    pub scopes: Vec<PlannedScope>,
    /// `None`: nobody has said what the app declares.
    pub declared: Option<DeclaredScopes>,
    pub dry_run: ConsentDryRun,
}

impl Portalscope {
    /// The authorize URL for asking this connection's app and portal again. Opens nothing and reads no secret.
    pub async fn preview_consent(&self, id: &str, wanted: &[WantedScope]) -> Result<ConsentPreview> {
        let record = self.connections.with(id, |live| live.record.clone())?;
        let app = self.app_of(&record)?;
        let planned = planned(&record, app.declared.as_ref(), wanted);
        self.preview_of(app, planned).await
    }

    /// The same for the first portal, or another one, of an app of the list.
    pub async fn preview_app_consent(
        &self,
        app: &str,
        scopes: &[String],
        optional_scopes: &[String],
    ) -> Result<ConsentPreview> {
        let app = self.find_app(|known| known.id == app).ok_or(Error::AppNotFound)?;
        let of = |scopes: &[String], role| -> Vec<PlannedScope> {
            let plan =
                |scope: &String| PlannedScope { scope: scope.clone(), role, is_new: true, granted: false };
            scopes.iter().map(plan).collect()
        };
        let mut planned = of(scopes, ScopeRole::Required);
        planned.extend(of(optional_scopes, ScopeRole::Optional));
        self.preview_of(app, planned).await
    }

    async fn preview_of(&self, app: AppRecord, planned: Vec<PlannedScope>) -> Result<ConsentPreview> {
        let hublet = Hublet::parse(&app.hublet).ok_or_else(|| {
            Error::RequestInvalid(format!("{:?} is no data centre that is known here.", app.hublet))
        })?;
        let redirect_uri = match self.redirect_of(&app)? {
            Redirect::Forwarded(uri) => uri,
            Redirect::Ports(ports) => {
                let none = || Error::SettingsInvalid("No callback port is set.".to_owned());
                RedirectUri::new(*ports.first().ok_or_else(none)?)
            }
        };
        let authorization = oauth::authorize(&AuthorizeRequest {
            environment: self.environment(&app.environment).await?,
            hublet,
            client_id: app.client_id.clone(),
            redirect_uri: redirect_uri.clone(),
            scopes: of_role(&planned, ScopeRole::Required),
            optional_scopes: of_role(&planned, ScopeRole::Optional),
        });
        let redirect_uri = redirect_uri.text();
        Ok(ConsentPreview {
            dry_run: dry_run(&self.catalogue(), app.declared.as_ref(), &planned, &redirect_uri),
            authorize_url: without_later_values(authorization.url.as_str()),
            redirect_uri,
            client_id: app.client_id,
            scopes: planned,
            declared: app.declared,
        })
    }

    pub(crate) fn app_of(&self, record: &ConnectionRecord) -> Result<AppRecord> {
        let id = record.app.as_ref().ok_or(Error::RefreshNotPossible)?;
        self.find_app(|app| app.id == *id).ok_or(Error::AppNotFound)
    }
}

/// The scopes asked for before, then the new ones; each once and in one role. What a person says of a scope counts most,
/// then what the app declares, then how it was asked for before.
pub(crate) fn planned(
    record: &ConnectionRecord,
    declared: Option<&DeclaredScopes>,
    wanted: &[WantedScope],
) -> Vec<PlannedScope> {
    let mut planned: Vec<PlannedScope> = Vec::new();
    let mut plan = |scope: &str, role, is_new| {
        let scope = scope.trim();
        if !scope.is_empty() && !planned.iter().any(|known| known.scope == scope) {
            let granted = record.granted_scopes.iter().flatten().any(|held| held == scope);
            planned.push(PlannedScope { scope: scope.to_owned(), role, is_new, granted });
        }
    };
    let said =
        |scope: &str| wanted.iter().find(|wanted| wanted.scope == scope).and_then(|wanted| wanted.role);
    // What the portal has consented to as required is not loosened in passing, only given up on purpose.
    for scope in record.asked_scopes.iter().filter(|scope| said(scope) != Some(WantedRole::LeaveOut)) {
        plan(scope, ScopeRole::Required, false);
    }
    for scope in &record.asked_optional_scopes {
        // The page refuses where a scope that the app requires stands in `optional_scope` only.
        let by_app = declared.and_then(|declared| declared.role(scope));
        if let Some(role) = role_of(said(scope), by_app.or(Some(ScopeRole::Optional))) {
            plan(scope, role, false);
        }
    }
    for WantedScope { scope, role } in wanted {
        let by_app = declared.and_then(|declared| declared.role(scope));
        if let Some(role) = role_of(*role, by_app) {
            plan(scope, role, true);
        }
    }
    planned
}

/// `None`: it is not asked for.
fn role_of(said: Option<WantedRole>, otherwise: Option<ScopeRole>) -> Option<ScopeRole> {
    match said {
        Some(WantedRole::LeaveOut) => None,
        Some(WantedRole::Required) => Some(ScopeRole::Required),
        Some(WantedRole::Optional) => Some(ScopeRole::Optional),
        None => otherwise.or(Some(ScopeRole::Required)),
    }
}

pub(crate) fn of_role(planned: &[PlannedScope], role: ScopeRole) -> Vec<String> {
    planned.iter().filter(|scope| scope.role == role).map(|scope| scope.scope.clone()).collect()
}

fn without_later_values(url: &str) -> String {
    let Some((page, query)) = url.split_once('?') else { return url.to_owned() };
    let shown = |pair: &str| match pair.split_once('=') {
        Some((name, _)) if MADE_LATER.contains(&name) => format!("{name}=…"),
        _ => pair.to_owned(),
    };
    format!("{page}?{}", query.split('&').map(shown).collect::<Vec<_>>().join("&"))
}
