use super::check;

#[test]
fn programs_are_read_as_they_are_sent() {
    check(crate::code::ruby::read, ROWS);
}

const ROWS: &[(&str, &str)] = &[
    (
        r#"require 'net/http'
uri = URI("https://api.hubapi.com/crm/v3/objects/contacts")
http = Net::HTTP.new(uri.host, uri.port)
http.use_ssl = true
request = Net::HTTP::Post.new(uri)
request["Authorization"] = "Bearer #{ENV['HS']}"
request["Content-Type"] = 'application/json'
request.body = { properties: { email: "a@example.com", 'x' => nil } }.to_json
response = http.request(request)"#,
        r#"POST https://api.hubapi.com/crm/v3/objects/contacts [Authorization: Bearer #{ENV['HS']}; Content-Type: application/json] text {"properties":{"email":"a@example.com","x":null}}"#,
    ),
    (
        r#"response = HTTParty.get("https://api.hubapi.com/crm/v3/owners", headers: { "Authorization" => "Bearer x" }, query: { limit: 5 })"#,
        r"GET https://api.hubapi.com/crm/v3/owners ?limit=5 [Authorization: Bearer x]",
    ),
    (
        r"HTTParty.post('https://api.hubapi.com/a', body: { a: 1 }.to_json, headers: headers)",
        r#"POST https://api.hubapi.com/a [Content-Type: application/x-www-form-urlencoded] text {"a":1} !unresolved headers"#,
    ),
    (
        r"conn = Faraday.new(url: 'https://api.hubapi.com/crm/v3', headers: { 'Authorization' => 'Bearer x' })
conn.get('/objects/contacts', { limit: 1 })
conn.get('objects/contacts')",
        r"GET https://api.hubapi.com/objects/contacts ?limit=1 [Authorization: Bearer x] !looks like https://api.hubapi.com/crm/v3/objects/contacts
GET https://api.hubapi.com/crm/v3/objects/contacts [Authorization: Bearer x]",
    ),
    (
        r#"RestClient.post "https://api.hubapi.com/a", { a: 1 }.to_json, { content_type: :json, Authorization: "Bearer x" }"#,
        r#"POST https://api.hubapi.com/a [Content-Type: application/json; Authorization: Bearer x] text {"a":1}"#,
    ),
    (
        r#"RestClient.get("https://api.hubapi.com/a", params: { limit: 1 }, authorization: "Bearer x")"#,
        r"GET https://api.hubapi.com/a ?limit=1 [Authorization: Bearer x]",
    ),
    (
        r"api_client = Hubspot::Client.new(access_token: 'pat-na1-x')
api_client.crm.contacts.basic_api.get_page(limit: 10, properties: ['email'])
api_client.crm.contacts.basic_api.create(body: { properties: { email: 'a' } })",
        r#"GET https://api.hubapi.com/crm/v3/objects/contacts ?limit=10&properties=email bearer pat-na1-x
POST https://api.hubapi.com/crm/v3/objects/contacts [Content-Type: application/json] json {"properties":{"email":"a"}} bearer pat-na1-x"#,
    ),
    (
        r"uri = URI.parse('https://api.hubapi.com/a')
uri.query = URI.encode_www_form({ limit: 1, q: 'a b' })
res = Net::HTTP.get_response(uri)",
        r"GET https://api.hubapi.com/a?limit=1&q=a+b",
    ),
];
