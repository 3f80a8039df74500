//! A call that HubSpot does not know the sender of: how the credential was sent, and whether this endpoint takes it.

use crate::case::Stage;
use crate::cause::Cause;
use crate::example::{Example, api, said};
use crate::facts::{Facts, Sent, is_hubspot};
use crate::finding::{
    CERTAIN,
    CauseCertainty::{Certain, Likely, Possible},
    Evidence, Findings, LIKELY,
};
use crate::rule::{Rule, Words, told, words};
use crate::token::TokenLook;

pub(super) const RULE: Rule = Rule {
    name: "credential",
    about: "401: no credential, one in the wrong place or form, of the wrong kind, or one that this endpoint does not take.",
    find,
    examples: EXAMPLES,
};

/// Sentences that name the method HubSpot wants.
const TABLE: &[Words] = &[
    words(&["can't be called using an oauth access token"], Cause::AuthMethodUnsupported, CERTAIN),
    words(&["cannot be called using an oauth access token"], Cause::AuthMethodUnsupported, CERTAIN),
    words(&["valid developer api key must be provided"], Cause::AuthMethodUnsupported, LIKELY),
    words(&["doesn't support oauth"], Cause::AuthMethodUnsupported, LIKELY),
    words(&["does not support oauth"], Cause::AuthMethodUnsupported, LIKELY),
    words(&["not supported", "private app"], Cause::AuthMethodUnsupported, 60),
    words(&["user level oauth token"], Cause::WrongTokenKind, CERTAIN),
    words(&["user-level oauth token"], Cause::WrongTokenKind, CERTAIN),
    words(&["user level token"], Cause::WrongTokenKind, LIKELY),
    words(&["api keys are no longer supported"], Cause::HapikeySunset, CERTAIN),
    words(&["api key", "no longer"], Cause::HapikeySunset, LIKELY),
    words(&["api key", "deprecated"], Cause::HapikeySunset, LIKELY),
    words(&["hapikey", "sunset"], Cause::HapikeySunset, LIKELY),
    words(&["api key", "invalid"], Cause::TokenInvalid, 60),
    words(&["hapikey", "doesn't exist"], Cause::TokenInvalid, 75),
    words(&["hapikey", "does not exist"], Cause::TokenInvalid, 75),
    words(&["access token must have the correct format"], Cause::WrongTokenKind, 75),
    words(&["token", "revoked"], Cause::TokenInvalid, 75),
    words(&["token", "rotated"], Cause::TokenInvalid, 75),
    words(&["token", "regenerated"], Cause::TokenInvalid, 70),
    words(&["key used to make this call", "expired"], Cause::TokenInvalid, 60),
];

/// Sentences of a credential that HubSpot does not see or does not know.
const UNKNOWN_SENDER: &[&str] = &[
    "authentication credentials not found",
    "authentication credentials are missing",
    "listed authentication credentials",
    "invalid_authentication",
    "not valid for this request",
    "token is not valid",
    "invalid token",
    "token is invalid",
    "token used to make this call is invalid",
    "unauthorized",
    "unauthenticated",
];

fn find(facts: &Facts<'_>, findings: &mut Findings) {
    if facts.stage != Stage::Api {
        return;
    }
    told(facts, findings, TABLE);
    web_app(facts, findings);
    if facts.says("expired").is_some() || facts.category() == "EXPIRED_AUTHENTICATION" {
        return;
    }
    let Some(said) = unknown_sender(facts) else { return };
    if findings.has(LIKELY) {
        return;
    }
    if in_address(facts, findings) {
        return;
    }
    app_level(facts, findings, &said);
    host(facts, findings, &said);
    as_sent(facts, findings, &said);
}

fn unknown_sender(facts: &Facts<'_>) -> Option<Evidence> {
    if facts.status().is_some_and(|status| status != 401) {
        let is_about_it =
            facts.category() == "INVALID_AUTHENTICATION" || facts.says(UNKNOWN_SENDER[0]).is_some();
        return is_about_it.then(|| facts.says_any(UNKNOWN_SENDER)).flatten();
    }
    let is_without_status = facts.status().is_none();
    match facts.says_any(UNKNOWN_SENDER) {
        Some(said) => Some(said),
        None if is_without_status => None,
        None => facts.answered(401),
    }
}

fn app_level(facts: &Facts<'_>, findings: &mut Findings, said: &Evidence) {
    if facts.is_app_level() && !matches!(facts.sent, Sent::ApiKey { .. }) {
        let tells = "This endpoint belongs to the app and takes its own credential, not a portal's token.";
        findings.add(Cause::AuthMethodUnsupported, LIKELY, [facts.address().tells(tells), said.clone()]);
    }
}

/// HubSpot's web app is no API: it answers with pages, redirects, or a session that ended.
fn web_app(facts: &Facts<'_>, findings: &mut Findings) {
    let is_app = facts.host().starts_with("app") && facts.host().ends_with("hubspot.com");
    let is_other = matches!(
        facts.host(),
        "hubapi.com"
            | "www.hubapi.com"
            | "hubspot.com"
            | "www.hubspot.com"
            | "developers.hubspot.com"
            | "api.hubapi.co"
            | "api-hubapi.com"
    );
    let no_such_host = facts.says_any(&[
        "enotfound",
        "could not resolve host",
        "name or service not known",
        "no such host",
        "name resolution",
    ]);
    if let Some(said) = no_such_host.filter(|_| facts.host() != "api.hubapi.com" && facts.url.is_some()) {
        findings.add(Cause::WrongHost, 78, [Evidence::new("request.url", facts.host()), said]);
    }
    let is_like_hubspot = ["hubapi", "hubspot"].iter().any(|name| facts.host().contains(name));
    if is_like_hubspot && !facts.url.as_ref().is_some_and(is_hubspot) && facts.stage == Stage::Api {
        let tells = "This is no host of HubSpot's: the public API is at api.hubapi.com.";
        findings.add(Cause::WrongHost, 78, [Evidence::new("request.url", facts.host()).tells(tells)]);
    }
    if facts.host() == "api.hubspot.com" && facts.status() == Some(404) {
        let tells = "The public API is at api.hubapi.com.";
        findings.add(Cause::WrongHost, 62, [Evidence::new("request.url", facts.host()).tells(tells)]);
    }
    if is_app || is_other {
        let tells = "The public API is at api.hubapi.com.";
        findings.add(Cause::WrongHost, 78, [Evidence::new("request.url", facts.host()).tells(tells)]);
    }
}

/// The app's own hosts answer to the session of a person who is signed in.
fn host(facts: &Facts<'_>, findings: &mut Findings, said: &Evidence) {
    let host = facts.host();
    let is_api = host.is_empty() || host.ends_with("hubapi.com") || !host.ends_with("hubspot.com");
    if !is_api && !host.starts_with("mcp") {
        let tells = "The public API is at api.hubapi.com.";
        let weight = if host == "api.hubspot.com" { 55 } else { 75 };
        findings.add(
            Cause::WrongHost,
            weight,
            [Evidence::new("request.url", host).tells(tells), said.clone()],
        );
    }
}

/// A token in the address, where HubSpot looks for none.
fn in_address(facts: &Facts<'_>, findings: &mut Findings) -> bool {
    if !matches!(facts.sent, Sent::Nothing | Sent::NotReported) {
        return false;
    }
    let is_token = |name: &&str| {
        let look = facts.query(name).map(|value| TokenLook::of(&value));
        matches!(look, Some(TokenLook::Static | TokenLook::Access))
    };
    let Some(name) = ["access_token", "token", "api_key", "apikey", "key"].into_iter().find(is_token) else {
        return false;
    };
    let tells = "HubSpot reads the token in the header `Authorization` alone.";
    let quote = Evidence::new("request.url", format!("{name}=…")).tells(tells);
    findings.add(Cause::HeaderMalformed, LIKELY, [quote]);
    true
}

fn as_sent(facts: &Facts<'_>, findings: &mut Findings, said: &Evidence) {
    let quote = |name: &str| {
        let value = facts.request_header(name).unwrap_or_default();
        Evidence::new(format!("request.headers.{name}"), format!("{name}: {value}"))
    };
    let mut add = |cause, weight, evidence: Evidence| findings.add(cause, weight, [evidence, said.clone()]);
    match &facts.sent {
        Sent::NotReported => {
            add(Cause::HeaderMissing, 60, facts.address());
            add(Cause::TokenInvalid, 40, said.clone());
            add(
                Cause::AuthMethodUnsupported,
                if facts.operation.is_none() { 45 } else { 25 },
                facts.address(),
            );
            add(Cause::WrongTokenKind, 20, said.clone());
            findings.unknown("The headers as they were sent");
        }
        Sent::Nothing => {
            let tells = "Among the headers there is no credential.";
            // Reports like to leave out the one header that is secret.
            let is_whole = facts.case.known.is_own_request || !has_media_type_alone(facts);
            add(
                Cause::HeaderMissing,
                if is_whole { LIKELY } else { LIKELY - 2 },
                Evidence::new("request.headers", "no Authorization").tells(tells),
            );
        }
        Sent::Bearer { times, .. } if *times > 1 => {
            add(Cause::HeaderDoubleBearer, CERTAIN, quote("Authorization").tells("The word stands twice."));
        }
        Sent::Bearer { look, .. } => bearer(facts, findings, said, *look, quote("Authorization")),
        Sent::OtherScheme { look: TokenLook::Empty } => {
            add(Cause::HeaderMissing, LIKELY, quote("Authorization"));
        }
        Sent::OtherScheme { .. } => {
            let tells = "HubSpot reads `Bearer`, a space, and the token.";
            add(Cause::HeaderMalformed, LIKELY, quote("Authorization").tells(tells));
        }
        Sent::OtherHeader { name } => {
            let tells = "HubSpot reads the token in `Authorization` alone.";
            add(Cause::HeaderMalformed, LIKELY, quote(name).tells(tells));
        }
        Sent::ApiKey { look } => api_key(facts, findings, said, *look),
    }
}

/// Whether the media type is the only header: what a person writes down of a request.
fn has_media_type_alone(facts: &Facts<'_>) -> bool {
    matches!(facts.case.request.headers.as_slice(), [(name, _)] if name.trim().eq_ignore_ascii_case("content-type"))
}

fn bearer(facts: &Facts<'_>, findings: &mut Findings, said: &Evidence, look: TokenLook, quote: Evidence) {
    let mut add = |cause, weight, evidence: Evidence| findings.add(cause, weight, [evidence, said.clone()]);
    match look {
        TokenLook::Empty => {
            add(Cause::HeaderMissing, LIKELY, quote.tells("Nothing follows the word Bearer."));
        }
        TokenLook::Placeholder => {
            // Reports put such words in a token's place; what the app sends itself, it sends.
            // A variable that was never filled in is seldom put there by hand.
            let is_variable = ["{{", "${", "process.env"].iter().any(|mark| quote.quote.contains(mark));
            let (sample, token) = match (facts.case.known.is_own_request, is_variable) {
                (true, _) => (LIKELY, 30),
                (false, true) => (72, 50),
                (false, false) => (66, 68),
            };
            add(Cause::TokenPlaceholder, sample, quote.clone().tells("This stands for a token and is none."));
            add(Cause::TokenInvalid, token, quote);
            findings.unknown("Whether these words were really sent, or put in before the report");
        }
        TokenLook::Hublet => {
            add(
                Cause::WrongTokenKind,
                LIKELY,
                quote.tells("This has the form of a refresh token, a code or a developer key."),
            );
        }
        TokenLook::PersonalAccessKey => {
            add(Cause::WrongTokenKind, LIKELY, quote.tells("This has the form of a personal access key."));
        }
        TokenLook::Uuid => {
            add(Cause::WrongTokenKind, 75, quote.tells("This has the form of an API key or a client id."));
        }
        TokenLook::JsonWebToken => add(
            Cause::WrongTokenKind,
            65,
            quote.tells("This is a JSON web token, which HubSpot does not give out."),
        ),
        TokenLook::Static | TokenLook::Access | TokenLook::Other => {
            good_header(facts, findings, said, quote, look);
        }
    }
}

/// The header is as it should be: what is left is the token itself, or that the endpoint takes another kind.
fn good_header(
    facts: &Facts<'_>,
    findings: &mut Findings,
    said: &Evidence,
    quote: Evidence,
    look: TokenLook,
) {
    let mut add = |cause, weight, evidence: Evidence| findings.add(cause, weight, [evidence, said.clone()]);
    add(Cause::TokenInvalid, if look == TokenLook::Other { 60 } else { 55 }, quote.clone());
    // HubSpot names an expired token; what is retold often keeps the status alone.
    let is_oauth = look == TokenLook::Access || facts.case.request.token_kind.as_deref() == Some("oauth");
    let is_silent = facts.says_any(&["credentials", "invalid"]).is_none() && facts.category().is_empty();
    if is_oauth && is_silent {
        let tells = "An OAuth token lives for 30 minutes.";
        add(Cause::TokenExpired, 58, quote.clone().tells(tells));
    }
    let needs_oauth = facts.operation.as_ref().is_some_and(|found| found.operation.oauth_only);
    if needs_oauth && look == TokenLook::Static {
        add(Cause::WrongTokenKind, 75, facts.address().tells("This endpoint takes OAuth tokens alone."));
    } else {
        add(Cause::WrongTokenKind, 40, quote.clone());
    }
    add(Cause::AuthMethodUnsupported, if facts.operation.is_none() { 50 } else { 30 }, facts.address());
    if !facts.case.known.is_own_request {
        add(Cause::HeaderMissing, 35, quote.tells("A client may drop the header on the way."));
    }
    findings.unknown("Whether the same token works for another call");
}

fn api_key(facts: &Facts<'_>, findings: &mut Findings, said: &Evidence, look: TokenLook) {
    let quote = Evidence::new("request.url", "hapikey=…");
    let mut add = |cause, weight, evidence: Evidence| findings.add(cause, weight, [evidence, said.clone()]);
    match look {
        TokenLook::Empty => add(Cause::HeaderMissing, LIKELY, quote.tells("Nothing follows the key's name.")),
        TokenLook::Static => {
            add(Cause::WrongTokenKind, LIKELY, quote.tells("A private app's token is no API key."));
        }
        _ if facts.is_app_level() => {
            add(Cause::TokenInvalid, 60, quote.clone().tells("The developer API key is not known."));
            add(Cause::WrongTokenKind, 50, quote);
        }
        _ if facts.said.has("exist") => {
            add(Cause::HapikeySunset, 60, quote.tells("API keys ended on 2022-11-30."));
        }
        // Before their end, keys were refused as well: for being wrong.
        _ => {
            let weight = if facts.says("invalid").is_some() { 72 } else { LIKELY - 2 };
            add(Cause::HapikeySunset, weight, quote.tells("API keys ended on 2022-11-30."));
        }
    }
}

const UNKNOWN: &str = r#"{"category": "INVALID_AUTHENTICATION", "message": "Authentication credentials not found. This API supports OAuth 2.0"}"#;

const EXAMPLES: &[Example] = &[
    api("GET", "/crm/objects/2026-03/contacts", 401, UNKNOWN)
        .headers(r#"{"Authorization": "Bearer Bearer pat-na1-4e1c07b2-93d5-4f8a-b6a0-2c7d51e9f083"}"#)
        .tells(Cause::HeaderDoubleBearer, Certain),
    api("GET", "/crm/objects/2026-03/contacts", 401, UNKNOWN)
        .headers(r#"{"Accept": "*/*"}"#)
        .tells(Cause::HeaderMissing, Likely),
    api("GET", "/crm/objects/2026-03/contacts", 401, UNKNOWN)
        .headers(r#"{"Authorization": "Bearer "}"#)
        .tells(Cause::HeaderMissing, Likely),
    api("GET", "/crm/objects/2026-03/contacts", 401, UNKNOWN)
        .headers(r#"{"Authorization": "pat-na1-4e1c07b2-93d5-4f8a-b6a0-2c7d51e9f083"}"#)
        .tells(Cause::HeaderMalformed, Likely),
    api("GET", "/crm/objects/2026-03/contacts", 401, UNKNOWN)
        .headers(r#"{"private-app": "pat-na1-4e1c07b2-93d5-4f8a-b6a0-2c7d51e9f083"}"#)
        .tells(Cause::HeaderMalformed, Likely),
    api("GET", "/crm/objects/2026-03/contacts", 401, UNKNOWN)
        .headers(r#"{"Authorization": "Bearer na1-4e1c-07b2-4f8a-b6a0-2c7d51e9f083"}"#)
        .tells(Cause::WrongTokenKind, Likely),
    api("GET", "/crm/objects/2026-03/contacts", 401, UNKNOWN)
        .headers(r#"{"Authorization": "Bearer pat-na1-4e1c07b2-93d5-4f8a-b6a0-2c7d51e9f083"}"#)
        .tells(Cause::TokenInvalid, Possible),
    api("GET", "/crm/objects/2026-03/contacts", 401, UNKNOWN)
        .headers("{}")
        .tells(Cause::HeaderMissing, Possible),
    api("GET", "/webhooks/v3/123/subscriptions", 401, UNKNOWN).tells(Cause::AuthMethodUnsupported, Likely),
    api("GET", "/media-bridge/v1/1/settings", 403, "This API can't be called using an OAuth access token.")
        .tells(Cause::AuthMethodUnsupported, Certain),
    api("GET", "https://api.hubapi.example.com/crm/v3/owners", 0, "getaddrinfo ENOTFOUND")
        .headers("{}")
        .tells(Cause::WrongHost, Possible),
    api("GET", "/crm/v3/objects/deals?token=pat-na1-4e1c07b2-93d5-4f8a-b6a0-2c7d51e9f083", 401, "")
        .headers(r#"{"Accept": "*/*"}"#)
        .tells(Cause::HeaderMalformed, Likely),
    api("GET", "/crm/v3/objects/deals", 401, "This token was revoked").tells(Cause::TokenInvalid, Possible),
    api("GET", "/crm/v3/objects/deals", 401, "Authentication credentials not found")
        .headers(r#"{"Authorization": "Bearer ${TOKEN}"}"#)
        .tells(Cause::TokenPlaceholder, Possible),
    said("Response status code does not indicate success: 401 (Unauthorized).")
        .tells(Cause::HeaderMissing, Possible),
    api("GET", "/crm/v3/objects/contacts", 401, UNKNOWN)
        .headers(r#"{"Authorization": "Bearer [object Promise]"}"#)
        .tells(Cause::HeaderMissing, Likely),
    api("GET", "/crm/v3/objects/contacts", 401, UNKNOWN)
        .headers(r#"{"Authorization": "Bearer [object Object]"}"#)
        .tells(Cause::HeaderMissing, Likely),
    api("GET", "/crm/v3/objects/contacts", 401, UNKNOWN)
        .headers(r#"{"Authorization": "Bearer: «static-token#1»"}"#)
        .tells(Cause::HeaderMalformed, Likely),
    api("GET", "https://api.hubapi.example/crm/v3/objects/contacts", 404, "Not Found")
        .tells(Cause::WrongHost, Possible),
    api("GET", "https://api.hubspot.com/crm/v3/objects/contacts", 404, "Not Found")
        .tells(Cause::WrongHost, Possible),
    api(
        "GET",
        "/crm/v3/objects/contacts?hapikey=5b0d2f1e-7a63-4c98-8d12-0f9e6b3a7c41",
        401,
        "401 Unauthorized",
    )
    .headers("{}")
    .tells(Cause::HapikeySunset, Possible),
    api("POST", "/crm/v3/objects/contacts", 401, "401 Unauthorized")
        .headers(r#"{"Content-Type": "application/json"}"#)
        .tells(Cause::HeaderMissing, Possible),
];
