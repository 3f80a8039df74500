//! Shows the authorize URL of a consent flow, and what HubSpot will make of its scopes, before the flow begins.

use std::sync::Arc;

use portalscope_catalog::{AppScopes, Catalog, ConsentDryRun, RequestedScopes};
use portalscope_hubspot::Hublet;
use portalscope_hubspot::oauth::{self, AuthorizeRequest, RedirectUri};
use serde::Serialize;
use specta::Type;

use crate::catalog::Catalogs;
use crate::connect::plan::Redirect;
use crate::connect::requested_scopes::{PlannedScope, WantedScope, of_role, planned};
use crate::connections::registry::ConnectionRegistry;
use crate::environments::Environments;
use crate::error::{Error, Result};
use crate::ids::{AppId, ClientId, ConnectionId};
use crate::oauth_apps::declared_scopes::{DeclaredScopes, ScopeRole};
use crate::oauth_apps::registry::OauthAppRegistry;
use crate::settings::SettingsStore;
use crate::store::oauth_apps::OauthAppRecord;

/// Parameters that are random in each flow. A preview has no values for them.
const PER_FLOW_PARAMETERS: [&str; 2] = ["state", "code_challenge"];

/// What a consent flow will request, before it begins.
#[derive(Clone, Debug, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ConsentPreview {
    /// The authorize URL, with `…` for the values that are random in each flow.
    pub authorize_url: String,
    /// The redirect URI of the first callback port, or of the app's own page. It must be registered in the app.
    pub redirect_uri: String,
    /// The app's client id.
    pub client_id: ClientId,
    /// The scopes requested before, then the new ones.
    pub scopes: Vec<PlannedScope>,
    /// `None`: the app's declaration was not entered.
    pub declared: Option<DeclaredScopes>,
    /// The problems that HubSpot's authorize page is expected to have with these scopes.
    pub dry_run: ConsentDryRun,
}

/// Makes previews of consent flows.
pub struct ConsentPreviews {
    connections: Arc<ConnectionRegistry>,
    apps: Arc<OauthAppRegistry>,
    environments: Arc<Environments>,
    settings: Arc<SettingsStore>,
    catalogs: Arc<Catalogs>,
}

impl ConsentPreviews {
    pub(crate) fn new(
        connections: Arc<ConnectionRegistry>,
        apps: Arc<OauthAppRegistry>,
        environments: Arc<Environments>,
        settings: Arc<SettingsStore>,
        catalogs: Arc<Catalogs>,
    ) -> Self {
        Self { connections, apps, environments, settings, catalogs }
    }

    /// The preview for connecting this connection again. Opens nothing and reads no secret.
    ///
    /// # Errors
    /// [`Error::ConnectionNotFound`], [`Error::RefreshNotPossible`] for a static token, which has no app,
    /// [`Error::AppNotFound`], or [`Error::DemoFailed`] if it is the embedded demo's and that cannot start.
    pub async fn of_connection(&self, id: &ConnectionId, wanted: &[WantedScope]) -> Result<ConsentPreview> {
        let record = self.connections.record(id)?;
        let app = self.apps.get(record.app.as_ref().ok_or(Error::RefreshNotPossible)?)?;
        let planned = planned(&record, app.declared.as_ref(), wanted);
        self.preview_of(app, planned).await
    }

    /// The preview for connecting a portal with a listed app.
    ///
    /// # Errors
    /// [`Error::AppNotFound`].
    pub async fn of_app(
        &self,
        app: &AppId,
        scopes: &[String],
        optional_scopes: &[String],
    ) -> Result<ConsentPreview> {
        let app = self.apps.get(app)?;
        let of = |scopes: &[String], role| -> Vec<PlannedScope> {
            let plan =
                |scope: &String| PlannedScope { scope: scope.clone(), role, is_new: true, granted: false };
            scopes.iter().map(plan).collect()
        };
        let mut planned = of(scopes, ScopeRole::Required);
        planned.extend(of(optional_scopes, ScopeRole::Optional));
        self.preview_of(app, planned).await
    }

    async fn preview_of(&self, app: OauthAppRecord, planned: Vec<PlannedScope>) -> Result<ConsentPreview> {
        let hublet = Hublet::parse(&app.hublet).ok_or_else(|| {
            Error::RequestInvalid(format!("{:?} is no data centre that is known here.", app.hublet))
        })?;
        let redirect_uri = match Redirect::of(&app, self.settings.get().callback_ports)? {
            Redirect::Forwarded(uri) => uri,
            Redirect::Ports(ports) => {
                let none = || Error::SettingsInvalid("No callback port is set.".to_owned());
                RedirectUri::new(*ports.first().ok_or_else(none)?)
            }
        };
        let authorization = oauth::authorize(&AuthorizeRequest {
            environment: self.environments.resolve(&app.environment).await?,
            hublet,
            client_id: app.client_id.clone().into(),
            redirect_uri: redirect_uri.clone(),
            scopes: of_role(&planned, ScopeRole::Required),
            optional_scopes: of_role(&planned, ScopeRole::Optional),
        });
        let redirect_uri = redirect_uri.text();
        Ok(ConsentPreview {
            dry_run: dry_run(&self.catalogs.current(), app.declared.as_ref(), &planned, &redirect_uri),
            authorize_url: without_per_flow_values(authorization.url.as_str()),
            redirect_uri,
            client_id: app.client_id,
            scopes: planned,
            declared: app.declared,
        })
    }
}

fn without_per_flow_values(url: &str) -> String {
    let Some((page, query)) = url.split_once('?') else { return url.to_owned() };
    let shown = |pair: &str| match pair.split_once('=') {
        Some((name, _)) if PER_FLOW_PARAMETERS.contains(&name) => format!("{name}=…"),
        _ => pair.to_owned(),
    };
    format!("{page}?{}", query.split('&').map(shown).collect::<Vec<_>>().join("&"))
}

/// Compares the planned scopes with the app's declaration. Without one, only the scope names are checked.
fn dry_run(
    catalog: &Catalog,
    declared: Option<&DeclaredScopes>,
    planned: &[PlannedScope],
    redirect_uri: &str,
) -> ConsentDryRun {
    let requested = RequestedScopes {
        scope: of_role(planned, ScopeRole::Required),
        optional_scope: of_role(planned, ScopeRole::Optional),
        redirect_uri: Some(redirect_uri.to_owned()),
    };
    let as_requested = || AppScopes {
        required: requested.scope.clone(),
        optional: requested.optional_scope.clone(),
        ..AppScopes::default()
    };
    let app = declared.map_or_else(as_requested, DeclaredScopes::for_catalog);
    catalog.consent_dry_run(&app, &requested, None)
}
