//! An entry of a HAR file, of whatever tool: each writes the format a little differently.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

use crate::call::{BodyText, Call, CallKind, Field, Message};

/// `Firefox 130.0`
pub(super) fn creator(creator: &Value) -> Option<String> {
    let name = creator["name"].as_str()?;
    let version = creator["version"].as_str().unwrap_or_default();
    Some(format!("{name} {version}").trim().to_owned())
}

/// `None`: it has no request with an address.
pub(super) fn call(entry: &Value, number: u32) -> Option<Call> {
    let (request, response) = (&entry["request"], &entry["response"]);
    let url = request["url"].as_str()?.to_owned();
    let status = response["status"].as_u64().and_then(|status| u16::try_from(status).ok());
    let headers = headers(&response["headers"]);
    Some(Call {
        number,
        kind: kind_of(entry),
        started_at: text(&entry["startedDateTime"]),
        duration_ms: milliseconds(&entry["time"]),
        method: text(&request["method"]).to_uppercase(),
        url,
        // Status 0 stands for no answer.
        status: status.filter(|status| *status > 0),
        error: known(&entry["_error"]).or_else(|| known(&response["_error"])),
        correlation_id: known(&entry["_correlationId"]).or_else(|| correlation_id(&headers)),
        request: Message {
            headers: self::headers(&request["headers"]),
            body: sent(&request["postData"]),
            bytes: bytes(&request["bodySize"]),
        },
        response: Message {
            headers,
            body: received(&response["content"]),
            bytes: bytes(&response["bodySize"]),
        },
        redirects: known(&response["redirectURL"]).into_iter().collect(),
        note: known(&entry["comment"]),
        ..Call::default()
    })
}

/// Portalscope writes what it was.
fn kind_of(entry: &Value) -> CallKind {
    serde_json::from_value(entry["_kind"].clone()).unwrap_or_default()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn known(value: &Value) -> Option<String> {
    value.as_str().filter(|text| !text.is_empty()).map(str::to_owned)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a float becomes the nearest number"
)]
fn milliseconds(value: &Value) -> u32 {
    value.as_f64().map_or(0, |time| time.clamp(0.0, f64::from(u32::MAX)) as u32)
}

/// -1 stands for unknown.
fn bytes(value: &Value) -> u32 {
    value.as_u64().and_then(|bytes| u32::try_from(bytes).ok()).unwrap_or_default()
}

/// HTTP/2 has the method and the address among the headers.
fn headers(list: &Value) -> Vec<Field> {
    let fields = list.as_array().into_iter().flatten();
    let field = |field: &Value| Some(Field { name: known(&field["name"])?, value: text(&field["value"]) });
    fields.filter_map(field).filter(|field| !field.name.starts_with(':')).collect()
}

fn correlation_id(headers: &[Field]) -> Option<String> {
    let is_it = |field: &&Field| field.name.eq_ignore_ascii_case("x-hubspot-correlation-id");
    headers.iter().find(is_it).map(|field| field.value.clone())
}

fn sent(data: &Value) -> Option<BodyText> {
    if let Some(text) = known(&data["text"]) {
        return Some(whole(text));
    }
    let params = data["params"].as_array()?;
    let mut form = url::form_urlencoded::Serializer::new(String::new());
    for param in params {
        form.append_pair(&text(&param["name"]), &text(&param["value"]));
    }
    Some(whole(form.finish())).filter(|body| !body.text.is_empty())
}

/// What is no text is left out.
fn received(content: &Value) -> Option<BodyText> {
    let shown = known(&content["text"])?;
    let is_base64 = content["encoding"].as_str().is_some_and(|name| name.eq_ignore_ascii_case("base64"));
    let shown = if is_base64 { String::from_utf8(STANDARD.decode(shown).ok()?).ok()? } else { shown };
    let is_cut = content["comment"].as_str().is_some_and(|comment| comment.contains("first part"));
    let size = bytes(&content["size"]).max(u32::try_from(shown.len()).unwrap_or(u32::MAX));
    Some(BodyText { text: shown, size, is_cut })
}

fn whole(text: String) -> BodyText {
    BodyText { size: u32::try_from(text.len()).unwrap_or(u32::MAX), text, is_cut: false }
}
