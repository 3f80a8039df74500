//! node's http and https.

use super::super::draft::{draft, set_headers};
use super::super::run::{Call, Run};
use super::super::value::{V, Val, append};
use super::{method_of, plain_body, url_of};
use crate::request::{Body, Value};

/// `https.request(options, callback)`, with `write` and `end`.
pub(super) fn node(run: &mut Run, call: &Call) -> Option<Val> {
    if run.class_of(&call.target) == Some("node") {
        let object = call.object()?;
        if matches!(call.name.as_str(), "write" | "end")
            && let Some(data) = call.place(0)
        {
            run.objects[object].set("body", data.clone());
        }
        if call.name == "setHeader" {
            run.objects[object].set_in("more", call.place(0)?.clone(), call.place(1)?.clone());
        }
        if call.name == "end" {
            finish(run, object);
        }
        return Some(call.target.clone());
    }
    let is_get = matches!(call.name.as_str(), "https.get" | "http.get");
    if !is_get && !matches!(call.name.as_str(), "https.request" | "http.request") {
        return None;
    }
    let mut fields = vec![(
        "scheme".to_owned(),
        Val::text(Value::implied(call.name.split('.').next()?), call.span.clone()),
    )];
    for (_, arg) in &call.args {
        let is_address =
            arg.as_text().is_some() || run.class_of(arg) == Some("url") || matches!(arg.v, V::Path(_));
        if is_address {
            fields.push(("url".into(), arg.clone()));
        } else if matches!(arg.v, V::Map(_)) {
            fields.push(("options".into(), arg.clone()));
        }
    }
    let made = run.object("node", fields, call.span.clone());
    if is_get && let V::Object(object) = made.v {
        finish(run, object);
    }
    Some(made)
}

/// Sends what was built before.
pub(in crate::code) fn finish(run: &mut Run, object: usize) {
    let (span, class, is_sent) = {
        let object = &run.objects[object];
        (object.span.clone(), object.class, object.sent)
    };
    if is_sent {
        return;
    }
    run.objects[object].sent = true;
    let field = |run: &Run, name: &str| run.field(object, name);
    let options = field(run, "options").unwrap_or_else(|| Val::map(Vec::new(), span.clone()));
    let method = match field(run, "method") {
        Some(method) => run.text(&method),
        None => method_of(run, &options, "GET"),
    };
    let mut request = draft(method, Value::default(), span);
    match field(run, "url") {
        Some(url) => url_of(run, &mut request, &url),
        None if class == "node" => request.url = node_address(run, object, &options),
        None => return,
    }
    for headers in
        [options.get("headers").cloned(), field(run, "[]"), field(run, "more")].into_iter().flatten()
    {
        set_headers(run, &mut request, &headers);
    }
    if let Some(auth) = options.get("auth").cloned() {
        let pair = run.text(&auth);
        request.credentials.push(crate::request::Credential::Basic(pair));
    }
    if let Some(body) = field(run, "body").filter(|body| !body.is_nothing()) {
        request.body = plain_body(run, &mut request, &body);
        if class == "xhr" && matches!(request.body, Body::Text(_)) {
            request.imply_header("Content-Type", "text/plain;charset=UTF-8");
        }
    }
    run.requests.push(request);
}

fn node_address(run: &mut Run, object: usize, options: &Val) -> Value {
    let scheme = run.field(object, "scheme");
    let mut url = Value::implied(format!("{}://", scheme.as_ref().and_then(Val::plain).unwrap_or("https")));
    let host = options.get("hostname").or_else(|| options.get("host")).cloned();
    let host = host.map_or_else(|| Value::implied("localhost"), |host| run.text(&host));
    append(&mut url, &host);
    if let Some(port) = options.get("port").cloned() {
        let port = run.text(&port);
        if port.text != "443" && port.text != "80" {
            url.text.push(':');
            append(&mut url, &port);
        }
    }
    let path = options.get("path").cloned().map_or_else(|| Value::implied("/"), |path| run.text(&path));
    append(&mut url, &path);
    url.span = path.span;
    url
}
