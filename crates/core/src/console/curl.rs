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
        let composed = compose(draft, &environment);
        let origin = environment.api_origin();
        let command = curl(&composed, origin.as_str().trim_end_matches('/'), &self.token_label(connection)?);
        Ok(self.redactor.text(&command))
    }
}

fn curl(composed: &Composed, origin: &str, label: &str) -> String {
    let mut command =
        format!("curl -X {} {}", composed.method, quoted(&format!("{origin}{}", composed.path_and_query)));
    for line in &composed.headers {
        let value = if line.origin == HeaderOrigin::Connection {
            format!("Bearer {label}")
        } else {
            line.value.clone()
        };
        command += &format!(" \\\n  -H {}", quoted(&format!("{}: {value}", line.name)));
    }
    if let Some(body) = &composed.body {
        command += &format!(" \\\n  --data-raw {}", quoted(body));
    }
    command
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
