//! The scopes that an OAuth app declares at HubSpot, as the user entered them. The consent dry run compares with them.

use portalscope_catalog::AppScopes;
use serde::{Deserialize, Serialize};
use specta::Type;

use crate::error::Result;

/// A larger `app-hsmeta.json` is not read, in bytes.
pub const MAX_APP_FILE_BYTES: u64 = 100_000;

/// The parameter of the authorize URL that a scope is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum ScopeRole {
    /// In `scope`: a portal that does not have it cannot connect.
    Required,
    /// In `optional_scope`: a portal that does not have it connects without it.
    Optional,
}

/// The scopes and redirect URLs in an app's settings at HubSpot, as the user entered them. Saved with the app.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct DeclaredScopes {
    /// `requiredScopes`: the authorize page refuses a `scope` without them.
    pub required: Vec<String>,
    /// `optionalScopes`.
    pub optional: Vec<String>,
    /// `conditionallyRequiredScopes`: required only if the authorize URL requests them.
    pub conditionally_required: Vec<String>,
    /// The registered redirect URLs. Empty: unknown.
    pub redirect_urls: Vec<String>,
    /// The app has one static token and no authorize page.
    pub is_static: bool,
}

/// How the user enters an app's declaration.
#[derive(Clone, Debug, Deserialize, Type)]
#[serde(tag = "kind", rename_all = "snake_case", rename_all_fields = "camelCase")]
pub enum Declaration {
    /// Three texts, each with scope names, a JSON list of them, or an authorize URL.
    Lists {
        /// The app's required scopes.
        required: String,
        /// Its optional scopes.
        optional: String,
        /// Its conditionally required scopes.
        conditionally_required: String,
    },
    /// The app's configuration in a developer project.
    File {
        /// The contents of `app-hsmeta.json`.
        text: String,
    },
}

impl DeclaredScopes {
    /// The role in which the app declares a scope. `None`: it does not declare it.
    pub(crate) fn role(&self, scope: &str) -> Option<ScopeRole> {
        let has = |list: &[String]| list.iter().any(|declared| declared == scope);
        if has(&self.required) || has(&self.conditionally_required) {
            return Some(ScopeRole::Required);
        }
        has(&self.optional).then_some(ScopeRole::Optional)
    }

    /// The same as the catalog's type, for the dry run.
    pub(crate) fn for_catalog(&self) -> AppScopes {
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

impl Declaration {
    /// Parses the declaration. Fails with [`Error::Declaration`](crate::Error::Declaration).
    pub(crate) fn read(&self) -> Result<DeclaredScopes> {
        Ok(match self {
            Self::Lists { required, optional, conditionally_required } => {
                AppScopes::from_lists(required, optional, conditionally_required)?.into()
            }
            Self::File { text } => AppScopes::from_file(text)?.into(),
        })
    }
}

impl From<AppScopes> for DeclaredScopes {
    fn from(app: AppScopes) -> Self {
        let AppScopes { required, optional, conditionally_required, redirect_urls, is_static, .. } = app;
        Self { required, optional, conditionally_required, redirect_urls, is_static }
    }
}
