//! Go: `net/http`.

use super::draft::{FORM, basic, draft, form, raw_body, set_headers, set_query};
use super::run::{Call, Run};
use super::syntax::Lang;
use super::value::{Repeat, V, Val};
use crate::request::{Body, Field, Form, Reading, Value};

/// Whether the text names one of these functions.
pub(super) fn is_possible(text: &str) -> bool {
    ["http.NewRequest", "http.Get(", "http.Post", "http.MethodGet"].iter().any(|mark| text.contains(mark))
}

pub(super) fn read(text: &str) -> Option<Reading> {
    super::reading(text, Lang::Go, Form::Go, library)
}

fn library(run: &mut Run, call: &Call) -> Option<Val> {
    let span = call.span.clone();
    if call.is_new && call.name == "url.Values" {
        return Some(run.object("form", vec![("[]".into(), values(call))], span));
    }
    if call.name == "url.JoinPath" {
        let mut url = run.text(call.place(0)?);
        for (_, part) in call.args.iter().skip(1) {
            let part = run.text(part);
            (url, _) = super::join::join(&url, &part, super::join::Join::OneSlash, None);
        }
        return Some(Val::text(url, span));
    }
    if matches!(call.name.as_str(), "http.NewRequest" | "http.NewRequestWithContext") {
        let skip = usize::from(call.name.ends_with("Context"));
        let names = ["method", "url", "body"].iter().enumerate();
        let fields = names
            .filter_map(|(at, name)| Some(((*name).to_owned(), call.place(at + skip)?.clone())))
            .collect();
        return Some(run.object("go_request", fields, span));
    }
    if run.class_of(&call.target) == Some("go_request") {
        let object = call.object()?;
        match call.name.as_str() {
            "Header.Set" | "Header.Add" => {
                run.objects[object].set_in("headers", call.place(0)?.clone(), call.place(1)?.clone());
            }
            "SetBasicAuth" => {
                let pair = call.args.iter().map(|(_, value)| value.clone()).collect();
                run.objects[object].set("basic", Val::list(pair, span.clone()));
            }
            "URL.Query" => return Some(run.object("form", Vec::new(), span)),
            _ => return None,
        }
        return Some(Val::unknown(span));
    }
    if call.last() == "Do"
        && let Some(V::Object(object)) = call.place(0).map(|first| first.v.clone())
        && run.objects.get(object).is_some_and(|object| object.class == "go_request")
    {
        finish(run, object);
        return Some(Val::unknown(span));
    }
    let verb = match call.name.as_str() {
        "http.Get" | "http.DefaultClient.Get" => "GET",
        "http.Head" => "HEAD",
        "http.Post" | "http.PostForm" | "http.DefaultClient.Post" => "POST",
        _ => return None,
    };
    let url = run.text(call.place(0)?);
    let mut request = draft(Value::implied(verb), url, span.clone());
    if call.name == "http.PostForm" {
        let data = call.place(1)?;
        request.body = form(run, data, Repeat::Same).map_or(Body::Unknown, Body::Form);
        request.imply_header("Content-Type", FORM);
    } else if verb == "POST" {
        let value = run.text(call.place(1)?);
        request.set_header(Field { name: Value::implied("Content-Type"), value });
        request.body = raw_body(run, &mut request, call.place(2)?);
    }
    run.requests.push(request);
    Some(Val::unknown(span))
}

/// `url.Values{"a": {"b"}}`
fn values(call: &Call) -> Val {
    let entries = call.set.iter().map(|(key, value)| {
        let first = value.entries().first().map(|(_, first)| first).or_else(|| value.items().first());
        (key.clone(), first.unwrap_or(value).clone())
    });
    Val::map(entries.collect(), call.span.clone())
}

/// Sends what was built before.
pub(super) fn finish(run: &mut Run, object: usize) {
    let (span, is_sent) = (run.objects[object].span.clone(), run.objects[object].sent);
    let Some(url) = run.field(object, "url").filter(|_| !is_sent) else { return };
    run.objects[object].sent = true;
    let url = run.text(&url);
    let method = match run.field(object, "method") {
        Some(Val { v: V::Path(path), span, .. }) if path.starts_with("http.Method") => {
            Value::at(path.trim_start_matches("http.Method").to_ascii_uppercase(), span)
        }
        Some(method) => run.text(&method),
        None => Value::implied("GET"),
    };
    let mut request = draft(method, url, span);
    if let Some(headers) = run.field(object, "headers") {
        set_headers(run, &mut request, &headers);
    }
    if let Some(pair) = run.field(object, "basic")
        && let Some(user) = pair.items().first()
    {
        let credential = basic(run, user, pair.items().get(1));
        request.credentials.push(credential);
    }
    if let Some(query) = run.field(object, "URL.RawQuery") {
        set_query(run, &mut request, &query, Repeat::Same);
    }
    match run.field(object, "body") {
        Some(body) if matches!(body.v, V::Object(_)) && run.class_of(&body) == Some("form") => {
            if let V::Object(form) = body.v {
                request.body = Body::Text(run.form_text(form, &body.span));
            }
        }
        Some(body) => request.body = raw_body(run, &mut request, &body),
        None => {}
    }
    run.requests.push(request);
}
