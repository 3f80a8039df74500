//! How long texts of 100 kB take that are made to be slow: `cargo run --release -p portalscope-formats --example nasty`.
#![expect(clippy::print_stdout, reason = "it shows figures")]

use std::time::Duration;

const PIECES: &[&str] = &[
    "curl ",
    "curl\n",
    "curl '",
    "curl \"",
    "curl https://x.test/a\n",
    "curl -X POST\n",
    "curl -d ",
    "-d a ",
    "'",
    "\"",
    "\\",
    "\\\n",
    "`",
    "`\n",
    "^",
    "^\n",
    "^\"",
    "$(",
    "$(cat <<A\n",
    "$'",
    "${",
    "\"$(\" ",
    "curl \"$(\n",
    "\n",
    " ",
    "\r\n",
    "<<A\n",
    "curl -d @- <<A\n",
    "echo '\n",
    "echo a | curl -d @- https://x.test\n",
    "echo a\n",
    "| curl ",
    "%A%",
    "%",
    "%ABC% ",
    "$a",
    "$a = '\n",
    "$a = $a$a\n",
    "A=$A$A$A\n",
    "set A=%A%%A%\n",
    "{{a}}",
    "{{",
    "[1-",
    "{",
    "curl https://x.test/{",
    "(",
    "@'\n",
    "--% ",
    "--a ",
    "--a=b ",
    "-H a ",
    "-H 'a: b' ",
    "-F a=b ",
    "https://x.test/a ",
    "a.b/ ",
    "/../",
    "/a\n",
    "GET /a\n",
    "[",
    "[a](",
    ")",
    "```\n",
    "```a\n",
    "~~~\n",
    "# a\n",
    "“",
    "‘",
    "–",
    "a=1&",
    "&",
    ";",
    "<",
    "<a",
    "> ",
    "\n-",
    "\n--",
    "\nhttps://",
    "😀",
    "curl.exe ",
    "--variable a=b --expand-data {{a}}{{a}}{{a}} ",
    "--next ",
    "-: ",
    "\t",
    "{\"a\":",
    "$env:A ",
];
const STARTS: &[&str] = &[
    "",
    "curl https://x.test/a -d ",
    "curl https://x.test/a -d '",
    "curl https://x.test/a -d \"",
    "curl.exe `\n -d \"",
    "curl ^\n -d \"",
    "A=bbbbbbbbbbbbbbbbbbbbbbbb\n$a = 'b'\n",
];

/// The time that this process had on a processor, where Linux tells it: other processes do not count.
fn busy() -> Duration {
    let told = std::fs::read_to_string("/proc/self/schedstat").unwrap_or_default();
    Duration::from_nanos(told.split(' ').next().and_then(|time| time.parse().ok()).unwrap_or(0))
}

fn main() {
    let mut slowest = Vec::new();
    for start in STARTS {
        for piece in PIECES {
            for second in ["", "curl ", "'", "\n", "-d "] {
                let pair = format!("{piece}{second}");
                let text = format!("{start}{}", pair.repeat(100_000 / pair.len()));
                let begun = busy();
                let reading = portalscope_formats::read(&text);
                let taken = busy().saturating_sub(begun);
                drop(reading);
                slowest.push((taken, format!("{start:?} + {pair:?}")));
            }
        }
    }
    slowest.sort();
    for (taken, text) in slowest.iter().rev().take(12) {
        println!("{:>7.2} ms  {text}", taken.as_secs_f64() * 1000.0);
    }
    println!("{} texts", slowest.len());
}
