//! `Invoke-RestMethod`, for Windows `PowerShell` 5.1 and later.

use super::quote::is_invisible;
use super::{Outgoing, TOKEN_VARIABLE, json};

/// Between single quotes, of which `PowerShell` knows the typographic ones as well; between double quotes if something in
/// it could not be seen.
fn string(text: &str) -> String {
    if text.chars().any(is_invisible) {
        return expandable(text);
    }
    let mut out = String::from("'");
    for c in text.chars() {
        if matches!(c, '\'' | '\u{2018}'..='\u{201b}') {
            out.push(c);
        }
        out.push(c);
    }
    out + "'"
}

fn expandable(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '\n' => out.push_str("`n"),
            '\r' => out.push_str("`r"),
            '\t' => out.push_str("`t"),
            '`' | '$' | '"' | '\u{201c}'..='\u{201e}' => out.extend(['`', c]),
            c if is_invisible(c) => out.push_str(&by_number(c)),
            c => out.push(c),
        }
    }
    out + "\""
}

fn by_number(c: char) -> String {
    let code = u32::from(c);
    if code > 0xffff {
        format!("$([char]::ConvertFromUtf32(0x{code:x}))")
    } else {
        format!("$([char]0x{code:04x})")
    }
}

/// JSON in a here-string: no line of it can begin with the `'@` that ends one.
fn body_literal(body: &str) -> String {
    match json::indented(body) {
        Some(text) => format!("@'\n{text}\n'@"),
        None => string(body),
    }
}

pub(super) fn write(request: &Outgoing) -> String {
    let mut headers = vec![format!("Authorization = \"Bearer $env:{TOKEN_VARIABLE}\"")];
    headers.extend(request.headers_without(&["Content-Type"]).into_iter().map(header));
    let mut parameters = vec![
        format!("Method = '{}'", request.method_name()),
        format!("Uri = {}", string(&request.url)),
        "Headers = $headers".to_owned(),
    ];
    parameters.extend(request.header("Content-Type").map(|it| format!("ContentType = {}", string(it))));
    let body = request.body.as_deref().map(|body| format!("$body = {}\n", body_literal(body)));
    // A text would be sent in ISO 8859-1 by Windows PowerShell.
    parameters
        .extend(body.as_ref().map(|_| "Body = [System.Text.Encoding]::UTF8.GetBytes($body)".to_owned()));
    let is_ascii = request.body.as_deref().is_none_or(str::is_ascii);
    let note = if is_ascii {
        ""
    } else {
        "# Save as UTF-8 with BOM, else Windows PowerShell 5.1 reads other characters\n"
    };
    format!(
        "{note}$headers = @{{\n    {}\n}}\n{}$request = @{{\n    {}\n}}\n{SEND}",
        headers.join("\n    "),
        body.unwrap_or_default(),
        parameters.join("\n    "),
    )
}

fn header((name, value): (&str, &str)) -> String {
    let is_word = name.chars().all(|c| c.is_ascii_alphabetic());
    let key = if is_word { name.to_owned() } else { string(name) };
    format!("{key} = {}", string(value))
}

const SEND: &str = "try {
    Invoke-RestMethod @request | ConvertTo-Json -Depth 100
} catch {
    if (-not $_.Exception.Response) { throw }
    throw \"$([int]$_.Exception.Response.StatusCode)`n$($_.ErrorDetails.Message)\"
}
";
