//! Requests that a connected app cannot send: those of other clients, of browsers, and of people who connect an app.

use super::{
    exchange::{Exchange, Told},
    failure::{Failure, Happens},
};

type Headers = &'static [(&'static str, &'static str)];

const CONTACTS: &str = "https://api.hubapi.com/crm/objects/2026-09/contacts?limit=1";
const TOKEN: &str = "https://api.hubapi.com/oauth/2026-09/token";
const FORM: Headers = &[("Content-Type", "application/x-www-form-urlencoded")];
const JSON: Headers = &[("Content-Type", "application/json")];
const BROWSER: Headers = &[("Accept", "text/html")];

/// A call of the API that lists contacts.
const fn api(url: &'static str, headers: Headers) -> Happens {
    let answer = Told::ByPortal;
    Happens::Exchange(Exchange { stage: "api", method: "GET", url, headers, body: None, answer })
}

const fn authorize(url: &'static str) -> Happens {
    let answer = Told::ByPortal;
    Happens::Exchange(Exchange {
        stage: "authorize",
        method: "GET",
        url,
        headers: BROWSER,
        body: None,
        answer,
    })
}

const fn token(headers: Headers, body: &'static str) -> Happens {
    let (body, answer) = (Some(body), Told::ByPortal);
    Happens::Exchange(Exchange { stage: "token", method: "POST", url: TOKEN, headers, body, answer })
}

const fn failure(name: &'static str, label: &'static str, title: &'static str, happens: Happens) -> Failure {
    Failure { name, label, title, happens, effects: &[] }
}

pub(super) const FAILURES: &[Failure] = &[
    failure(
        "header-missing",
        "header-missing",
        "A call without a credential",
        api(CONTACTS, &[("Accept", "application/json")]),
    ),
    failure(
        "header-malformed",
        "header-malformed",
        "A token without the word Bearer",
        api(CONTACTS, &[("Authorization", "{access_token}")]),
    ),
    failure(
        "header-double-bearer",
        "header-double-bearer",
        "The word Bearer twice",
        api(CONTACTS, &[("Authorization", "Bearer Bearer {access_token}")]),
    ),
    failure(
        "token-placeholder",
        "token-placeholder",
        "The words of an example in place of a token",
        api(CONTACTS, &[("Authorization", "Bearer YOUR_ACCESS_TOKEN")]),
    ),
    failure(
        "wrong-token-kind-refresh-token",
        "wrong-token-kind",
        "A refresh token in place of an access token",
        api(CONTACTS, &[("Authorization", "Bearer {refresh_token}")]),
    ),
    failure(
        "hapikey-sunset",
        "hapikey-sunset",
        "An API key, which ended in 2022",
        api(
            "https://api.hubapi.com/contacts/v1/lists/all/contacts/all?hapikey=5b1d4a8e-0c8e-4f7b-9a6d-2f0c7a41e9b3",
            &[("Accept", "application/json")],
        ),
    ),
    failure(
        "wrong-host",
        "wrong-host",
        "The host of the web app in place of the API's",
        Happens::Exchange(Exchange {
            stage: "api",
            method: "GET",
            url: "https://app.hubspot.com/crm/objects/2026-09/contacts?limit=1",
            headers: &[("Authorization", "Bearer {access_token}")],
            body: None,
            answer: Told::ByOther(
                Some(404),
                &[("Content-Type", "text/html")],
                "<html><title>404</title></html>",
            ),
        }),
    ),
    failure(
        "http-scheme-redirect",
        "http-scheme-redirect",
        "http:// in place of https://",
        Happens::Exchange(Exchange {
            stage: "api",
            method: "POST",
            url: "http://api.hubapi.com/crm/objects/2026-09/contacts",
            headers: &[("Authorization", "Bearer {access_token}"), ("Content-Type", "application/json")],
            body: Some("{\"properties\":{\"city\":\"Oslo\"}}"),
            answer: Told::ByOther(
                Some(301),
                &[("Location", "https://api.hubapi.com/crm/objects/2026-09/contacts")],
                "",
            ),
        }),
    ),
    failure(
        "cors-blocked",
        "cors-blocked",
        "A web page calls the API",
        Happens::Exchange(Exchange {
            stage: "api",
            method: "GET",
            url: CONTACTS,
            headers: &[
                ("Origin", "https://www.northpoint.example"),
                ("Authorization", "Bearer {access_token}"),
            ],
            body: None,
            answer: Told::ByOther(
                None,
                &[],
                "Access to fetch at 'https://api.hubapi.com/crm/objects/2026-09/contacts?limit=1' from origin \
                 'https://www.northpoint.example' has been blocked by CORS policy: Response to preflight request doesn't \
                 pass access control check: No 'Access-Control-Allow-Origin' header is present on the requested resource.",
            ),
        }),
    ),
    failure(
        "authorize-scope-mismatch",
        "authorize-scope-mismatch",
        "The link lacks a scope that the app requires",
        authorize(
            "https://app.hubspot.com/oauth/authorize?client_id={client_id}&redirect_uri={redirect_uri}&scope=crm.objects.contacts.read",
        ),
    ),
    failure(
        "authorize-scope-invalid",
        "authorize-scope-invalid",
        "The link names a scope that does not exist",
        authorize(
            "https://app.hubspot.com/oauth/authorize?client_id={client_id}&redirect_uri={redirect_uri}&scope=oauth%20crm.objects.contacts.all",
        ),
    ),
    failure(
        "redirect-uri-mismatch",
        "redirect-uri-mismatch",
        "The link names an address that is not registered",
        authorize(
            "https://app.hubspot.com/oauth/authorize?client_id={client_id}&redirect_uri=https%3A%2F%2Fnorthpoint.example%2Fcallback&scope=oauth",
        ),
    ),
    failure(
        "client-id-invalid",
        "client-id-invalid",
        "The link names no app",
        authorize(
            "https://app.hubspot.com/oauth/authorize?client_id=2613399&redirect_uri={redirect_uri}&scope=oauth",
        ),
    ),
    failure(
        "client-secret-invalid",
        "client-secret-invalid",
        "The client secret has been rotated",
        token(
            FORM,
            "grant_type=refresh_token&refresh_token={refresh_token}&client_id={client_id}&client_secret=0d3f7c52-8e1b-4c0a-b7f4-6a2d91c5e830",
        ),
    ),
    failure(
        "auth-code-malformed",
        "auth-code-malformed",
        "The code was cut",
        token(
            FORM,
            "grant_type=authorization_code&code=eu1-5b1d4a8e-0c8e&redirect_uri={redirect_uri}&client_id={client_id}&client_secret={client_secret}",
        ),
    ),
    failure(
        "auth-code-expired",
        "auth-code-expired",
        "The code was exchanged too late",
        token(
            FORM,
            "grant_type=authorization_code&code={late_code}&redirect_uri={redirect_uri}&client_id={client_id}&client_secret={client_secret}",
        ),
    ),
    failure(
        "redirect-uri-mismatch-at-token",
        "redirect-uri-mismatch",
        "The exchange names another address than the link",
        token(
            FORM,
            "grant_type=authorization_code&code={code}&redirect_uri=https%3A%2F%2Fnorthpoint.example%2Fcallback&client_id={client_id}&client_secret={client_secret}",
        ),
    ),
    failure(
        "refresh-token-invalid",
        "refresh-token-invalid",
        "The app was uninstalled",
        token(
            FORM,
            "grant_type=refresh_token&refresh_token={revoked_refresh_token}&client_id={client_id}&client_secret={client_secret}",
        ),
    ),
    failure(
        "refresh-token-other-app",
        "refresh-token-other-app",
        "The refresh token of another app",
        token(
            FORM,
            "grant_type=refresh_token&refresh_token={other_refresh_token}&client_id={client_id}&client_secret={client_secret}",
        ),
    ),
    failure(
        "token-request-body-format",
        "token-request-body-format",
        "JSON in place of a form",
        token(
            JSON,
            "{\"grant_type\":\"refresh_token\",\"refresh_token\":\"{refresh_token}\",\"client_id\":\"{client_id}\",\"client_secret\":\"{client_secret}\"}",
        ),
    ),
    failure(
        "grant-type-unsupported",
        "grant-type-unsupported",
        "A grant type that HubSpot does not know",
        token(
            FORM,
            "grant_type=password&username=kim&password=x&client_id={client_id}&client_secret={client_secret}",
        ),
    ),
    failure(
        "webhook-signature-mismatch",
        "webhook-signature-mismatch",
        "The receiver computes another signature",
        Happens::Exchange(Exchange {
            stage: "webhook",
            method: "POST",
            url: "http://internal:8080/hubspot/webhooks",
            headers: &[
                ("Content-Type", "application/json"),
                ("X-HubSpot-Request-Timestamp", "1795821127000"),
                ("X-HubSpot-Signature-V3", "HIyvuQ0G2PxqEq0Zq2rB6Hbl7mKx8lU8r7bG8ZzH3Ao="),
            ],
            body: Some(
                "[{\"eventId\":3816279340,\"subscriptionType\":\"contact.creation\",\"objectId\":1000000101}]",
            ),
            answer: Told::ByOther(Some(401), &[], "{\"error\":\"signature does not match\"}"),
        }),
    ),
    failure(
        "webhook-receiver-rejects",
        "webhook-receiver-rejects",
        "The receiver's own server fails",
        Happens::Exchange(Exchange {
            stage: "webhook",
            method: "POST",
            url: "https://hooks.northpoint.example/hubspot",
            headers: JSON,
            body: Some(
                "[{\"eventId\":3816279341,\"subscriptionType\":\"deal.propertyChange\",\"objectId\":3000000101}]",
            ),
            answer: Told::ByOther(Some(502), &[("Content-Type", "text/html")], "<h1>502 Bad Gateway</h1>"),
        }),
    ),
];
