use super::check;

#[test]
fn programs_are_read_as_they_are_sent() {
    check(crate::code::go::read, ROWS);
}

const ROWS: &[(&str, &str)] = &[
    (
        r#"package main
func main() {
	token := os.Getenv("T")
	payload := strings.NewReader(`{"properties":{"a":"b"}}`)
	req, err := http.NewRequest("POST", "https://api.hubapi.com/crm/v3/objects/contacts", payload)
	if err != nil { log.Fatal(err) }
	req.Header.Add("Authorization", "Bearer "+token)
	req.Header.Set("Content-Type", "application/json")
	res, err := http.DefaultClient.Do(req)
}"#,
        r#"POST https://api.hubapi.com/crm/v3/objects/contacts [Authorization: Bearer token; Content-Type: application/json] text {"properties":{"a":"b"}}"#,
    ),
    (
        r#"resp, err := http.Get("https://api.hubapi.com/crm/v3/owners?limit=" + limit)"#,
        r"GET https://api.hubapi.com/crm/v3/owners?limit=limit",
    ),
    (
        r#"resp, err := http.Post("https://api.hubapi.com/a", "application/json", bytes.NewBuffer([]byte(`{"a":1}`)))"#,
        r#"POST https://api.hubapi.com/a [Content-Type: application/json] text {"a":1}"#,
    ),
    (
        r#"resp, err := http.PostForm("https://api.hubapi.com/oauth/v1/token", url.Values{"grant_type": {"refresh_token"}, "refresh_token": {rt}})"#,
        r"POST https://api.hubapi.com/oauth/v1/token [Content-Type: application/x-www-form-urlencoded] form grant_type=refresh_token&refresh_token=rt",
    ),
    (
        r#"body, _ := json.Marshal(map[string]interface{}{"properties": map[string]string{"a": "b"}, "ids": []string{"1", "2"}})
req, _ := http.NewRequestWithContext(ctx, http.MethodPatch, fmt.Sprintf("%s/crm/v3/objects/contacts/%d", "https://api.hubapi.com", id), bytes.NewReader(body))
client := &http.Client{}
resp, _ := client.Do(req)"#,
        r#"PATCH https://api.hubapi.com/crm/v3/objects/contacts/id text {"properties":{"a":"b"},"ids":["1","2"]}"#,
    ),
    (
        r#"form := url.Values{}
form.Set("grant_type", "authorization_code")
req, _ := http.NewRequest("POST", "https://api.hubapi.com/oauth/v1/token", strings.NewReader(form.Encode()))
req.Header.Set("Content-Type", "application/x-www-form-urlencoded")"#,
        r"POST https://api.hubapi.com/oauth/v1/token [Content-Type: application/x-www-form-urlencoded] text grant_type=authorization_code",
    ),
    (
        r#"const base = "https://api.hubapi.com"
var token string = "abc"
req, _ := http.NewRequest("GET", base+"/crm/v3/owners", nil)
q := req.URL.Query()
q.Add("limit", "10")
req.URL.RawQuery = q.Encode()
req.SetBasicAuth("u", "p")"#,
        r"GET https://api.hubapi.com/crm/v3/owners?limit=10 basic u:p",
    ),
];
