//! HubSpot's public index of its OpenAPI files: which files there are, and their addresses. It is not fetched here.

use serde::{Deserialize, Serialize};

use super::{ImportError, printable};

/// The address of the index.
const INDEX: &str = "https://api.hubspot.com/public/api/spec/v1/specs";
/// The only hosts that the index and its files may be fetched from, over https.
const HOSTS: [&str; 2] = ["api.hubspot.com", "api.hubapi.com"];
const MAX_INDEX_BYTES: usize = 16_000_000;
const MAX_ENTRIES: usize = 5_000;

/// The files that the index lists, by whether they may be fetched.
#[derive(Serialize, specta::Type, Clone, Debug, Default, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct SpecIndex {
    /// Files that may be fetched.
    pub entries: Vec<IndexEntry>,
    /// Addresses on other hosts, and texts that are no addresses.
    pub refused: Vec<String>,
}

/// One API in one version.
#[derive(Serialize, specta::Type, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct IndexEntry {
    /// The product area, such as "CRM".
    pub group: String,
    /// The API, such as "Contacts".
    pub name: String,
    /// Such as `v3` or `2026-03`.
    pub version: String,
    /// HubSpot's word for its maturity, such as `GA`; empty where it gives none.
    pub stage: String,
    /// The address of its OpenAPI file, on one of HubSpot's two hosts.
    pub url: String,
}

#[derive(Deserialize)]
struct Listed {
    results: Option<Vec<Api>>,
}

#[derive(Deserialize)]
struct Api {
    #[serde(default)]
    name: String,
    #[serde(default)]
    group: String,
    #[serde(default)]
    versions: Vec<Release>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Release {
    #[serde(default)]
    version: String,
    #[serde(default)]
    stage: Option<String>,
    #[serde(default)]
    open_api: Option<String>,
}

impl SpecIndex {
    /// The address of the index.
    pub const ADDRESS: &'static str = INDEX;

    /// Parses HubSpot's response.
    ///
    /// # Errors
    /// The content is larger than 16 MB, is not JSON of the expected shape, or lists more than 5,000 files.
    pub fn parse(content: &[u8]) -> Result<Self, ImportError> {
        if content.len() > MAX_INDEX_BYTES {
            return Err(ImportError::TooLarge(MAX_INDEX_BYTES / 1_000_000));
        }
        let listed: Listed = serde_json::from_slice(content).map_err(|error| match error.classify() {
            serde_json::error::Category::Data => ImportError::WrongType(printable(&error.to_string())),
            _ => ImportError::MalformedJson(printable(&error.to_string())),
        })?;
        let apis = listed.results.ok_or_else(|| ImportError::WrongType("`results` is wanted".to_owned()))?;
        let mut index = Self::default();
        for api in &apis {
            for version in &api.versions {
                index.take(api, version);
            }
        }
        if index.entries.len() > MAX_ENTRIES {
            return Err(ImportError::TooManyFiles);
        }
        Ok(index)
    }

    fn take(&mut self, api: &Api, release: &Release) {
        let Some(url) = &release.open_api else { return };
        if !is_allowed_address(url) {
            self.refused.push(printable(url));
            return;
        }
        self.entries.push(IndexEntry {
            group: printable(&api.group),
            name: printable(&api.name),
            version: printable(&release.version),
            stage: printable(release.stage.as_deref().unwrap_or_default()),
            url: url.clone(),
        });
    }
}

impl IndexEntry {
    /// A name for `Import::add_file` that contains the area, as the folders of HubSpot's collection do.
    pub fn file_name(&self) -> String {
        let part = |text: &str| text.replace(['/', '\\'], " ");
        format!(
            "{}/{}/Rollouts/-/{}/{}.json",
            part(&self.group),
            part(&self.name),
            part(&self.version),
            part(&self.name)
        )
    }
}

/// Whether the index or one of its files may be fetched from this host.
pub fn is_index_host(host: &str) -> bool {
    HOSTS.contains(&host)
}

fn is_allowed_address(address: &str) -> bool {
    let Ok(url) = url::Url::parse(address) else { return false };
    let plain = url.username().is_empty() && url.password().is_none() && url.port().is_none();
    url.scheme() == "https" && plain && url.host_str().is_some_and(is_index_host)
}
