//! Java: `java.net.http` and `OkHttp`, both built in a chain of calls.

use super::draft::{basic, draft, raw_body, set_headers};
use super::run::{Call, Run};
use super::syntax::Lang;
use super::value::Val;
use crate::request::{Body, Form, Reading, Value};

/// Whether the text names one of these libraries.
pub(super) fn is_possible(text: &str) -> bool {
    ["HttpRequest", "Request.Builder", "OkHttp"].iter().any(|mark| text.contains(mark))
}

pub(super) fn read(text: &str) -> Option<Reading> {
    super::reading(text, Lang::Java, Form::Java, library)
}

fn library(run: &mut Run, call: &Call) -> Option<Val> {
    let span = call.span.clone();
    if call.name == "HttpRequest.newBuilder" || call.is_new && call.is("Request.Builder") {
        let fields = call.place(0).map(|url| vec![("url".to_owned(), url.clone())]).unwrap_or_default();
        return Some(run.object("java_request", fields, span));
    }
    if call.is("BodyPublishers.ofString") {
        return call.place(0).cloned();
    }
    if call.is("BodyPublishers.noBody") {
        return Some(Val::text(Value::implied(""), span));
    }
    // The text and its type may stand in either order.
    if call.is("RequestBody.create") {
        let is_type = |val: &&Val| val.plain().is_some_and(|text| text.starts_with("application/"));
        let values = || call.args.iter().map(|(_, value)| value);
        let kind = values().find(is_type);
        let body = values().filter(|value| !is_type(value)).find(|value| value.as_text().is_some());
        let body = body.or_else(|| values().find(|value| !is_type(value)))?.clone();
        let mut fields = vec![("text".to_owned(), body)];
        fields.extend(kind.map(|kind| ("type".to_owned(), kind.clone())));
        return Some(run.object("content", fields, span));
    }
    if call.is("MediaType.parse") || call.is("MediaType.get") {
        return call.place(0).cloned();
    }
    if run.class_of(&call.target) != Some("java_request") {
        return None;
    }
    let object = call.object()?;
    run.objects[object].span.end = span.end.max(run.objects[object].span.end);
    let verb = call.last().to_ascii_uppercase();
    match call.last() {
        "uri" | "url" => run.objects[object].set("url", call.place(0)?.clone()),
        "header" | "addHeader" | "setHeader" => {
            run.objects[object].set_in("headers", call.place(0)?.clone(), call.place(1)?.clone());
        }
        "method" => {
            run.objects[object].set("method", call.place(0)?.clone());
            if let Some(body) = call.place(1) {
                run.objects[object].set("body", body.clone());
            }
        }
        "GET" | "POST" | "PUT" | "DELETE" | "get" | "post" | "put" | "patch" | "delete" | "head" => {
            run.objects[object].set("method", Val::text(Value::implied(verb), span));
            if let Some(body) = call.place(0) {
                run.objects[object].set("body", body.clone());
            }
        }
        _ => {}
    }
    Some(call.target.clone())
}

/// Sends what was built.
pub(super) fn finish(run: &mut Run, object: usize) {
    let (span, is_sent) = (run.objects[object].span.clone(), run.objects[object].sent);
    let Some(url) = run.field(object, "url").filter(|_| !is_sent) else { return };
    run.objects[object].sent = true;
    let url = run.text(&url);
    let method =
        run.field(object, "method").map_or_else(|| Value::implied("GET"), |method| run.text(&method));
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
    if let Some(body) = run.field(object, "body") {
        if let (Some("content"), super::value::V::Object(content)) = (run.class_of(&body), &body.v) {
            let text = run.field(*content, "text");
            let kind = run.field(*content, "type").and_then(|kind| kind.plain().map(str::to_owned));
            request.body = text.map_or(Body::Unknown, |text| Body::Text(run.text(&text)));
            if let Some(kind) = kind {
                request.imply_header("Content-Type", &kind);
            }
        } else {
            request.body = raw_body(run, &mut request, &body);
        }
    }
    run.requests.push(request);
}
