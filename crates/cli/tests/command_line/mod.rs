//! The real binary on a data folder of its own, and a demo portal beside it.

#![allow(dead_code, reason = "each test takes what it needs")]

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::sync::Arc;

use portalscope_core::{AppDraft, AppEnvironment, OpenOptions, PastedSecret, Portalscope, SystemClock};
use portalscope_redact::Redactor;
use serde_json::Value;

use crate::ACME_EUROPE;
use crate::browser::{consent, get};
use crate::ports::free_port;

pub struct TestApp {
    pub home: tempfile::TempDir,
    pub port: u16,
}

pub struct Demo {
    pub process: Child,
    pub info: Value,
}

impl Drop for Demo {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Demo {
    /// Returns what was said.
    pub fn expect_no_secret_in(&self, output: &Output) -> String {
        let said = [&output.stdout[..], &output.stderr].concat();
        let said = String::from_utf8_lossy(&said).into_owned();
        for name in ["client_secret", "service_key", "private_app_token"] {
            assert!(!said.contains(self.info[name].as_str().unwrap()), "{name}");
        }
        said
    }
}

impl TestApp {
    pub fn new() -> Self {
        Self { home: tempfile::tempdir().unwrap(), port: free_port() }
    }

    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_portalscope-cli"));
        command.args(arguments).env("PORTALSCOPE_HOME", self.home.path());
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    pub fn run(&self, arguments: &[&str], input: &str) -> Output {
        let mut process = self.command(arguments).spawn().unwrap();
        // A command that refuses its arguments does not read its input.
        let _ = process.stdin.take().unwrap().write_all(input.as_bytes());
        process.wait_with_output().unwrap()
    }

    pub fn demo(&self) -> Demo {
        self.demo_with(&[])
    }

    pub fn demo_with(&self, more: &[&str]) -> Demo {
        let redirect = format!("http://localhost:{}/oauth/callback", self.port);
        let arguments = [&["demo-portal", "--redirect-uri", &redirect][..], more].concat();
        let mut process = self.command(&arguments).spawn().unwrap();
        let info = first_line(&mut process);
        Demo { process, info }
    }

    pub async fn connect(&self, demo: &Demo) -> Value {
        self.connect_account(demo, ACME_EUROPE).await
    }

    pub async fn connect_account(&self, demo: &Demo, account: &str) -> Value {
        let info = |name: &str| demo.info[name].as_str().unwrap().to_owned();
        let scopes = "oauth crm.objects.contacts.read crm.objects.contacts.write";
        let port = self.port.to_string();
        let arguments = ["connect", "--client-id", &info("client_id"), "--demo-portal", &info("base_url")];
        let more = ["--scopes", scopes, "--optional-scopes", "tickets", "--port", &port, "--json"];
        self.consent(&[&arguments[..], &more].concat(), &info("client_secret"), account).await
    }

    /// With an OAuth app of the window's list, whose secret is in the keyring.
    pub async fn connect_by_app(&self, demo: &Demo) -> Value {
        let window = self.open();
        let secret = PastedSecret::new(demo.info["client_secret"].as_str().unwrap().to_owned());
        let url = demo.info["base_url"].as_str().unwrap();
        let draft = AppDraft {
            name: "Of the list".to_owned(),
            environment: AppEnvironment::Demo { port: url.rsplit(':').next().unwrap().parse().unwrap() },
            client_id: demo.info["client_id"].as_str().unwrap().into(),
            client_secret: Some(window.stage_secret(&secret).unwrap().id),
            redirect_ports: vec![self.port],
            forwarded_redirect: None,
            scopes: vec!["oauth".to_owned(), "crm.objects.contacts.read".to_owned()],
            optional_scopes: Vec::new(),
            hublet: "app".to_owned(),
            version: None,
        };
        window.oauth_apps.save(None, draft).await.unwrap();
        assert_eq!(error_code(&self.run(&["connect", "--app", "Another"], "")), "app_not_found");
        self.consent(&["connect", "--app", "Of the list", "--json"], "", ACME_EUROPE).await
    }

    pub async fn consent(&self, arguments: &[&str], secret: &str, account: &str) -> Value {
        let port = self.port;
        let mut process = self.command(arguments).spawn().unwrap();
        process.stdin.take().unwrap().write_all(secret.as_bytes()).unwrap();
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let waiting: Value = serde_json::from_str(&lines.next().unwrap().unwrap()).unwrap();
        assert_eq!(waiting["redirect_uri"], format!("http://localhost:{port}/oauth/callback"));
        let callback = consent(waiting["authorize_url"].as_str().unwrap(), account, "connect").await;
        assert_eq!(get(&callback).await.0, 200, "the callback's own page");
        let row: Value = serde_json::from_str(&lines.next().unwrap().unwrap()).unwrap();
        assert!(process.wait().unwrap().success(), "{row}");
        row
    }

    pub fn open(&self) -> Arc<Portalscope> {
        let home = Path::to_owned(self.home.path());
        let (clock, redactor) = (Arc::new(SystemClock), Arc::new(Redactor::new()));
        Portalscope::open(OpenOptions {
            home,
            clock,
            redactor,
            session_only: false,
            who: portalscope_core::Who::Cli,
        })
        .unwrap()
    }

    pub fn expect_no_secret(&self, output: &Output, demo: &Demo) {
        let said = demo.expect_no_secret_in(output);
        assert!(!said.contains("Bearer ") && !said.contains("refresh_token"), "{said}");
        assert!(self.home.path().exists());
    }
}

pub fn first_line(process: &mut Child) -> Value {
    let mut line = String::new();
    BufReader::new(process.stdout.take().unwrap()).read_line(&mut line).unwrap();
    serde_json::from_str(&line).unwrap()
}

pub fn json(output: &Output) -> Value {
    let text = String::from_utf8_lossy(&output.stdout);
    serde_json::from_str(&text)
        .unwrap_or_else(|_| panic!("{text}{}", String::from_utf8_lossy(&output.stderr)))
}

pub fn error_code(output: &Output) -> String {
    json(output)["error"]["code"].as_str().unwrap_or_else(|| panic!("{output:?}")).to_owned()
}
