//! The status that a text tells.

/// The status in a text: of a response line, an exception, a log line.
pub(crate) fn status(text: &str) -> Option<u16> {
    let signs = [
        "HTTP/1.1 ",
        "HTTP/2 ",
        "HTTP/1.0 ",
        "HTTP/3 ",
        "status code ",
        "status code: ",
        "statusCode\":",
        "statusCode: ",
        "status_code=",
        "status=",
        "\"status\":",
        "\"code\":",
        "status: ",
        "HTTP ",
        "HTTP-Code: ",
        "HTTP status client error (",
        "responded with a ",
        "response: `",
        "code: ",
        "Code: ",
        "error (",
        "Error: ",
        "Error ",
        "error code ",
        "returned ",
        "too many ",
        "success: ",
        "API ",
        "(",
        "[",
    ];
    signs
        .iter()
        .find_map(|sign| {
            let mut from = 0;
            while let Some(at) = text[from..].find(sign).map(|at| from + at + sign.len()) {
                let digits = text[at..].trim_start_matches([' ', '"']);
                let number: String = digits.chars().take_while(char::is_ascii_digit).collect();
                if let Some(status) = Some(&number)
                    .filter(|number| number.len() == 3)
                    .and_then(|number| number.parse::<u16>().ok())
                    && (200..600).contains(&status)
                {
                    return Some(status);
                }
                from = at;
            }
            None
        })
        .or_else(|| client_error(text))
        .or_else(|| named(text))
}

/// A status by the name that a client gives it: the class of an exception, a member of an enumeration.
fn named(text: &str) -> Option<u16> {
    [
        ("UnauthorizedException", 401),
        ("ForbiddenException", 403),
        ("NotFoundException", 404),
        ("ResourceNotFound", 404),
        ("ConflictException", 409),
        ("TooManyRequests", 429),
        ("BadRequestException", 400),
        ("'BadRequest'", 400),
        ("'Unauthorized'", 401),
        ("'Forbidden'", 403),
        ("'NotFound'", 404),
        ("'Conflict'", 409),
    ]
    .iter()
    .find_map(|(name, status)| text.contains(name).then_some(*status))
}

/// `404 Client Error`, as Python's requests says.
fn client_error(text: &str) -> Option<u16> {
    [
        " Client Error",
        " Server Error",
        " Unauthorized",
        " Forbidden",
        " Not Found",
        " Bad Request",
        " Too Many Requests",
        " Conflict",
    ]
    .iter()
    .find_map(|words| {
        let at = text.find(words)?;
        let start = at.checked_sub(3)?;
        text.get(start..at)?.parse().ok().filter(|status| (400..600).contains(status))
    })
}
