//! The request as a cURL command with the secret as its label: what "Copy as cURL" puts on the clipboard.

use portalscope_hubspot::HeaderOrigin;

use super::RequestDraft;
use super::compose::{Composed, compose};
use crate::app::Portalscope;
use crate::error::Result;

impl Portalscope {
    /// The command, redacted. It runs once the label is replaced by a token.
    pub async fn request_as_curl(&self, connection: &str, draft: &RequestDraft) -> Result<String> {
        let environment = self.environment_of(connection).await?;
        let composed = compose(draft, &environment, &self.catalogue());
        let origin = environment.api_origin();
        let command = curl(&composed, origin.as_str().trim_end_matches('/'), &self.token_label(connection)?);
        Ok(self.redactor.text(&command))
    }
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
