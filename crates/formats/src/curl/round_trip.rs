//! A request that is written as cURL for each shell and read again is the same request.

use proptest::prelude::*;

use super::read;
use crate::request::{Body, Request};
use crate::shell::{Shell, quoted_for_cmd, quoted_for_posix, quoted_for_powershell};

struct Written {
    method: String,
    url: String,
    headers: Vec<(String, String)>,
    body: String,
}

impl Written {
    fn command(&self, shell: Shell) -> String {
        let (curl, quoted, joint): (_, fn(&str) -> String, _) = match shell {
            Shell::Posix => ("curl", quoted_for_posix, " \\\n  "),
            Shell::Cmd => ("curl", quoted_for_cmd, " ^\r\n  "),
            Shell::PowerShell => ("curl.exe", quoted_for_powershell, " `\n  "),
        };
        let mut parts = vec![format!("{curl} -X {} {}", self.method, quoted(&self.url))];
        parts.extend(
            self.headers.iter().map(|(name, value)| format!("-H {}", quoted(&format!("{name}: {value}")))),
        );
        parts.push(format!("--data-raw {}", quoted(&self.body)));
        parts.join(joint)
    }

    fn expect(&self, request: &Request) -> Result<(), TestCaseError> {
        prop_assert_eq!(&request.method.text, &self.method);
        prop_assert_eq!(&request.url.text, &self.url);
        let headers: Vec<_> =
            request.headers.iter().map(|field| (field.name.text.clone(), field.value.text.clone())).collect();
        prop_assert_eq!(&headers, &self.headers);
        let Body::Text(body) = &request.body else { return Err(TestCaseError::fail("no body")) };
        prop_assert_eq!(&body.text, &self.body);
        Ok(())
    }
}

proptest! {
    #[test]
    fn a_request_is_the_same_after_it_was_written_and_read(
        method in "GET|POST|PUT|PATCH|DELETE",
        path in "[a-zA-Z0-9/_.~%-]{0,20}",
        query in "[a-z]{1,5}=[a-zA-Z0-9%+:@,;!'()*$&=-]{0,20}",
        value in "[!-~]([ -~ü😀]{0,20}[!-~])?",
        body in r#"[{}\[\]":,a-z0-9 \n\t'$%!&|<>;#~`^\\/ü😀„“‘-]{1,60}"#,
        is_json: bool,
    ) {
        // A body in JSON has its escapes.
        let body = if is_json { serde_json::json!({ "a": body }).to_string() } else { body };
        let request = Written {
            method,
            url: format!("https://api.hubapi.com/x{path}x?{query}").replace("/.", "/x").replace("..", "."),
            headers: vec![
                ("X-Note".to_owned(), value),
                ("Content-Type".to_owned(), "text/plain".to_owned()),
            ],
            body,
        };
        for shell in [Shell::Posix, Shell::Cmd, Shell::PowerShell] {
            // PowerShell has two readings of a backslash before a quotation mark.
            let has_both = |text: &str| text.contains("\\\"") && serde_json::from_str::<serde_json::Value>(text).is_err();
            if shell == Shell::PowerShell && (has_both(&request.body) || has_both(&format!("X-Note: {}", request.headers[0].1))) {
                continue;
            }
            // cmd.exe knows one line break.
            if shell == Shell::Cmd && request.body.contains('\r') {
                continue;
            }
            let command = request.command(shell);
            let reading = read(&command).expect("a command");
            prop_assert_eq!(reading.form, shell.form(), "{}", &command);
            prop_assert!(reading.problems.is_empty(), "{}\n{:?}", &command, &reading.problems);
            request.expect(&reading.requests[0])?;
        }
    }
}
