use super::check;

#[test]
fn programs_are_read_as_they_are_sent() {
    check(crate::code::php::read, ROWS);
}

const ROWS: &[(&str, &str)] = &[
    (
        r"<?php
$ch = curl_init('https://api.hubapi.com/crm/v3/objects/contacts');
curl_setopt($ch, CURLOPT_RETURNTRANSFER, true);
curl_setopt($ch, CURLOPT_HTTPHEADER, ['Authorization: Bearer ' . $token, 'Content-Type: application/json']);
curl_setopt($ch, CURLOPT_POSTFIELDS, json_encode(['properties' => ['email' => 'a@example.com', 'tags' => [1, 2]]]));
$result = curl_exec($ch);
curl_close($ch);",
        r#"POST https://api.hubapi.com/crm/v3/objects/contacts [Authorization: Bearer $token; Content-Type: application/json] text {"properties":{"email":"a@example.com","tags":[1,2]}}"#,
    ),
    (
        r#"$curl = curl_init();
curl_setopt_array($curl, array(
  CURLOPT_URL => "https://api.hubapi.com/crm/v3/objects/contacts?limit=10&archived=false",
  CURLOPT_RETURNTRANSFER => true,
  CURLOPT_CUSTOMREQUEST => "GET",
  CURLOPT_HTTPHEADER => array(
    "accept: application/json",
    "authorization: Bearer YOUR_ACCESS_TOKEN"
  ),
));
$response = curl_exec($curl);"#,
        r"GET https://api.hubapi.com/crm/v3/objects/contacts?limit=10&archived=false [accept: application/json; authorization: Bearer YOUR_ACCESS_TOKEN]",
    ),
    (
        r"$client = new \GuzzleHttp\Client([
    'base_uri' => 'https://api.hubapi.com/crm/v3/objects',
    'headers'  => ['Authorization' => 'Bearer pat-na1-x'],
]);
$res = $client->get('/contacts', ['query' => ['limit' => 5]]);",
        r"GET https://api.hubapi.com/contacts ?limit=5 [Authorization: Bearer pat-na1-x] !looks like https://api.hubapi.com/crm/v3/objects/contacts",
    ),
    (
        r"use GuzzleHttp\Client;
$client = new Client(['base_uri' => 'https://api.hubapi.com/crm/v3/objects']);
$client->request('POST', 'contacts', ['json' => ['properties' => ['a' => null, 'b' => true]]]);",
        r#"POST https://api.hubapi.com/crm/v3/contacts [Content-Type: application/json] json {"properties":{"a":null,"b":true}} !looks like https://api.hubapi.com/crm/v3/objects/contacts"#,
    ),
    (
        r"$client = new Client(['base_uri' => 'https://api.hubapi.com/crm/v3/']);
$client->post('objects/contacts?x=1', ['form_params' => ['a' => ['b', 'c']], 'query' => ['y' => 2], 'auth' => ['u', 'p']]);",
        r"POST https://api.hubapi.com/crm/v3/objects/contacts ?y=2 [Content-Type: application/x-www-form-urlencoded] form a[0]=b&a[1]=c basic u:p !altered query",
    ),
    (
        r#"$request = new Request('PATCH', 'https://api.hubapi.com/crm/v3/objects/deals/' . $id, ['Authorization' => "Bearer $token"], '{"properties":{}}');
$client = new Client();
$client->sendAsync($request)->wait();"#,
        r#"PATCH https://api.hubapi.com/crm/v3/objects/deals/$id [Authorization: Bearer $token] text {"properties":{}}"#,
    ),
    (
        r#"$context = stream_context_create(['http' => ['method' => 'POST', 'header' => "Authorization: Bearer abc\r\nContent-Type: application/json\r\n", 'content' => json_encode($data)]]);
$r = file_get_contents("https://api.hubapi.com/crm/v3/objects/contacts", false, $context);"#,
        r#"POST https://api.hubapi.com/crm/v3/objects/contacts [Authorization: Bearer abc; Content-Type: application/json] text "$data""#,
    ),
    (
        r#"$r = file_get_contents("https://api.hubapi.com/contacts/v1/lists/all/contacts/all?hapikey={$apikey}");"#,
        r"GET https://api.hubapi.com/contacts/v1/lists/all/contacts/all?hapikey={$apikey}",
    ),
    (r"$json = file_get_contents('data.json');", r"nothing"),
    (
        r"$response = wp_remote_post( 'https://api.hubapi.com/crm/v3/objects/contacts', array( 'headers' => array( 'Authorization' => 'Bearer ' . get_option( 'hs_token' ) ), 'body' => array( 'email' => 'a@example.com' ) ) );",
        r"POST https://api.hubapi.com/crm/v3/objects/contacts [Authorization: Bearer get_option( 'hs_token' ); Content-Type: application/x-www-form-urlencoded] form email=a@example.com",
    ),
    (r"wp_remote_get($url, ['headers' => $headers]);", r"GET $url !unresolved $headers"),
    (
        r"$response = Http::withToken('pat-x')->acceptJson()->get('https://api.hubapi.com/crm/v3/objects/contacts', ['limit' => 3]);",
        r"GET https://api.hubapi.com/crm/v3/objects/contacts ?limit=3 [Accept: application/json] bearer pat-x",
    ),
    (
        r"Http::baseUrl('https://api.hubapi.com/crm/v3')->withHeaders(['X-A' => 'b'])->asForm()->post('/objects', ['a' => 1]);",
        r"POST https://api.hubapi.com/crm/v3/objects [X-A: b; Content-Type: application/x-www-form-urlencoded] form a=1",
    ),
    (
        r#"Http::withToken(config('services.hubspot.token'))->post("https://api.hubapi.com/crm/v3/objects/contacts", ['properties' => ['email' => $email]]);"#,
        r#"POST https://api.hubapi.com/crm/v3/objects/contacts [Content-Type: application/json] json {"properties":{"email":"$email"}} bearer config('services.hubspot.token')"#,
    ),
    (
        r"use HubSpot\Factory;
$hubspot = \HubSpot\Factory::createWithAccessToken('pat-na1-x');
$hubspot->crm()->contacts()->basicApi()->getById('12', 'email', null, null, false);
$contactInput = new \HubSpot\Client\Crm\Contacts\Model\SimplePublicObjectInput();
$contactInput->setProperties(['email' => 'a@example.com']);
$hubspot->crm()->contacts()->basicApi()->create($contactInput);",
        r#"GET https://api.hubapi.com/crm/v3/objects/contacts/12 ?properties=email&archived=false bearer pat-na1-x
POST https://api.hubapi.com/crm/v3/objects/contacts [Content-Type: application/json] json {"properties":{"email":"a@example.com"}} bearer pat-na1-x"#,
    ),
    (
        r"$filter = new \HubSpot\Client\Crm\Contacts\Model\Filter(['property_name' => 'email', 'operator' => 'EQ', 'value' => $email]);
$filterGroup = new \HubSpot\Client\Crm\Contacts\Model\FilterGroup();
$filterGroup->setFilters([$filter]);
$searchRequest = new \HubSpot\Client\Crm\Contacts\Model\PublicObjectSearchRequest();
$searchRequest->setFilterGroups([$filterGroup]);
$hubspot->crm()->contacts()->searchApi()->doSearch($searchRequest);",
        r#"POST https://api.hubapi.com/crm/v3/objects/contacts/search [Content-Type: application/json] json {"filterGroups":[{"filters":[{"propertyName":"email","operator":"EQ","value":"$email"}]}]} stored HubSpot client"#,
    ),
    (
        r"$response = $hubspot->apiRequest(['method' => 'DELETE', 'path' => '/crm/v3/objects/contacts/5']);",
        r"DELETE https://api.hubapi.com/crm/v3/objects/contacts/5 [Content-Type: application/json] stored HubSpot client",
    ),
    (
        r"$ch = curl_init();
curl_setopt($ch, CURLOPT_URL, 'https://api.hubapi.com/oauth/v1/token');
curl_setopt($ch, CURLOPT_POST, 1);
curl_setopt($ch, CURLOPT_POSTFIELDS, http_build_query(['grant_type' => 'refresh_token', 'refresh_token' => 'a b']));
curl_setopt($ch, CURLOPT_FROBNICATE, 1);
curl_exec($ch);
curl_setopt($ch, CURLOPT_URL, 'https://api.hubapi.com/crm/v3/owners');
curl_exec($ch);",
        r"POST https://api.hubapi.com/oauth/v1/token [Content-Type: application/x-www-form-urlencoded] text grant_type=refresh_token&refresh_token=a+b !unknown CURLOPT_FROBNICATE
POST https://api.hubapi.com/crm/v3/owners [Content-Type: application/x-www-form-urlencoded] text grant_type=refresh_token&refresh_token=a+b !unknown CURLOPT_FROBNICATE",
    ),
    (
        r#"curl_setopt($ch = curl_init("https://api.hubapi.com/x"), CURLOPT_NOBODY, true);"#,
        r"HEAD https://api.hubapi.com/x",
    ),
    (
        r#"$body = <<<JSON
{"properties": {"email": "$email"}}
JSON;
$client = new GuzzleHttp\Client();
$client->request('POST', 'https://api.hubapi.com/crm/v3/objects/contacts', ['body' => $body, 'headers' => ['Content-Type' => 'application/json'], 'params' => ['a' => 1]]);"#,
        r#"POST https://api.hubapi.com/crm/v3/objects/contacts [Content-Type: application/json] text {"properties": {"email": "$email"}} !no effect params"#,
    ),
    (
        r#"class HubspotService {
    private const BASE = 'https://api.hubapi.com';
    public function __construct(private string $token) {
        $this->client = new Client(['base_uri' => self::BASE . '/', 'headers' => ['Authorization' => 'Bearer ' . $this->token]]);
    }
    public function owner(int $id): array {
        return json_decode($this->client->get("crm/v3/owners/$id")->getBody(), true);
    }
}"#,
        r"GET https://api.hubapi.com/crm/v3/owners/$id [Authorization: Bearer $this->token]",
    ),
];
