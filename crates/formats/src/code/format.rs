//! Formats with values put in: `%s`, `{}`, `{name}`.

use super::run::Run;
use super::syntax::Lang;
use super::value::{V, Val, append};
use crate::request::{Span, Value};

/// `"…%s…" % x`, `% (x, y)`, `% {"name": x}`.
pub(super) fn percent(run: &mut Run, format: &Val, args: &Val, span: &Span) -> Val {
    if run.lang == Lang::PowerShell {
        let places = if matches!(args.v, V::List(_)) { args.items().to_vec() } else { vec![args.clone()] };
        return braces(run, format, &places, &[], span);
    }
    match &args.v {
        V::List(items) => percents(run, format, &items.to_vec(), span),
        _ => percents(run, format, std::slice::from_ref(args), span),
    }
}

pub(super) fn percents(run: &mut Run, format: &Val, args: &[Val], span: &Span) -> Val {
    let Some(format) = format.as_text().cloned() else { return Val::unknown(span.clone()) };
    let mut out = Value { span: Some(span.clone()), ..Value::default() };
    let mut args_left = args.iter();
    let mut rest = format.text.as_str();
    while let Some(at) = rest.find('%') {
        out.text.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        if let Some(after) = rest.strip_prefix('%') {
            out.text.push('%');
            rest = after;
            continue;
        }
        let named = rest.strip_prefix('(').and_then(|inner| inner.split_once(')'));
        let (value, after) = match named {
            Some((name, after)) => (args.first().and_then(|map| map.get(name)).cloned(), after),
            None => (None, rest),
        };
        let flags =
            after.len() - after.trim_start_matches(|c: char| c.is_ascii_digit() || "+-.#$".contains(c)).len();
        let Some(letter) = after[flags..].chars().next().filter(char::is_ascii_alphabetic) else {
            out.text.push('%');
            continue;
        };
        rest = &after[flags + letter.len_utf8()..];
        let value =
            value.or_else(|| args_left.next().cloned()).unwrap_or_else(|| Val::unknown(span.end..span.end));
        let value = run.text(&value);
        append(&mut out, &value);
    }
    out.text.push_str(rest);
    Val::text(out, span.clone())
}

/// `"…{}…{0}…{name}"`.
pub(super) fn braces(
    run: &mut Run,
    format: &Val,
    places: &[Val],
    named: &[(String, Val)],
    span: &Span,
) -> Val {
    let Some(format) = format.as_text().cloned() else { return Val::unknown(span.clone()) };
    let mut out = Value { span: Some(span.clone()), ..Value::default() };
    let mut next = 0;
    let mut rest = format.text.as_str();
    while let Some(at) = rest.find(['{', '}']) {
        out.text.push_str(&rest[..at]);
        let sign = &rest[at..=at];
        rest = &rest[at + 1..];
        if let Some(after) = rest.strip_prefix(sign) {
            out.text.push_str(sign);
            rest = after;
            continue;
        }
        let Some(end) = rest.find('}').filter(|_| sign == "{") else {
            out.text.push_str(sign);
            continue;
        };
        let key = rest[..end].split([':', '!']).next().unwrap_or_default();
        let value = match key.parse::<usize>() {
            Ok(place) => places.get(place),
            Err(_) if key.is_empty() => {
                next += 1;
                places.get(next - 1)
            }
            Err(_) => named.iter().find(|(name, _)| name == key).map(|(_, value)| value),
        };
        if let Some(value) = value {
            let value = run.text(value);
            append(&mut out, &value);
        } else {
            let start = out.text.len();
            out.text.push('{');
            out.text.push_str(&rest[..=end]);
            out.open.push(start..out.text.len());
        }
        rest = &rest[end + 1..];
    }
    out.text.push_str(rest);
    Val::text(out, span.clone())
}
