//! Functions of the languages that make texts of literals: JSON, forms, base64, formats.

use base64::Engine as _;

use super::format::{braces, percents};
use super::run::{Call, Run};
use super::syntax::Lang;
use super::value::{Repeat, V, Val, append, form_encoded, map_known, open_text, percent_encoded};
use crate::request::{Span, Value};

/// What a call makes, if it is one of these.
pub(super) fn call(run: &mut Run, call: &Call) -> Option<Val> {
    function(run, call).or_else(|| encoding(run, call)).or_else(|| method(run, call))
}

fn function(run: &mut Run, call: &Call) -> Option<Val> {
    let span = call.span.clone();
    let first = call.place(0).cloned();
    let is = |names: &[&str]| names.iter().any(|name| call.is(name));
    if is(&[
        "json.dumps",
        "JSON.stringify",
        "json_encode",
        "wp_json_encode",
        "JSON.generate",
        "JSON.dump",
        "json.Marshal",
        "json.MarshalIndent",
        "JsonSerializer.Serialize",
        "JsonConvert.SerializeObject",
        "JObject.FromObject",
    ]) {
        let json = run.json(&first?);
        return Some(Val::text(json, span));
    }
    if is(&[
        "urllib.parse.urlencode",
        "urlencode",
        "http_build_query",
        "URI.encode_www_form",
        "querystring.stringify",
        "qs.stringify",
    ]) && first.as_ref().is_some_and(|first| !first.entries().is_empty())
    {
        let repeat = if run.lang == Lang::Php { Repeat::Indices } else { Repeat::Same };
        let fields = run.fields(&first?, repeat);
        let mut text = form_encoded(&fields);
        text.span = Some(span.clone());
        return Some(Val::text(text, span));
    }
    if call.is_new
        && matches!(call.last(), "URLSearchParams" | "FormData" | "FormUrlEncodedContent" | "Headers")
    {
        let class = match call.last() {
            "FormData" => "multipart",
            "Headers" => return Some(first.unwrap_or_else(|| Val::map(Vec::new(), span))),
            _ => "form",
        };
        return Some(form_object(run, class, first, span));
    }
    None
}

/// Functions that make a text of a text.
fn encoding(run: &mut Run, call: &Call) -> Option<Val> {
    let span = call.span.clone();
    let first = call.place(0).cloned();
    let is = |names: &[&str]| names.iter().any(|name| call.is(name));
    if is(&[
        "btoa",
        "base64.b64encode",
        "base64_encode",
        "Base64.strict_encode64",
        "Base64.encode64",
        "Utilities.base64Encode",
        "Convert.ToBase64String",
        "base64.StdEncoding.EncodeToString",
        "base64.urlsafe_b64encode",
    ]) {
        let text = run.text(&first?);
        return Some(Val::text(base64_of(&text, &span), span));
    }
    if is(&[
        "quote",
        "quote_plus",
        "encodeURIComponent",
        "urlencode",
        "rawurlencode",
        "CGI.escape",
        "url.QueryEscape",
        "Uri.EscapeDataString",
        "url.PathEscape",
        "encodeURI",
        "URLEncoder.encode",
    ]) {
        let text = run.text(&first?);
        let encoded =
            if call.is("encodeURI") { text } else { spaces_as_percent(&percent_encoded(&text), call) };
        return Some(Val::text(encoded, span));
    }
    if is(&["sprintf", "fmt.Sprintf", "String.format", "string.Format", "String.Format"])
        && first.as_ref().is_some_and(|first| first.as_text().is_some())
    {
        let args: Vec<Val> = call.args.iter().skip(1).map(|(_, value)| value.clone()).collect();
        let format = first?;
        let text = if run.lang == Lang::CSharp {
            braces(run, &format, &args, &[], &span)
        } else {
            percents(run, &format, &args, &span)
        };
        return Some(text);
    }
    if is(&[
        "Buffer.from",
        "strings.NewReader",
        "bytes.NewBuffer",
        "bytes.NewBufferString",
        "bytes.NewReader",
        "byte",
        "str",
        "String",
        "strval",
        "string",
        "Encoding.UTF8.GetBytes",
        "io.NopCloser",
        "bytes",
        "URI",
        "URI.parse",
        "URI.create",
        "StringEntity",
        "List.of",
        "trim",
        "rtrim",
        "Uri",
        "Object.fromEntries",
        "http.NoBody",
        "Secret",
        "Encoding.ASCII.GetBytes",
    ]) {
        let first = first?;
        if call.is("Buffer.from") {
            return Some(run.object("buffer", vec![("of".into(), first)], span));
        }
        return Some(Val { span, ..first });
    }
    if is(&["dict", "Object.assign", "array_merge", "Map.of"]) {
        return Some(merged(run, call, span));
    }
    if call.name == "require" {
        let module = super::names::module(first?.plain()?);
        return Some(Val::new(V::Path(module), span));
    }
    None
}

/// `dict(a=1)`, `Object.assign({}, a, b)`, `Map.of("a", 1)`.
fn merged(run: &mut Run, call: &Call, span: Span) -> Val {
    let mut map = Val::map(Vec::new(), span.clone());
    let as_key = |name: &str| Val::text(Value::at(name, span.clone()), span.clone());
    if call.is("Map.of") {
        for pair in call.args.chunks_exact(2) {
            map.set(pair[0].1.clone(), pair[1].1.clone());
        }
        return map;
    }
    for (name, value) in &call.args {
        match name {
            Some(name) => map.set(as_key(name), value.clone()),
            None if run.spend(value.entries().len() * 4) => {
                for (key, value) in value.entries() {
                    map.set(key.clone(), value.clone());
                }
            }
            None => {}
        }
    }
    map
}

/// A form as an object: `append` adds to it, and its text is the encoded form.
fn form_object(run: &mut Run, class: &'static str, first: Option<Val>, span: Span) -> Val {
    let fields = match first {
        Some(first) if first.as_text().is_some() => vec![("text".to_owned(), first)],
        Some(first) if !first.entries().is_empty() => vec![("[]".to_owned(), first)],
        Some(first) if matches!(first.v, V::List(_)) => {
            let mut map = Val::map(Vec::new(), first.span.clone());
            for pair in first.items() {
                if let [key, value] = pair.items() {
                    map.set(key.clone(), value.clone());
                }
            }
            vec![("[]".to_owned(), map)]
        }
        _ => Vec::new(),
    };
    run.object(class, fields, span)
}

fn method(run: &mut Run, call: &Call) -> Option<Val> {
    let span = call.span.clone();
    let name = call.last();
    match (&call.target.v, name) {
        (V::Object(object), _) => object_method(run, call, *object),
        (
            V::Text(_),
            "encode" | "decode" | "toString" | "strip" | "trim" | "to_s" | "freeze" | "to_str" | "String"
            | "lower" | "ToString" | "getBytes",
        ) if call.args.len() <= 1 => Some(Val { span, ..call.target.clone() }),
        (V::Text(_), "format") => {
            let named: Vec<(String, Val)> =
                call.args.iter().filter_map(|(name, value)| Some((name.clone()?, value.clone()))).collect();
            let places: Vec<Val> =
                call.args.iter().filter(|(name, _)| name.is_none()).map(|(_, value)| value.clone()).collect();
            Some(braces(run, &call.target, &places, &named, &span))
        }
        (V::Text(_), "formatted") => {
            let args: Vec<Val> = call.args.iter().map(|(_, value)| value.clone()).collect();
            Some(percents(run, &call.target, &args, &span))
        }
        (V::Text(_), "concat") => {
            let mut text = run.text(&call.target);
            for (_, value) in &call.args {
                let more = run.text(value);
                append(&mut text, &more);
            }
            Some(Val::text(text, span))
        }
        (V::Text(separator), "join") => {
            let items = call.place(0)?.clone();
            joined(run, &items, &separator.clone(), span)
        }
        (V::List(_), "join" | "Join") => {
            let separator = call.place(0).and_then(Val::as_text).cloned();
            let separator = separator.unwrap_or_else(|| Value::implied(","));
            joined(run, &call.target, &separator, span)
        }
        (V::Map(_) | V::List(_), "to_json") => {
            let json = run.json(&call.target);
            Some(Val::text(json, span))
        }
        (V::Map(_), "get" | "fetch") => call.target.get(call.place(0)?.plain()?).cloned(),
        (V::Map(_) | V::List(_), "copy" | "dup" | "items" | "to_h") => {
            Some(Val { span, ..call.target.clone() })
        }
        _ => None,
    }
}

fn joined(run: &mut Run, items: &Val, separator: &Value, span: Span) -> Option<Val> {
    let V::List(list) = &items.v else { return None };
    let mut text = Value { span: Some(span.clone()), ..Value::default() };
    for (at, item) in list.iter().enumerate() {
        if !run.spend(separator.text.len() + 1) {
            break;
        }
        if at > 0 {
            append(&mut text, separator);
        }
        let item = run.text(item);
        append(&mut text, &item);
    }
    Some(Val::text(text, span))
}

fn object_method(run: &mut Run, call: &Call, object: usize) -> Option<Val> {
    let span = call.span.clone();
    match (run.objects.get(object)?.class, call.last()) {
        ("form" | "multipart", "append" | "set" | "add" | "Set" | "Add") => {
            let (key, value) = (call.place(0)?.clone(), call.place(1)?.clone());
            run.objects[object].set_in("[]", key, value);
            Some(call.target.clone())
        }
        ("form", "toString" | "Encode" | "to_s" | "ToString") => {
            Some(Val::text(run.form_text(object, &span), span))
        }
        ("buffer", "toString") => {
            let of = run.field(object, "of")?;
            let text = run.text(&of);
            let is_base64 = call.place(0).and_then(Val::plain) == Some("base64");
            Some(Val::text(if is_base64 { base64_of(&text, &span) } else { text }, span))
        }
        _ => None,
    }
}

/// Base64 of what is known whole; of what is open, the call as it is written.
fn base64_of(text: &Value, span: &Span) -> Value {
    if text.open.is_empty() {
        let encoded = base64::engine::general_purpose::STANDARD.encode(&text.text);
        return Value::at(encoded, span.clone());
    }
    open_text(text.text.clone(), span.clone())
}

fn spaces_as_percent(text: &Value, call: &Call) -> Value {
    if call.is("quote_plus")
        || call.last() == "urlencode"
        || call.is("url.QueryEscape")
        || call.is("CGI.escape")
    {
        return text.clone();
    }
    map_known(text, |part| part.replace('+', "%20"))
}
