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

fn main() {
    let megabytes = std::env::args()
        .nth(1)
        .and_then(|text| text.parse().ok())
        .map_or(BYTES, |size: usize| size * 1_000_000);
    let redactor = Redactor::new();
    let started = busy();
    for number in 0..SECRETS {
        redactor.register("access-token", &token(number as u64));
    }
    println!(
        "register {SECRETS} secrets of {} bytes: {:?}",
        token(0).len(),
        busy().checked_sub(started).unwrap()
    );
    let text = contacts(megabytes);
    report("memchr's floor (no byte of the text)", text.len(), || {
        black_box(memchr::memchr3(1, 2, 3, black_box(text.as_bytes())));
    });
    report("contacts, JSON", text.len(), || {
        assert_eq!(stream(&redactor, black_box(&text), PersonalData::Keep), 0);
    });
    drop(text);
    let wanted = std::env::args().nth(2).unwrap_or_default();
    for (what, text) in hard().into_iter().filter(|(what, _)| what.contains(&wanted)) {
        report(what, text.len(), || {
            black_box(stream(&redactor, black_box(&text), PersonalData::Keep));
        });
    }
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
        ("codes", repeated("?code=abcdef1")),
        ("columns", repeated("client_secret,")),
        ("quotes", repeated("'\\\"token\\\\\":\"")),
        ("addresses", repeated("s://a:b")),
        ("white space", repeated("C K P r \n")),
        ("known secrets", repeated(&format!("{} ", token(7)))),
        ("unknown secrets", repeated("client_secret=a1b2c3d4e5f6\n")),
    ]
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
