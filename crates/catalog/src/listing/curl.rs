//! The call of a pasted cURL command or URL. A list of calls uses its method and path only.

use portalscope_formats::{
    self as formats, Body, Credential, Field, NoteKind, Problem, Reading, Request, Value,
};

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
    /// What follows the `?`, with the parameters that are given apart from the URL.
    pub query: String,
    /// `Name: value`, in their order.
    pub headers: Vec<String>,
    /// `None` also if the body is in a file; `skipped` then names it.
    pub body: Option<String>,
    /// Parts of the call that were not read.
    pub skipped: Vec<Skipped>,
}

/// A part of a text that [`PastedCall`] does not contain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Skipped {
    /// The body or a part of it is in a file with this name, which is not read.
    File(String),
    /// A part of a multipart form.
    FormPart(String),
    /// A cookie file, a user name and password, a certificate, or a token in its own option; the option's name.
    Credential(String),
    /// An expansion such as `$NAME`, which the text contains as written.
    Expansion(String),
    /// An option that curl does not have.
    UnknownOption(String),
    /// Options in a file with this name, which is not read.
    OptionsFile(String),
    /// A URL after the first one.
    OtherAddress,
    /// A command or request after the first one.
    OtherCommand,
}

impl PastedCall {
    /// Reads a cURL command or a URL; `None` if the text is neither.
    ///
    /// # Errors
    /// [`Problem`]: the cURL command cannot be read completely.
    pub fn read(text: &str) -> Option<Result<Self, Problem>> {
        if let Some(reading) = formats::read_curl(text) {
            return Some(Self::of_reading(reading));
        }
        let url = text.trim();
        if !url.contains('/') || url.contains(char::is_whitespace) {
            return None;
        }
        let url = url.split('#').next().unwrap_or_default();
        let request =
            Request { method: Value::implied("GET"), url: Value::implied(url), ..Request::default() };
        Self::of(request).map(Ok)
    }

    /// The first command. One that cannot be read before it, or in it, is an error.
    fn of_reading(Reading { requests, problems, .. }: Reading) -> Result<Self, Problem> {
        let others = requests.get(1).map(|second| {
            if second.span == requests[0].span { Skipped::OtherAddress } else { Skipped::OtherCommand }
        });
        let no_address =
            Problem { name: None, span: 0..0, message: "The command has no address.".to_owned() };
        let Some(first) = requests.into_iter().next() else {
            return Err(problems.into_iter().next().unwrap_or(no_address));
        };
        let (own, other): (Vec<_>, Vec<_>) =
            problems.into_iter().partition(|problem| first.span.contains(&problem.span.start));
        if let Some(problem) = own.into_iter().next() {
            return Err(problem);
        }
        let mut call = Self::of(first).ok_or(no_address)?;
        call.skipped.extend(others.or_else(|| (!other.is_empty()).then_some(Skipped::OtherCommand)));
        Ok(call)
    }

    fn of(request: Request) -> Option<Self> {
        let mut skipped = Vec::new();
        // A variable in place of the host is replaced by the connection's host.
        let (address, query) = split_query(&request.url);
        skipped.extend(expansions(&query));
        let (address, userinfo) = without_userinfo(&address);
        skipped.extend(userinfo.map(|()| Skipped::Credential("user".to_owned())));
        let query = with_parameters(query.text, &request.query);
        skipped.extend(request.query.iter().flat_map(|field| expansions(&field.value)));
        // The part of a form that a file stands in is named itself.
        let is_form = matches!(request.body, Body::Multipart(_));
        let is_told = |kind: &NoteKind| !(is_form && matches!(kind, NoteKind::File(_)));
        let notes = request.notes.iter().map(|note| &note.kind).filter(|kind| is_told(kind));
        skipped.extend(notes.filter_map(of_note));
        skipped
            .extend(request.credentials.iter().map(|credential| Skipped::Credential(option_of(credential))));
        let body = match request.body {
            Body::Text(body) => {
                skipped.extend(expansions(&body));
                Some(body.text)
            }
            Body::Multipart(fields) => {
                skipped.extend(fields.into_iter().map(|field| Skipped::FormPart(field.name.text)));
                None
            }
            _ => None,
        };
        let (cookies, headers): (Vec<_>, Vec<_>) = request.headers.into_iter().partition(is_option_cookie);
        skipped.extend(cookies.iter().map(|_| Skipped::Credential("cookie".to_owned())));
        let headers = headers.into_iter().filter(|header| is_meant(header, body.as_deref()));
        let headers = headers.map(|header| format!("{}: {}", header.name.text, header.value.text)).collect();
        let (host, path) = tokens::address(&address)?;
        let is_api = host.as_deref().is_none_or(is_api_host);
        let path = if is_api { path } else { address };
        let loopback = host.filter(|host| is_api && !is_hubspot_api(host));
        Some(Self { method: request.method.text, path, loopback, query, headers, body, skipped })
    }
}

/// The address before the `?`, and what follows it.
fn split_query(url: &Value) -> (String, Value) {
    let Some((address, query)) = url.text.split_once('?') else {
        return (url.text.clone(), Value::default());
    };
    let start = address.len() + 1;
    let open = url.open.iter().filter(|open| open.start >= start);
    let open = open.map(|open| open.start - start..open.end - start).collect();
    (address.to_owned(), Value { open, ..Value::implied(query) })
}

fn with_parameters(query: String, parameters: &[Field]) -> String {
    if parameters.is_empty() {
        return query;
    }
    let pairs = parameters.iter().map(|field| (&field.name.text, &field.value.text));
    let parameters = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
    if query.is_empty() { parameters } else { format!("{query}&{parameters}") }
}

fn expansions(value: &Value) -> Vec<Skipped> {
    value.open.iter().map(|open| Skipped::Expansion(value.text[open.clone()].to_owned())).collect()
}

fn of_note(note: &NoteKind) -> Option<Skipped> {
    match note {
        NoteKind::File(name) => Some(Skipped::File(name.clone())),
        NoteKind::OptionsFile(name) => Some(Skipped::OptionsFile(name.clone())),
        NoteKind::UnknownOption(name) => Some(Skipped::UnknownOption(name.clone())),
        _ => None,
    }
}

fn option_of(credential: &Credential) -> String {
    match credential {
        Credential::Bearer(_) => "oauth2-bearer".to_owned(),
        Credential::Other(option) => option.clone(),
        _ => "user".to_owned(),
    }
}

/// The header that curl makes of `-b`.
fn is_option_cookie(header: &Field) -> bool {
    header.name.span.is_none() && header.name.text == "Cookie"
}

/// Whether a header is the text's own. curl's default type for data is not what a body in JSON is meant to have: the
/// console sends it as JSON.
fn is_meant(header: &Field, body: Option<&str>) -> bool {
    let is_default = header.name.span.is_none() && header.value.text == "application/x-www-form-urlencoded";
    let is_form = |body: &str| {
        body.contains('=') && !body.contains(|c: char| c.is_whitespace() || matches!(c, '{' | '[' | '"'))
    };
    !is_default || body.is_some_and(is_form)
}

/// The address without `user:password@` (RFC 3986 §3.2.1), and whether it had them.
fn without_userinfo(address: &str) -> (String, Option<()>) {
    let start = address.find("://").map_or(0, |at| at + 3);
    let authority = address[start..].split('/').next().unwrap_or_default();
    match authority.rfind('@') {
        Some(at) => (format!("{}{}", &address[..start], &address[start + at + 1..]), Some(())),
        None => (address.to_owned(), None),
    }
}

/// The call of a line with a cURL command; `None` for any other line.
pub(super) fn mention(line: &str) -> Option<Mention> {
    let (method, address) = formats::find_call(line)?;
    let (host, path) = tokens::address(&address)?;
    Some(Mention { method: Some(method), host, path })
}

#[cfg(test)]
mod tests {
    use super::{PastedCall, Skipped};

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
        let problem = PastedCall::read("curl -X POST").unwrap().unwrap_err();
        assert_eq!(problem.message, "The command has no address.");
    }

    #[test]
    fn what_is_not_taken_is_told() {
        let told = |text: &str| read(text).skipped;
        let file = || Skipped::File("new.json".to_owned());
        assert_eq!(told("curl -d @new.json https://x.test/a"), [file()]);
        assert_eq!(told("curl --data-urlencode q@new.json https://x.test/a"), [file()]);
        assert_eq!(told("curl -T new.json https://x.test/a"), [file()]);
        assert_eq!(told("curl -F file=@a.png https://x.test/a"), [Skipped::FormPart("file".to_owned())]);
        assert_eq!(told("curl -u me:pw https://x.test/a"), [Skipped::Credential("user".to_owned())]);
        assert_eq!(told("curl -b a=1 https://x.test/a"), [Skipped::Credential("cookie".to_owned())]);
        assert_eq!(told("curl https://x.test/a -d \"{$X}\""), [Skipped::Expansion("$X".to_owned())]);
        assert_eq!(told("curl -H \"Authorization: Bearer $T\" \"$BASE/crm\""), []);
        assert_eq!(
            told("curl --nonsense https://x.test/a"),
            [Skipped::UnknownOption("--nonsense".to_owned())]
        );
        assert_eq!(told("curl -K curl.cfg https://x.test/a"), [Skipped::OptionsFile("curl.cfg".to_owned())]);
        assert_eq!(told("curl https://x.test/a https://x.test/b"), [Skipped::OtherAddress]);
        for text in [
            "curl https://x.test/a; curl https://x.test/b",
            "curl https://x.test/a --next https://x.test/b",
            "curl https://x.test/a\n\ncurl https://x.test/b",
            "curl https://x.test/b -d '{\ncurl \"https://x.test/a\"",
        ] {
            assert_eq!(told(text), [Skipped::OtherCommand], "{text}");
        }
    }

    #[test]
    fn data_has_the_type_that_it_is_meant_to_have() {
        assert!(read("curl https://x.test/a -d '{\"a\": 1}'").headers.is_empty());
        assert!(read("curl https://x.test/a -d '{\"a\": 1,}'").headers.is_empty(), "JSON with a slip");
        let form = ["Content-Type: application/x-www-form-urlencoded"];
        assert_eq!(read("curl https://x.test/a -d a=1").headers, form);
        assert_eq!(read("curl https://x.test/a --data-urlencode 'q=b c'").headers, form);
        let query = read("curl -G https://x.test/a?limit=1 -d email=a --data-urlencode 'q=b c&d'").query;
        assert_eq!(query, "limit=1&email=a&q=b+c%26d");
    }
}
