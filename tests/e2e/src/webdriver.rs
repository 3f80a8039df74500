//! WebDriver over HTTP: the few commands that the journeys use. It knows nothing of the app.
//!
//! By hand: `thirtyfour` and `fantoccini` need an async runtime, and the journeys are synchronous from end to end.

use base64::Engine as _;
use serde_json::{Value, json};
use ureq::Agent;

use crate::error::{Error, PATIENCE, Result, until};

const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// One session with one driver.
pub struct WebDriver {
    agent: Agent,
    address: String,
}

/// A reference to an element of the page; stale once the page has replaced it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Element(String);

impl WebDriver {
    /// Waits for the driver on `port`, then asks for a session.
    pub fn open(port: u16, capabilities: &Value) -> Result<Self> {
        let agent: Agent = Agent::config_builder()
            .http_status_as_error(false)
            .proxy(None)
            .timeout_global(Some(2 * PATIENCE))
            .build()
            .into();
        let address = format!("http://127.0.0.1:{port}");
        until("the driver to answer", || Ok(agent.get(format!("{address}/status")).call().ok().map(drop)))?;
        let mut driver = Self { agent, address };
        let created = driver.post("/session", &json!({ "capabilities": { "alwaysMatch": capabilities } }))?;
        let id = created["sessionId"].as_str().unwrap_or_default();
        driver.address = format!("{}/session/{id}", driver.address);
        let patience = PATIENCE.as_millis();
        driver.post("/timeouts", &json!({ "script": patience, "pageLoad": patience }))?;
        Ok(driver)
    }

    pub fn close_session(&self) -> Result<()> {
        self.delete("").map(drop)
    }

    pub fn close_window(&self) -> Result<()> {
        self.delete("/window").map(drop)
    }

    pub fn go_to(&self, url: &str) -> Result<()> {
        self.post("/url", &json!({ "url": url })).map(drop)
    }

    pub fn url(&self) -> Result<String> {
        self.get("/url").map(|value| text(&value))
    }

    pub fn resize(&self, width: u64, height: u64) -> Result<()> {
        self.post("/window/rect", &json!({ "width": width, "height": height })).map(drop)
    }

    /// Runs the body of a function in the page.
    pub fn script(&self, body: &str, arguments: &[Value]) -> Result<Value> {
        self.post("/execute/sync", &json!({ "script": body, "args": arguments }))
    }

    /// As `script`; the last argument that the body gets is a function to call with the answer.
    pub fn script_with_callback(&self, body: &str, arguments: &[Value]) -> Result<Value> {
        self.post("/execute/async", &json!({ "script": body, "args": arguments }))
    }

    /// Runs a body that answers with a list of elements.
    pub fn elements(&self, body: &str, arguments: &[Value]) -> Result<Vec<Element>> {
        let answer = self.script(body, arguments)?;
        Ok(answer.as_array().into_iter().flatten().filter_map(Element::from_json).collect())
    }

    pub fn focused(&self) -> Result<Element> {
        let answer = self.get("/element/active")?;
        Element::from_json(&answer).ok_or_else(|| Error::Unexpected("nothing has the focus".to_owned()))
    }

    /// The computed role, as for screen readers.
    pub fn role(&self, element: &Element) -> Result<String> {
        self.get(&element.path("computedrole")).map(|value| text(&value))
    }

    /// The accessible name, as for screen readers.
    pub fn label(&self, element: &Element) -> Result<String> {
        // WebKitGTK replaces an image in the name by an object replacement character.
        self.get(&element.path("computedlabel"))
            .map(|value| text(&value).replace('\u{FFFC}', "").trim().to_owned())
    }

    /// The drawn text. The driver's own command for this finds none in rows that are moved by a transform.
    pub fn text(&self, element: &Element) -> Result<String> {
        self.script("return arguments[0].innerText;", &[element.as_json()]).map(|value| text(&value))
    }

    pub fn is_enabled(&self, element: &Element) -> Result<bool> {
        Ok(self.get(&element.path("enabled"))?.as_bool().unwrap_or(false))
    }

    pub fn click(&self, element: &Element) -> Result<()> {
        self.post(&element.path("click"), &json!({})).map(drop)
    }

    /// Presses keys one after another into whatever has the focus, each with all of `held` down.
    pub fn press(&self, held: &[&str], keys: &[&str]) -> Result<()> {
        let down = |key: &&str| json!({ "type": "keyDown", "value": key });
        let up = |key: &&str| json!({ "type": "keyUp", "value": key });
        let mut actions: Vec<Value> = held.iter().map(down).collect();
        actions.extend(keys.iter().flat_map(|key| [down(key), up(key)]));
        actions.extend(held.iter().rev().map(up));
        let keyboard = json!({ "type": "key", "id": "keyboard", "actions": actions });
        self.post("/actions", &json!({ "actions": [keyboard] })).map(drop)
    }

    /// The visible part of the page, as PNG.
    pub fn picture(&self) -> Result<Vec<u8>> {
        let encoded = text(&self.get("/screenshot")?);
        let decoded = base64::engine::general_purpose::STANDARD.decode(encoded.as_bytes());
        decoded.map_err(|error| Error::Unexpected(format!("the driver's picture is broken: {error}")))
    }

    fn get(&self, path: &str) -> Result<Value> {
        let answer = self.agent.get(format!("{}{path}", self.address)).call();
        value_of(&format!("GET {path}"), answer)
    }

    fn post(&self, path: &str, body: &Value) -> Result<Value> {
        let answer = self.agent.post(format!("{}{path}", self.address)).send_json(body);
        value_of(&format!("POST {path}"), answer)
    }

    fn delete(&self, path: &str) -> Result<Value> {
        let answer = self.agent.delete(format!("{}{path}", self.address)).call();
        value_of(&format!("DELETE {path}"), answer)
    }
}

impl Element {
    pub fn as_json(&self) -> Value {
        json!({ ELEMENT: self.0 })
    }

    fn from_json(value: &Value) -> Option<Self> {
        value[ELEMENT].as_str().map(|id| Self(id.to_owned()))
    }

    fn path(&self, command: &str) -> String {
        format!("/element/{}/{command}", self.0)
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

type Answer = std::result::Result<ureq::http::Response<ureq::Body>, ureq::Error>;

fn value_of(command: &str, answer: Answer) -> Result<Value> {
    let transport = |error: ureq::Error| Error::Transport(format!("{command}: {error}"));
    let mut response = answer.map_err(transport)?;
    let body: Value = response.body_mut().with_config().limit(64 << 20).read_json().map_err(transport)?;
    let value = &body["value"];
    if response.status().is_success() {
        return Ok(value.clone());
    }
    Err(Error::Driver {
        command: command.to_owned(),
        kind: text(&value["error"]),
        message: text(&value["message"]),
    })
}
