//! The requests that curl makes of its options.

use super::address::{patterns, sent, without_dots, without_userinfo};
use super::arguments::Arguments;
use super::data::{Content, Data, hull};
use crate::request::{Body, Credential, Field, Note, NoteKind, Request, Value};

const FORM: &str = "application/x-www-form-urlencoded";

impl Arguments {
    /// A request for each address.
    pub fn into_requests(mut self) -> Vec<Request> {
        self.note_conflicts();
        let strays = std::mem::take(&mut self.strays);
        self.notes
            .extend(strays.into_iter().map(|stray| Note { kind: NoteKind::StrayWord, span: stray.span }));
        let addresses = std::mem::take(&mut self.addresses);
        addresses.into_iter().enumerate().map(|(index, address)| self.request(index, &address)).collect()
    }

    fn request(&self, index: usize, address: &Value) -> Request {
        let upload = self.uploads.get(index);
        let (url, userinfo) = without_userinfo(sent(address, self.default_scheme.as_deref()));
        let mut request = Request {
            span: self.span.clone(),
            method: self.method(upload.is_some()),
            url,
            query: self.parameters(),
            headers: self.sent_headers(),
            credentials: self.sent_credentials(userinfo),
            notes: self.notes.clone(),
            ..Request::default()
        };
        if !self.no_patterns {
            request.notes.extend(patterns(&request.url));
        }
        if !self.keeps_dots {
            without_dots(&mut request.url);
        }
        if let Some(target) = &self.request_target {
            let start = request.url.text.find("://").map_or(0, |at| at + 3);
            let end =
                request.url.text[start..].find(['/', '?']).map_or(request.url.text.len(), |at| start + at);
            request.url = Value { span: request.url.span.clone(), ..request.url.part(0..end) };
            request.url.append(&target.text, &target.open);
        }
        self.put_body(upload, &mut request);
        request
    }

    fn method(&self, uploads: bool) -> Value {
        if let Some(method) = &self.method {
            return Value { text: method.text.to_uppercase(), ..method.clone() };
        }
        Value::implied(if self.head.is_some() {
            "HEAD"
        } else if uploads {
            "PUT"
        } else if !self.form.is_empty() || !self.data.is_empty() && self.get.is_none() {
            "POST"
        } else {
            "GET"
        })
    }

    /// Of `-G` and the data, else of `--url-query`: curl takes one of the two.
    fn parameters(&self) -> Vec<Field> {
        if self.get.is_some() && !self.data.is_empty() {
            return self.data.iter().flat_map(|data| data.content.parameters()).collect();
        }
        self.query.iter().flat_map(Content::parameters).collect()
    }

    fn sent_headers(&self) -> Vec<Field> {
        let mut headers: Vec<Field> = self.headers.iter().filter_map(header).collect();
        let is_set = |name: &str| {
            self.headers.iter().any(|line| {
                let own = line.text.split([':', ';']).next().unwrap_or_default();
                own.len() < line.text.len() && own.trim().eq_ignore_ascii_case(name)
            })
        };
        headers.extend(self.own_headers.iter().filter(|own| !is_set(&own.name.text)).cloned());
        if let Some((first, others)) = self.cookies.split_first().filter(|_| !is_set("Cookie")) {
            let mut cookie = first.clone();
            for other in others {
                cookie.append(";", &[]);
                cookie.append(&other.text, &other.open);
                cookie.span = hull(cookie.span, other.span.clone());
            }
            headers.push(Field { name: Value::implied("Cookie"), value: cookie });
        }
        let implied =
            |name: &str, value: &str| Field { name: Value::implied(name), value: Value::implied(value) };
        if self.json.is_some() {
            let own = [("Content-Type", "application/json"), ("Accept", "application/json")];
            headers.extend(
                own.iter().filter(|(name, _)| !is_set(name)).map(|(name, value)| implied(name, value)),
            );
        } else if self.get.is_none()
            && !self.data.is_empty()
            && self.form.is_empty()
            && !is_set("Content-Type")
        {
            headers.push(implied("Content-Type", FORM));
        }
        for header in &mut headers {
            header.value.mark_templates();
        }
        headers
    }

    fn sent_credentials(&self, userinfo: Option<Value>) -> Vec<Credential> {
        let mut credentials = self.credentials.clone();
        // `--oauth2-bearer` goes before `-u`, and that before the address.
        if let Some(token) = &self.bearer {
            credentials.push(Credential::Bearer(token.clone()));
        } else if let Some(user) = self.user.clone().or(userinfo) {
            credentials.push(match self.scheme {
                Some(scheme) => Credential::Other(scheme.to_owned()),
                None => Credential::Basic(user),
            });
        }
        credentials
    }

    fn put_body(&self, upload: Option<&Content>, request: &mut Request) {
        if !self.form.is_empty() {
            request.body = Body::Multipart(self.form.clone());
        } else if let Some(Content::File(file)) = upload {
            if request.url.text.ends_with('/') {
                let name = file.text.rsplit(['/', '\\']).next().unwrap_or_default();
                request.url.append(name, &[]);
            }
            request.notes.push(Note { kind: NoteKind::File(file.text.clone()), span: file.span.clone() });
            request.body = Body::File(file.clone());
        } else if let Some(upload) = upload {
            request.body = upload.sent().map_or(Body::Unknown, Body::Text);
        } else if self.get.is_none() && !self.data.is_empty() {
            request.body = body(&self.data);
        }
    }

    /// Options that curl refuses together, and those that change nothing.
    fn note_conflicts(&mut self) {
        let mut refuse = |option: &str, span| {
            self.notes.push(Note { kind: NoteKind::Refused(option.to_owned()), span });
        };
        let has_data = !self.data.is_empty() && self.get.is_none();
        if has_data && !self.form.is_empty() {
            refuse("--form", self.form[0].name.span.clone());
        }
        if has_data && self.head.is_some() {
            refuse("--head", self.head.clone());
        }
        if has_data && !self.uploads.is_empty() {
            refuse("--upload-file", None);
        }
        let without_effect =
            |option: &str, span| Note { kind: NoteKind::WithoutEffect(option.to_owned()), span };
        let headers = self.headers.iter().filter(|line| !line.text.contains([':', ';']));
        let headers: Vec<_> = headers.map(|line| without_effect("--header", line.span.clone())).collect();
        self.notes.extend(headers);
        if self.get.is_some() && !self.data.is_empty() && !self.query.is_empty() {
            self.notes.push(without_effect("--url-query", None));
        }
    }
}

/// A line of `-H` as a header. `Name:` takes a header of curl's own away, `Name;` sends one without a value.
fn header(line: &Value) -> Option<Field> {
    if let Some((name, value)) = line.split_once(':') {
        let value = value.trimmed();
        return (!value.text.is_empty()).then(|| Field { name: name.trimmed(), value });
    }
    let (name, rest) = line.split_once(';')?;
    rest.text
        .trim()
        .is_empty()
        .then(|| Field { name: name.trimmed(), value: Value { text: String::new(), ..rest } })
}

fn body(data: &[Data]) -> Body {
    if let [Data { content: Content::File(name), .. }] = data {
        return Body::File(name.clone());
    }
    let mut body: Option<Value> = None;
    for part in data {
        let Some(text) = part.content.sent() else { return Body::Unknown };
        body = Some(match body {
            None => text,
            Some(mut body) => {
                if part.is_joined {
                    body.append("&", &[]);
                }
                body.append(&text.text, &text.open);
                body.span = hull(body.span, text.span);
                body
            }
        });
    }
    let mut body = body.unwrap_or_default();
    body.mark_templates();
    Body::Text(body)
}
