//! Scenarios in which one call fails for one cause.

use std::collections::BTreeSet;

use portalscope_demo_portal::{Connect, DemoConfig, FailureScenario, Scenario, failure_scenarios};
use reqwest::Method;
use serde_json::Value;

use crate::client::{Answer, Portal};

mod alike;
mod apart;
mod exchanges;

/// What the calls of OAuth tokens need where they work. Where they fail, no scope of theirs decides that.
const SCOPES: &str = "oauth crm.objects.contacts.read";

/// Requests that are wrong in any account.
const WRONG_ANYWHERE: &[&str] = &[
    "association-type-wrong",
    "auth-method-unsupported",
    "batch-duplicate-input",
    "batch-partial-failure",
    "batch-size-limit",
    "body-missing",
    "body-wrong-shape",
    "id-property-not-unique",
    "object-type-name-wrong",
    "operation-not-allowed",
    "pagination-cursor-invalid",
    "property-invalid-option",
    "property-invalid-value",
    "property-not-found",
    "property-read-only",
    "required-field-missing",
    "search-bad-filter",
    "search-limit-10000",
    "timestamp-wrong-unit",
    "token-invalid-at-app-endpoint",
    "token-invalid-key",
    "url-too-long",
    "wrong-content-type",
    "wrong-method",
    "wrong-path",
    "wrong-token-kind",
];

/// A portal in which a scenario is on, and a credential that was connected there.
struct World {
    portal: Portal,
    token: String,
    scenario: FailureScenario,
}

impl World {
    async fn of(name: &str) -> Self {
        let listed = failure_scenarios().await.into_iter().find(|scenario| scenario.name == name);
        Self::with(listed.unwrap_or_else(|| panic!("{name} is not listed")), [name.parse().unwrap()]).await
    }

    async fn with(scenario: FailureScenario, on: impl IntoIterator<Item = Scenario>) -> Self {
        let scenarios: Vec<Scenario> = on.into_iter().collect();
        let scopes = if scenarios.is_empty() { SCOPES } else { "oauth" };
        let config = DemoConfig { scenarios, ..DemoConfig::default() };
        let portal = Portal::with(config).await;
        let token = match scenario.connect.unwrap() {
            Connect::Oauth => portal.connect(scopes).await.0,
            Connect::ServiceKey => portal.info().service_key.clone(),
            Connect::PrivateApp => portal.info().private_app_token.clone(),
        };
        let details = portal.get("/account-info/2026-09/details", &token).await;
        assert_eq!(details.status, 200, "{} can be connected", scenario.name);
        Self { portal, token, scenario }
    }

    /// Makes the scenario's call.
    async fn call(&self) -> Answer {
        let call = &self.scenario.call;
        let method: Method = call.method.parse().unwrap();
        let mut request =
            self.portal.http.request(method, self.portal.url(&call.path)).bearer_auth(&self.token);
        if let Some(body) = &call.body {
            request = request.body(body.as_str().map_or_else(|| body.to_string(), str::to_owned));
            if !call.headers.contains_key("Content-Type") {
                request = request.header("Content-Type", "application/json");
            }
        }
        for (name, value) in &call.headers {
            request = request.header(*name, *value);
        }
        self.portal.send(request).await
    }

    async fn get(&self, path: &str) -> Answer {
        self.portal.get(path, &self.token).await
    }

    async fn post(&self, path: &str, body: Value) -> Answer {
        self.portal.post(path, &self.token, body).await
    }
}

fn has_failed(answer: &Answer) -> bool {
    answer.status >= 400 || answer.status == 207 || answer.json().get("warnings").is_some()
}

async fn calls() -> Vec<FailureScenario> {
    failure_scenarios().await.into_iter().filter(|scenario| scenario.connect.is_some()).collect()
}

#[tokio::test]
async fn the_call_of_each_scenario_fails_in_it_and_works_without_it() {
    for scenario in calls().await {
        let name = scenario.name;
        let without = World::with(scenario.clone(), []).await.call().await;
        assert_eq!(has_failed(&without), WRONG_ANYWHERE.contains(&name), "{name}: {}", without.text);
        let failed = World::with(scenario, [name.parse().unwrap()]).await.call().await;
        assert!(has_failed(&failed), "{name}: {} {}", failed.status, failed.text);
    }
}

#[tokio::test]
async fn no_answer_names_a_scenario_or_says_that_it_is_made_up() {
    let names: BTreeSet<&str> =
        Scenario::all().map(Scenario::name).filter(|name| name.contains(['-', '_'])).collect();
    for scenario in calls().await {
        let name = scenario.name;
        let answer = World::with(scenario, [name.parse().unwrap()]).await.call().await;
        let text = format!("{:?} {}", answer.headers, answer.text).to_lowercase();
        let mut words = text.split(|it: char| !(it.is_ascii_alphanumeric() || "-_".contains(it)));
        assert!(!words.any(|word| names.contains(word)), "{name}: {text}");
        assert!(
            !["demo", "scenario", "portalscope"].iter().any(|word| text.contains(word)),
            "{name}: {text}"
        );
    }
}

#[tokio::test]
async fn more_than_forty_causes_are_played_and_each_scenario_can_be_switched_on() {
    let all = failure_scenarios().await;
    let labels: BTreeSet<&str> =
        all.iter().filter(|scenario| scenario.connect.is_some()).map(|scenario| scenario.label).collect();
    assert!(labels.len() >= 50, "{}", labels.len());
    let names: BTreeSet<&str> = all.iter().map(|scenario| scenario.name).collect();
    assert_eq!(names.len(), all.len());
    assert!(all.iter().all(|scenario| scenario.name.parse::<Scenario>().is_ok()));
    let states = Portal::start().await.demo.scenarios();
    assert_eq!(states.iter().map(|state| state.name).collect::<BTreeSet<_>>().len(), states.len());
}

#[tokio::test]
async fn the_failure_ends_when_its_scenario_is_switched_off() {
    let world = World::of("hubspot-outage").await;
    assert_eq!(world.call().await.status, 500);
    assert_eq!(world.get("/account-info/2026-09/details").await.status, 500);
    world.portal.demo.set_scenario("hubspot-outage", false).unwrap();
    assert_eq!(world.call().await.status, 200);
}
