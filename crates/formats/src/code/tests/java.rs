use super::check;

#[test]
fn programs_are_read_as_they_are_sent() {
    check(crate::code::java::read, ROWS);
}

const ROWS: &[(&str, &str)] = &[
    (
        r#"HttpClient client = HttpClient.newHttpClient();
String token = System.getenv("T");
HttpRequest request = HttpRequest.newBuilder()
    .uri(URI.create("https://api.hubapi.com/crm/v3/objects/contacts"))
    .header("Authorization", "Bearer " + token)
    .header("Content-Type", "application/json")
    .POST(HttpRequest.BodyPublishers.ofString("{\"a\":1}"))
    .build();
HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());"#,
        r#"POST https://api.hubapi.com/crm/v3/objects/contacts [Authorization: Bearer token; Content-Type: application/json] text {"a":1}"#,
    ),
    (
        r#"HttpRequest r = HttpRequest.newBuilder(URI.create("https://api.hubapi.com/a")).GET().build();"#,
        r"GET https://api.hubapi.com/a",
    ),
    (
        r#"HttpRequest r = HttpRequest.newBuilder().uri(URI.create(BASE + "/a")).method("PATCH", HttpRequest.BodyPublishers.ofString(json)).build();"#,
        r"PATCH BASE/a unknown body !unresolved json",
    ),
    (
        r#"OkHttpClient client = new OkHttpClient();
MediaType mediaType = MediaType.parse("application/json");
RequestBody body = RequestBody.create(mediaType, "{}");
Request request = new Request.Builder()
  .url("https://api.hubapi.com/a")
  .post(body)
  .addHeader("authorization", "Bearer x")
  .build();
Response response = client.newCall(request).execute();"#,
        r"POST https://api.hubapi.com/a [authorization: Bearer x; Content-Type: application/json] text {}",
    ),
    (
        r#"Request request = new Request.Builder().url("https://api.hubapi.com/a").delete().build();"#,
        r"DELETE https://api.hubapi.com/a",
    ),
    (
        r#"String json = """
    {"a": 1}
    """;
Request request = new Request.Builder().url("https://api.hubapi.com/a?x=" + x).put(RequestBody.create(json, MediaType.get("application/json"))).build();"#,
        r#"PUT https://api.hubapi.com/a?x=x [Content-Type: application/json] text 
    {"a": 1}
    "#,
    ),
];
