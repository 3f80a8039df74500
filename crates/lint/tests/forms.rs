//! Snippets of each language and tool: what is right has no error, and what is wrong is named by the rule that is for it.

mod checks;

use checks::found;
use portalscope_lint::Severity;

const TOKEN: &str = "pat-na1-4e1c07b2-93d5-4f8a-b6a0-2c7d51e9f083";

fn with_token(text: &str) -> String {
    text.replace("TOKEN_HERE", TOKEN)
}

#[test]
fn right_snippets_have_no_error() {
    for text in [
        // Python
        "import os, requests\nr = requests.get('https://api.hubapi.com/crm/v3/objects/deals', headers={'Authorization': f\"Bearer {os.environ['HUBSPOT_TOKEN']}\"}, params={'limit': 100})",
        "import requests\nwith open('plan.pdf', 'rb') as f:\n    requests.post('https://api.hubapi.com/files/v3/files', headers={'Authorization': 'Bearer ' + token}, files={'file': f}, data={'folderPath': '/plans', 'options': '{\"access\": \"PRIVATE\"}'})",
        "import requests\nrequests.post('https://api.hubapi.com/oauth/2026-09/token', data={'grant_type': 'refresh_token', 'client_id': cid, 'client_secret': secret, 'refresh_token': token})",
        "from hubspot import HubSpot\nclient = HubSpot(access_token='TOKEN_HERE')\nclient.crm.contacts.basic_api.get_page(limit=10)",
        // JavaScript
        "await fetch('https://api.hubapi.com/crm/v3/objects/contacts/search', { method: 'POST', headers: { Authorization: `Bearer ${process.env.HUBSPOT_TOKEN}`, 'Content-Type': 'application/json' }, body: JSON.stringify({ filterGroups: [], limit: 10 }) });",
        "const api = axios.create({ baseURL: 'https://api.hubapi.com', headers: { Authorization: `Bearer ${token}` } });\nawait api.patch('/crm/v3/objects/companies/512', { properties: { name: 'Acme' } });",
        "const hubspot = require('@hubspot/api-client');\nconst client = new hubspot.Client({ accessToken: process.env.HUBSPOT_TOKEN });\nawait client.crm.contacts.basicApi.getPage(10);",
        // PHP
        "<?php\n$client = new \\GuzzleHttp\\Client(['base_uri' => 'https://api.hubapi.com/']);\n$client->post('crm/v3/objects/contacts', ['headers' => ['Authorization' => 'Bearer ' . getenv('HUBSPOT_TOKEN')], 'json' => ['properties' => ['email' => 'ana@example.com']]]);",
        "<?php\n$ch = curl_init('https://api.hubapi.com/crm/v3/owners?limit=5');\ncurl_setopt($ch, CURLOPT_HTTPHEADER, ['Authorization: Bearer TOKEN_HERE']);\ncurl_exec($ch);",
        // PowerShell
        "$headers = @{ Authorization = \"Bearer $env:HUBSPOT_TOKEN\" }\n$body = @{ properties = @{ email = 'ana@example.com' } } | ConvertTo-Json\nInvoke-RestMethod -Method Post -Uri 'https://api.hubapi.com/crm/v3/objects/contacts' -Headers $headers -ContentType 'application/json' -Body $body",
        // C#
        "var client = new HttpClient();\nclient.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(\"Bearer\", token);\nvar r = await client.GetAsync(\"https://api.hubapi.com/crm/v3/owners\");",
        // n8n
        r#"{"nodes":[{"name":"Owners","type":"n8n-nodes-base.httpRequest","typeVersion":4.2,"parameters":{"url":"https://api.hubapi.com/crm/v3/owners","authentication":"predefinedCredentialType","nodeCredentialType":"hubspotAppToken"},"credentials":{"hubspotAppToken":{"id":"1","name":"HubSpot"}}}],"connections":{}}"#,
        // Postman
        r#"{"info":{"name":"c","schema":"https://schema.getpostman.com/json/collection/v2.1.0/collection.json"},"auth":{"type":"bearer","bearer":[{"key":"token","value":"{{token}}"}]},"item":[{"name":"a","request":{"method":"GET","header":[],"url":"https://api.hubapi.com/crm/v3/owners"}}]}"#,
    ] {
        let text = with_token(text);
        let wrong: Vec<_> =
            found(&text).into_iter().filter(|finding| finding.severity == Severity::Error).collect();
        assert!(wrong.is_empty(), "{text}\n{wrong:#?}");
    }
}

#[test]
fn wrong_snippets_are_named_by_their_rule() {
    for (rule, text) in [
        // Python
        (
            "token-request-body",
            "import requests\nrequests.post('https://api.hubapi.com/oauth/2026-09/token', json={'grant_type': 'refresh_token', 'client_id': cid, 'client_secret': secret, 'refresh_token': token})",
        ),
        (
            "content-type",
            "import requests\nrequests.post('https://api.hubapi.com/crm/v3/objects/contacts', headers={'Authorization': 'Bearer ' + token}, data={'email': 'ana@example.com'})",
        ),
        (
            "token-placeholder",
            "import requests\nrequests.get('https://api.hubapi.com/crm/v3/owners', headers={'Authorization': 'Bearer {token}'})",
        ),
        (
            "bearer-missing",
            "import requests\nrequests.get('https://api.hubapi.com/crm/v3/owners', headers={'Authorization': 'TOKEN_HERE'})",
        ),
        // JavaScript
        (
            "content-type",
            "fetch('https://api.hubapi.com/crm/v3/objects/contacts', { method: 'POST', headers: { Authorization: `Bearer ${token}` }, body: JSON.stringify({ properties: {} }) })",
        ),
        (
            "bearer-twice",
            "const hubspot = require('@hubspot/api-client');\nconst client = new hubspot.Client({ accessToken: 'Bearer TOKEN_HERE' });\nawait client.crm.contacts.basicApi.getPage(10);",
        ),
        (
            "path-placeholder",
            "fetch('https://api.hubapi.com/crm/v3/objects/deals/${id}', { headers: { Authorization: `Bearer ${token}` } })",
        ),
        // PHP
        (
            "joined-unexpectedly",
            "<?php\n$client = new \\GuzzleHttp\\Client(['base_uri' => 'https://api.hubapi.com/crm/v3/objects', 'headers' => ['Authorization' => 'Bearer TOKEN_HERE']]);\n$client->get('/contacts');",
        ),
        (
            "token-header",
            "<?php\n$client = new \\GuzzleHttp\\Client();\n$client->get('https://api.hubapi.com/crm/v3/owners', ['headers' => ['X-API-Key' => 'TOKEN_HERE']]);",
        ),
        // PowerShell
        (
            "token-kind",
            "$token = \"CiRuYTEtNGUxYy0wN2IyLTRmOGEtYjZhMC0yYzdkNTFlOWYwODMQ7rz2CBi5\"\n$headers = @{ \"Authorization\" = \"Bearer $token\" }\nInvoke-RestMethod -Uri \"https://api.hubapi.com/crm/v3/owners\" -Headers $headers",
        ),
        (
            "token-placeholder",
            "$headers = @{ Authorization = 'Bearer $env:HUBSPOT_TOKEN' }\nInvoke-RestMethod https://api.hubapi.com/crm/v3/owners -Headers $headers",
        ),
        // C#
        (
            "bearer-twice",
            "var client = new HttpClient();\nclient.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(\"Bearer\", \"Bearer TOKEN_HERE\");\nvar r = await client.GetAsync(\"https://api.hubapi.com/crm/v3/owners\");",
        ),
        // n8n
        (
            "authorization-missing",
            r#"{"nodes":[{"name":"Owners","type":"n8n-nodes-base.httpRequest","typeVersion":4.2,"parameters":{"url":"https://api.hubapi.com/crm/v3/owners"}}],"connections":{}}"#,
        ),
        // Postman
        (
            "wrong-host",
            r#"{"info":{"name":"c","schema":"https://schema.getpostman.com/json/collection/v2.1.0/collection.json"},"item":[{"name":"a","request":{"auth":{"type":"bearer","bearer":[{"key":"token","value":"{{token}}"}]},"method":"GET","header":[],"url":"https://app.hubspot.com/crm/v3/owners"}}]}"#,
        ),
    ] {
        let text = with_token(text);
        let found = found(&text);
        assert!(found.iter().any(|finding| finding.rule == rule), "{rule}: {text}\n{found:#?}");
    }
}

#[test]
fn what_a_log_or_report_leaves_out_is_no_error() {
    for request in [
        r#"{"method":"POST","url":"https://api.hubapi.com/crm/v3/objects/deals/search","headers":{},"body":"{\"filterGroups\":[]}"}"#,
        r#"{"method":"POST","url":"https://api.hubapi.com/oauth/2026-09/token","headers":{"Content-Type":"application/x-www-form-urlencoded"}}"#,
        r#"{"method":"GET","url":"https://api.hubapi.com/crm/v3/objects/deals/{dealId}","headers":{"Authorization":"Bearer ****"}}"#,
        r#"{"method":"POST","url":"https://api.hubapi.com/oauth/2026-09/token","headers":{"Content-Type":"application/x-www-form-urlencoded"},"body":"grant_type=refresh_token&client_id=...&client_secret=...&refresh_token=..."}"#,
    ] {
        let text = format!("{{\"request\": {request}}}");
        let errors: Vec<_> =
            found(&text).into_iter().filter(|finding| finding.severity == Severity::Error).collect();
        assert!(errors.is_empty(), "{text}\n{errors:#?}");
    }
    let sent = r#"{"request":{"method":"GET","url":"https://api.hubapi.com/crm/v3/objects/deals/%7BdealId%7D","headers":{"Authorization":"Bearer TOKEN_HERE"}}}"#;
    let found = found(&with_token(sent));
    assert!(
        found.iter().any(|finding| finding.rule == "path-placeholder" && finding.severity == Severity::Error)
    );
}

#[test]
fn a_cut_list_of_findings_says_that_it_is_cut() {
    let parameters = "filter=a&".repeat(50);
    let text = format!(
        "GET https://api.hubapi.com/crm/v3/objects/contacts?{parameters}\nAuthorization: Bearer {{{{token}}}}\n"
    );
    let ignored: Vec<_> =
        found(&text).into_iter().filter(|finding| finding.rule == "query-ignored").collect();
    assert_eq!(ignored.len(), 20);
    assert!(ignored.iter().any(|finding| finding.message.contains("more of this kind")));

    let text = "curl https://api.hubapi.com/crm/v3/owners -H 'Authorization: Bearer $T'\n".repeat(1_100);
    let found = found(&text);
    assert!(
        found.iter().any(|finding| finding.rule == "not-judged" && finding.message.starts_with("100 more"))
    );
}
