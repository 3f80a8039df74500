//! An API key of before 2022-11-30.

use portalscope_catalog::Requirement;
use portalscope_formats::Credential;
use portalscope_redact::TokenForm;

use crate::MAX_OF_A_RULE;
use crate::finding::{Finding, Part, Severity};
use crate::rule::{Check, Rule};
use crate::subject::Subject;

pub(crate) const RULE: Rule = Rule {
    name: "hapikey",
    severity: Severity::Error,
    label: Some("hapikey-sunset"),
    about: "Since 2022-11-30 HubSpot takes no API key of an account (`hapikey`); only calls that manage an app take a developer's.",
    wrong: &[
        "GET https://api.hubapi.com/crm/v3/owners?hapikey=4e1c07b2-93d5-4f8a-b6a0-2c7d51e9f083\n",
        "GET https://api.hubapi.com/crm/v3/owners?hapikey=pat-na1-4e1c07b2-93d5-4f8a-b6a0-2c7d51e9f083\n",
        "GET https://api.hubapi.com/crm/v3/owners?hapikey={{key}}\n",
    ],
    right: &["GET https://api.hubapi.com/webhooks/v3/1840271/subscriptions?hapikey={{developerKey}}\n"],
    check: Check::Request(check),
};

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    if !subject.address.is_api() || takes_developer_key(subject) {
        return;
    }
    let keys = subject.parameters.iter().filter(|parameter| parameter.name.eq_ignore_ascii_case("hapikey"));
    for key in keys.take(MAX_OF_A_RULE + 1) {
        let at = subject.at(Part::Query, Some("hapikey"), key.source, &key.name_range);
        let finding = RULE.finding(at, why(&key.value));
        let is_token = TokenForm::of(&key.value) == Some(TokenForm::Static);
        findings.push(if is_token { finding.label("wrong-token-kind") } else { finding });
    }
    for credential in &subject.request.credentials {
        if let Credential::ApiKey(value) = credential {
            let at = subject.at_value(Part::Credential, Some("apiKey"), value);
            findings.push(RULE.finding(at, why(&value.text)));
        }
        // n8n's name of a credential that holds such a key.
        if matches!(credential, Credential::Stored(name) if name == "hubspotApi") {
            findings.push(RULE.finding(subject.at_request(Part::Credential), why("")));
        }
    }
}

fn why(value: &str) -> String {
    let what = match TokenForm::of(value) {
        Some(TokenForm::Static) => {
            "The token of an app or a service key is sent as `hapikey`. HubSpot reads it from `Authorization: Bearer` only"
        }
        _ => {
            "`hapikey` is the API key of an account, which HubSpot has not taken since 2022-11-30. Make a service key in the \
             portal and send it as `Authorization: Bearer`"
        }
    };
    format!("{what}; until then it answers 401.")
}

/// Operations that take a developer's key, which has the same name.
fn takes_developer_key(subject: &Subject<'_>) -> bool {
    let operation = subject.operation.as_ref().map(|found| found.operation);
    operation.is_some_and(|operation| matches!(operation.requirement, Requirement::DeveloperCredential(_)))
}
