//! Parses a link, or tells why it is refused. Pure: no network, no state.

use portalscope_hubspot::Hublet;
use url::Url;
use url::form_urlencoded;

use crate::console::compose::METHODS;
use crate::console::view::NameValue;
use crate::ids::ClientId;
use crate::links::problem::LinkProblem;
use crate::links::view::{AskedPeriod, ConnectLink, ReportLink, RequestLink};
use crate::oauth_apps::validate::known_scopes;
use crate::platform::text::is_invisible;

/// The whole link.
const MAX_LINK_BYTES: usize = 8 * 1024;

/// The body of a request link, decoded.
const MAX_BODY_BYTES: usize = 4 * 1024;
/// The path of a request link, decoded.
const MAX_PATH_BYTES: usize = 2 * 1024;
/// Who asks for a report, and what for, in characters.
const MAX_NOTE_CHARS: usize = 500;
/// A client id.
const MAX_WORD_BYTES: usize = 128;

/// A link of the documented form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum DeepLink {
    Connect {
        link: ConnectLink,
        /// The name of an app in the list. `None`: the link names none.
        app_name: Option<String>,
    },
    Request(RequestLink),
    Report(ReportLink),
    /// The response of a consent page, for the consent flow to read.
    Callback,
}

/// Parses a link. `is_secret` tells whether a text contains a known secret, or something that looks like one.
pub(super) fn parse(link: &str, is_secret: &dyn Fn(&str) -> bool) -> Result<DeepLink, LinkProblem> {
    if link.len() > MAX_LINK_BYTES {
        return Err(LinkProblem::TooLong);
    }
    if link.chars().any(|letter| letter.is_control() || is_invisible(letter)) {
        return Err(LinkProblem::Invisible);
    }
    let url = Url::parse(link).map_err(|_| LinkProblem::Malformed)?;
    let is_plain = url.scheme() == "portalscope"
        && url.username().is_empty()
        && url.password().is_none()
        && url.port().is_none()
        && url.fragment().is_none();
    if !is_plain {
        return Err(LinkProblem::Malformed);
    }
    let query = url.query().unwrap_or_default();
    match (url.host_str(), url.path()) {
        (Some("connect"), "" | "/") => Fields::read(query, CONNECT, is_secret)?.connect(),
        (Some("request"), "" | "/") => Fields::read(query, REQUEST, is_secret)?.request(),
        (Some("report"), "" | "/") => Fields::read(query, REPORT, is_secret)?.report(),
        (Some("oauth"), "/callback") => Ok(DeepLink::Callback),
        (Some(_), _) => Err(LinkProblem::UnknownAction),
        (None, _) => Err(LinkProblem::Malformed),
    }
}

/// The parameters of `portalscope://connect`.
const CONNECT: &[&str] = &["client_id", "app", "scopes", "optional_scopes", "hublet", "portal"];
/// The parameters of `portalscope://request`.
const REQUEST: &[&str] = &["method", "path", "query", "body", "portal"];
/// The parameters of `portalscope://report`.
const REPORT: &[&str] = &["portal", "period", "note"];

/// The parameters of a link: each one known, unique, visible and without a secret.
struct Fields(Vec<(String, String)>);

impl Fields {
    fn read(query: &str, known: &[&str], is_secret: &dyn Fn(&str) -> bool) -> Result<Self, LinkProblem> {
        let mut fields: Vec<(String, String)> = Vec::new();
        for (name, value) in form_urlencoded::parse(query.as_bytes()).into_owned() {
            if !known.contains(&name.as_str()) {
                // Report a secret rather than the unknown parameter that contains it.
                let is_leak = is_secret(&value) || is_secret(&format!("{name}={value}"));
                return Err(if is_leak { LinkProblem::Secret } else { LinkProblem::UnknownParameter });
            }
            if fields.iter().any(|(other, _)| *other == name) {
                return Err(LinkProblem::Repeated);
            }
            let is_allowed = |letter: char| name == "body" && matches!(letter, '\n' | '\r' | '\t');
            if value
                .chars()
                .any(|letter| (letter.is_control() || is_invisible(letter)) && !is_allowed(letter))
            {
                return Err(LinkProblem::Invisible);
            }
            // Decoding replaces what is not UTF-8 with U+FFFD.
            if value.contains('\u{fffd}') {
                return Err(LinkProblem::Malformed);
            }
            let once_more = percent_encoding::percent_decode_str(&value).decode_utf8_lossy();
            if is_secret(&value) || is_secret(&once_more) {
                return Err(LinkProblem::Secret);
            }
            fields.push((name, value));
        }
        Ok(Self(fields))
    }

    /// Removes a parameter. `None`: absent or blank.
    fn take(&mut self, name: &str) -> Option<String> {
        let at = self.0.iter().position(|(other, _)| other == name)?;
        Some(self.0.swap_remove(at).1).filter(|value| !value.trim().is_empty())
    }

    /// The Hub ID. `None`: not given.
    fn portal(&mut self) -> Result<Option<String>, LinkProblem> {
        match self.take("portal") {
            Some(id) if id.len() > 20 || !id.bytes().all(|byte| byte.is_ascii_digit()) => {
                Err(LinkProblem::Portal)
            }
            id => Ok(id),
        }
    }

    /// A list of scopes. `None`: not given.
    fn scopes(&mut self, name: &str) -> Result<Option<Vec<String>>, LinkProblem> {
        self.take(name).map(|text| known_scopes(&text).ok_or(LinkProblem::Scopes)).transpose()
    }

    fn connect(mut self) -> Result<DeepLink, LinkProblem> {
        let (client_id, app_name) = (self.take("client_id"), self.take("app"));
        if client_id.is_some() && app_name.is_some() {
            return Err(LinkProblem::Malformed);
        }
        let is_word =
            |id: &String| id.len() <= MAX_WORD_BYTES && id.chars().all(|letter| letter.is_ascii_graphic());
        if client_id.as_ref().is_some_and(|id| !is_word(id)) {
            return Err(LinkProblem::ClientId);
        }
        let hublet = self.take("hublet");
        if hublet.as_deref().is_some_and(|name| Hublet::parse(name).is_none()) {
            return Err(LinkProblem::Hublet);
        }
        let link = ConnectLink {
            app: None,
            client_id: client_id.map(ClientId::from),
            scopes: self.scopes("scopes")?,
            optional_scopes: self.scopes("optional_scopes")?,
            hublet,
            portal: self.portal()?,
        };
        Ok(DeepLink::Connect { link, app_name })
    }

    fn report(mut self) -> Result<DeepLink, LinkProblem> {
        let period = self.take("period").map(|word| {
            let known = AskedPeriod::WORDS.into_iter().find(|(name, _)| *name == word);
            known.map(|(_, period)| period).ok_or(LinkProblem::Period)
        });
        let note = self.take("note").map(|note| note.trim().to_owned());
        if note.as_ref().is_some_and(|note| note.chars().count() > MAX_NOTE_CHARS) {
            return Err(LinkProblem::Note);
        }
        Ok(DeepLink::Report(ReportLink { portal: self.portal()?, period: period.transpose()?, note }))
    }

    fn request(mut self) -> Result<DeepLink, LinkProblem> {
        let method = self.take("method").unwrap_or_else(|| "GET".to_owned()).to_ascii_uppercase();
        if !METHODS.contains(&method.as_str()) {
            return Err(LinkProblem::Method);
        }
        let path = self.take("path").ok_or(LinkProblem::Path)?;
        let (path, own_query) =
            path.split_once('?').map_or((path.as_str(), None), |(path, query)| (path, Some(query)));
        check_path(path)?;
        let query = match (own_query, self.take("query")) {
            (Some(_), Some(_)) => return Err(LinkProblem::Repeated),
            (Some(query), None) => query.to_owned(),
            (None, query) => query.unwrap_or_default(),
        };
        let body = self.take("body");
        let takes_body = !matches!(method.as_str(), "GET" | "HEAD" | "DELETE");
        if body.as_ref().is_some_and(|body| body.len() > MAX_BODY_BYTES || !takes_body) {
            return Err(LinkProblem::Body);
        }
        let link =
            RequestLink { method, path: path.to_owned(), query: rows(&query)?, body, portal: self.portal()? };
        Ok(DeepLink::Request(link))
    }
}

/// Refuses paths that no link may have. The console checks a path again before sending.
fn check_path(path: &str) -> Result<(), LinkProblem> {
    let is_path = path.starts_with('/')
        && !path.starts_with("//")
        && path.len() <= MAX_PATH_BYTES
        && !path.contains(['\\', '#'])
        && !path.chars().any(char::is_whitespace)
        && !has_dot_segment(path)
        && !has_dot_segment(&percent_encoding::percent_decode_str(path).decode_utf8_lossy());
    if is_path { Ok(()) } else { Err(LinkProblem::Path) }
}

/// Whether the path has a dot segment (RFC 3986 §3.3), which a server would resolve. A backslash counts as a slash.
fn has_dot_segment(path: &str) -> bool {
    path.split(['/', '\\']).any(|step| step == "." || step == "..")
}

/// The query as rows of the console.
fn rows(query: &str) -> Result<Vec<NameValue>, LinkProblem> {
    let rows: Vec<NameValue> = form_urlencoded::parse(query.as_bytes())
        .map(|(name, value)| NameValue { name: name.into_owned(), value: value.into_owned(), enabled: true })
        .collect();
    let bad = |text: &str| {
        text.chars().any(|letter| letter.is_control() || is_invisible(letter) || letter == '\u{fffd}')
    };
    if rows.iter().any(|row| bad(&row.name) || bad(&row.value)) {
        return Err(LinkProblem::Invisible);
    }
    Ok(rows)
}

#[cfg(test)]
mod tests {
    use portalscope_redact::Redactor;
    use proptest::prelude::*;

    use super::super::link_of;
    use super::{AskedPeriod, DeepLink, LinkProblem as Problem, NameValue, ReportLink, parse};

    fn read(link: &str) -> Result<DeepLink, Problem> {
        let redactor = Redactor::new();
        parse(link, &|text| redactor.text(text) != text)
    }

    fn request(link: &str) -> super::RequestLink {
        match read(link).unwrap() {
            DeepLink::Request(link) => link,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_request_link_is_read_whole() {
        let link = request(
            "portalscope://request?method=post&path=/crm/objects/2026-03/contacts&query=a%3D1%26b%3Dx%2520y&body=%7B%22a%22%3A%0A1%7D&portal=26041877",
        );
        let row =
            |name: &str, value: &str| NameValue { name: name.into(), value: value.into(), enabled: true };
        assert_eq!((link.method.as_str(), link.path.as_str()), ("POST", "/crm/objects/2026-03/contacts"));
        assert_eq!(link.query, [row("a", "1"), row("b", "x y")]);
        assert_eq!((link.body.as_deref(), link.portal.as_deref()), (Some("{\"a\":\n1}"), Some("26041877")));
        let short = request("portalscope://request?path=%2Fcrm%2Fv3%2Fowners%3Flimit%3D2");
        assert_eq!((short.method.as_str(), short.query), ("GET", vec![row("limit", "2")]));
    }

    #[test]
    fn a_connect_link_is_read_whole() {
        let link = "portalscope://connect?client_id=abc-1&scopes=oauth+tickets&optional_scopes=forms,e-commerce&hublet=eu1&portal=1";
        let DeepLink::Connect { link, app_name } = read(link).unwrap() else { panic!("a connect link") };
        assert_eq!((link.client_id.as_deref(), app_name), (Some("abc-1"), None));
        assert_eq!(link.scopes.unwrap(), ["oauth", "tickets"]);
        assert_eq!(link.optional_scopes.unwrap(), ["forms", "e-commerce"]);
        assert_eq!((link.hublet.as_deref(), link.portal.as_deref()), (Some("eu1"), Some("1")));
        let DeepLink::Connect { app_name, .. } = read("portalscope://connect/?app=My%20app").unwrap() else {
            panic!("a connect link")
        };
        assert_eq!(app_name.as_deref(), Some("My app"));
    }

    #[test]
    fn a_link_that_asks_for_a_report_is_read_whole() {
        let link = "portalscope://report?portal=26041877&period=2h&note=Ada%20of%20support%3A%20%3Cb%3Ecase%3C%2Fb%3E%207";
        let DeepLink::Report(ReportLink { portal, period, note }) = read(link).unwrap() else {
            panic!("a link that asks for a report")
        };
        assert_eq!((portal.as_deref(), period), (Some("26041877"), Some(AskedPeriod::TwoHours)));
        assert_eq!(note.as_deref(), Some("Ada of support: <b>case</b> 7"));
        let nothing = ReportLink { portal: None, period: None, note: None };
        assert_eq!(read("portalscope://report"), Ok(DeepLink::Report(nothing)));
    }

    #[test]
    fn the_answer_of_a_consent_page_is_left_to_the_flow() {
        assert_eq!(read("portalscope://oauth/callback?code=na1-a&state=b"), Ok(DeepLink::Callback));
    }

    #[test]
    fn every_hostile_link_is_refused_for_its_reason() {
        let key = "pat-na1-01234567-89ab-cdef-0123-456789abcdef";
        let long = format!("portalscope://request?path=/{}", "x".repeat(8200));
        let body = format!("portalscope://request?method=POST&path=/a&body={}", "x".repeat(4097));
        for (link, problem) in [
            ("", Problem::Malformed),
            ("portalscope:request?path=/a", Problem::Malformed),
            ("https://request/?path=/a", Problem::Malformed),
            ("portalscope://user@request?path=/a", Problem::Malformed),
            ("portalscope://request:80?path=/a", Problem::Malformed),
            ("portalscope://request?path=/a#b", Problem::Malformed),
            ("portalscope://request?path=/%FF", Problem::Malformed),
            ("portalscope://connect?client_id=a&app=b", Problem::Malformed),
            ("portalscope://send?path=/a", Problem::UnknownAction),
            ("portalscope://request/now?path=/a", Problem::UnknownAction),
            ("portalscope://oauth/token?code=a", Problem::UnknownAction),
            ("portalscope://request?path=/a&send=1", Problem::UnknownParameter),
            ("portalscope://request?path=/a&Path=/b", Problem::UnknownParameter),
            ("portalscope://request?path=/a&path=/b", Problem::Repeated),
            ("portalscope://request?path=/a?x=1&query=y%3D2", Problem::Repeated),
            ("portalscope://request?path=/a%00b", Problem::Invisible),
            ("portalscope://request?path=/a%0d%0ab", Problem::Invisible),
            ("portalscope://request?path=/a&query=x%3D%250a", Problem::Invisible),
            ("portalscope://request?path=/%E2%80%AEa", Problem::Invisible),
            ("portalscope://request?path=/a\nb", Problem::Invisible),
            ("portalscope://request?path=//evil.example/a", Problem::Path),
            ("portalscope://request?path=https://evil.example", Problem::Path),
            ("portalscope://request?path=/a/../b", Problem::Path),
            ("portalscope://request?path=/a%5Cb", Problem::Path),
            ("portalscope://request?path=/a/%252e%252E/b", Problem::Path),
            ("portalscope://request?path=/a/%252e%252e%252fb", Problem::Path),
            ("portalscope://request?path=/a/%252e.%255cb", Problem::Path),
            ("portalscope://connect?%63lient_id=a&client_id=b", Problem::Repeated),
            ("portalscope://connect?scopes=oauth&scopes=tickets", Problem::Repeated),
            ("portalscope://connect?scopes=%D1%81rm.objects.contacts.read", Problem::Scopes),
            ("portalscope://connect?client_id=%EF%BC%A1bc", Problem::ClientId),
            ("portalscope://connect?portal=%D9%A1%D9%A2", Problem::Portal),
            ("portalscope://xn--rquest-bva?path=/a", Problem::UnknownAction),
            ("portalscope://request?path=/a%23b", Problem::Path),
            ("portalscope://request?method=GET", Problem::Path),
            ("portalscope://request?path=/a&method=TRACE", Problem::Method),
            ("portalscope://request?path=/a&body=x", Problem::Body),
            ("portalscope://request?path=/a&portal=12x", Problem::Portal),
            ("portalscope://connect?scopes=a%3Cb", Problem::Scopes),
            ("portalscope://connect?hublet=xx1", Problem::Hublet),
            ("portalscope://report?period=3h", Problem::Period),
            ("portalscope://report?portal=12x", Problem::Portal),
            ("portalscope://report?send=1", Problem::UnknownParameter),
            ("portalscope://report?to=a%40b.example", Problem::UnknownParameter),
            ("portalscope://report?note=a&note=b", Problem::Repeated),
            ("portalscope://report?note=a%0Ab", Problem::Invisible),
            ("portalscope://report?note=%E2%80%AEa", Problem::Invisible),
            (&format!("portalscope://report?note={key}"), Problem::Secret),
            (&format!("portalscope://report?note={}", "x".repeat(501)), Problem::Note),
            ("portalscope://connect?client_id=a%20b", Problem::ClientId),
            ("portalscope://connect?client_secret=01234567-89ab-cdef", Problem::Secret),
            (&format!("portalscope://connect?client_id={key}"), Problem::Secret),
            (&format!("portalscope://request?path=/a/{key}"), Problem::Secret),
            (&format!("portalscope://request?path=/a/{}", key.replace('p', "%2570")), Problem::Secret),
            ("portalscope://request?path=/a&query=hapikey%3D01234567", Problem::Secret),
            ("portalscope://request?path=/oauth/v1/refresh-tokens/7bfa-41d2-9c0e", Problem::Secret),
            (
                &format!("portalscope://request?method=POST&path=/a&body=%7B%22k%22%3A%22{key}%22%7D"),
                Problem::Secret,
            ),
            (&long, Problem::TooLong),
            (&body, Problem::Body),
        ] {
            assert_eq!(read(link), Err(problem), "{link}");
        }
    }

    proptest! {
        #[test]
        fn no_text_whatever_panics(text in "\\PC{0,300}", rest in "[a-z]{0,8}\\PC{0,200}") {
            let _ = read(&text);
            let _ = read(&format!("portalscope://{rest}"));
            let _ = read(&format!("portalscope://request?path=/a&{text}"));
        }

        #[test]
        fn what_is_read_is_what_was_written(
            path in "/[a-z0-9{}%/]{0,20}[a-z]", query in "[a-z]{1,5}=[a-zA-Z0-9]{0,9}", body in "[^\\p{C}]{1,60}\n?",
        ) {
            let fields = [("method", "PATCH"), ("path", path.as_str()), ("query", &query), ("body", &body)];
            let link = link_of("portalscope://request", &fields);
            if let Ok(DeepLink::Request(read)) = read(&link) {
                prop_assert_eq!(read.path, path);
                prop_assert_eq!(read.body, Some(body).filter(|body| !body.trim().is_empty()));
            }
        }

        #[test]
        fn a_static_token_never_gets_through_wherever_it_stands(
            name in "path|query|body|portal|method|client_id|scopes|app|x", action in "connect|request",
            before in "[a-z/={:\" ]{0,6}", after in "[ \"}&/]?",
        ) {
            let value = format!("/{before} pat-eu1-01234567-89ab-cdef-0123-456789abcdef{after}");
            let link = link_of(&format!("portalscope://{action}"), &[(name.as_str(), value.as_str())]);
            prop_assert!(read(&link).is_err());
        }
    }
}
