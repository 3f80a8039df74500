//! A running portal with a client, and shortcuts for calls.

use std::collections::HashMap;

use portalscope_demo_portal::{DemoConfig, DemoInfo, DemoPortal};
use reqwest::{Method, Response, redirect::Policy};
use serde_json::Value;
use url::Url;

pub const REDIRECT_URI: &str = "http://localhost:17421/oauth/callback";
pub const CONTACT_SCOPES: &str = "oauth crm.objects.contacts.read crm.objects.contacts.write";
pub const MAIN_ACCOUNT: &str = "26041877";

pub struct Portal {
    pub demo: DemoPortal,
    pub http: reqwest::Client,
}

/// A response whose body was read.
pub struct Answer {
    pub status: u16,
    pub headers: reqwest::header::HeaderMap,
    pub text: String,
}

impl Answer {
    async fn read(response: Response) -> Self {
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        Self { status, headers, text: response.text().await.unwrap() }
    }

    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|_| panic!("not JSON: {}", self.text))
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }
}

impl Portal {
    pub async fn start() -> Self {
        Self::with(DemoConfig::default()).await
    }

    pub async fn with(config: DemoConfig) -> Self {
        let http = reqwest::Client::builder().redirect(Policy::none()).no_proxy().build().unwrap();
        Self { demo: DemoPortal::start(config).await.unwrap(), http }
    }

    pub fn info(&self) -> &DemoInfo {
        self.demo.info()
    }

    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.info().base_url)
    }

    pub async fn call(&self, method: Method, path: &str, token: &str, body: Option<Value>) -> Answer {
        let mut request = self.http.request(method, self.url(path)).bearer_auth(token);
        if let Some(body) = body {
            request = request.json(&body);
        }
        Answer::read(request.send().await.unwrap()).await
    }

    pub async fn get(&self, path: &str, token: &str) -> Answer {
        self.call(Method::GET, path, token, None).await
    }

    pub async fn post(&self, path: &str, token: &str, body: Value) -> Answer {
        self.call(Method::POST, path, token, Some(body)).await
    }

    pub async fn form(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        Answer::read(self.http.post(self.url(path)).form(fields).send().await.unwrap()).await
    }

    pub async fn send(&self, request: reqwest::RequestBuilder) -> Answer {
        Answer::read(request.send().await.unwrap()).await
    }

    /// Opens the authorization page with these parameters and the demo app's client id.
    pub async fn authorize(&self, parameters: &[(&str, &str)]) -> Answer {
        let own = ("client_id", self.info().client_id.as_str());
        let all: Vec<_> = std::iter::once(own).chain(parameters.iter().copied()).collect();
        let url = Url::parse_with_params(&self.info().authorize_url, all).unwrap();
        Answer::read(self.http.get(url).send().await.unwrap()).await
    }

    /// Submits the form of a consent page.
    pub async fn decide(&self, page: &Answer, account: &str, decision: &str) -> Answer {
        let (consent, token) = (hidden(&page.text, "consent"), hidden(&page.text, "form_token"));
        let fields = [
            ("consent", consent.as_str()),
            ("form_token", &token),
            ("account", account),
            ("decision", decision),
        ];
        self.form("/oauth/authorize", &fields).await
    }

    /// An authorization code for these scopes in the main account.
    pub async fn code(&self, scopes: &str) -> String {
        let page = self.authorize(&[("redirect_uri", REDIRECT_URI), ("scope", scopes), ("state", "s")]).await;
        callback(&self.decide(&page, MAIN_ACCOUNT, "connect").await)["code"].clone()
    }

    pub async fn exchange(&self, code: &str, more: &[(&str, &str)]) -> Answer {
        let (id, secret) = (self.info().client_id.clone(), self.info().client_secret.clone());
        let mut fields = vec![
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", REDIRECT_URI),
            ("client_id", &id),
            ("client_secret", &secret),
        ];
        fields.extend_from_slice(more);
        self.form("/oauth/2026-09/token", &fields).await
    }

    pub async fn refresh(&self, refresh_token: &str) -> Answer {
        let (id, secret) = (self.info().client_id.clone(), self.info().client_secret.clone());
        let fields = [
            ("grant_type", "refresh_token"),
            ("refresh_token", refresh_token),
            ("client_id", &id),
            ("client_secret", &secret),
        ];
        self.form("/oauth/2026-09/token", &fields).await
    }

    /// Connects the app and returns its access token and refresh token.
    pub async fn connect(&self, scopes: &str) -> (String, String) {
        let tokens = self.exchange(&self.code(scopes).await, &[]).await.json();
        let text = |key: &str| tokens[key].as_str().unwrap().to_owned();
        (text("access_token"), text("refresh_token"))
    }
}

/// The value of a hidden form field.
pub fn hidden(html: &str, name: &str) -> String {
    let start = format!("name=\"{name}\" value=\"");
    html.split(&start).nth(1).unwrap().split('"').next().unwrap().to_owned()
}

/// The query parameters of a redirect to the callback.
pub fn callback(answer: &Answer) -> HashMap<String, String> {
    assert_eq!(answer.status, 302, "{}", answer.text);
    let target = Url::parse(answer.header("location").unwrap()).unwrap();
    assert!(target.as_str().starts_with(REDIRECT_URI));
    target.query_pairs().into_owned().collect()
}
