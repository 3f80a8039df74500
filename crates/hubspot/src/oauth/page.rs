//! The page that the browser shows after the redirect. It is static: nothing from the request is repeated in it.

/// The page to send, and its status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Page {
    Received,
    Denied,
    NotThisFlow,
    NotFound,
    MethodNotAllowed,
    BadRequest,
    TooLarge,
    TooSlow,
}

impl Page {
    fn status(self) -> &'static str {
        match self {
            Self::Received | Self::Denied => "200 OK",
            Self::NotThisFlow | Self::BadRequest => "400 Bad Request",
            Self::NotFound => "404 Not Found",
            Self::MethodNotAllowed => "405 Method Not Allowed",
            Self::TooLarge => "431 Request Header Fields Too Large",
            Self::TooSlow => "408 Request Timeout",
        }
    }

    fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Received => (
                "Portalscope has the answer",
                "Go back to Portalscope to see the result. You can close this page.",
            ),
            Self::Denied => (
                "No access was given",
                "Nothing was connected. You can close this page and go back to Portalscope.",
            ),
            Self::NotThisFlow => (
                "This answer belongs to no connection that is being made",
                "It may come from an older attempt. Portalscope goes on waiting: use the page it opened last.",
            ),
            Self::NotFound => {
                ("Nothing is here", "Portalscope only waits for the answer of a connection here.")
            }
            Self::MethodNotAllowed | Self::BadRequest | Self::TooLarge | Self::TooSlow => {
                ("This request was refused", "Portalscope goes on waiting for the right one.")
            }
        }
    }

    /// The whole HTTP response.
    pub(crate) fn response(self) -> Vec<u8> {
        let (title, text) = self.words();
        let body = format!(
            "<!doctype html><html lang=en><meta charset=utf-8><meta name=viewport content='width=device-width'>\
             <title>{title} - Portalscope</title><style>{STYLE}</style>\
             <main><h1>{title}</h1><p>{text}</p></main></html>"
        );
        let allow = if self == Self::MethodNotAllowed { "Allow: GET\r\n" } else { "" };
        format!(
            "HTTP/1.1 {}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {}\r\n{allow}\
             Content-Security-Policy: default-src 'none'; style-src 'unsafe-inline'\r\nCache-Control: no-store\r\n\
             Referrer-Policy: no-referrer\r\nX-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n{body}",
            self.status(),
            body.len(),
        )
        .into_bytes()
    }
}

const STYLE: &str = ":root{color-scheme:light dark}body{margin:0;min-height:100vh;display:grid;place-items:center;\
    font:16px/24px system-ui,sans-serif;background:#f6f7f9;color:#171a21}main{max-width:30rem;padding:2rem}\
    h1{font-size:1.375rem;line-height:2rem;margin:0 0 .5rem}p{margin:0}\
    @media(prefers-color-scheme:dark){body{background:#111319;color:#eceef3}}";
