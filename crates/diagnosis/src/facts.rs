//! A case as rules look at it: address and operation, the credential as sent, the answer's fields and words.

use std::cell::OnceCell;

use portalscope_catalog::{
    Catalog, CredentialKind, GrantedScopes, Requirement, Resolved, Verdict, VerdictKind,
};
use portalscope_formats as formats;
use portalscope_lint as lint;
use serde_json::Value;
use url::Url;

use crate::case::{Case, Stage};
use crate::finding::Evidence;
use crate::text::Text;
use crate::token::TokenLook;

/// Larger bodies are not parsed, only searched.
const MAX_JSON_BYTES: usize = 512 * 1_024;

/// How the credential was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Sent {
    /// The headers were not reported, and the address has no key.
    NotReported,
    /// Headers were reported, and none of them is a credential.
    Nothing,
    /// `Authorization: Bearer …`: how often the word stands, and what follows it.
    Bearer { times: usize, look: TokenLook },
    /// `Authorization` with another scheme, or none.
    OtherScheme { look: TokenLook },
    /// A token under another header's name.
    OtherHeader { name: String },
    /// `hapikey` in the query.
    ApiKey { look: TokenLook },
}

pub(crate) struct Facts<'a> {
    pub case: &'a Case,
    pub catalog: &'a Catalog,
    pub today: &'a str,
    pub stage: Stage,
    pub url: Option<Url>,
    /// The path, percent-encoded as sent; empty where no address is known.
    pub path: String,
    pub operation: Option<Resolved<'a>>,
    /// The answer's body.
    pub said: Text,
    /// The answer's body, if it is JSON.
    pub answer: Value,
    /// The request's body, if it is JSON.
    pub sent_json: Option<Value>,
    pub sent: Sent,
    verdict: OnceCell<Verdict>,
    lint: OnceCell<Vec<lint::Finding>>,
}

impl<'a> Facts<'a> {
    pub fn new(case: &'a Case, catalog: &'a Catalog, today: &'a str) -> Self {
        let url = case.request.url.as_deref().and_then(parse_url);
        let path = case.request.url.as_deref().map(path_of).unwrap_or_default();
        let stage = case.stage.unwrap_or_else(|| stage_of(url.as_ref(), &path, case));
        let is_api = stage == Stage::Api && url.as_ref().is_none_or(is_hubspot);
        let method = case.request.method.as_deref().unwrap_or_default();
        let operation = if is_api { catalog.resolve(method, &path) } else { None };
        let body = case.response.body.as_deref().unwrap_or_default();
        Self {
            said: Text::new(body),
            answer: parse_answer(body),
            sent_json: case.request.body.as_deref().and_then(parse),
            sent: sent(case, url.as_ref()),
            verdict: OnceCell::new(),
            lint: OnceCell::new(),
            case,
            catalog,
            today,
            stage,
            url,
            path,
            operation,
        }
    }

    pub fn status(&self) -> Option<u16> {
        self.case.response.status
    }

    pub fn method(&self) -> &str {
        self.case.request.method.as_deref().unwrap_or_default()
    }

    pub fn host(&self) -> &str {
        self.url.as_ref().and_then(Url::host_str).unwrap_or_default()
    }

    pub fn query(&self, name: &str) -> Option<String> {
        self.url.as_ref()?.query_pairs().find(|(own, _)| own == name).map(|(_, value)| value.into_owned())
    }

    /// The words in the answer's body, quoted. They are in small letters.
    pub fn says(&self, words: &str) -> Option<Evidence> {
        self.said.quote(words).map(|quote| Evidence::new("response.body", quote))
    }

    /// The first of several words that the answer has.
    pub fn says_any(&self, words: &[&str]) -> Option<Evidence> {
        words.iter().find_map(|words| self.says(words))
    }

    /// The status as evidence, if it is this one.
    pub fn answered(&self, status: u16) -> Option<Evidence> {
        (self.status() == Some(status)).then(|| Evidence::new("response.status", status.to_string()))
    }

    pub fn status_evidence(&self) -> Option<Evidence> {
        self.status().and_then(|status| self.answered(status))
    }

    /// A field of the answer, wherever it stands: `category`, `subCategory`, `policyName`.
    pub fn field(&self, name: &str) -> Option<&str> {
        match self.answer.get(name) {
            Some(Value::String(text)) => Some(text),
            Some(_) | None => self.said.field(name),
        }
    }

    pub fn category(&self) -> &str {
        self.field("category").unwrap_or_default()
    }

    pub fn has_html(&self) -> bool {
        self.said.has("<html") || self.said.has("<!doctype html") || self.said.has("<title>")
    }

    pub fn request_header(&self, name: &str) -> Option<&str> {
        header(&self.case.request.headers, name)
    }

    pub fn response_header(&self, name: &str) -> Option<&str> {
        header(&self.case.response.headers, name)
    }

    /// The request's address as evidence.
    pub fn address(&self) -> Evidence {
        Evidence::new("request.url", format!("{} {}", self.method(), self.path).trim())
    }

    /// The reported scopes. `None`: not known.
    pub fn granted(&self) -> Option<GrantedScopes> {
        let mut granted = GrantedScopes::default();
        for scope in self.case.request.granted_scopes.as_ref()? {
            granted.insert(scope);
        }
        Some(granted)
    }

    pub fn credential(&self) -> CredentialKind {
        let kind = self.case.request.token_kind.as_deref().unwrap_or_default();
        match kind {
            "private_app" => CredentialKind::PrivateApp,
            "service_key" => CredentialKind::ServiceKey,
            "developer_key" => CredentialKind::DeveloperKey,
            _ if matches!(self.sent, Sent::Bearer { look: TokenLook::Static, .. }) => {
                CredentialKind::PrivateApp
            }
            _ => CredentialKind::Oauth,
        }
    }

    /// The catalogue's verdict on the call with the reported scopes.
    pub fn verdict(&self) -> &Verdict {
        self.verdict.get_or_init(|| {
            self.catalog.verdict(self.method(), &self.path, self.granted().as_ref(), self.credential())
        })
    }

    /// Whether the call wants the app's own credential and not a portal's token.
    pub fn is_app_level(&self) -> bool {
        self.operation
            .as_ref()
            .is_some_and(|found| matches!(found.operation.requirement, Requirement::DeveloperCredential(_)))
            || self.verdict().kind == VerdictKind::NeedsDeveloperCredential
    }

    /// What is wrong with the request as it was sent.
    pub fn lint(&self) -> &[lint::Finding] {
        self.lint.get_or_init(|| {
            let context = lint::Context { has_own_credential: self.case.known.is_own_request };
            lint::lint_request(&as_sent(self.case), self.catalog, self.today, context)
        })
    }
}

fn as_sent(case: &Case) -> formats::Request {
    let value = |text: &str| formats::Value::implied(text);
    let fields = case.request.headers.iter();
    formats::Request {
        method: value(case.request.method.as_deref().unwrap_or("GET")),
        url: value(case.request.url.as_deref().unwrap_or_default()),
        headers: fields
            .map(|(name, text)| formats::Field { name: value(name), value: value(text) })
            .collect(),
        body: case
            .request
            .body
            .as_deref()
            .map_or(formats::Body::Unknown, |text| formats::Body::Text(value(text))),
        ..formats::Request::default()
    }
}

fn header<'a>(headers: &'a [(String, String)], name: &str) -> Option<&'a str> {
    headers.iter().find(|(own, _)| own.trim().eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
}

fn parse(text: &str) -> Option<Value> {
    if text.len() > MAX_JSON_BYTES { None } else { serde_json::from_str(text).ok() }
}

/// The body as JSON, or the first object within it, as log lines and exceptions have it.
fn parse_answer(body: &str) -> Value {
    if let Some(whole) = parse(body) {
        return whole;
    }
    let within = body.find('{').and_then(|at| {
        let mut values =
            serde_json::Deserializer::from_str(body.get(at..at + (body.len() - at).min(MAX_JSON_BYTES))?)
                .into_iter::<Value>();
        values.next()?.ok()
    });
    within.unwrap_or(Value::Null)
}

fn parse_url(text: &str) -> Option<Url> {
    let text = text.trim();
    Url::parse(text).ok().or_else(|| {
        let is_bare = text.split('/').next().is_some_and(|host| host.contains('.') && !host.contains(' '));
        let whole = if is_bare { format!("https://{text}") } else { format!("https://api.hubapi.com{text}") };
        Url::parse(&whole).ok()
    })
}

/// The path as it is written, so that `{id}` stays `{id}`.
fn path_of(url: &str) -> String {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let rest = rest.split(['?', '#']).next().unwrap_or_default();
    match rest.find('/') {
        Some(0) => rest.to_owned(),
        Some(at) => rest[at..].to_owned(),
        None => String::new(),
    }
}

pub(crate) fn is_hubspot(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    ["hubapi.com", "hubspot.com", "hsforms.com", "hubspotqa.com"]
        .iter()
        .any(|own| host == *own || host.ends_with(&format!(".{own}")))
        || matches!(host, "localhost" | "127.0.0.1")
}

/// What only the token endpoint says.
const TOKEN_WORDS: [&str; 9] = [
    "BAD_AUTH_CODE",
    "BAD_REFRESH_TOKEN",
    "BAD_CLIENT_ID",
    "BAD_REDIRECT_URI",
    "invalid_grant",
    "unknown auth code",
    "invalid refresh token",
    "invalid client id",
    "invalid grant_type",
];

fn stage_of(url: Option<&Url>, path: &str, case: &Case) -> Stage {
    let host = url.and_then(Url::host_str).unwrap_or_default();
    let is_authorize = path.contains("/oauth/") && path.contains("authorize");
    if is_authorize || (host.starts_with("app") && host.ends_with("hubspot.com")) {
        return Stage::Authorize;
    }
    if path.starts_with("/oauth/") && path.trim_end_matches('/').ends_with("/token") {
        return Stage::Token;
    }
    let has_signature = case
        .request
        .headers
        .iter()
        .any(|(name, _)| name.to_ascii_lowercase().starts_with("x-hubspot-signature"));
    if has_signature || url.is_some_and(|url| !is_hubspot(url) && url.path().contains("webhook")) {
        return Stage::Webhook;
    }
    let said = case.response.body.as_deref().unwrap_or_default();
    if url.is_none() && TOKEN_WORDS.iter().any(|word| said.contains(word)) {
        return Stage::Token;
    }
    Stage::Api
}

fn sent(case: &Case, url: Option<&Url>) -> Sent {
    if let Some(value) = header(&case.request.headers, "authorization") {
        return scheme(value);
    }
    let other = case.request.headers.iter().find(|(name, value)| {
        let name = name.to_ascii_lowercase();
        let is_named = ["token", "auth", "api-key", "apikey", "hapikey", "private-app", "bearer"]
            .iter()
            .any(|word| name.contains(word));
        is_named && !matches!(TokenLook::of(value), TokenLook::Empty)
            || matches!(
                TokenLook::of(value.trim_start_matches("Bearer ")),
                TokenLook::Static | TokenLook::Access
            )
    });
    if let Some((name, _)) = other {
        return Sent::OtherHeader { name: name.clone() };
    }
    let key = url.and_then(|url| url.query_pairs().find(|(name, _)| name.eq_ignore_ascii_case("hapikey")));
    if let Some((_, value)) = key {
        return Sent::ApiKey { look: TokenLook::of(&value) };
    }
    if case.request.headers.is_empty() && !case.known.is_own_request {
        Sent::NotReported
    } else {
        Sent::Nothing
    }
}

fn scheme(value: &str) -> Sent {
    let mut rest = value.trim();
    let mut times = 0;
    let mut has_colon = false;
    while rest.get(..6).is_some_and(|word| word.eq_ignore_ascii_case("bearer")) {
        let after = &rest[6..];
        if !(after.is_empty() || after.starts_with([' ', ':', '\t'])) {
            break;
        }
        times += 1;
        has_colon |= after.trim_start().starts_with(':');
        rest = after.trim_start_matches([' ', ':', '\t']);
    }
    let look = TokenLook::of(rest);
    if times == 0 || times == 1 && has_colon {
        Sent::OtherScheme { look }
    } else {
        Sent::Bearer { times, look }
    }
}
