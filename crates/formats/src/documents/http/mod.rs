//! Requests as HTTP/1.1 has them (RFC 9112), and `.http` files of VS Code's REST Client and `IntelliJ`'s HTTP Client.
//!
//! Scripts of `.http` files are passed over; a response that follows a request is left.

mod body;
mod line;

use super::parts::braces;
use super::variables::Variables;
use crate::request::{Credential, Field, Form, Problem, Reading, Request, Value};
use line::{Line, RequestLine};

/// Reads requests, one after the other. A bare "GET https://…" is none: that is an address with a method.
pub(crate) fn read(text: &str) -> Option<Reading> {
    let lines = line::lines(text);
    let first = lines.iter().map(|line| line.text).find(|line| !line.trim().is_empty())?;
    let begins =
        first.starts_with(['#', '@', '<']) || first.starts_with("//") || RequestLine::of(first).is_some();
    if !begins {
        return None;
    }
    let mut file = File { variables: variables(text.len(), &lines), reading: empty(), is_certain: false };
    for block in blocks(&lines) {
        file.read_block(block);
    }
    let File { reading, is_certain, .. } = file;
    (is_certain && !(reading.requests.is_empty() && reading.problems.is_empty())).then_some(reading)
}

fn empty() -> Reading {
    Reading { form: Form::Http, requests: Vec::new(), problems: Vec::new() }
}

/// `@name = value`, anywhere outside of bodies.
fn variables(size: usize, lines: &[Line<'_>]) -> Variables {
    let mut variables = Variables::new(size);
    for (name, value) in lines.iter().filter_map(line::Line::variable) {
        variables.set(name, value);
    }
    variables
}

/// What `###` divides, and requests that follow each other without it.
fn blocks<'l, 'a>(lines: &'l [Line<'a>]) -> Vec<&'l [Line<'a>]> {
    let mut blocks = Vec::new();
    let mut start = 0;
    let mut has_request = false;
    for (index, line) in lines.iter().enumerate() {
        let request = RequestLine::of(line.text);
        let is_next = has_request && request.as_ref().is_some_and(|request| request.is_versioned);
        if line.is_separator() || is_next {
            blocks.push(&lines[start..index]);
            start = index;
            has_request = false;
        }
        has_request |= request.is_some();
    }
    blocks.push(&lines[start..]);
    blocks
}

struct File {
    variables: Variables,
    reading: Reading,
    /// Whether something was seen that only such files have.
    is_certain: bool,
}

impl File {
    fn read_block(&mut self, block: &[Line<'_>]) {
        let mut name = None;
        let mut lines = block.iter().copied().peekable();
        if let Some(title) = lines.next_if(line::Line::is_separator) {
            self.is_certain = true;
            name =
                Some(title.text.trim_start_matches('#').trim().to_owned()).filter(|title| !title.is_empty());
        }
        let mut is_script = false;
        while let Some(line) = lines.peek().copied() {
            // `< {% … %}` runs before the request.
            is_script |= line.text.starts_with("< {%");
            if !is_script && !line.is_aside() {
                break;
            }
            is_script &= !line.text.trim_end().ends_with("%}");
            self.is_certain |= line.variable().is_some() || line.name().is_some();
            name = line.name().map(str::to_owned).or(name);
            lines.next();
        }
        let Some(first) = lines.next() else { return };
        match RequestLine::of(first.text) {
            Some(request) => self.read_request(name, first, &request, &lines.collect::<Vec<_>>()),
            None if RequestLine::is_foreign(first.text) => {
                let message = "this request is none of HTTP: only its method is known here".to_owned();
                self.reading.problems.push(Problem { name, span: first.span(), message });
            }
            // What stands after a request without belonging to one: a response.
            None if first.text.starts_with("HTTP/") || self.reading.requests.is_empty() => {}
            None => {
                let message = "this line is no request: a method and an address are expected".to_owned();
                self.reading.problems.push(Problem { name, span: first.span(), message });
            }
        }
    }

    fn read_request(&mut self, name: Option<String>, first: Line<'_>, line: &RequestLine, rest: &[Line<'_>]) {
        self.is_certain |= line.is_versioned;
        let method = match &line.method {
            Some(range) => first.part(range.clone()),
            None => Value::implied("GET"),
        };
        let method = Value { text: method.text.to_ascii_uppercase(), ..method };
        let mut read = Request { name, method, ..Request::default() };
        let continued = rest.iter().take_while(|line| line.continues_address()).count();
        let mut url = first.part(line.target.clone());
        for more in &rest[..continued] {
            url.text.push_str(more.text.trim());
        }
        if continued > 0 {
            url.verbatim = false;
            self.is_certain = true;
            url.span = url.span.map(|span| span.start..rest[continued - 1].span().end);
        }
        read.url = self.variables.resolve(url);
        let (address, rest) = rest.split_at(continued);
        let head = rest.iter().take_while(|line| !line.text.trim().is_empty()).count();
        for header in rest[..head].iter().filter(|line| !line.is_aside()) {
            match header.header() {
                Some((name, value)) => {
                    self.is_certain = true;
                    let value = self.variables.resolve(header.part(value));
                    read.headers.push(Field { name: header.part(name), value });
                }
                None => self.stray(header, &read),
            }
        }
        let body = body::lines_of(&rest[head..]);
        let last = body.last().or(rest[..head].last()).or(address.last()).copied().unwrap_or(first);
        read.span = first.start..last.span().end;
        body::set(&mut read, body, &self.variables);
        self.is_certain |= !matches!(read.body, crate::request::Body::None) && body::is_telling(&read.body);
        set_credential(&mut read);
        join_host(&mut read);
        self.reading.requests.push(read);
    }

    fn stray(&mut self, line: &Line<'_>, read: &Request) {
        let message = "this line among the headers has no colon, and was left out; a blank line must stand before the body";
        let problem = Problem { name: read.name.clone(), span: line.span(), message: message.to_owned() };
        self.reading.problems.push(problem);
    }
}

/// Both clients encode `Basic user password` and `Basic user:password` themselves.
fn set_credential(read: &mut Request) {
    let is_authorization = |field: &Field| field.name.text.eq_ignore_ascii_case("authorization");
    let Some(at) = read.headers.iter().position(is_authorization) else { return };
    let value = &read.headers[at].value;
    let scheme = value.text.get(..6).filter(|scheme| scheme.eq_ignore_ascii_case("basic "));
    let Some(text) = scheme.and_then(|_| pair(value.text[6..].trim())) else { return };
    let span = read.headers.remove(at).value.span;
    read.credentials.push(Credential::Basic(Value { open: braces(&text), text, span, verbatim: false }));
}

/// User and password with a colon between them. What is encoded already has neither colon nor space.
fn pair(text: &str) -> Option<String> {
    let variables = braces(text);
    let is_outside = |at: usize| {
        let after = variables.partition_point(|variable| variable.end <= at);
        variables.get(after).is_none_or(|variable| at < variable.start)
    };
    let (at, border) =
        text.char_indices().find(|&(at, c)| (c == ':' || c.is_whitespace()) && is_outside(at))?;
    Some(format!("{}:{}", &text[..at], text[at + border.len_utf8()..].trim_start()))
}

/// A target that begins with a slash is completed by the `Host` header.
fn join_host(read: &mut Request) {
    let Some(host) =
        read.header("host").map(|field| field.value.clone()).filter(|_| read.url.text.starts_with('/'))
    else {
        if read.url.open.is_empty() && !read.url.text.contains("://") && !read.url.text.starts_with('/') {
            read.url.prepend("http://");
        }
        return;
    };
    let local = ["localhost", "127.", "[::1]"].iter().any(|local| host.text.starts_with(local));
    let scheme = if local || host.text.ends_with(":80") { "http" } else { "https" };
    let text = format!("{scheme}://{}{}", host.text, read.url.text);
    read.url = Value { open: braces(&text), text, span: read.url.span.take(), verbatim: false };
}
