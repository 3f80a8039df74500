//! Documents that end anywhere, as logs and pasted parts do.

use portalscope_redact::{PersonalData, Redactor};

const DOCUMENTS: &[&str] = &[
    "requests.post(url, auth=(\"id\", \"S3cret-a1b2c3d4\"), data={'grant_type': 'x'})",
    "bearerAuth(\"pat-na1-0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0\")\n",
    "auth=(\\\"id\\\", \\\"a1b2c3d4e5f6\\\")",
    "createToken('authorization_code', code, 'https://a.example/cb', 'id', 'a1b2c3d4e5f6')",
    "curl -sSu id:a1b2c3d4 -b 'sid=a1b2' -H \"Authorization: Bearer a1b2c3d4e5f6g7h8\" --user 'a:b1c2d3e4'\n",
    "sshpass -p 'a1b2c3d4' x && mysql -pa1b2c3d4 && echo a1b2c3d4 | docker login --password-stdin\n",
    "<setting name=\"HubSpotToken\"><value>a1b2c3d4e5f6</value></setting><add key=\"token\" value=\"a1b2c3d4\"/>",
    "{\"cookies\":[{\"name\":\"sid\",\"value\":\"a1b2c3d4\"}],\"client_secret\":{\"value\":\"a1b2c3d4e5f6\"}}",
    "cookies={'sid': 'a1b2c3d4', \"b\": \"c3d4\"} cookies=[['sid', 'a1b2c3d4']]",
    "kind: Secret\ndata:\n  token: YTFiMmMzZDQ=\n---\nsecret: |\n  a1b2c3d4e5f6\n",
    "id,client_secret,x\n1,a1b2c3d4e5f6,2\n| token | x |\n|---|---|\n| a1b2c3d4e5f6 | 2 |\n",
    "INSERT INTO t (id, token) VALUES (1, 'a1b2c3d4e5f6'), (2, 'b1')",
    "<tr><th>token</th><th>x</th></tr><tr><td>a1b2c3d4e5f6</td><td>1</td></tr>",
    "variable \"client_secret\" { default = \"a1b2c3d4e5f6\" -> \"b1b2c3d4e5f6\"\n sensitive = true }",
    "https://a.example/cb?code=a1b2c3d4e5f6g7h8&state=a1b2c3d4e5f6 https://u:a1b2c3d4@a.example/",
    "BEGIN:VCARD\nFN:Ada Lovelace\nTEL:+49 30 1234567\nEMAIL:ada@example.com\nEND:VCARD firstname: Ada",
    "-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBg\n-----END PRIVATE KEY-----\n",
    "NAME      TOKEN             AGE\nfirst     a1b2c3d4e5f6g7h8  3d\n",
    "gh secret set HUBSPOT_TOKEN --body 'a1b2c3d4e5f6' ; the client secret for it is a1b2c3d4e5f6g7h8.",
    "CURLOPT_USERPWD => \"id:a1b2c3d4\", user = \"id:a1b2c3d4\"\nproxy-user: a:b1c2d3e4",
];

#[test]
fn a_document_may_end_and_begin_anywhere() {
    let redactor = Redactor::new();
    for document in DOCUMENTS {
        for cut in (0..=document.len()).filter(|cut| document.is_char_boundary(*cut)) {
            for part in [&document[..cut], &document[cut..]] {
                for personal in [PersonalData::Keep, PersonalData::Mask] {
                    let clean = redactor.text_with(part, personal);
                    assert_eq!(redactor.text_with(&clean, personal), clean, "{part}");
                }
            }
        }
    }
}
