//! cURL commands: the request as one, with the secret as its label, and a pasted one as a request, without its secret.

use std::sync::Arc;

use portalscope_catalog::PastedCall;
use portalscope_hubspot::HeaderOrigin;
use serde::Serialize;
use specta::Type;

use crate::console::compose::Composed;
use crate::console::composer::Composer;
use crate::console::view::{NameValue, RequestDraft};
use crate::error::Result;
use crate::secrets::store::SecretStore;

/// Longer than any request that is written by hand.
const MAX_PASTE_BYTES: usize = 1_000_000;

/// A pasted cURL command or URL as a request of the console. No credential of it is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PastedRequest {
    pub method: String,
    pub path: String,
    pub query: Vec<NameValue>,
    pub headers: Vec<NameValue>,
    pub body: Option<String>,
    /// Names of the headers and parameters that were not taken.
    pub skipped: Vec<String>,
}

pub struct Curl {
    composer: Arc<Composer>,
    secrets: Arc<SecretStore>,
}

impl Curl {
    pub(crate) fn new(composer: Arc<Composer>, secrets: Arc<SecretStore>) -> Self {
        Self { composer, secrets }
    }

    /// `None` where the text is neither a cURL command nor a URL.
    pub fn read(&self, text: &str) -> Option<PastedRequest> {
        let call = Some(text).filter(|text| text.len() <= MAX_PASTE_BYTES).and_then(PastedCall::read)?;
        let mut skipped = Vec::new();
        let mut keep = |name: &str, is_kept: bool| {
            if !is_kept {
                skipped.push(name.to_owned());
            }
            is_kept
        };
        let row = |name: &str, value: &str| NameValue {
            name: self.secrets.redacted(name),
            value: self.secrets.redacted(value),
            enabled: true,
        };
        // Apart from its name a value may no longer look like a secret.
        let is_harmless = |pair: &str| self.secrets.redacted(pair) == pair;
        let query = url::form_urlencoded::parse(call.query.as_bytes())
            .filter(|(name, value)| keep(name, is_harmless(&format!("?{name}={value}"))))
            .map(|(name, value)| row(&name, &value))
            .collect();
        let headers = call.headers.iter().filter_map(|line| line.split_once(':'));
        let headers = headers
            .map(|(name, value)| (name.trim(), value.trim()))
            .filter(|(name, value)| !is_own_header(name, value))
            .filter(|(name, _)| keep(name, name.eq_ignore_ascii_case("content-type")))
            .map(|(name, value)| row(name, value))
            .collect();
        let body = call.body.map(|body| self.secrets.redacted(&body));
        Some(PastedRequest {
            method: call.method,
            path: self.secrets.redacted(&call.path),
            query,
            headers,
            body,
            skipped,
        })
    }

    /// The command, redacted. It runs once the label is replaced by a token.
    pub async fn write(&self, connection: &str, draft: &RequestDraft) -> Result<String> {
        let (environment, composed) = self.composer.compose(connection, draft).await?;
        let origin = environment.api_origin();
        let command =
            curl(&composed, origin.as_str().trim_end_matches('/'), &self.composer.token_label(connection)?);
        Ok(self.secrets.redacted(&command))
    }
}

/// Headers that the app sends by itself with the same meaning.
fn is_own_header(name: &str, value: &str) -> bool {
    let is = |own: &str| name.eq_ignore_ascii_case(own);
    is("accept") || (is("content-type") && value.eq_ignore_ascii_case("application/json"))
}

fn curl(composed: &Composed, origin: &str, label: &str) -> String {
    let url = quoted(&format!("{origin}{}", composed.path_and_query));
    let mut parts = vec![format!("curl -X {} {url}", composed.method)];
    for line in &composed.headers {
        let bearer = format!("Bearer {label}");
        let value = if line.origin == HeaderOrigin::Connection { &bearer } else { &line.value };
        parts.push(format!("-H {}", quoted(&format!("{}: {value}", line.name))));
    }
    parts.extend(composed.body.as_ref().map(|body| format!("--data-raw {}", quoted(body))));
    parts.join(" \\\n  ")
}

/// For a POSIX shell: nothing inside single quotes is special but the quote itself.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn a_quote_in_the_text_cannot_end_the_argument() {
        assert_eq!(quoted("it's; rm -rf"), r"'it'\''s; rm -rf'");
    }
}
