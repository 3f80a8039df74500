//! How fast a redactor that knows 1,000 secrets reads: `cargo xtask bench redact`.

#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::cast_precision_loss,
    reason = "a program for developers"
)]

use std::fmt::Write as _;
use std::hint::black_box;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use portalscope_redact::{PersonalData, Redactor};

const SECRETS: usize = 1_000;
const BYTES: usize = 200_000_000;
const HARD_BYTES: usize = 2_000_000;
const RUNS: usize = 3;
const CONTACTS: &str = "contacts, JSON";
/// The argument of the processes whose memory is measured.
const PEAK: &str = "--peak";
/// The argument that looks for slow inputs, and how many it tries: `bench_redact --hunt 2000`.
const HUNT: &str = "--hunt";
/// Of what documents are made, in the syntaxes that the finders know.
const PIECES: &[&str] = &[
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

fn main() {
    if let Some(size) = std::env::args().skip_while(|argument| argument != PEAK).nth(1) {
        return println!("{}", peak_of_stream(size.parse().unwrap()));
    }
    if let Some(rounds) = std::env::args().skip_while(|argument| argument != HUNT).nth(1) {
        return hunt(rounds.parse().unwrap());
    }
    let megabytes = std::env::args()
        .nth(1)
        .and_then(|text| text.parse().ok())
        .map_or(BYTES, |size: usize| size * 1_000_000);
    let redactor = Redactor::new();
    let started = busy();
    for number in 0..SECRETS {
        redactor.register("access-token", &token(number as u64));
    }
    // They are made ready for the first text.
    redactor.text("");
    println!(
        "register {SECRETS} secrets of {} bytes: {:?}",
        token(0).len(),
        busy().checked_sub(started).unwrap()
    );
    let wanted = std::env::args().nth(2).unwrap_or_default();
    if CONTACTS.contains(&wanted) {
        report_contacts(&redactor, megabytes);
    }
    if wanted.is_empty() {
        report_peaks();
    }
    for (what, text) in hard().into_iter().filter(|(what, _)| what.contains(&wanted)) {
        report(what, text.len(), || {
            black_box(stream(&redactor, black_box(&text), PersonalData::Keep));
        });
    }
    for (what, text) in personal().into_iter().filter(|(what, _)| what.contains(&wanted)) {
        report(&format!("{what}, masked"), text.len(), || {
            black_box(stream(&redactor, black_box(&text), PersonalData::Mask));
        });
    }
}

fn report_contacts(redactor: &Redactor, bytes: usize) {
    let text = contacts(bytes);
    report("memchr's floor (no byte of the text)", text.len(), || {
        black_box(memchr::memchr3(1, 2, 3, black_box(text.as_bytes())));
    });
    report(CONTACTS, text.len(), || {
        assert_eq!(stream(redactor, black_box(&text), PersonalData::Keep), 0);
    });
}

/// What costs most where personal data is looked for, too.
fn personal() -> Vec<(&'static str, String)> {
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

/// The most memory of a process of its own that passes so many megabytes through a stream, in kB, where the system tells.
fn report_peaks() {
    let peak = |megabytes: usize| -> Option<usize> {
        let program = std::env::current_exe().ok()?;
        let output =
            std::process::Command::new(program).args([PEAK, &megabytes.to_string()]).output().ok()?;
        String::from_utf8(output.stdout).ok()?.trim().parse().ok().filter(|peak| *peak > 0)
    };
    if let (Some(small), Some(large)) = (peak(10), peak(1_000)) {
        println!("peak memory: {small} kB for a stream of 10 MB, {large} kB for one of 1 GB");
    }
}

/// The document is made piece by piece and held nowhere. 0: the system does not tell.
fn peak_of_stream(megabytes: usize) -> usize {
    let redactor = Redactor::new();
    (0..SECRETS).for_each(|number| _ = redactor.register("access-token", &token(number as u64)));
    let mut stream = redactor.stream(PersonalData::Keep);
    let mut clean = Vec::new();
    for number in 0..megabytes * 16 {
        let secret = format!("{{\"client_secret\":\"a1b2c3d4e5f6{number}\"}},");
        stream.push((contacts(1_000_000 / 16) + &secret).as_bytes(), &mut clean);
        black_box(&clean);
        clean.clear();
    }
    assert_eq!(stream.finish(&mut clean).total(), megabytes * 16);
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    peak.and_then(|peak| peak.trim().split(' ').next()?.parse().ok()).unwrap_or(0)
}

/// How many findings there were.
fn stream(redactor: &Redactor, text: &str, personal: PersonalData) -> usize {
    let mut stream = redactor.stream(personal);
    let mut clean = Vec::new();
    for piece in text.as_bytes().chunks(64 * 1_024) {
        stream.push(piece, &mut clean);
        black_box(&clean);
        clean.clear();
    }
    stream.finish(&mut clean).total()
}

/// What costs most: nothing but escapes, names of secrets, or secrets.
fn hard() -> Vec<(&'static str, String)> {
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
    ]
}

/// Tries random sequences of pieces, over and over, and changes the slowest ones further. Prints those that it kept.
fn hunt(rounds: usize) {
    const KEPT: usize = 24;
    const BYTES: usize = 1_000_000;
    let redactor = Redactor::new();
    (0..SECRETS).for_each(|number| _ = redactor.register("access-token", &token(number as u64)));
    let (mut seed, mut kept) = (rounds as u64 + 1, Vec::<(f64, Vec<usize>)>::new());
    for _ in 0..rounds {
        let mut random = |below: usize| (next(&mut seed) >> 20) as usize % below;
        let mut parts =
            if kept.len() < KEPT || random(4) == 0 { Vec::new() } else { kept[random(kept.len())].1.clone() };
        for _ in 0..=random(4) {
            let at = random(parts.len() + 1);
            if random(3) == 0 && at < parts.len() {
                parts.remove(at);
            } else {
                parts.insert(at, random(PIECES.len()));
            }
        }
        let part: String = parts.iter().map(|piece| PIECES[*piece]).collect();
        if part.is_empty() || parts.len() > 12 {
            continue;
        }
        let text = part.repeat(BYTES / part.len() + 1);
        let started = busy();
        black_box(redactor.text(black_box(&text)));
        let rate = text.len() as f64 / 1e6 / busy().saturating_sub(started).as_secs_f64();
        kept.push((rate, parts));
        kept.sort_by(|left, right| left.0.total_cmp(&right.0));
        kept.dedup_by(|left, right| left.1 == right.1);
        kept.truncate(KEPT);
    }
    for (rate, parts) in kept {
        let part: String = parts.iter().map(|piece| PIECES[*piece]).collect();
        println!("{rate:.0} MB/s: {part:?}");
    }
}

fn report(what: &str, bytes: usize, mut run: impl FnMut()) {
    let mut best = Duration::MAX;
    for _ in 0..RUNS {
        let started = busy();
        run();
        best = best.min(busy().saturating_sub(started));
    }
    println!(
        "{what}: {:.0} MB in {best:.2?}, {:.0} MB/s",
        bytes as f64 / 1e6,
        bytes as f64 / 1e6 / best.as_secs_f64()
    );
}

/// How long this thread was on a processor, where the system tells: on a busy machine the clock says little. Otherwise, the
/// time since the first call.
fn busy() -> Duration {
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    let schedule = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanoseconds = schedule.and_then(|text| text.split(' ').next()?.parse().ok());
    nanoseconds.map_or_else(|| START.elapsed(), Duration::from_nanos)
}

/// The next of a sequence that looks random and is the same in each run.
fn next(seed: &mut u64) -> u64 {
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    *seed
}

fn token(number: u64) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut seed = number * 2 + 0x9E37_79B9_7F4A_7C15;
    "CK".chars().chain((0..98).map(|_| char::from(DIGITS[(next(&mut seed) >> 30) as usize & 63]))).collect()
}

/// A page of contacts after the other, as HubSpot's search answers.
fn contacts(bytes: usize) -> String {
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
