//! How long texts of 100 kB take that are made to be slow: `cargo run --release -p portalscope-formats --example nasty`.
#![expect(clippy::print_stdout, reason = "it shows figures")]

use std::time::Instant;

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

fn main() {
    let mut slowest = Vec::new();
    for start in STARTS {
        for piece in PIECES {
            for second in ["", "curl ", "'", "\n", "-d "] {
                let pair = format!("{piece}{second}");
                let text = format!("{start}{}", pair.repeat(100_000 / pair.len()));
                let begun = Instant::now();
                let reading = portalscope_formats::read(&text);
                let taken = begun.elapsed();
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
