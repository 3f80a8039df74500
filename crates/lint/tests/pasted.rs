//! Texts as people paste them: each kind of mistake is found, and what is right has no error.

mod checks;

use checks::found;
use portalscope_lint::Severity;

#[test]
fn what_people_paste_is_judged_by_what_hubspot_makes_of_it() {
    for (text, rules) in [
        (
            "HUBSPOT_ACCESS_TOKEN=CiRuYTEtNGUxYy0wN2IyLTRmOGEtYjZhMC0yYzdkNTFlOWYwODMQ7rz2CBi5\nHUBSPOT_DEVELOPER_API_KEY=na1-4e1c-07b2-4f8a-b6a0-2c7d51e9f083\n",
            &["variable-kind"][..],
        ),
        (
            "curl 'https://api.hubapi.com/cms/v3/hubdb/tables/:tableIdOrName/rows' \\\n  -H 'private-app-legacy: pat-na1-4e1c07b2-93d5-4f8a-b6a0-2c7d51e9f083'",
            &["path-placeholder", "token-header"],
        ),
        (
            "const stamp = headers['x-hubspot-signature-timestamp'];\nconst sig = headers['x-hubspot-signature-v3'];\nconst base = req.method + req.url + body + stamp;",
            &["webhook-header", "webhook-base-string"],
        ),
        (
            "{\"type\": \"app\", \"config\": {\"auth\": {\"type\": \"oauth\", \"redirectUrls\": [\"https://app.example.com/cb\",],\n\"requiredScopes\": [\"oauth\", \"tickets\", \"tickets\"], \"optionalScopes\": []}}}",
            &["app-file-json", "app-file-scopes"],
        ),
        (
            "{\"nodes\": [{\"name\": \"Owners\", \"type\": \"n8n-nodes-base.httpRequest\", \"typeVersion\": 2, \"parameters\": {\"authentication\": \"headerAuth\", \"url\": \"https://api.hubapi.com/crm/v3/objects/deals?limit=5&filter=amount__gt=7\", \"headerParametersUi\": {\"parameter\": [{\"name\": \"Authorization\", \"value\": \"={{'Bearer ' + $credentials.key}}\"}]}}, \"credentials\": {\"httpHeaderAuth\": {\"id\": \"3\", \"name\": \"Key\"}}}], \"connections\": {}}",
            &["query-ignored", "authorization-twice", "credentials-expression"],
        ),
        (
            "curl https://api.hubapi.com/crm/v3/objects/deals/search -H \"Authorization: Bearer $T\"",
            &["wrong-method"],
        ),
        (
            "$jeton = \"CiRuYTEtNGUxYy0wN2IyLTRmOGEtYjZhMC0yYzdkNTFlOWYwODMQ7rz2CBi5\"\n$h = @{ \"Authorization\" = \"Bearer $jeton\" }\nInvoke-RestMethod -Uri \"https://api.hubapi.com/account-info/v3/api-usage/daily\" -Headers $h",
            &["token-kind"],
        ),
        (
            "await axios.post('https://api.hubapi.com/oauth/2026-09/token', null, { params: { grant_type: 'authorization_code', client_id: '93d507b2-4e1c-4f8a-b6a0-2c7d51e9f083', client_secret: '4e1c07b2-93d5-4f8a-b6a0-2c7d51e9f083', redirect_uri: 'http://localhost:3000/cb', code } });",
            &["secret-in-url", "token-request-body"],
        ),
        (
            "$http = new \\GuzzleHttp\\Client(['base_uri' => 'https://api.hubapi.com/crm/v3/objects', 'headers' => ['Authorization' => 'Bearer pat-na1-4e1c07b2-93d5-4f8a-b6a0-2c7d51e9f083']]);\n$http->get('/deals', ['query' => ['limit' => 3]]);",
            &["joined-unexpectedly"],
        ),
        (
            "[{\"name\": \"Find a deal\", \"type\": \"toolHttpRequest\", \"parameters\": {\"method\": \"GET\", \"url\": \"=https://api.hubapi.com/crm/v3/objects/deals/search\", \"authentication\": \"predefinedCredentialType\", \"nodeCredentialType\": \"hubspotApi\"}}]",
            &["wrong-method", "hapikey"],
        ),
        (
            "defaultPortal: QA\nportals:\n  - name: QA\n \tportalId: 4210077\n    authType: personalaccesskey\n",
            &["config-tab"],
        ),
        (
            "curl https://api.hubapi.com/crm/v3/owners -H 'Authorization: Bearer $HUBSPOT_TOKEN'",
            &["token-placeholder"],
        ),
        (
            "curl https://api.hubapi.com/crm/v3/objects/contacts -H \"Authorization: Bearer $T\" -d '{\"properties\":{}}'",
            &["content-type"],
        ),
        (
            "curl https://api.hubapi.com/oauth/2026-09/token --json '{\"grant_type\":\"refresh_token\"}'",
            &["token-request-body"],
        ),
    ] {
        let found = found(text);
        for rule in rules {
            assert!(found.iter().any(|finding| finding.rule == *rule), "{rule}: {text}\n{found:#?}");
        }
    }
}

#[test]
fn what_is_right_has_neither_errors_nor_warnings() {
    for text in [
        "curl 'https://api.hubapi.com/crm/v3/objects/contacts?limit=10' -H \"Authorization: Bearer $HUBSPOT_TOKEN\"",
        "curl -X POST https://api.hubapi.com/crm/objects/2026-03/deals/search -H \"Authorization: Bearer ${HUBSPOT_TOKEN}\" -H 'Content-Type: application/json' -d '{\"filterGroups\":[],\"limit\":100}'",
        "curl --json '{\"properties\":{\"email\":\"ana@example.com\"}}' https://api.hubapi.com/crm/objects/2026-03/contacts --oauth2-bearer $TOKEN",
        "curl https://api.hubapi.com/oauth/2026-09/token -d grant_type=refresh_token -d \"client_id=$ID\" -d \"client_secret=$SECRET\" -d \"refresh_token=$REFRESH\"",
        "curl -X DELETE https://api.hubapi.com/crm/v3/objects/contacts/512 -H 'authorization: Bearer pat-eu1-4e1c07b2-93d5-4f8a-b6a0-2c7d51e9f083'",
        "curl ^\"https://api.hubapi.com/crm/v3/owners?limit=5^&archived=false^\" ^\r\n  -H ^\"Authorization: Bearer %HUBSPOT_TOKEN%^\"",
        "curl https://api.hubapi.com/crm/v3/objects/contacts/ana%40example.com?idProperty=email -H \"Authorization: Bearer $T\"",
        "curl -F file=@logo.png -F 'options={\"access\":\"PRIVATE\"}' https://api.hubapi.com/files/v3/files -H \"Authorization: Bearer $T\"",
        "https://api.hubapi.com/crm/v3/objects/contacts/512",
        "GET /crm/objects/2026-03/contacts?properties=email,firstname",
        "GET {{host}}/crm/v3/objects/contacts/{{id}}\nAuthorization: Bearer {{token}}\n",
        "curl https://example.com/hook -d '{\"a\":1}'",
    ] {
        let wrong: Vec<_> =
            found(text).into_iter().filter(|finding| finding.severity != Severity::Info).collect();
        assert!(wrong.is_empty(), "{text}\n{wrong:#?}");
    }
}

/// Three kinds of credentials look alike: the name beside one decides, and a right one is left alone.
#[test]
fn a_developer_key_is_not_taken_for_a_refresh_token() {
    let text = "HUBSPOT_DEVELOPER_API_KEY=eu1-4e1c-07b2-4f8a-b6a0-2c7d51e9f083\nHUBSPOT_REFRESH_TOKEN=na1-93d5-07b2-4f8a-b6a0-2c7d51e9f083\n";
    assert!(found(text).is_empty());
}

#[test]
fn a_line_of_a_log_has_no_error() {
    let text = "last_error: HubSpot /crm/v3/objects/deals?limit=100&properties=dealname&after=4017 403: {\"status\":\"error\",\"message\":\"This app hasn't been granted all required scopes\"}";
    assert!(found(text).iter().all(|finding| finding.severity != Severity::Error), "{:#?}", found(text));
}

#[test]
fn a_text_without_a_request_is_none() {
    let catalog = portalscope_catalog::Catalog::bundled();
    assert!(portalscope_lint::lint("Good morning, all is well here.", catalog, checks::TODAY).is_err());
}
