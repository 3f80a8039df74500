//! Tells what was sent to a token endpoint and what came back, for who keeps a history. Labels stand for secrets, which
//! are registered for redaction before anything is told.

use std::sync::Arc;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use portalscope_redact::Redactor;
use portalscope_vault::{SecretKind, kind};
use reqwest::header::{HeaderMap, USER_AGENT};
use serde_json::Value;

use super::AppCredential;
use super::question::{Answer, Inspected, Question, form};
use crate::{Client, NetworkError};

/// What a token endpoint was called for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenPurpose {
    /// To exchange a code for tokens (RFC 6749 §4.1.3).
    Exchange,
    /// To refresh a token (RFC 6749 §6).
    Refresh,
    /// To ask about a token (RFC 7662).
    Introspection,
    /// To revoke a token (RFC 7009).
    Revocation,
}

/// A call of a token endpoint, with labels for its secrets.
#[derive(Clone, Debug)]
pub struct TokenCall {
    /// What it was for.
    pub purpose: TokenPurpose,
    /// The HTTP method.
    pub method: String,
    /// The path.
    pub path: String,
    /// Names and values of the headers that were sent.
    pub request_headers: Vec<(String, String)>,
    /// The form that was sent, `name=value` with `&` between. Empty: there was no body.
    pub form: String,
    /// When it was sent, by this computer's clock.
    pub started_at: Timestamp,
    /// Until the answer was whole, or failed.
    pub duration: Duration,
    /// The answer, or why there is none.
    pub answer: Result<TokenAnswer, NetworkError>,
}

/// The answer of a token endpoint, with labels for its secrets.
#[derive(Clone, Debug)]
pub struct TokenAnswer {
    /// The HTTP status.
    pub status: u16,
    /// Names and values of the headers.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: String,
    /// Its size before the redaction, in bytes.
    pub size: u64,
}

/// Is told of each call of a token endpoint. It must not wait.
pub type Tell = Arc<dyn Fn(TokenCall) + Send + Sync>;

/// A call that is to be told once it has ended.
pub(super) struct Telling {
    call: TokenCall,
    since: Instant,
}

impl Telling {
    /// `None`: nobody wants to know.
    pub fn begin(
        client: &Client,
        app: &AppCredential,
        question: &Question<'_>,
        request: &reqwest::Request,
    ) -> Option<Self> {
        client.tell()?;
        let redactor = client.redactor();
        register(redactor, app, question);
        let mut headers = lines(request.headers(), redactor);
        headers.push((USER_AGENT.to_string(), crate::client::USER_AGENT.to_owned()));
        let call = TokenCall {
            purpose: question.purpose(),
            method: request.method().to_string(),
            path: redactor.text(request.url().path()),
            request_headers: headers,
            form: if request.body().is_some() { form_text(redactor, app, question) } else { String::new() },
            started_at: client.now(),
            duration: Duration::ZERO,
            answer: Err(NetworkError::Broken),
        };
        Some(Self { call, since: Instant::now() })
    }

    /// Tells the answer, or why there is none.
    pub fn end(mut self, client: &Client, answer: Result<&Answer, NetworkError>) {
        let Some(tell) = client.tell() else { return };
        let redactor = client.redactor();
        self.call.duration = self.since.elapsed();
        self.call.answer = answer.map(|answer| {
            register_tokens(redactor, &answer.body);
            TokenAnswer {
                status: answer.status.as_u16(),
                headers: lines(&answer.headers, redactor),
                body: redactor.text(&String::from_utf8_lossy(&answer.body)),
                size: answer.body.len() as u64,
            }
        });
        tell(self.call);
    }
}

impl Question<'_> {
    fn purpose(&self) -> TokenPurpose {
        match self {
            Self::Grant(fields) if fields.contains(&("grant_type", "refresh_token")) => TokenPurpose::Refresh,
            Self::Grant(_) => TokenPurpose::Exchange,
            Self::Introspect(_) => TokenPurpose::Introspection,
            Self::Revoke(_) => TokenPurpose::Revocation,
        }
    }
}

/// The word of the secret that a field carries. `None`: it carries none.
fn secret_word(field: &str) -> Option<&'static str> {
    Some(match field {
        "client_secret" => kind::Client::WORD,
        "access_token" | "id_token" | "token" => kind::Access::WORD,
        "refresh_token" => kind::Refresh::WORD,
        "code" => "code",
        "code_verifier" => "code-verifier",
        _ => return None,
    })
}

fn register(redactor: &Redactor, app: &AppCredential, question: &Question<'_>) {
    redactor.register(kind::Client::WORD, app.client_secret.expose());
    match question {
        Question::Introspect(Inspected::Refresh(token)) | Question::Revoke(token) => {
            redactor.register(kind::Refresh::WORD, token.expose());
        }
        Question::Introspect(Inspected::Access(token)) => {
            redactor.register(kind::Access::WORD, token.expose());
        }
        Question::Grant(fields) => {
            for (name, value) in *fields {
                if let Some(word) = secret_word(name) {
                    redactor.register(word, value);
                }
            }
        }
    }
}

/// The tokens of an answer, whatever else is in it.
fn register_tokens(redactor: &Redactor, body: &[u8]) {
    let Ok(Value::Object(fields)) = serde_json::from_slice(body) else { return };
    for (name, value) in &fields {
        if let (Some(word), Some(value)) = (secret_word(name), value.as_str()) {
            redactor.register(word, value);
        }
    }
}

/// The names as they are sent, the values of secrets by their labels.
fn form_text(redactor: &Redactor, app: &AppCredential, question: &Question<'_>) -> String {
    let (_, fields) = form(question);
    let credentials = [("client_id", app.client_id.as_str()), ("client_secret", app.client_secret.expose())];
    let field = |(name, value): (&str, &str)| {
        let shown = secret_word(name).map_or_else(
            || url::form_urlencoded::byte_serialize(redactor.text(value).as_bytes()).collect(),
            |word| redactor.register(word, value).to_string(),
        );
        format!("{name}={shown}")
    };
    credentials.into_iter().chain(fields).map(field).collect::<Vec<_>>().join("&")
}

fn lines(headers: &HeaderMap, redactor: &Redactor) -> Vec<(String, String)> {
    let line = |(name, value): (&reqwest::header::HeaderName, &reqwest::header::HeaderValue)| {
        (name.to_string(), redactor.text(&String::from_utf8_lossy(value.as_bytes())))
    };
    headers.iter().map(line).collect()
}
