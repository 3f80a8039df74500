//! Versions 1 and 2 of HubSpot's APIs: their own shapes, over the records of version 3.

use std::collections::BTreeSet;

use reqwest::Method;
use serde_json::{Value, json};

use crate::client::{Answer, Portal};

mod associations;
mod companies;
mod contacts;
mod deals;
mod email;
mod engagements;
mod files;
mod forms;
mod generic;
mod hubdb;
mod lists;
mod objects;
mod preferences;
mod properties;

/// A portal that is called with the service key.
pub struct Legacy {
    portal: Portal,
    key: String,
}

impl Legacy {
    pub async fn start() -> Self {
        let portal = Portal::start().await;
        portal.demo.set_scenario("unlimited", true).unwrap();
        let key = portal.info().service_key.clone();
        Self { portal, key }
    }

    pub async fn send(&self, method: &str, path: &str, body: Option<Value>) -> Answer {
        let method: Method = method.parse().unwrap();
        self.portal.call(method, path, &self.key, body).await
    }

    pub async fn get(&self, path: &str) -> Value {
        let answer = self.send("GET", path, None).await;
        assert_eq!(answer.status, 200, "GET {path}: {}", answer.text);
        assert_eq!(answer.header("x-demo-generic"), None, "GET {path} is made up");
        answer.json()
    }

    /// Sends a body and returns the answer's, which must have this status.
    pub async fn expect(&self, status: u16, method: &str, path: &str, body: Value) -> Value {
        let answer = self.send(method, path, Some(body)).await;
        assert_eq!(answer.status, status, "{method} {path}: {}", answer.text);
        if answer.text.is_empty() { Value::Null } else { answer.json() }
    }

    pub async fn delete(&self, path: &str) {
        let answer = self.send("DELETE", path, None).await;
        assert!(answer.status == 200 || answer.status == 204, "DELETE {path}: {}", answer.text);
    }

    /// A refusal as the older APIs word it: JSON without a category.
    pub async fn refusal(&self, status: u16, method: &str, path: &str, body: Option<Value>) -> Value {
        let answer = self.send(method, path, body).await;
        assert_eq!(answer.status, status, "{method} {path}: {}", answer.text);
        let error = answer.json();
        assert_eq!((&error["status"], error.get("category")), (&json!("error"), None), "{error}");
        assert_eq!(error["correlationId"].as_str(), answer.header("x-hubspot-correlation-id"));
        error
    }

    /// The ids of all records of a type, by version 3.
    pub async fn ids(&self, kind: &str) -> BTreeSet<u64> {
        let mut ids = BTreeSet::new();
        let mut after = String::from("0");
        loop {
            let page = self.get(&format!("/crm/v3/objects/{kind}?limit=100&after={after}")).await;
            for record in page["results"].as_array().unwrap() {
                ids.insert(record["id"].as_str().unwrap().parse().unwrap());
            }
            match page["paging"]["next"]["after"].as_str() {
                Some(next) => next.clone_into(&mut after),
                None => return ids,
            }
        }
    }

    /// A record by version 3, with these properties and its associations to a type.
    pub async fn record(&self, kind: &str, id: &Value, properties: &str) -> Value {
        self.get(&format!("/crm/v3/objects/{kind}/{id}?properties={properties}")).await["properties"].clone()
    }
}

/// The ids under a key of each item of a list.
pub fn ids_of(list: &Value, key: &str) -> Vec<u64> {
    list.as_array().unwrap().iter().map(|item| item[key].as_u64().unwrap()).collect()
}

/// The milliseconds of a time that version 3 wrote.
pub fn millis(time: &Value) -> i64 {
    time.as_str().unwrap().parse::<jiff::Timestamp>().unwrap().as_millisecond()
}
