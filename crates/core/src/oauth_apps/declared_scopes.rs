//! The scopes that an OAuth app declares at HubSpot, as a person entered them: what the consent dry run compares with.

use portalscope_catalog::{AppScopes, AskedScopes, ConsentDryRun};
use serde::{Deserialize, Serialize};
use specta::Type;

use crate::catalog::Catalogue;
use crate::connect::preview::{PlannedScope, ScopeRole, of_role};
use crate::error::Error;
use crate::error::Result;
use crate::portalscope::Portalscope;
use crate::store::oauth_apps::AppRecord;

/// A file beyond this is no app's declaration.
pub const LARGEST_APP_FILE: u64 = 100_000;

/// What the app's settings at HubSpot say, kept with the app's record.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct DeclaredScopes {
    pub required: Vec<String>,
    pub optional: Vec<String>,
    pub conditionally_required: Vec<String>,
    /// Empty: not known.
    pub redirect_urls: Vec<String>,
    pub is_static: bool,
}

/// How a person gives them.
#[derive(Clone, Debug, Deserialize, Type)]
#[serde(tag = "kind", rename_all = "snake_case", rename_all_fields = "camelCase")]
pub enum Declaration {
    /// Three lists, each with its scopes in any usual form.
    Lists { required: String, optional: String, conditionally_required: String },
    /// The text of `app-hsmeta.json`.
    File { text: String },
}

impl DeclaredScopes {
    /// The role that the app gives a scope; `None` where it does not declare it.
    pub(crate) fn role(&self, scope: &str) -> Option<ScopeRole> {
        let has = |list: &[String]| list.iter().any(|declared| declared == scope);
        if has(&self.required) || has(&self.conditionally_required) {
            return Some(ScopeRole::Required);
        }
        has(&self.optional).then_some(ScopeRole::Optional)
    }

    fn for_catalogue(&self) -> AppScopes {
        AppScopes {
            name: None,
            required: self.required.clone(),
            optional: self.optional.clone(),
            conditionally_required: self.conditionally_required.clone(),
            redirect_urls: self.redirect_urls.clone(),
            is_static: self.is_static,
        }
    }
}

impl From<AppScopes> for DeclaredScopes {
    fn from(app: AppScopes) -> Self {
        let AppScopes { required, optional, conditionally_required, redirect_urls, is_static, .. } = app;
        Self { required, optional, conditionally_required, redirect_urls, is_static }
    }
}

impl Portalscope {
    /// Reads a declaration and keeps it with the app. One that cannot be read changes nothing.
    pub fn declare_scopes(&self, app: &str, declaration: &Declaration) -> Result<DeclaredScopes> {
        let declared: DeclaredScopes = match declaration {
            Declaration::Lists { required, optional, conditionally_required } => {
                AppScopes::from_lists(required, optional, conditionally_required)?.into()
            }
            Declaration::File { text } => AppScopes::from_file(text)?.into(),
        };
        self.keep_declared(app, Some(declared.clone()))?;
        Ok(declared)
    }

    /// Forgets what was declared; the dry run then looks at names only.
    pub fn forget_declared_scopes(&self, app: &str) -> Result<()> {
        self.keep_declared(app, None)
    }

    fn keep_declared(&self, id: &str, declared: Option<DeclaredScopes>) -> Result<()> {
        self.see_changes()?;
        let app = self.find_app(|app| app.id == id).ok_or(Error::AppNotFound)?;
        self.change_app(AppRecord { declared, ..app.clone() }, &app)?;
        self.apps_changed();
        Ok(())
    }
}

/// Compares what will be asked with what the app declares. Where that is not known, only the names are looked at.
pub(crate) fn dry_run(
    catalogue: &Catalogue,
    declared: Option<&DeclaredScopes>,
    planned: &[PlannedScope],
    redirect_uri: &str,
) -> ConsentDryRun {
    let asked = AskedScopes {
        scope: of_role(planned, ScopeRole::Required),
        optional_scope: of_role(planned, ScopeRole::Optional),
        redirect_uri: Some(redirect_uri.to_owned()),
    };
    let as_asked = || AppScopes {
        required: asked.scope.clone(),
        optional: asked.optional_scope.clone(),
        ..AppScopes::default()
    };
    let app = declared.map_or_else(as_asked, DeclaredScopes::for_catalogue);
    catalogue.consent_dry_run(&app, &asked, None)
}
