//! Calls of HubSpot's client libraries, in all languages.

mod arguments;
mod model;

use arguments::Arguments;
use model::model;

use super::draft::{FORM, JSON, draft, raw_body, set_headers, set_query, unresolved};
use super::run::{Call, Run};
use super::sdk::{self, Content, Rule};
use super::syntax::Lang;
use super::value::{Repeat, V, Val, append, percent_encoded};
use crate::request::{Body, Credential, NoteKind, Problem, Request, Value};

const BASE: &str = "https://api.hubapi.com";
const CLIENT: &str = "hubspot";

/// A client, a request of one, or a value for one.
pub(super) fn call(run: &mut Run, call: &Call) -> Option<Val> {
    if let Some(client) = new_client(run, call) {
        return Some(client);
    }
    if let Some(model) = model(run, call) {
        return Some(model);
    }
    let is_client = run.class_of(&call.target) == Some(CLIENT);
    if is_client && token_set(run, call) {
        return Some(call.target.clone());
    }
    if matches!(call.last(), "apiRequest" | "api_request") && !call.args.is_empty() {
        return Some(api_request(run, call));
    }
    if let Some(path) = php_chain(run, call) {
        return Some(path);
    }
    if !is_client && !sdk::names_an_api(&call.name) {
        return None;
    }
    let chain = sdk::chain(&call.name)?;
    match sdk::rule(&chain) {
        Some(rule) => {
            let request = request(run, call, &rule);
            run.requests.push(request);
        }
        None => run.problems.push(Problem {
            name: None,
            span: call.span.clone(),
            message: "What this method of HubSpot's client library sends is not known.".into(),
        }),
    }
    Some(Val::unknown(call.span.clone()))
}

/// `new Client({…})`, `HubSpot(…)`, `Factory::createWithAccessToken(…)`.
fn new_client(run: &mut Run, call: &Call) -> Option<Val> {
    let named = |names: &[&str]| names.iter().find_map(|name| call.named(name).cloned());
    let mut fields = Vec::new();
    let mut add = |name: &str, value: Option<Val>| {
        if let Some(value) = value.filter(|value| !value.is_nothing()) {
            fields.push((name.to_owned(), value));
        }
    };
    let first = call.place(0);
    if run.lang == Lang::JavaScript && call.is_new && (call.is("hubspot.Client") || call.name == "Client") {
        let options = first?;
        add("token", options.get("accessToken").cloned());
        add("key", options.get("apiKey").cloned());
        add("developer", options.get("developerApiKey").cloned());
        add("base", options.get("basePath").cloned());
        add("headers", options.get("defaultHeaders").cloned());
    } else if matches!(run.lang, Lang::Python | Lang::Ruby)
        && (call.is("HubSpot")
            || call.is("hubspot.Client")
            || call.is("hubspot.Client.create")
            || call.is("Hubspot.Client.new")
            || call.is("Hubspot::Client.new"))
    {
        // The key comes first: a token without its name is sent as one.
        add(
            "key",
            named(&["api_key"]).or_else(|| {
                first
                    .filter(|first| first.as_text().is_some() || matches!(first.v, V::Path(_) | V::Unknown))
                    .cloned()
            }),
        );
        add("token", named(&["access_token"]).or_else(|| call.place(1).cloned()));
        add("base", named(&["base_url"]));
    } else if run.lang == Lang::Php && call.name.contains("Factory") {
        match call.last() {
            "createWithAccessToken" | "createWithOAuth2Token" => add("token", first.cloned()),
            "createWithApiKey" => add("key", first.cloned()),
            "createWithDeveloperApiKey" => add("developer", first.cloned()),
            "create" | "Factory" => {
                add("key", first.and_then(|first| first.get("key").cloned()));
                if call.last() == "create" {
                    add("key", first.filter(|first| first.as_text().is_some()).cloned());
                }
            }
            _ => return None,
        }
    } else {
        return None;
    }
    Some(run.object(CLIENT, fields, call.span.clone()))
}

fn token_set(run: &mut Run, call: &Call) -> bool {
    let field = match call.last() {
        "setAccessToken" => "token",
        "setApiKey" => "key",
        "setDeveloperApiKey" => "developer",
        _ => return false,
    };
    if let (Some(object), Some(value)) = (call.object(), call.place(0)) {
        run.objects[object].set(field, value.clone());
    }
    true
}

/// `$client->crm()->contacts()`: calls without arguments that only lead to an API.
fn php_chain(run: &mut Run, call: &Call) -> Option<Val> {
    let is_word = |word: &str| {
        word.ends_with("Api")
            || matches!(
                word,
                "crm"
                    | "contacts"
                    | "companies"
                    | "deals"
                    | "tickets"
                    | "objects"
                    | "associations"
                    | "properties"
                    | "pipelines"
                    | "owners"
                    | "oauth"
                    | "auth"
                    | "v4"
                    | "schema"
                    | "schemas"
                    | "lineItems"
                    | "products"
                    | "quotes"
                    | "marketing"
                    | "events"
                    | "files"
                    | "settings"
                    | "users"
                    | "lists"
                    | "notes"
                    | "tasks"
                    | "calls"
                    | "emails"
                    | "meetings"
                    | "webhooks"
                    | "cms"
                    | "hubdb"
                    | "forms"
                    | "imports"
                    | "exports"
            )
    };
    if run.lang != Lang::Php || !call.args.is_empty() || !is_word(call.last()) || call.is_new {
        return None;
    }
    let v = match call.target.v {
        V::Object(object) | V::Member(object, _) if run.class_of(&call.target) == Some(CLIENT) => {
            V::Member(object, call.name.clone())
        }
        V::Unknown if call.name.contains("crm") || call.name.contains('.') => V::Path(call.name.clone()),
        _ => return None,
    };
    Some(Val::new(v, call.span.clone()))
}

// --- requests

fn request(run: &mut Run, call: &Call, rule: &Rule) -> Request {
    let mut args = Arguments::of(run, call);
    let mut url = base(run, call);
    let mut rest = rule.path.as_str();
    for name in &rule.path_args {
        let Some((before, after)) = rest.split_once('{') else { break };
        url.text.push_str(before);
        let value = args.take(run, name, true);
        let value = percent_encoded(&value);
        append(&mut url, &value);
        rest = after.split_once('}').map_or("", |(_, after)| after);
    }
    url.text.push_str(rest);
    let mut request = draft(Value::implied(rule.method), url, call.span.clone());
    if rule.body == Content::Json {
        request.body = args.body(run, rule);
        request.imply_header("Content-Type", JSON);
    }
    let fields = args.query(run, rule);
    match rule.body {
        Content::Form => {
            request.body = Body::Form(fields);
            request.imply_header("Content-Type", FORM);
        }
        Content::Parts => {
            request.body = Body::Multipart(fields);
            request.imply_header("Content-Type", "multipart/form-data");
        }
        _ => request.query = fields,
    }
    args.rest(&mut request);
    if rule.is_public {
        return request;
    }
    credentials(run, call, &mut request, rule);
    request
}

fn base(run: &mut Run, call: &Call) -> Value {
    let base = call.object().and_then(|object| run.field(object, "base"));
    base.map_or_else(|| Value::implied(BASE), |base| run.text(&base))
}

fn credentials(run: &mut Run, call: &Call, request: &mut Request, rule: &Rule) {
    let Some(object) = call.object() else {
        request.credentials.push(Credential::Stored("HubSpot client".into()));
        return;
    };
    if let Some(headers) = run.field(object, "headers") {
        set_headers(run, request, &headers);
    }
    let wanted = if rule.is_of_developer { "developer" } else { "token" };
    if let Some(value) = run.field(object, wanted) {
        let value = run.text(&value);
        request.credentials.push(if rule.is_of_developer {
            Credential::ApiKey(value)
        } else {
            Credential::Bearer(value)
        });
    } else if let Some(value) = run.field(object, "key").or_else(|| run.field(object, "developer")) {
        let value = run.text(&value);
        request.credentials.push(Credential::ApiKey(value));
        request.note(
            NoteKind::DependsOnVersion {
                library: "HubSpot's client library without hapikey in its methods".into(),
                before: "The key is sent as hapikey in the query.".into(),
                after: "No credential is sent.".into(),
            },
            call.span.clone(),
        );
    }
}

/// `client.apiRequest({ method, path, body, qs })`.
fn api_request(run: &mut Run, call: &Call) -> Val {
    let Some(options) = call.place(0).cloned() else { return Val::unknown(call.span.clone()) };
    let get = |name: &str| options.get(name).cloned();
    let mut url = if let Some(url) = get("overlapUrl") {
        run.text(&url)
    } else {
        let mut url = base(run, call);
        if let Some(path) = get("path") {
            let path = run.text(&path);
            append(&mut url, &path);
            url.span = path.span;
        }
        url
    };
    if options.entries().is_empty() {
        url = run.open(&options.span);
    }
    let method = get("method").map_or_else(|| Value::implied("GET"), |method| run.text(&method));
    let mut request = draft(method, url, call.span.clone());
    let is_json =
        !matches!(get("defaultJson").or_else(|| get("default_json")), Some(Val { v: V::Bool(false), .. }));
    if is_json {
        request.imply_header("Content-Type", JSON);
    }
    if let Some(headers) = get("headers") {
        set_headers(run, &mut request, &headers);
    }
    if let Some(query) = get("qs") {
        set_query(
            run,
            &mut request,
            &query,
            if run.lang == Lang::JavaScript { Repeat::Comma } else { Repeat::Same },
        );
    }
    request.body = match get("body") {
        Some(body) if matches!(body.v, V::Map(_) | V::List(_)) => Body::Json(run.json(&body)),
        // A text is quoted once more as JSON by the client for Node.
        Some(body) if is_json && run.lang == Lang::JavaScript && body.as_text().is_some() => {
            request.note(
                NoteKind::Altered {
                    by: "apiRequest".into(),
                    effect: "A text is sent as a JSON string, with quotes around it.".into(),
                },
                body.span.clone(),
            );
            Body::Json(run.json(&body))
        }
        Some(body) => raw_body(run, &mut request, &body),
        None => Body::None,
    };
    let known = [
        "method",
        "path",
        "body",
        "qs",
        "headers",
        "defaultJson",
        "default_json",
        "overlapUrl",
        "authType",
        "auth_type",
    ];
    for (key, value) in options.entries() {
        if let Some(name) = key.plain().filter(|name| !known.contains(name)) {
            request.note(NoteKind::UnknownOption(name.to_owned()), value.span.clone());
        }
    }
    if options.entries().is_empty() {
        unresolved(run, &mut request, &options);
    }
    let rule = Rule {
        method: "GET",
        path: String::new(),
        path_args: Vec::new(),
        body: Content::None,
        query: Vec::new(),
        is_of_developer: false,
        is_public: false,
    };
    credentials(run, call, &mut request, &rule);
    run.requests.push(request);
    Val::unknown(call.span.clone())
}
