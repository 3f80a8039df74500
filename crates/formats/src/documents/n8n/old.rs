//! The HTTP Request node in its first two versions.

use super::super::json::Json;
use super::super::parts::{self, fields, object_of};
use super::{Node, value};
use crate::request::{Body, Field, Request};

/// Parameters that later versions name otherwise: people leave the version out.
pub(super) fn is_old(parameters: Json<'_>) -> bool {
    let names =
        ["requestMethod", "queryParametersUi", "headerParametersUi", "bodyParametersUi", "jsonParameters"];
    parameters.pick(names).iter().any(Option::is_some)
}

pub(super) fn read(node: &mut Node<'_>) -> Result<(), &'static str> {
    let [method, url, json_parameters, options] =
        node.parameters.pick(["requestMethod", "url", "jsonParameters", "options"]);
    node.read.method = parts::method(method);
    node.read.url = value(url.ok_or("this node has no URL")?);
    let is_json = json_parameters.is_some_and(Json::is_true);
    node.read.query = list(node.parameters, "queryParametersUi", "queryParametersJson", is_json);
    node.read.headers = list(node.parameters, "headerParametersUi", "headerParametersJson", is_json);
    set_credential(node);
    if !matches!(node.read.method.text.as_str(), "GET" | "HEAD") {
        set_body(&mut node.read, node.parameters, options, is_json);
    }
    Ok(())
}

/// Two ways to give names and values: a table, or JSON.
fn list(parameters: Json<'_>, table: &str, json: &str, is_json: bool) -> Vec<Field> {
    if is_json {
        parameters.get(json).map(super::request::json_fields).unwrap_or_default()
    } else {
        parameters.get(table).and_then(|own| own.get("parameter")).map(rows).unwrap_or_default()
    }
}

fn rows(json: Json<'_>) -> Vec<Field> {
    fields(json, &value)
}

fn set_credential(node: &mut Node<'_>) {
    let kind = node.text("authentication").unwrap_or_default();
    let generic = node.text("genericAuthType");
    let predefined = node.text("nodeCredentialType");
    let own = match kind.as_str() {
        "basicAuth" => Some("httpBasicAuth".to_owned()),
        "digestAuth" => Some("httpDigestAuth".to_owned()),
        "headerAuth" => Some("httpHeaderAuth".to_owned()),
        "queryAuth" => Some("httpQueryAuth".to_owned()),
        "oAuth1" => Some("oAuth1Api".to_owned()),
        "oAuth2" => Some("oAuth2Api".to_owned()),
        "predefinedCredentialType" => predefined.or(Some(kind)),
        "genericCredentialType" => generic.or(Some(kind)),
        _ => None,
    };
    node.set_credential(own.as_deref());
}

fn set_body(read: &mut Request, parameters: Json<'_>, options: Option<Json<'_>>, is_json: bool) {
    let [table, json, binary] = parameters.pick(["bodyParametersUi", "bodyParametersJson", "sendBinaryData"]);
    let [kind, own_type] =
        options.map(|own| own.pick(["bodyContentType", "bodyContentCustomMimeType"])).unwrap_or_default();
    if binary.is_some_and(Json::is_true) {
        read.body = Body::Unknown;
        return;
    }
    let kind = kind.and_then(Json::text).unwrap_or("json".into());
    if let Some(json) = json.filter(|json| is_json && json.raw() != "\"\"") {
        match &*kind {
            "form-urlencoded" => read.set_form(super::request::json_fields(json)),
            "raw" => {
                if let Some(own_type) = own_type.and_then(Json::text) {
                    read.add_content_type(&own_type);
                }
                read.body = Body::Text(value(json));
            }
            _ => super::request::set_json_text(read, json),
        }
        return;
    }
    let Some(table) = table.and_then(|own| own.get("parameter")).filter(|_| !is_json) else { return };
    let fields = rows(table);
    match &*kind {
        _ if fields.is_empty() => {}
        "form-urlencoded" => read.set_form(fields),
        "multipart-form-data" => read.body = Body::Multipart(fields),
        _ => read.set_json(object_of(&fields, Some(table.span()))),
    }
}
