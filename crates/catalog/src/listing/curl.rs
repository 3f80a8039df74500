//! The call of a pasted cURL command or URL. A list of calls uses its method and path only.

use portalscope_formats::{self as formats, CurlCommand, CurlError, Skipped};

use super::hosts::{is_api_host, is_hubspot_api};
use super::tokens::{self, Mention};

/// A call as a pasted cURL command or URL makes it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PastedCall {
    /// As the command gives it, else what curl would use.
    pub method: String,
    /// Of HubSpot's API, or of a demo portal on this computer; the whole URL where it is another host's. Without user name
    /// and password.
    pub path: String,
    /// The host and port if the call is to this computer; `path` has no host then.
    pub loopback: Option<String>,
    /// What follows the `?`, unchanged.
    pub query: String,
    /// `Name: value`, in their order.
    pub headers: Vec<String>,
    /// `None` also if the body is in a file; `skipped` then names it.
    pub body: Option<String>,
    /// Parts of the call that were not read.
    pub skipped: Vec<Skipped>,
}

impl PastedCall {
    /// Reads a cURL command or a URL; `None` if the text is neither.
    ///
    /// # Errors
    /// [`CurlError`]: the cURL command cannot be read completely.
    pub fn read(text: &str) -> Option<Result<Self, CurlError>> {
        if let Some(command) = formats::read(text) {
            return Some(command.and_then(|command| Self::of(command).ok_or(CurlError::NoAddress)));
        }
        let url = text.trim();
        if !url.contains('/') || url.contains(char::is_whitespace) {
            return None;
        }
        let url = url.split('#').next().unwrap_or_default();
        let (address, query) = url.split_once('?').unwrap_or((url, ""));
        let command = CurlCommand {
            method: "GET".to_owned(),
            address: address.to_owned(),
            query: query.to_owned(),
            ..CurlCommand::default()
        };
        Self::of(command).map(Ok)
    }

    fn of(command: CurlCommand) -> Option<Self> {
        let CurlCommand { method, address, query, headers, body, mut skipped } = command;
        let address = match without_userinfo(&address) {
            Some(bare) => {
                skipped.push(Skipped::Credential("user".to_owned()));
                bare
            }
            None => address,
        };
        let (host, path) = tokens::address(&address)?;
        let is_api = host.as_deref().is_none_or(is_api_host);
        let path = if is_api { path } else { address };
        let loopback = host.filter(|host| is_api && !is_hubspot_api(host));
        Some(Self { method, path, loopback, query, headers, body, skipped })
    }
}

/// The address without `user:password@` (RFC 3986 §3.2.1). `None`: it has none.
fn without_userinfo(address: &str) -> Option<String> {
    let start = address.find("://").map_or(0, |at| at + 3);
    let authority = address[start..].split('/').next().unwrap_or_default();
    let end = start + authority.rfind('@')? + 1;
    Some(format!("{}{}", &address[..start], &address[end..]))
}

/// The call of a line with a cURL command; `None` for any other line.
pub(super) fn mention(line: &str) -> Option<Mention> {
    let (method, address) = formats::find_call(line)?;
    let (host, path) = tokens::address(&address)?;
    Some(Mention { method: Some(method), host, path })
}

#[cfg(test)]
mod tests {
    use super::{CurlError, PastedCall, Skipped};

    fn read(text: &str) -> PastedCall {
        PastedCall::read(text).expect("a call").expect("one that can be read")
    }

    #[test]
    fn a_command_over_several_lines_is_taken_apart() {
        let call = read(
            "curl --request POST \\\n  --url 'https://api.hubapi.com/crm/v3/objects/contacts/search?a=1&b=x%20y' \\\n  \
             --header 'authorization: Bearer SECRET' -H'content-type: application/json' \\\n  --data '{\n  \"limit\": 1\n}'",
        );
        assert_eq!((call.method.as_str(), call.path.as_str()), ("POST", "/crm/v3/objects/contacts/search"));
        assert_eq!(call.query, "a=1&b=x%20y");
        assert_eq!(call.headers, ["authorization: Bearer SECRET", "content-type: application/json"]);
        assert_eq!(call.body.as_deref(), Some("{\n  \"limit\": 1\n}"));
    }

    #[test]
    fn a_user_name_and_password_in_an_address_are_left_out() {
        for (address, path) in [
            ("https://u:SECRET@example.com/x", "https://example.com/x"),
            ("https://u:SEC@RET@example.com/x", "https://example.com/x"),
            ("https://SECRET@api.hubapi.com/crm/v3/owners", "/crm/v3/owners"),
        ] {
            for text in [address.to_owned(), format!("$ time curl {address}")] {
                let call = read(&text);
                assert_eq!(call.path, path, "{text}");
                assert_eq!(call.skipped, [Skipped::Credential("user".to_owned())], "{text}");
            }
        }
        assert_eq!(read("https://example.com/a@b").path, "https://example.com/a@b");
    }

    #[test]
    fn a_url_is_read_and_another_host_stays_visible() {
        let call = read("https://api-eu1.hubapi.com/crm/v3/owners?limit=1#top");
        assert_eq!(
            (call.method.as_str(), call.path.as_str(), call.query.as_str()),
            ("GET", "/crm/v3/owners", "limit=1")
        );
        assert_eq!(read("curl https://example.com/crm/v3/owners").path, "https://example.com/crm/v3/owners");
        assert_eq!(
            read("curl http://localhost:3000/crm/v3/owners").loopback.as_deref(),
            Some("localhost:3000")
        );
        assert_eq!(call.loopback, None);
        assert_eq!(read("curl \"$BASE/crm/v3/owners\"").path, "/crm/v3/owners");
        assert_eq!(PastedCall::read("two words"), None);
        assert_eq!(PastedCall::read("curl -X POST"), Some(Err(CurlError::NoAddress)));
    }
}
