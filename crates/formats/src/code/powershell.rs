//! PowerShell: `Invoke-RestMethod`, `Invoke-WebRequest` and their aliases.

mod expression;
mod parse;
mod quotes;
mod text;

use super::draft::{FORM, draft, form, raw_body, set_headers, set_query, unresolved};
use super::run::{Call, Run};
use super::syntax::Lang;
use super::value::{Repeat, V, Val};
use crate::request::{Body, Credential, Field, Form, NoteKind, Reading, Request, Value};

const COMMANDS: [&str; 6] = ["invoke-restmethod", "invoke-webrequest", "irm", "iwr", "curl", "wget"];

/// Whether the text has one of these commands; of those that are programs, too, one with a parameter that they lack.
pub(super) fn is_possible(text: &str) -> bool {
    let mut has_program = false;
    let mut has_parameter = false;
    for word in text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-')) {
        match word.len() {
            3 if is_one_of(word, &["irm", "iwr"]) => return true,
            17 if is_one_of(word, &["invoke-restmethod", "invoke-webrequest"]) => return true,
            4 if is_one_of(word, &["curl", "wget"]) => has_program = true,
            4.. if !has_parameter => {
                let name = word.strip_prefix('-').filter(|name| !name.starts_with('-'));
                has_parameter = name.is_some_and(|name| whole(&name.to_ascii_lowercase()).is_some());
            }
            _ => {}
        }
        if has_program && has_parameter {
            return true;
        }
    }
    false
}

fn is_one_of(word: &str, names: &[&str]) -> bool {
    names.iter().any(|name| word.eq_ignore_ascii_case(name))
}

pub(super) fn read(text: &str) -> Option<Reading> {
    let program = parse::program(text);
    super::of_program(text, &program, Lang::PowerShell, Form::PowerShell, library)
}

/// Parameters that say something of the request.
const MEANT: [&str; 13] = [
    "uri",
    "method",
    "custommethod",
    "headers",
    "body",
    "contenttype",
    "form",
    "infile",
    "token",
    "authentication",
    "credential",
    "useragent",
    "transferencoding",
];
/// Parameters that say nothing of it.
const OTHER: [&str; 33] = [
    "usebasicparsing",
    "websession",
    "sessionvariable",
    "timeoutsec",
    "maximumredirection",
    "maximumretrycount",
    "retryintervalsec",
    "outfile",
    "passthru",
    "proxy",
    "proxycredential",
    "proxyusedefaultcredentials",
    "skipcertificatecheck",
    "skipheadervalidation",
    "skiphttperrorcheck",
    "statuscodevariable",
    "responseheadersvariable",
    "followrellink",
    "maximumfollowrellink",
    "allowunencryptedauthentication",
    "disablekeepalive",
    "erroraction",
    "errorvariable",
    "verbose",
    "debug",
    "warningaction",
    "preserveauthorizationonredirect",
    "sslprotocol",
    "resume",
    "noproxy",
    "httpversion",
    "outvariable",
    "connectiontimeoutseconds",
];

/// The whole name of a parameter, which may be cut as long as it is clear.
fn whole(name: &str) -> Option<&'static str> {
    let first = *name.as_bytes().first()?;
    let all = || MEANT.iter().chain(OTHER.iter()).filter(|known| known.as_bytes()[0] == first);
    all().find(|known| **known == name).or_else(|| all().find(|known| known.starts_with(name))).copied()
}

fn library(run: &mut Run, call: &Call) -> Option<Val> {
    let span = call.span.clone();
    match call.name.as_str() {
        "convertto-json" => return Some(to_json(run, call)),
        "convertto-securestring" => return call.place(0).or_else(|| call.named("string")).cloned(),
        "new-object" => {
            let class = call.arg(0, "typename")?.plain()?.to_ascii_lowercase();
            if class.contains("dictionary") || class.contains("hashtable") {
                return Some(Val::map(Vec::new(), span));
            }
            if class.contains("psobject") || class.contains("pscustomobject") {
                return call.named("property").cloned();
            }
            if class.contains("pscredential") {
                let pair = call.place(1)?.clone();
                return Some(run.object("credential", vec![("pair".into(), pair)], span));
            }
            return None;
        }
        name if COMMANDS.contains(&name) => {}
        _ => return dotnet(run, call),
    }
    // With options of curl itself it is not this command.
    if matches!(call.name.as_str(), "curl" | "wget") {
        let is_meant = |name: &Option<String>| {
            name.as_deref().is_some_and(|name| name.len() > 2 && whole(name).is_some())
        };
        let headers = parameter(call, "headers");
        if !call.args.iter().any(|(name, _)| is_meant(name))
            || headers.is_some_and(|headers| headers.as_text().is_some())
        {
            return None;
        }
    }
    let request = made(run, call);
    run.requests.push(request);
    Some(Val::unknown(span))
}

/// `[Convert]::ToBase64String(…)`, `[uri]::EscapeDataString(…)`.
fn dotnet(run: &mut Run, call: &Call) -> Option<Val> {
    let name = call.name.to_ascii_lowercase();
    let first = call.place(0)?.clone();
    let span = call.span.clone();
    if name.ends_with("getbytes") {
        return Some(first);
    }
    if name.ends_with("escapedatastring") || name.ends_with("urlencode") {
        let text = run.text(&first);
        return Some(Val::text(super::value::percent_encoded(&text), span));
    }
    if name.ends_with("tobase64string") {
        let renamed = Call {
            name: "btoa".into(),
            target: Val::unknown(span.clone()),
            args: call.args.clone(),
            set: Vec::new(),
            is_new: false,
            span,
        };
        return super::builtins::call(run, &renamed);
    }
    None
}

fn parameter<'a>(call: &'a Call, name: &str) -> Option<&'a Val> {
    call.args
        .iter()
        .rev()
        .find(|(given, _)| given.as_deref().is_some_and(|given| whole(given) == Some(name)))
        .map(|(_, value)| value)
}

fn made(run: &mut Run, call: &Call) -> Request {
    let address = parameter(call, "uri").or_else(|| call.place(0)).cloned();
    let method = parameter(call, "method").or_else(|| parameter(call, "custommethod"));
    let method = method.map_or_else(|| Value::implied("GET"), |method| run.text(method));
    let url = address.map(|address| run.text(&address)).unwrap_or_default();
    let mut request = draft(method, url, call.span.clone());
    if let Some(headers) = parameter(call, "headers") {
        set_headers(run, &mut request, headers);
    }
    if let Some(kind) = parameter(call, "contenttype") {
        let value = run.text(kind);
        request.set_header(Field { name: Value::implied("Content-Type"), value });
    }
    authorize(run, &mut request, call);
    if let Some(fields) = parameter(call, "form") {
        request.body = form(run, fields, Repeat::Same).map_or(Body::Unknown, Body::Multipart);
        request.imply_header("Content-Type", "multipart/form-data");
    } else if let Some(file) = parameter(call, "infile") {
        request.body = Body::File(run.text(file));
        default_type(&mut request);
    } else if let Some(data) = parameter(call, "body").filter(|data| !data.is_nothing()) {
        body(run, &mut request, data);
    }
    for (name, value) in &call.args {
        if let Some(name) = name.as_deref().filter(|name| whole(name).is_none()) {
            request.note(NoteKind::UnknownOption(format!("-{name}")), value.span.clone());
        }
    }
    request
}

fn body(run: &mut Run, request: &mut Request, data: &Val) {
    if matches!(data.v, V::Map(_)) {
        if request.is_method(&["GET"]) {
            set_query(run, request, data, Repeat::Comma);
            return;
        }
        request.body = Body::Form(form(run, data, Repeat::Comma).unwrap_or_default());
        if request.content_type_is("application/json") {
            request.note(
                NoteKind::Altered {
                    by: "-Body".into(),
                    effect: "A hash table is sent as a form, whatever Content-Type names.".into(),
                },
                data.span.clone(),
            );
        }
        request.imply_header("Content-Type", FORM);
        return;
    }
    if request.is_method(&["GET", "HEAD"]) {
        request.note(
            NoteKind::DependsOnVersion {
                library: "PowerShell before 6".into(),
                before: "A body with this method is refused.".into(),
                after: "The body is sent.".into(),
            },
            data.span.clone(),
        );
    }
    request.body = match data.v {
        V::Object(_) if run.class_of(data) == Some("cut_json") => {
            request.note(
                NoteKind::Altered {
                    by: "ConvertTo-Json".into(),
                    effect:
                        "What lies deeper than -Depth (2 unless it is set) is sent as the name of its type."
                            .into(),
                },
                data.span.clone(),
            );
            Body::Text(run.text(data))
        }
        V::List(_) => {
            unresolved(run, request, data);
            Body::Unknown
        }
        _ => raw_body(run, request, data),
    };
    default_type(request);
}

/// Only `POST` gets a type by itself.
fn default_type(request: &mut Request) {
    if request.is_method(&["POST"]) {
        request.imply_header("Content-Type", FORM);
    }
}

fn authorize(run: &mut Run, request: &mut Request, call: &Call) {
    let kind =
        parameter(call, "authentication").and_then(Val::plain).unwrap_or_default().to_ascii_lowercase();
    if let Some(token) = parameter(call, "token") {
        if matches!(kind.as_str(), "bearer" | "oauth") {
            let token = run.text(token);
            request.credentials.push(Credential::Bearer(token));
        } else {
            request.note(NoteKind::WithoutEffect("-Token".into()), token.span.clone());
        }
    }
    if let Some(credential) = parameter(call, "credential") {
        let pair = match credential.v {
            V::Object(object) => run.field(object, "pair"),
            _ => None,
        };
        match pair.as_ref().map(Val::items) {
            Some([user, password, ..]) => {
                let credential = super::draft::basic(run, user, Some(password));
                request.credentials.push(credential);
            }
            _ => request.credentials.push(Credential::Other("-Credential".into())),
        }
    }
}

// --- ConvertTo-Json

/// What lies deeper than `-Depth`, which is 2 unless it is set, becomes the name of its type.
fn to_json(run: &mut Run, call: &Call) -> Val {
    let span = call.span.clone();
    let named = |prefix: &str| {
        call.args.iter().find(|(name, _)| name.as_deref().is_some_and(|name| prefix.starts_with(name)))
    };
    let depth = match named("depth").map(|(_, value)| &value.v) {
        Some(V::Number(number)) => number.parse().unwrap_or(2),
        Some(_) => 100,
        None => 2,
    };
    let Some(input) = call.named("inputobject").or_else(|| call.place(0)).cloned() else {
        return Val::unknown(span);
    };
    let mut was_cut = false;
    let kept = cut(run, &input, depth, &mut was_cut);
    let mut json = run.json(&kept);
    json.span = Some(span.clone());
    let text = Val::text(json, span.clone());
    if !was_cut {
        return text;
    }

    run.object("cut_json", vec![("text".into(), text)], span)
}

fn cut(run: &mut Run, val: &Val, left: i64, was_cut: &mut bool) -> Val {
    let is_deep = left < 0 && matches!(val.v, V::Map(_) | V::List(_));
    if is_deep {
        *was_cut = true;
        let text = type_names(val);
        return Val::text(Value::at(text, val.span.clone()), val.span.clone());
    }
    match &val.v {
        V::Map(entries) if run.spend(entries.len()) => {
            let entries = entries
                .iter()
                .map(|(key, value)| (key.clone(), cut(run, value, left - 1, was_cut)))
                .collect();
            Val::map(entries, val.span.clone())
        }
        V::List(items) if run.spend(items.len()) => {
            let items = items.iter().map(|item| cut(run, item, left - 1, was_cut)).collect();
            Val::list(items, val.span.clone())
        }
        _ => val.clone(),
    }
}

fn type_names(val: &Val) -> String {
    let word = |item: &Val| match &item.v {
        V::Map(_) => "System.Collections.Hashtable".to_owned(),
        V::List(_) => "System.Object[]".to_owned(),
        V::Text(text) => text.text.clone(),
        V::Number(number) => number.clone(),
        _ => String::new(),
    };
    match &val.v {
        V::List(items) => items.iter().take(50).map(word).collect::<Vec<_>>().join(" "),
        _ => word(val),
    }
}
