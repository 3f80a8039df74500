//! Code that receives webhooks: the names of HubSpot's headers, and what the signature is made of.

use std::cell::OnceCell;
use std::ops::RangeInclusive;

use portalscope_formats::Span;

use crate::MAX_OF_A_RULE;
use crate::document::{Document, at};
use crate::finding::{Finding, Fix, Severity};
use crate::rule::{Check, Rule};

pub(crate) const HEADER: Rule = Rule {
    name: "webhook-header",
    severity: Severity::Error,
    label: Some("webhook-signature-mismatch"),
    about: "HubSpot sends X-HubSpot-Signature-v3 with X-HubSpot-Request-Timestamp, and for older versions X-HubSpot-Signature.",
    wrong: &[
        "const signature = req.headers['x-hubspot-signature-v3'];\nconst stamp = req.headers['x-hubspot-timestamp'];\n",
        "sig = request.headers.get('X-HubSpot-SignatureV3')\n",
        "$stamp = $_SERVER['HTTP_X_HUBSPOT_SIGNATURE_TIMESTAMP'];\n",
    ],
    right: &[
        "const signature = req.headers['x-hubspot-signature-v3'];\nconst stamp = req.headers['x-hubspot-request-timestamp'];\n",
        "$stamp = $_SERVER['HTTP_X_HUBSPOT_REQUEST_TIMESTAMP'];\n",
    ],
    check: Check::Document(check_header),
};

pub(crate) const BASE: Rule = Rule {
    name: "webhook-base-string",
    severity: Severity::Warning,
    label: Some("webhook-signature-mismatch"),
    about: "The signature of v3 is made of method, the public https address, the raw body and the time stamp, in base64.",
    wrong: &[
        "const sig = req.headers['x-hubspot-signature-v3'];\nconst base = req.method + req.url + rawBody + stamp;\n",
        "const sig = req.headers['x-hubspot-signature-v3'];\nconst base = `${req.method}${address}${JSON.stringify(req.body)}${stamp}`;\n",
        "const sig = req.headers['x-hubspot-signature-v3'];\nconst own = crypto.createHmac('sha256', secret).update(base).digest('hex');\n",
    ],
    right: &[
        "const sig = req.headers['x-hubspot-signature-v3'];\nconst base = req.method + 'https://app.example.com/hubspot' + rawBody + stamp;\nconst own = crypto.createHmac('sha256', secret).update(base).digest('base64');\n",
    ],
    check: Check::Document(check_base),
};

/// After `x-hubspot-`.
const KNOWN: [&str; 4] = ["signature", "signature-v3", "signature-version", "request-timestamp"];

pub(super) fn is_one(text: &str) -> bool {
    mentions(text).any(|(name, _)| is_of_webhooks(&name))
}

fn is_of_webhooks(name: &str) -> bool {
    name.contains("signature") || name.contains("timestamp")
}

/// Names of HubSpot's headers in the text, in lower case with hyphens, after `x-hubspot-`.
fn mentions(text: &str) -> impl Iterator<Item = (String, Span)> + '_ {
    const START: &[u8] = b"x-hubspot-";
    let bytes = text.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        while at + START.len() < bytes.len() {
            let start = at + bytes[at..].iter().position(|byte| byte.eq_ignore_ascii_case(&START[0]))?;
            at = start + 1;
            let same = |wanted: &u8, byte: &u8| {
                *wanted == byte.to_ascii_lowercase() || *wanted == b'-' && *byte == b'_'
            };
            let begins = bytes.get(start..start + START.len());
            let is_start = begins
                .is_some_and(|begins| START.iter().zip(begins).all(|(wanted, byte)| same(wanted, byte)));
            if !is_start {
                continue;
            }
            let from = start + START.len();
            let is_of_name = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_".contains(byte);
            let length = bytes[from..].iter().take(60).take_while(|byte| is_of_name(byte)).count();
            at = from + length;
            return Some((text[from..at].to_ascii_lowercase().replace('_', "-"), start..at));
        }
        None
    })
}

fn check_header(document: &Document<'_>, findings: &mut Vec<Finding>) {
    let wrong =
        mentions(document.text).filter(|(name, _)| is_of_webhooks(name) && !KNOWN.contains(&name.as_str()));
    for (name, span) in wrong.take(20) {
        let right = if name.contains("timestamp") {
            "Request-Timestamp"
        } else if name.contains("v3") {
            "Signature-v3"
        } else {
            "Signature"
        };
        let message = format!(
            "HubSpot sends no header of this name; `X-HubSpot-{right}` is meant. As it is, the value is never there and every \
             delivery is refused."
        );
        let written = &document.text[span.clone()];
        let replacement = in_style(written, &format!("X-HubSpot-{right}"));
        let fix = Fix::new(format!("Write X-HubSpot-{right}"), &span, replacement);
        findings.push(HEADER.finding(at(Some(&format!("X-HubSpot-{right}")), &span), message).fix(fix));
    }
}

/// The name in the letters of what it replaces.
fn in_style(written: &str, name: &str) -> String {
    let name = if written.contains('_') { name.replace('-', "_") } else { name.to_owned() };
    if !written.bytes().any(|byte| byte.is_ascii_uppercase()) {
        name.to_ascii_lowercase()
    } else if !written.bytes().any(|byte| byte.is_ascii_lowercase()) {
        name.to_ascii_uppercase()
    } else {
        name
    }
}

/// Expressions that give the path alone, or the address behind a proxy.
const INNER_ADDRESSES: [&str; 8] = [
    "req.url",
    "request.url",
    "req.originalUrl",
    "request.path",
    "req.path",
    "request.get_full_path",
    "REQUEST_URI",
    "request.fullpath",
];

fn is_comment(line: &str) -> bool {
    ["//", "#", "*"].iter().any(|start| line.trim_start().starts_with(start))
}

/// Lines of code that can hold what is looked for, with their places.
fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    const LENGTHS: RangeInclusive<usize> = 11..=2_000;
    const MAX_LINES: usize = 5_000;
    let mut end = 0;
    let lines = text.split_inclusive('\n').map(move |line| {
        let start = end;
        end += line.len();
        (start, line)
    });
    lines.filter(|(_, line)| LENGTHS.contains(&line.len()) && !is_comment(line)).take(MAX_LINES)
}

fn check_base(document: &Document<'_>, findings: &mut Vec<Finding>) {
    let text = document.text;
    if !mentions(text).any(|(name, _)| name == "signature-v3") {
        return;
    }
    let is_hmac = OnceCell::new();
    for (start, line) in lines(text) {
        if findings.len() > MAX_OF_A_RULE {
            return;
        }
        let lower = line.to_ascii_lowercase();
        let joins_method = lower.contains("method")
            && (line.contains('+') || line.contains("${") || line.contains('.') && line.contains('='));
        let span = |word: &str| line.find(word).map(|from| start + from..start + from + word.len());
        let inner = || INNER_ADDRESSES.iter().find_map(|word| span(word));
        if let Some(span) = joins_method.then(inner).flatten() {
            let message = "The signature is made of the whole public address that HubSpot calls, with https and the query. This is the \
                path alone, or the address behind a proxy: the signatures then differ.";
            findings.push(BASE.finding(at(None, &span), message));
        }
        if let Some(span) = span("JSON.stringify(").filter(|_| lower.contains("body")) {
            let message = "The signature is made of the body as it came. Written anew from an object it may differ by a space or the \
                order of fields.";
            findings.push(BASE.finding(at(None, &span), message));
        }
        let hex = ["digest('hex')", "digest(\"hex\")", ".hexdigest("].iter().find_map(|word| span(word));
        let is_hmac = || {
            *is_hmac.get_or_init(|| !text.contains("base64") && text.to_ascii_lowercase().contains("hmac"))
        };
        if let Some(span) = hex.filter(|_| is_hmac()) {
            let message = "The signature of v3 is an HMAC SHA-256 in base64; in hexadecimal digits it never equals HubSpot's.";
            findings.push(BASE.finding(at(None, &span), message).severity(Severity::Error));
        }
    }
}
