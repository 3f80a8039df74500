//! Clients that are generated of OpenAPI descriptions: what their configuration adds to every request.

use super::super::draft::draft;
use super::super::run::{Call, Run};
use super::super::value::{Val, append};
use super::headers_of;
use crate::request::{Credential, Field, NoteKind, Value};

pub(super) fn configured(run: &mut Run, call: &Call) -> Option<Val> {
    if run.class_of(&call.target) != Some("configuration") {
        return None;
    }
    let object = call.object()?;
    let field = match call.last() {
        "AddApiKey" => "keys",
        "AddApiKeyPrefix" => "prefixes",
        "AddDefaultHeader" | "Add" => "headers",
        _ => return None,
    };
    run.objects[object].set_in(field, call.place(0)?.clone(), call.place(1)?.clone());
    run.objects[object].span.end = call.span.end.max(run.objects[object].span.end);
    Some(Val::unknown(call.span.clone()))
}

/// What every request of the client carries: each key goes where its scheme has it, none becomes a bearer token.
pub(super) fn configuration(run: &mut Run, object: usize) {
    run.objects[object].sent = true;
    let span = run.objects[object].span.clone();
    let url = run.field(object, "BasePath").map(|base| run.text(&base)).unwrap_or_default();
    let mut request = draft(Value::implied("GET"), url, span.clone());
    let prefixes = run.field(object, "prefixes");
    let keys = run.field(object, "keys");
    for (name, value) in keys.iter().flat_map(Val::entries) {
        let mut text = run.text(value);
        if let Some(prefix) = name.plain().and_then(|name| prefixes.as_ref()?.get(name)) {
            let mut whole = run.text(prefix);
            whole.text.push(' ');
            append(&mut whole, &text);
            whole.span.clone_from(&text.span);
            text = whole;
        }
        let field = Field { name: run.text(name), value: text };
        if field.name.text.contains("hapikey") {
            request.query.push(field);
        } else {
            request.headers.push(field);
        }
    }
    headers_of(run, &mut request, object, "Authorization");
    if let Some(token) = run.field(object, "AccessToken") {
        let token = run.text(&token);
        request.credentials.push(Credential::Bearer(token));
    }
    if request.headers.is_empty() && request.query.is_empty() && request.credentials.is_empty() {
        return;
    }
    request.note(NoteKind::Unresolved("path".into()), span);
    run.requests.push(request);
}
