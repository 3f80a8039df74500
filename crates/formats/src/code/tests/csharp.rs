use super::check;

#[test]
fn programs_are_read_as_they_are_sent() {
    check(crate::code::csharp::read, ROWS);
}

const ROWS: &[(&str, &str)] = &[
    (
        r#"var config = new Configuration { BasePath = "https://api.hubapi.com" };
config.AddApiKey("hapikey", "pat-na1-x");
config.AddApiKey("private-app-legacy", "pat-na1-x");
// config.AddApiKeyPrefix("private-app-legacy", "Bearer");
var api = new BehavioralEventsTrackingApi(config);"#,
        r"GET https://api.hubapi.com ?hapikey=pat-na1-x [private-app-legacy: pat-na1-x] !unresolved path",
    ),
    (
        r#"var config = new Configuration();
config.BasePath = "https://api.hubapi.com";
config.AccessToken = "pat-na1-x";
config.AddApiKeyPrefix("private-app", "Bearer");
config.AddApiKey("private-app", token);"#,
        r"GET https://api.hubapi.com [private-app: Bearer token] bearer pat-na1-x !unresolved path",
    ),
    (
        r#"using var client = new HttpClient();
client.BaseAddress = new Uri("https://api.hubapi.com/crm/v3");
client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
var response = await client.GetAsync($"/objects/contacts/{id}?limit=10");"#,
        r"GET https://api.hubapi.com/objects/contacts/{id}?limit=10 [Authorization: Bearer token] !looks like https://api.hubapi.com/crm/v3/objects/contacts/{id}?limit=10",
    ),
    (
        r#"var client = new HttpClient();
var request = new HttpRequestMessage(HttpMethod.Post, "https://api.hubapi.com/crm/v3/objects/contacts");
request.Headers.Add("Authorization", "Bearer x");
var content = new StringContent("{\n  \"properties\": {}\n}", null, "application/json");
request.Content = content;
var response = await client.SendAsync(request);"#,
        r#"POST https://api.hubapi.com/crm/v3/objects/contacts [Authorization: Bearer x; Content-Type: application/json; charset=utf-8] text {
  "properties": {}
}"#,
    ),
    (
        r#"var values = new Dictionary<string, string> { { "grant_type", "refresh_token" }, { "client_id", clientId } };
await httpClient.PostAsync("https://api.hubapi.com/oauth/v1/token", new FormUrlEncodedContent(values));"#,
        r"POST https://api.hubapi.com/oauth/v1/token [Content-Type: application/x-www-form-urlencoded] form grant_type=refresh_token&client_id=clientId",
    ),
    (
        r#"var client = new RestClient("https://api.hubapi.com/crm/v3");
var request = new RestRequest("objects/contacts", Method.Post);
request.AddHeader("Authorization", "Bearer x");
request.AddJsonBody(new { properties = new { email = "a@example.com", n = 1 } });
var response = await client.ExecuteAsync(request);"#,
        r#"POST https://api.hubapi.com/crm/v3/objects/contacts [Authorization: Bearer x; Content-Type: application/json] json {"properties":{"email":"a@example.com","n":1}}"#,
    ),
    (
        r#"string body = @"{""a"": 1}";
var client = new HttpClient();
var r = await client.PostAsync("https://api.hubapi.com/a", new StringContent(body));"#,
        r#"POST https://api.hubapi.com/a [Content-Type: text/plain; charset=utf-8] text {"a": 1}"#,
    ),
    (
        r#"var json = JsonSerializer.Serialize(new { a = 1 });
await client.PutAsJsonAsync("https://api.hubapi.com/a", new { b = true });"#,
        r#"PUT https://api.hubapi.com/a [Content-Type: application/json; charset=utf-8] json {"b":true}"#,
    ),
];
