//! Texts of 100 kB that are made to be slow: a start, and behind it a piece over and over.
#![expect(clippy::print_stdout, reason = "it shows figures")]

#[path = "../clock/mod.rs"]
mod clock;

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
    "f\"{",
    "f\"{a}\"",
    "`${",
    "`${a}`",
    "#{",
    "\"\"\"",
    "'''",
    "r'\\",
    "@\"",
    "$\"{",
    "@{",
    "@{a=",
    "@(",
    "$(a)",
    "requests.get(",
    "requests.get(a)\n",
    "fetch(",
    "fetch(a,{headers:{",
    "await ",
    "axios.get('a')\n",
    "curl_init($",
    "curl_setopt($c, A, a);\n",
    "$c = curl_init('a');\n",
    "$a->get(",
    "http.Get(",
    "HTTParty.get ",
    "Faraday.new ",
    "new HttpClient(",
    "new A<",
    "a<b,",
    "irm a\n",
    "irm -Uri ",
    "Invoke-RestMethod ",
    "-Headers @{",
    "client.crm.contacts.basicApi.getById(",
    "a.b",
    "a.b.",
    ".a()",
    "a(",
    "a[",
    "a = ",
    "a=a+a\n",
    "a=[a,a]\n",
    "x = {'a': x}\n",
    "a.b = 'c'\n",
    "a = requests.Session()\n",
    "s.headers.update({'a': 'b'})\n",
    "'a' + ",
    "'a', ",
    "'a' 'b' ",
    "\"a\": ",
    "{\"a\": 1}, ",
    "a: {",
    "[{",
    "[[",
    "((",
    "{{{",
    "=>",
    "() => {",
    "->",
    "::",
    ":=",
    "<<<A\n",
    "<<~A\n",
    "/* ",
    "// ",
    "/a",
    "# ",
    "#",
    "if ",
    "def a(",
    "function(",
    "lambda: ",
    "new ",
    "a ? ",
    "ConvertTo-Json ",
    "\\u0041",
    "%s",
    "{0}",
    ".format(",
    "import a from 'a'\n",
    "import a\n",
    "from a import (",
    "use A;\n",
    "1",
    "1.",
    "1 ",
    "a",
    "a ",
    "é",
    "{\"a\":[",
    "{\"item\":[",
    "{\"item\":[{\"request\":\"a\"}]},",
    "{\"name\":\"a\",\"item\":[{\"request\":{\"url\":\"a\"}},",
    "{\"request\":{\"method\":\"GET\",\"url\":\"https://x.test\"}},",
    "{\"method\":\"GET\",\"url\":\"https://x.test\"},",
    "{\"key\":\"a\",\"value\":\"{{a}}{{a}}\"},",
    "\"url\":{",
    "\"a\",",
    "1,",
    ",",
    ":",
    "]",
    "}",
    "### \n",
    "@a = {{a}}{{a}}\n",
    "GET https://x.test/a HTTP/1.1\n",
    "GET https://x.test/a HTTP/1.1\n\n{{a}}\n\n###\n",
    "a: b\n",
];
const STARTS: &[&str] = &[
    "",
    "curl https://x.test/a -d ",
    "curl https://x.test/a -d '",
    "curl https://x.test/a -d \"",
    "curl.exe `\n -d \"",
    "curl ^\n -d \"",
    "A=bbbbbbbbbbbbbbbbbbbbbbbb\n$a = 'b'\n",
    // A mark of every library.
    "requests. fetch( axios curl_ -> $a http. Net::HTTP HttpClient Invoke-RestMethod HubSpot( apiRequest( import java\n",
    "import requests\nrequests.post(u, json=",
    "await fetch(u, {headers: ",
    "<?php $a = [",
    "irm -Uri a -Body @{a=",
    "{\"info\":{\"schema\":\"https://schema.getpostman.com/\"},\"item\":[",
    "{\"info\":{\"schema\":\"https://schema.getpostman.com/\"},\"variable\":[",
    "{\"log\":{\"entries\":[",
    "{\"nodes\":[",
    "{\"flow\":[",
    "[",
    "@b = c\nGET https://x.test/a HTTP/1.1\n",
];
/// What stands behind each piece.
const SECONDS: &[&str] = &["", "curl ", "'", "\n", "-d "];

/// Pieces that are made for one reader each: its own syntax, repeated, nested, unclosed.
const OWN: &[&str] = &[
    "wget https://x.test/a\n",
    "wget --header 'A: b' --post-data a=b https://x.test/a\n",
    "wget '",
    "wget ",
    "http POST https://x.test/a b=c d:=1 e==f g:h\n",
    "http https://x.test/a a[b][c][d]=e a[]=f a[39]=g ",
    "http ",
    "http '",
    "a[b]=c ",
    "fetch(`https://x.test/${a}`,{method:'POST',body:JSON.stringify({a:1})})\n",
    "requests.post(f'https://x.test/{a}', json={'a': [1, {'b': None}]})\n",
    "$client->crm()->contacts()->basicApi()->getById('1');\n",
    "client.crm.contacts.basic_api.get_by_id(contact_id='1')\n",
    "Invoke-RestMethod -Uri https://x.test/a -Headers @{ a = 'b' } -Body (@{a=1} | ConvertTo-Json)\n",
    "curl -uri a\n",
    "curl -K a -d @b --data-urlencode c=d -F e=@f https://x.test/a\n",
    "curl https://x.test/a -H 'A: b' -d '{\"a\":{\"b\":[1,2,3]}}'\n",
    "curl $'https://x.test/\\u00e9' ",
    "curl \"$(cat <<'A'\n",
    "{\"request\":{\"method\":\"GET\",\"url\":\"/a\",\"headers\":[{\"name\":\"a\",\"value\":\"b\"}]}},",
    "{\"type\":\"n8n-nodes-base.httpRequest\",\"parameters\":{\"url\":\"={{a}}\"}},",
    "{\"module\":\"http:ActionSendData\",\"mapper\":{\"url\":\"{{a}}\"}},",
    "{\"raw\":\"{{a}}/:b\",\"variable\":[{\"key\":\"b\",\"value\":\"{{a}}\"}]},",
    "/* ",
    "// a\n",
    "\"\\ud83d",
    "{\"a\":\"",
    "GET /a HTTP/1.1\r\nHost: x.test\r\nA: b\r\n\r\n",
    "POST https://x.test/a\nA: b\n\n{\"a\":1}\n###\n",
    "< {%\n",
    "> {%\n",
    "@a=b\n",
    "?a=b\n",
    "```js\n",
    "```js\nfetch('a')\n```\n",
    "~~~php\n<?php\n~~~\n",
    "```a\n```b\n",
    "\0",
    "\u{fffd}",
    "\u{feff}",
    "\u{200b}",
    "\u{a0}",
    "\r",
    "\"$(\"",
    "'\"`",
    "“a”",
    "“a",
    "«",
    "^\"a^\"",
    "@'\na\n'@\n",
    "@\"\n$(a)\n",
    "https://x.test/{{a}}/{b}/:c?d={e}&f=%41 ",
    "https://me:pw@x.test/../a/./b/%2e%2e/#c ",
    "A: b\r\nC: d\r\n",
];

/// Of the slowest texts.
const SHOWN: usize = 40;
const SIZE: usize = 100_000;

/// Prints how long each text takes, those of here and those of these starts and pieces, the slowest first. With a number N
/// as the program's argument, every Nth of them; with `--hunt N`, N random sequences of pieces, of which the slowest are
/// changed further.
pub fn report(starts: &[&str], own: &[&str], check: impl Fn(&str)) {
    let starts: Vec<&str> = STARTS.iter().chain(starts).copied().collect();
    let pieces: Vec<&str> = PIECES.iter().chain(OWN).chain(own).copied().collect();
    let mut arguments = std::env::args().skip(1).map(|argument| argument.parse::<usize>());
    let slowest = match (arguments.next(), arguments.next()) {
        (Some(Err(_)), Some(Ok(rounds))) => hunted(rounds, &starts, &pieces, check),
        (Some(Ok(step)), _) => all(step, &starts, &pieces, check),
        _ => all(1, &starts, &pieces, check),
    };
    let ms = |time: &Duration| time.as_secs_f64() * 1000.0;
    for (taken, text) in slowest.iter().take(SHOWN) {
        println!("{:>7.2} ms  {text}", ms(taken));
    }
    let over = |most| slowest.iter().filter(|(taken, _)| *taken > Duration::from_millis(most)).count();
    println!("{} texts, {} over 12 ms, {} over 20 ms", slowest.len(), over(12), over(20));
}

fn all(step: usize, starts: &[&str], pieces: &[&str], check: impl Fn(&str)) -> Vec<(Duration, String)> {
    let pairs = pieces.iter().flat_map(|piece| SECONDS.iter().map(move |second| format!("{piece}{second}")));
    let pairs: Vec<String> = pairs.collect();
    let texts = starts.iter().flat_map(|start| pairs.iter().map(move |pair| (start, pair)));
    let timed =
        |(start, pair): (&&str, &String)| (time(start, pair, &check), format!("{start:?} + {pair:?}"));
    let mut slowest: Vec<_> = texts.step_by(step).map(timed).collect();
    slowest.sort();
    slowest.reverse();
    slowest
}

/// A start and what is repeated behind it, by their places.
type Parts = (usize, Vec<usize>);

fn hunted(rounds: usize, starts: &[&str], pieces: &[&str], check: impl Fn(&str)) -> Vec<(Duration, String)> {
    const MAX_PIECES: usize = 6;
    let mut seed = rounds as u64 + 1;
    let mut random = move |below: usize| {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        usize::try_from(seed >> 20).unwrap_or(0) % below
    };
    let written = |places: &[usize]| places.iter().map(|place| pieces[*place]).collect::<String>();
    let mut kept = Vec::<(Duration, Parts)>::new();
    for _ in 0..rounds {
        let is_new = kept.len() < SHOWN || random(3) == 0;
        let (mut start, mut parts) =
            if is_new { (0, Vec::new()) } else { kept[random(kept.len())].1.clone() };
        if is_new || random(4) == 0 {
            start = random(starts.len());
        }
        for _ in 0..=random(3) {
            let at = random(parts.len() + 1);
            if at < parts.len() && random(2) == 0 {
                parts.remove(at);
            } else if parts.len() < MAX_PIECES {
                parts.insert(at, random(pieces.len()));
            }
        }
        if !parts.is_empty() && kept.iter().all(|(_, known)| (known.0, &known.1) != (start, &parts)) {
            kept.push((time(starts[start], &written(&parts), &check), (start, parts)));
            kept.sort_by(|left, right| right.cmp(left));
            kept.truncate(SHOWN);
        }
    }
    kept.into_iter()
        .map(|(taken, (start, parts))| (taken, format!("{:?} + {:?}", starts[start], written(&parts))))
        .collect()
}

fn time(start: &str, piece: &str, check: impl Fn(&str)) -> Duration {
    let text = format!("{start}{}", piece.repeat(SIZE / piece.len()));
    clock::shortest(Duration::from_millis(8), || check(&text))
}
