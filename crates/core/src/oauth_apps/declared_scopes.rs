//! The scopes that an OAuth app declares at HubSpot, as a person entered them: what the consent dry run compares with.

use portalscope_catalog::AppScopes;
use serde::{Deserialize, Serialize};
use specta::Type;

use crate::error::Result;

/// A file beyond this is no app's declaration.
pub const MAX_APP_FILE_BYTES: u64 = 100_000;

/// Where a scope stands in the authorize URL.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum ScopeRole {
    /// In `scope`: without it the page gives nothing at all.
    Required,
    /// In `optional_scope`: an account that lacks the feature connects without it.
    Optional,
}

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
    /// The scopes in it. One that cannot be read says why.
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
