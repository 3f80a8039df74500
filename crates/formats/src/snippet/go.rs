//! Go with `net/http`, as gofmt lays it out. Bodies in JSON are text: a map would sort its keys.

use super::quote::{Style, code_of_fixed_length, is_invisible, nothing_special};
use super::{Outgoing, TOKEN_VARIABLE, json};

const STYLE: Style = Style { quote: '"', is_special: nothing_special, code: code_of_fixed_length };

fn string(text: &str) -> String {
    STYLE.quoted(text)
}

/// Between backticks, if they can hold it and spare backslashes.
fn raw_string(text: &str) -> String {
    let is_raw = |c: char| c == '\n' || !is_invisible(c);
    if !text.contains(['"', '\\', '\n']) || !text.chars().all(is_raw) {
        return string(text);
    }
    format!("`{}`", text.replace('`', "` + \"`\" + `"))
}

pub(super) fn write(request: &Outgoing) -> String {
    let body = request
        .body
        .as_deref()
        .map(|body| raw_string(&json::indented(body).unwrap_or_else(|| body.to_owned())));
    let (import, reader, variable) = match &body {
        Some(body) => ("\t\"strings\"\n", format!("\tbody := strings.NewReader({body})\n"), "body"),
        None => ("", String::new(), "nil"),
    };
    let line =
        |(name, value): &(String, String)| format!("\treq.Header.Set({}, {})\n", string(name), string(value));
    let headers = request.headers.iter().map(line).collect::<Vec<_>>().concat();
    format!(
        "package main\n\nimport (\n\t\"fmt\"\n\t\"io\"\n\t\"log\"\n\t\"net/http\"\n\t\"os\"\n{import}\t\"time\"\n)\n\n\
         func main() {{\n\tif err := run(); err != nil {{\n\t\tlog.Fatal(err)\n\t}}\n}}\n\n\
         func run() error {{\n{reader}\treq, err := http.NewRequest(http.Method{}, {}, {variable})\n\
         \tif err != nil {{\n\t\treturn err\n\t}}\n\
         \treq.Header.Set(\"Authorization\", \"Bearer \"+os.Getenv(\"{TOKEN_VARIABLE}\"))\n{headers}{SEND}",
        request.method_name(),
        string(&request.url),
    )
}

const SEND: &str = "
\tclient := &http.Client{Timeout: 30 * time.Second}
\tresp, err := client.Do(req)
\tif err != nil {
\t\treturn err
\t}
\tdefer resp.Body.Close()
\ttext, err := io.ReadAll(resp.Body)
\tif err != nil {
\t\treturn err
\t}
\tif resp.StatusCode < 200 || resp.StatusCode > 299 {
\t\treturn fmt.Errorf(\"%s\\n%s\", resp.Status, text)
\t}
\tfmt.Println(string(text))
\treturn nil
}
";
