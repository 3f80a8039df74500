//! What every reader makes of a text: requests as they would be sent, each part with its place in the text.

use std::ops::Range;

/// A part of the text that was read, in bytes; always on character borders.
pub type Span = Range<usize>;

/// A text as it would be sent: quotes and escapes are undone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Value {
    /// What is not in the document, such as the value of a variable, stands here as it is written there.
    pub text: String,
    /// Where it stands in the document. `None`: the document implies it, as `-d` implies `POST`.
    pub span: Option<Span>,
    /// The parts of `text` that the program puts in when it runs: `$TOKEN`, `{{host}}`, `{token}` of an f-string.
    pub open: Vec<Range<usize>>,
    /// Whether the document has `text` at `span`, letter by letter: each part of it has a place of its own then.
    pub verbatim: bool,
}

impl Value {
    /// A part of the value. Its place is exact where nothing was unescaped, else the place of the whole.
    pub(crate) fn part(&self, range: Range<usize>) -> Self {
        let open = open_within(&self.open, &range);
        let verbatim = self.is_verbatim();
        let span = self.span.as_ref().map(|span| {
            if verbatim { span.start + range.start..span.start + range.end } else { span.clone() }
        });
        Self { open, span, verbatim, text: self.text[range].to_owned() }
    }

    /// Whether each letter of the text has a place of its own in the document.
    pub(crate) fn is_verbatim(&self) -> bool {
        self.verbatim && self.span.as_ref().is_some_and(|span| span.len() == self.text.len())
    }

    /// Without white space around it.
    pub(crate) fn trimmed(&self) -> Self {
        let start = self.text.len() - self.text.trim_start().len();
        self.part(start..self.text.trim_end().len().max(start))
    }

    /// The parts before and behind the first `separator`.
    pub(crate) fn split_once(&self, separator: char) -> Option<(Self, Self)> {
        let at = self.text.find(separator)?;
        Some((self.part(0..at), self.part(at + separator.len_utf8()..self.text.len())))
    }

    /// The value with a text after it that the document implies, or that stands elsewhere.
    pub(crate) fn append(&mut self, text: &str, open: &[Range<usize>]) {
        let start = self.text.len();
        self.verbatim = false;
        self.text.push_str(text);
        self.open.extend(open.iter().map(|open| open.start + start..open.end + start));
    }

    /// The value with a part after it that the program puts in.
    pub(crate) fn append_open(&mut self, text: &str) {
        let start = self.text.len();
        self.verbatim = false;
        self.text.push_str(text);
        self.open.push(start..self.text.len());
    }

    /// The value with a text before it.
    pub(crate) fn prepend(&mut self, text: &str) {
        self.verbatim = false;
        self.text.insert_str(0, text);
        for open in &mut self.open {
            *open = open.start + text.len()..open.end + text.len();
        }
    }

    /// The same with everything but the open parts changed.
    pub(crate) fn changed(&self, change: impl Fn(&str) -> String) -> Self {
        let mut changed = Self { span: self.span.clone(), ..Self::default() };
        let mut at = 0;
        for open in &self.open {
            changed.text.push_str(&change(&self.text[at..open.start]));
            changed.append_open(&self.text[open.clone()]);
            at = open.end;
        }
        changed.text.push_str(&change(&self.text[at..]));
        changed
    }

    /// Marks `{{name}}` of Postman and of other templates as open: it is put in before the request is sent.
    pub(crate) fn mark_templates(&mut self) {
        let mut at = 0;
        let mut found: Vec<Range<usize>> = Vec::new();
        while let Some(start) = self.text[at..].find("{{").map(|found| at + found) {
            let inside = &self.text[start + 2..];
            let is_name = |c: char| c.is_alphanumeric() || "_-.$ ".contains(c);
            let length = inside.find(|c| !is_name(c)).unwrap_or(inside.len());
            at = start + 2;
            if length > 0 && inside[length..].starts_with("}}") {
                at += length + 2;
                found.push(start..at);
            }
        }
        let is_free = |found: &Range<usize>| {
            let at = self.open.partition_point(|open| open.end <= found.start);
            self.open.get(at).is_none_or(|open| open.start >= found.end)
        };
        found.retain(is_free);
        self.open.append(&mut found);
        self.open.sort_by_key(|open| open.start);
    }

    /// A value that stands in the document.
    pub fn at(text: impl Into<String>, span: Span) -> Self {
        Self { text: text.into(), span: Some(span), ..Self::default() }
    }

    /// A value that stands in the document as it is.
    pub(crate) fn verbatim(text: impl Into<String>, span: Span) -> Self {
        Self { verbatim: true, ..Self::at(text, span) }
    }

    /// A value that the document implies.
    pub fn implied(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }
}

/// The open parts within a part, counted from its beginning.
pub(crate) fn open_within(open: &[Range<usize>], range: &Range<usize>) -> Vec<Range<usize>> {
    let first = open.partition_point(|open| open.end <= range.start);
    let within = open[first..].iter().take_while(|open| open.start < range.end);
    within
        .map(|open| open.start.max(range.start) - range.start..open.end.min(range.end) - range.start)
        .collect()
}

/// A name with its value: a header, a parameter of the query, a field of a form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Field {
    /// As sent; header names keep their case.
    pub name: Value,
    /// As sent.
    pub value: Value,
}

/// The body of a request.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Body {
    /// None is sent.
    #[default]
    None,
    /// As sent: JSON, a form that is encoded already, any text.
    Text(Value),
    /// An object of the program's language that its library sends as JSON, written as JSON here.
    Json(Value),
    /// Fields that are sent as `application/x-www-form-urlencoded`, not encoded yet.
    Form(Vec<Field>),
    /// Parts that are sent as `multipart/form-data`; the value of a file is its name.
    Multipart(Vec<Field>),
    /// The contents of this file, which is not read.
    File(Value),
    /// There is one, but the document does not hold it.
    Unknown,
}

/// A credential that stands elsewhere than in a header, the query or the body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Credential {
    /// User name and password (RFC 7617): `-u`, `auth=(..)`, an address with userinfo.
    Basic(Value),
    /// A token that the client sends as `Authorization: Bearer`: `--oauth2-bearer`, `accessToken: …` of a client library.
    Bearer(Value),
    /// A credential of HubSpot's ended API keys, as client libraries took it: `apiKey: …`.
    ApiKey(Value),
    /// One that is stored elsewhere and only named here: a credential of n8n, Postman's inherited authorization.
    Stored(String),
    /// A certificate, a cookie file, a signature; the name of the option.
    Other(String),
}

/// A request, as it would be sent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Request {
    /// The name that the document gives it: of a Postman item, an n8n node, a comment before it.
    pub name: Option<String>,
    /// The whole request in the document.
    pub span: Span,
    /// In upper case.
    pub method: Value,
    /// Joined from base and path as the client joins them, with the query that stands in it.
    pub url: Value,
    /// The parameters that are given apart from the URL, not encoded yet.
    pub query: Vec<Field>,
    /// In order, with those that the client adds because of what is asked (`Content-Type` for `--json`), not its defaults.
    pub headers: Vec<Field>,
    /// The body.
    pub body: Body,
    /// Credentials outside of headers, query and body.
    pub credentials: Vec<Credential>,
    /// What could not be read, or was read with a doubt.
    pub notes: Vec<Note>,
}

impl Request {
    /// The first header of this name, in any case.
    pub(crate) fn header(&self, name: &str) -> Option<&Field> {
        self.headers.iter().find(|field| field.name.text.eq_ignore_ascii_case(name))
    }

    pub(crate) fn note(&mut self, kind: NoteKind, span: impl Into<Option<Span>>) {
        self.notes.push(Note { kind, span: span.into() });
    }
}

/// Something about a request that its parts cannot tell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// What it is.
    pub kind: NoteKind,
    /// Where it stands.
    pub span: Option<Span>,
}

/// The kinds of [`Note`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoteKind {
    /// A file with this name is named and was not read.
    File(String),
    /// An option, argument or field with this name is not known.
    UnknownOption(String),
    /// An expression whose value is not in the document, as written.
    Unresolved(String),
    /// Base and path are joined in another way than it looks: the address that really goes out, and what it looks like.
    JoinedUnexpectedly {
        /// As the client joins them.
        sent: String,
        /// As the two read side by side.
        looks_like: String,
    },
    /// What is sent depends on the version of a client: both outcomes, in words.
    DependsOnVersion {
        /// The client and the border, such as "axios before 1.0".
        library: String,
        /// What is sent before the border.
        before: String,
        /// What is sent from it on.
        after: String,
    },
    /// An option that the client takes and that changes nothing of the request, though it looks as if.
    WithoutEffect(String),
    /// A part that the client sends otherwise than it reads: a body that is cut, quoted once more, or refused.
    Altered {
        /// The option or function, such as `ConvertTo-Json`.
        by: String,
        /// What becomes of the part, as a sentence.
        effect: String,
    },
    /// A request was disabled in its tool, and is read nevertheless.
    Disabled,
    /// A file of options with this name, which is not read: any part of the request may stand there.
    OptionsFile(String),
    /// The client refuses this option as it is written, or beside another one; it was read as it is meant.
    Refused(String),
    /// A word that is neither an option nor an address. The client takes it for an address; most often a quote is
    /// missing before it.
    StrayWord,
    /// An `&` without quotes, at which a shell ends the command. The address was read whole.
    UnquotedAmpersand,
    /// A part of an address, as written, that the client takes for a pattern: `{a,b}` and `[1-3]` make several
    /// requests, `{id}` loses its braces.
    Pattern(String),
}

/// The form in which a text was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Form {
    /// A path alone, or a method and a path.
    Path,
    /// A whole address, or a method and an address.
    Url,
    /// cURL for sh, bash or zsh.
    CurlPosix,
    /// cURL for cmd.exe.
    CurlCmd,
    /// cURL in PowerShell.
    CurlPowerShell,
    /// wget, for any shell.
    Wget,
    /// `HTTPie`, for any shell.
    Httpie,
    /// `Invoke-RestMethod`, `Invoke-WebRequest`.
    PowerShell,
    /// requests, httpx, urllib, HubSpot's client.
    Python,
    /// fetch, axios, got, HubSpot's client.
    JavaScript,
    /// curl, Guzzle, HubSpot's client.
    Php,
    /// `Net::HTTP`, Faraday, `HTTParty`.
    Ruby,
    /// net/http.
    Go,
    /// `HttpClient`, `RestSharp`, generated clients.
    CSharp,
    /// `java.net.http`, `OkHttp`.
    Java,
    /// A request as HTTP/1.1 has it, or a `.http` file.
    Http,
    /// An HTTP archive (1.2), or an entry of one.
    Har,
    /// A Postman collection (2.0, 2.1), or an item of one.
    Postman,
    /// A workflow of n8n, or nodes of one.
    N8n,
    /// A scenario (blueprint) of Make, or a module of one.
    Make,
    /// A step of Zapier: webhooks, or code of its platform.
    Zapier,
    /// A request as an object of JSON, as tools and logs show it.
    Json,
}

impl Request {
    fn values(&mut self) -> impl Iterator<Item = &mut Value> {
        let fields = self.query.iter_mut().chain(&mut self.headers);
        let (body, parts): (_, &mut [Field]) = match &mut self.body {
            Body::Text(value) | Body::Json(value) | Body::File(value) => (Some(value), &mut []),
            Body::Form(parts) | Body::Multipart(parts) => (None, parts),
            Body::None | Body::Unknown => (None, &mut []),
        };
        let fields = fields.chain(parts).flat_map(|field| [&mut field.name, &mut field.value]);
        let credentials = self.credentials.iter_mut().filter_map(|credential| match credential {
            Credential::Basic(value) | Credential::Bearer(value) | Credential::ApiKey(value) => Some(value),
            Credential::Stored(_) | Credential::Other(_) => None,
        });
        [&mut self.method, &mut self.url].into_iter().chain(fields).chain(body).chain(credentials)
    }
}

impl Reading {
    /// Changes all places: what was read is a part of a larger text.
    pub(crate) fn each_span(&mut self, change: &mut impl FnMut(&mut Span)) {
        for request in &mut self.requests {
            change(&mut request.span);
            request.values().filter_map(|value| value.span.as_mut()).for_each(&mut *change);
            request.notes.iter_mut().filter_map(|note| note.span.as_mut()).for_each(&mut *change);
        }
        for problem in &mut self.problems {
            change(&mut problem.span);
        }
    }
}

/// What was read of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// How it was written.
    pub form: Form,
    /// Its requests, in its order.
    pub requests: Vec<Request>,
    /// What should be a request and could not be read.
    pub problems: Vec<Problem>,
}

/// A part of a document that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The name of the item, if it has one.
    pub name: Option<String>,
    /// Where it stands, or where reading ended.
    pub span: Span,
    /// Why, as a sentence that repeats nothing of the text but option names.
    pub message: String,
}
