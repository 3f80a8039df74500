//! What the redactor reads: contacts, the inputs that cost most, and the pieces of which the search makes more.

use std::fmt::Write as _;

const HARD_BYTES: usize = 2_000_000;

/// Of what documents are made, in the syntaxes that the finders know.
pub(crate) const PIECES: &[&str] = &[
    "token",
    "client_secret",
    "password",
    "authorization",
    "bearer ",
    "cookie",
    "code",
    "state",
    "auth",
    "secret",
    "basic ",
    "apikey",
    "csrf",
    "user",
    "curl ",
    "-u ",
    " -b ",
    "kind: Secret",
    "redirect_uri",
    "client_id",
    "http://",
    "s://",
    "@",
    "\"",
    "'",
    "`",
    "\\\"",
    "\\",
    "\\n",
    "\n",
    "\r\n",
    " ",
    "  ",
    "\t",
    ":",
    ": ",
    "=",
    " = ",
    "=>",
    ",",
    ", ",
    ";",
    "|",
    "&",
    "&amp;",
    "%20",
    "%3D",
    "%25",
    "{",
    "}",
    "[",
    "]",
    "(",
    ")",
    "<",
    ">",
    "</td>",
    "<th>",
    "<tr>",
    "values (",
    "---",
    "- ",
    "#",
    "?",
    "name",
    "value",
    "\"name\":\"",
    "\"value\":\"",
    "a1b2c3d4",
    "abc",
    "A1b2C3d4E5f6G7h8",
    "eyJ",
    "pat-na1-",
    "na1-",
    "CK",
    "CiR",
    "for ",
    "is ",
    "of ",
    "set ",
    "echo ",
    "${",
    "{{",
    "xxxx",
    "«",
    "=\n",
    "=3D",
    "BEGIN PRIVATE KEY-----",
    "YWJjZGVmZ2hpamts",
    "1",
    "0",
];

/// What costs most: nothing but escapes, names of secrets, or secrets.
pub(crate) fn hard() -> Vec<(&'static str, String)> {
    let repeated = |part: &str| part.repeat(HARD_BYTES / part.len());
    let mut contacts = contacts(HARD_BYTES / 2);
    contacts = contacts.replace('\\', "\\\\").replace('"', "\\\"");
    vec![
        ("contacts, JSON in JSON", contacts),
        ("percent signs", repeated("%41%42%2543")),
        ("JSON escapes", repeated("\\u0041\\\\u0042\\n")),
        ("entities", repeated("&#65;&amp;#66;&quot;")),
        ("base64 of text", repeated("eyJuYW1lIjoidmFsdWUiLCJuIjoxMjM0NTY3fQ")),
        ("names, no values", repeated("password=")),
        ("names of references", repeated("password=password.x(")),
        ("names in objects", repeated("\"name\":\"token\",")),
        ("headers", repeated("authorization: bearer ")),
        ("cookies", repeated("cookie: a=b;")),
        ("lists of cookies", repeated("cookies=[{")),
        ("rows of SQL", repeated("(token) values ('a1'),")),
        ("headings in HTML", repeated("<tr><th>token</th></tr>")),
        ("manifests", repeated("kind: Secret\n")),
        ("codes", repeated("?code=abcdef1")),
        ("columns", repeated("client_secret,")),
        ("quotes", repeated("'\\\"token\\\\\":\"")),
        ("addresses", repeated("s://a:b")),
        ("white space", repeated("C K P r \n")),
        ("curl's flags", repeated(" -u a:b")),
        ("curl's commands", repeated("curl -sSuid:b1c2 -bs=1 ")),
        ("names of programs", repeated("curl ")),
        ("commands that store", repeated("set secret token ")),
        ("headings", repeated("token,secret,x\n")),
        ("cells", repeated("<td>token</td><td>")),
        ("items of lists", repeated("- name: token\n")),
        ("settings of nothing", repeated("token:\n")),
        ("blocks", repeated("secret: |\n  x\n")),
        ("sentences", repeated("the token for it is ")),
        ("literals in code", repeated("secret=new X('a'")),
        ("brackets", repeated("password=a1b2c3d4)))))]]]]}}}}>>>>")),
        ("one long value", format!("password=a1b2c3d4{}", ")".repeat(HARD_BYTES))),
        ("placeholders", repeated("token=abcdefghijklmnopqrstuvwxyzabcdefghijk\n")),
        ("settings of users", repeated("user=a:bB\n")),
        ("callbacks", repeated("/auth?state=a1b2c3d4e5f6g7h8")),
        ("client ids and states", repeated("client_id=1&state=abcdef1&")),
        ("JSON web tokens", repeated("eyJhbGciOiJI.eyJ")),
        ("lines of tokens", repeated("CKPrvd7oMxIHAAEAQAAAARiZ0LUMILPPzRYo_5_hATIUxLk3b0w\n")),
        ("private keys", repeated("BEGIN PRIVATE KEY-----")),
        ("data centers", repeated("ab1-")),
        ("base64 of base64", repeated("WlhsS2RXSlhWV2xQYVVveVdWZDRNVnBUU1hOSmJU")),
        ("soft line breaks", repeated("ab=\n")),
        ("quoted-printable", repeated("=3D=\n")),
        ("escapes in escapes", repeated("%5Cu0026%2561mp;#65;")),
        ("one letter", repeated("a")),
        ("zeros", repeated("\0")),
        ("UTF-16", repeated("token=a1b2c3d4\n").chars().flat_map(|letter| [letter, '\0']).collect()),
        ("parts of known secrets", repeated(&format!("{} ", &token(7)[40..48]))),
        ("known secrets in pieces", repeated(&format!("{}\n", &token(7)[40..47]))),
        ("known secrets", repeated(&format!("{} ", token(7)))),
        ("unknown secrets", repeated("client_secret=a1b2c3d4e5f6\n")),
        ("flags on lines", repeated("token csrf\\n# -b \r\n")),
        ("braces and schemes", repeated("{{ }bearer &amp;secretpat-na1-")),
        ("entities and flags", repeated("&amp;basic client_secret= -b ")),
        ("columns of spaces", repeated("token  secret\n")),
        ("broken lines", repeated("token=\"a1b2c3d4e5f6g7h8i9j0k1\n")),
        ("sensitive blocks", repeated("sensitive = true\n}")),
        ("elements", repeated("<a name=\"token\" b=\"\">")),
        ("tables", repeated("|token|secret|\n|--|--|\n")),
        ("logins", repeated("login -p -p ")),
        ("pipes", repeated("echo a:b | base64 ")),
        ("backslashes", repeated("\\")),
        ("values of backslashes", repeated(&format!("password={}u ", "\\".repeat(2_000)))),
        ("escapes in bare tokens", repeated("bearer a1b2c3d4\\&amp;; ")),
        ("quoted-printable cookies", repeated("bearer client_id- bearer  =3Dcookie=\n{\\\"")),
        ("keywords and types", repeated(":token \"a\" token As String = \"a\" ")),
        ("literals of secrets", repeated("create secret x --from-literal=a=b ")),
        ("names beside values", repeated("%25eyJ = &amp;\"name\":\"secret\"value\":\"=of &amp;- user%25")),
        ("names without an end", repeated("csrf:%25secret=")),
        ("columns of names", repeated("CiR,\\n%25%20%25\\\"name%20|\"name\":\"0secret\"value\":\"")),
        ("masked keys", repeated("\\\"\\\"of  apikey=>- )xxxxxxxx@&amp;")),
        ("arrows", repeated("`bearer =>,\\\"")),
        ("schemes in tags", repeated(":  bearer =>CK]&amp;\\\"s://</td>set ")),
    ]
}

/// What costs most where personal data is looked for, too.
pub(crate) fn personal() -> Vec<(&'static str, String)> {
    let repeated = |part: &str| part.repeat(HARD_BYTES / part.len());
    vec![
        ("contacts, JSON", contacts(HARD_BYTES)),
        ("names of properties", repeated("email phone city ")),
        ("properties in objects", repeated("\"email\":{")),
        ("headings of columns", repeated("email,phone\n")),
        ("signs of addresses", repeated("a@")),
        ("numbers", repeated("+1(2 0")),
        ("IP addresses", repeated("1.2.3.4, a 1.2.3 ")),
        ("cards", repeated("BEGIN:VCARD\nFN:A\n")),
    ]
}

/// The next of a sequence that looks random and is the same in each run.
pub(crate) fn next(seed: &mut u64) -> u64 {
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    *seed
}

pub(crate) fn token(number: u64) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut seed = number * 2 + 0x9E37_79B9_7F4A_7C15;
    "CK".chars().chain((0..98).map(|_| char::from(DIGITS[(next(&mut seed) >> 30) as usize & 63]))).collect()
}

/// A page of contacts after the other, as HubSpot's search answers.
pub(crate) fn contacts(bytes: usize) -> String {
    const NAMES: [&str; 8] = ["Ada", "Grace", "Björn", "Chloé", "Ravi", "Mei", "Olu", "Zoë"];
    let mut text = String::with_capacity(bytes + 1_000);
    let mut seed = 1;
    while text.len() < bytes {
        let id = next(&mut seed) % 100_000_000_000;
        let (first, last) = (NAMES[id as usize % 8], NAMES[id as usize / 8 % 8]);
        write!(
            text,
            r#"{{"id":"{id}","properties":{{"createdate":"2026-03-04T09:12:33.120Z","email":"{first}.{last}{}@example.com","firstname":"{first}","hs_object_id":"{id}","lastmodifieddate":"2026-11-01T22:01:59.004Z","lastname":"{last}","lifecyclestage":"marketingqualifiedlead","phone":"+49 30 {}","company":"{last} & {first} GmbH","state":"California","hs_analytics_source":"ORGANIC_SEARCH","hs_lead_status":null,"website":"https://www.example.com/a/b?utm_source=mail&x={}"}},"createdAt":"2026-03-04T09:12:33.120Z","updatedAt":"2026-11-01T22:01:59.004Z","archived":false,"url":"https://app.hubspot.com/contacts/1234567/record/0-1/{id}"}},"#,
            id % 997,
            id % 10_000_000,
            id % 1_000_000,
        )
        .unwrap();
    }
    text
}
