//! cURL commands.

use super::{Outgoing, SnippetError, TOKEN_VARIABLE, json};
use crate::shell::{Shell, quoted_for_cmd, quoted_for_posix, quoted_for_powershell};

/// The bearer token of a command.
#[derive(Clone, Copy)]
pub(super) enum Bearer<'a> {
    /// From the environment.
    Variable,
    /// In clear text.
    Token(&'a str),
}

/// A line for each header, the first of them `Authorization`. An answer that is no success is printed, and makes curl
/// fail.
pub(super) fn write(request: &Outgoing, bearer: Bearer<'_>, shell: Shell) -> Result<String, SnippetError> {
    let quoted = match shell {
        Shell::Posix => quoted_for_posix,
        Shell::Cmd => quoted_for_cmd,
        Shell::PowerShell => quoted_for_powershell,
    };
    // In Windows PowerShell `curl` is another command.
    let curl = if shell == Shell::PowerShell { "curl.exe" } else { "curl" };
    let body = request.body.as_deref().map(|body| argument(body, shell)).transpose()?;
    // With `-X HEAD` curl waits for a body that never comes.
    let method = match request.method.as_str() {
        "HEAD" => "--head".to_owned(),
        method => format!("-X {method}"),
    };
    // curl expands brackets and braces into several URLs.
    let globoff = if request.url.contains(['[', ']', '{', '}']) { "--globoff " } else { "" };
    let mut parts = vec![format!("{curl} --fail-with-body {globoff}{method} {}", quoted(&request.url))];
    parts.push(authorization(bearer, shell));
    parts.extend(request.headers.iter().map(|(name, value)| format!("-H {}", quoted(&header(name, value)))));
    parts.extend(body.map(|body| format!("--data-raw {}", quoted(&body))));
    Ok(parts.join(match shell {
        Shell::Posix => " \\\n  ",
        Shell::Cmd => " ^\r\n  ",
        Shell::PowerShell => " `\n  ",
    }))
}

/// With a semicolon curl sends a header without a value; with a colon it would send none.
fn header(name: &str, value: &str) -> String {
    if value.is_empty() { format!("{name};") } else { format!("{name}: {value}") }
}

/// The body as a command line can pass it. Carriage returns in JSON are white space.
fn argument(body: &str, shell: Shell) -> Result<String, SnippetError> {
    if body.contains('\0') {
        return Err(SnippetError::Nul);
    }
    if shell != Shell::Cmd || !body.contains('\r') {
        return Ok(body.to_owned());
    }
    if json::is_json(body) { Ok(body.replace('\r', "")) } else { Err(SnippetError::CarriageReturn) }
}

fn authorization(bearer: Bearer<'_>, shell: Shell) -> String {
    match (bearer, shell) {
        (Bearer::Variable, Shell::Posix) => format!("-H \"Authorization: Bearer ${TOKEN_VARIABLE}\""),
        // cmd.exe expands variables before it resolves carets.
        (Bearer::Variable, Shell::Cmd) => format!("-H ^\"Authorization: Bearer %{TOKEN_VARIABLE}%^\""),
        (Bearer::Variable, Shell::PowerShell) => {
            format!("-H \"Authorization: Bearer $env:{TOKEN_VARIABLE}\"")
        }
        (Bearer::Token(token), Shell::PowerShell) => {
            format!("-H {}", quoted_for_powershell(&bearer_line(token)))
        }
        (Bearer::Token(token), Shell::Posix) => format!("-H {}", quoted_for_posix(&bearer_line(token))),
        (Bearer::Token(token), Shell::Cmd) => format!("-H {}", quoted_for_cmd(&bearer_line(token))),
    }
}

fn bearer_line(token: &str) -> String {
    format!("Authorization: Bearer {token}")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::{Outgoing, SnippetError, Target, write, write_with_token};
    use crate::read;
    use crate::request::{Body, Request};
    use crate::shell::Shell;

    fn again(command: &str) -> Request {
        read(command).unwrap().requests.remove(0)
    }

    fn request() -> Outgoing {
        Outgoing {
            method: "POST".to_owned(),
            url: "https://api.hubapi.com/crm/v3/objects/notes?a=1&b=%20c".to_owned(),
            headers: vec![("Content-Type".to_owned(), "application/json".to_owned())],
            body: Some("{\"a\": \"it's 100% $5 `b` \\ \u{fc}\n!\"}".to_owned()),
        }
    }

    #[test]
    fn each_shell_gets_a_command_of_its_own() {
        let posix = write(&request(), Target::CurlPosix).unwrap();
        let expected = "curl --fail-with-body -X POST 'https://api.hubapi.com/crm/v3/objects/notes?a=1&b=%20c' \\\n  -H \"Authorization: Bearer $HUBSPOT_TOKEN\" \\\n  \
            -H 'Content-Type: application/json' \\\n  --data-raw '{\"a\": \"it'\\''s 100% $5 `b` \\ \u{fc}\n!\"}'";
        assert_eq!(posix, expected);
        let cmd = write(&request(), Target::CurlCmd).unwrap();
        let expected = "curl --fail-with-body -X POST ^\"https://api.hubapi.com/crm/v3/objects/notes?a=1^&b=^%20c^\" ^\r\n  -H ^\"Authorization: Bearer %HUBSPOT_TOKEN%^\" ^\r\n  \
            -H ^\"Content-Type: application/json^\" ^\r\n  --data-raw ^\"^{\\^\"a\\^\": \\^\"it's 100^% ^$5 ^`b^` \\ \u{fc}^\n\n^!\\^\"^}^\"";
        assert_eq!(cmd, expected);
    }

    #[test]
    fn a_head_and_a_path_with_braces_are_written_as_curl_needs_them() {
        let head =
            Outgoing { method: "HEAD".to_owned(), url: "https://x/{id}".to_owned(), ..Outgoing::default() };
        let text = write_with_token(&head, Shell::Posix, "t'k").unwrap();
        assert_eq!(
            text,
            "curl --fail-with-body --globoff --head 'https://x/{id}' \\\n  -H 'Authorization: Bearer t'\\''k'"
        );
    }

    #[test]
    fn what_a_command_line_cannot_pass_is_refused() {
        let with = |body: &str| Outgoing { body: Some(body.to_owned()), ..request() };
        assert_eq!(write(&with("a\0b"), Target::CurlPosix), Err(SnippetError::Nul));
        assert_eq!(write(&with("a\0b"), Target::CurlCmd), Err(SnippetError::Nul));
        assert_eq!(write(&with("a\rb"), Target::CurlCmd), Err(SnippetError::CarriageReturn));
        let json = write(&with("{\r\n}"), Target::CurlCmd).unwrap();
        let Body::Text(body) = again(&json).body else { panic!("{json}") };
        assert_eq!(body.text, "{\n}");
        assert!(write(&with("a\rb"), Target::CurlPosix).unwrap().ends_with("'a\rb'"));
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_again(value in "[!-~][ -~]{0,18}[!-~]", body in "\\PC[^\\r\0]{0,60}", is_cmd: bool) {
            let shell = if is_cmd { Shell::Cmd } else { Shell::Posix };
            prop_assume!(is_cmd || !body.contains("^\"") && !value.contains("^\""));
            let headers = vec![("X-Note".to_owned(), value.clone()), ("Content-Type".to_owned(), "text/plain".to_owned())];
            let written = write_with_token(&Outgoing { headers, body: Some(body.clone()), ..request() }, shell, "abc");
            let again = again(&written.unwrap());
            prop_assert_eq!(again.method.text, "POST");
            prop_assert_eq!(again.url.text, request().url);
            let headers: Vec<_> = again.headers.iter().map(|field| format!("{}: {}", field.name.text, field.value.text)).collect();
            let expected = ["Authorization: Bearer abc".to_owned(), format!("X-Note: {value}"), "Content-Type: text/plain".to_owned()];
            prop_assert_eq!(headers, expected);
            let Body::Text(read) = again.body else { return Err(TestCaseError::fail("no body")) };
            prop_assert_eq!(read.text, body);
        }
    }
}
