//! Writes a request as a cURL command.

use crate::shell::{Shell, quoted_for_cmd, quoted_for_posix, quoted_for_powershell};

/// The request that a command is written for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CurlCommand {
    /// The method, in upper case.
    pub method: String,
    /// The URL, without its query.
    pub address: String,
    /// The query, encoded.
    pub query: String,
    /// The headers as `Name: value`, in order.
    pub headers: Vec<String>,
    /// The body.
    pub body: Option<String>,
}

/// The bearer token of a written command.
#[derive(Clone, Copy)]
pub enum Bearer<'a> {
    /// From the environment variable with this name.
    Variable(&'a str),
    /// In clear text. The command must only be given where the user asked for it.
    Token(&'a str),
}

/// The command for this shell, with a line for each header, the first of them `Authorization`. The command's own
/// headers must not contain that one.
pub fn write(command: &CurlCommand, bearer: Bearer<'_>, shell: Shell) -> String {
    let quoted = match shell {
        Shell::Posix => quoted_for_posix,
        Shell::Cmd => quoted_for_cmd,
        Shell::PowerShell => quoted_for_powershell,
    };
    // In Windows PowerShell `curl` is another command.
    let curl = if shell == Shell::PowerShell { "curl.exe" } else { "curl" };
    let url = match command.query.as_str() {
        "" => command.address.clone(),
        query => format!("{}?{query}", command.address),
    };
    // With `-X HEAD` curl waits for a body that never comes.
    let method = match command.method.as_str() {
        "HEAD" => "--head".to_owned(),
        method => format!("-X {method}"),
    };
    // curl expands brackets and braces into several URLs.
    let globoff = if url.contains(['[', ']', '{', '}']) { "--globoff " } else { "" };
    let mut parts = vec![format!("{curl} {globoff}{method} {}", quoted(&url)), authorization(bearer, shell)];
    parts.extend(command.headers.iter().map(|line| format!("-H {}", quoted(line))));
    parts.extend(command.body.as_ref().map(|body| format!("--data-raw {}", quoted(body))));
    parts.join(match shell {
        Shell::Posix => " \\\n  ",
        Shell::Cmd => " ^\r\n  ",
        Shell::PowerShell => " `\n  ",
    })
}

fn authorization(bearer: Bearer<'_>, shell: Shell) -> String {
    match (bearer, shell) {
        (Bearer::Variable(name), Shell::Posix) => format!("-H \"Authorization: Bearer ${name}\""),
        // cmd.exe expands variables before it resolves carets.
        (Bearer::Variable(name), Shell::Cmd) => format!("-H ^\"Authorization: Bearer %{name}%^\""),
        (Bearer::Variable(name), Shell::PowerShell) => format!("-H \"Authorization: Bearer $env:{name}\""),
        (Bearer::Token(token), Shell::Posix) => format!("-H {}", quoted_for_posix(&bearer_line(token))),
        (Bearer::Token(token), Shell::Cmd) => format!("-H {}", quoted_for_cmd(&bearer_line(token))),
        (Bearer::Token(token), Shell::PowerShell) => {
            format!("-H {}", quoted_for_powershell(&bearer_line(token)))
        }
    }
}

fn bearer_line(token: &str) -> String {
    format!("Authorization: Bearer {token}")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::read;
    use super::{Bearer, CurlCommand, write};
    use crate::request::{Body, Value};
    use crate::shell::Shell;

    fn command() -> CurlCommand {
        CurlCommand {
            method: "POST".to_owned(),
            address: "https://api.hubapi.com/crm/v3/objects/notes".to_owned(),
            query: "a=1&b=%20c".to_owned(),
            headers: vec!["Content-Type: application/json".to_owned()],
            body: Some("{\"a\": \"it's 100% $5 `b` \\ \u{fc}\n!\"}".to_owned()),
        }
    }

    #[test]
    fn each_shell_gets_a_command_of_its_own() {
        let posix = write(&command(), Bearer::Variable("HUBSPOT_TOKEN"), Shell::Posix);
        let expected = "curl -X POST 'https://api.hubapi.com/crm/v3/objects/notes?a=1&b=%20c' \\\n  -H \"Authorization: Bearer $HUBSPOT_TOKEN\" \\\n  \
            -H 'Content-Type: application/json' \\\n  --data-raw '{\"a\": \"it'\\''s 100% $5 `b` \\ \u{fc}\n!\"}'";
        assert_eq!(posix, expected);
        let cmd = write(&command(), Bearer::Variable("HUBSPOT_TOKEN"), Shell::Cmd);
        let expected = "curl -X POST ^\"https://api.hubapi.com/crm/v3/objects/notes?a=1^&b=^%20c^\" ^\r\n  -H ^\"Authorization: Bearer %HUBSPOT_TOKEN%^\" ^\r\n  \
            -H ^\"Content-Type: application/json^\" ^\r\n  --data-raw ^\"^{\\^\"a\\^\": \\^\"it's 100^% ^$5 ^`b^` \\ \u{fc}^\n\n^!\\^\"^}^\"";
        assert_eq!(cmd, expected);
    }

    #[test]
    fn a_head_and_a_path_with_braces_are_written_as_curl_needs_them() {
        let head = CurlCommand {
            method: "HEAD".to_owned(),
            address: "https://x/{id}".to_owned(),
            ..CurlCommand::default()
        };
        let text = write(&head, Bearer::Token("t'k"), Shell::Posix);
        assert_eq!(text, "curl --globoff --head 'https://x/{id}' \\\n  -H 'Authorization: Bearer t'\\''k'");
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_again(value in "[^\\r\\n]{0,20}", body in "\\PC[^\\r]{0,60}", is_cmd: bool) {
            let shell = if is_cmd { Shell::Cmd } else { Shell::Posix };
            prop_assume!(is_cmd || !body.contains("^\"") && !value.contains("^\""));
            let headers = vec![format!("X-Note: {value}"), "Content-Type: text/plain".to_owned()];
            let command = CurlCommand { headers, body: Some(body), ..command() };
            let reading = read(&write(&command, Bearer::Token("abc"), shell)).unwrap();
            let request = &reading.requests[0];
            let lines: Vec<_> =
                request.headers.iter().map(|field| format!("{}: {}", field.name.text, field.value.text)).collect();
            prop_assert_eq!(&lines[0], "Authorization: Bearer abc");
            let sent = command.headers.iter().filter(|line| !line.split_once(": ").unwrap().1.trim().is_empty());
            let sent: Vec<_> = sent.map(|line| line.replacen(": ", "\0", 1)).map(|line| {
                let (name, value) = line.split_once('\0').unwrap();
                format!("{name}: {}", value.trim())
            }).collect();
            prop_assert_eq!(&lines[1..], &sent[..]);
            prop_assert_eq!(&request.body, &Body::Text(match &request.body {
                Body::Text(body) => Value { text: command.body.clone().unwrap(), ..body.clone() },
                _ => Value::default(),
            }));
        }
    }
}
