//! C# with `HttpClient`, as a program of top-level statements (.NET 8 or later).

use super::quote::{Style, code_of_fixed_length, indented_by, is_invisible, nothing_special};
use super::{Outgoing, TOKEN_VARIABLE, json};

const STYLE: Style = Style { quote: '"', is_special: nothing_special, code: code_of_fixed_length };

fn string(text: &str) -> String {
    STYLE.quoted(text)
}

/// JSON between as many quotes as it needs; any other text between one.
fn body_literal(body: &str) -> String {
    let text = json::indented(body).filter(|text| text.contains('"'));
    let Some(text) = text.filter(|text| !text.chars().any(|c| c != '\n' && is_invisible(c))) else {
        return string(body);
    };
    let longest = text.split(|c| c != '"').map(str::len).max().unwrap_or(0);
    let quotes = "\"".repeat(longest.max(2) + 1);
    format!("{quotes}\n    {}\n    {quotes}", indented_by(&text, "    "))
}

pub(super) fn write(request: &Outgoing) -> String {
    let is_of_content = |name: &str| {
        let name = name.to_ascii_lowercase();
        name.starts_with("content-") || matches!(name.as_str(), "allow" | "expires" | "last-modified")
    };
    let (content, own): (Vec<_>, Vec<_>) =
        request.headers_without(&["Content-Type"]).into_iter().partition(|(name, _)| is_of_content(name));
    let add = |place: &str, pairs: &[(&str, &str)]| -> String {
        let line = |(name, value): &(&str, &str)| {
            format!("request.{place}Headers.TryAddWithoutValidation({}, {});\n", string(name), string(value))
        };
        pairs.iter().map(line).collect()
    };
    let media_type = request.header("Content-Type");
    let body = if request.body.is_some() || media_type.is_some() || !content.is_empty() {
        let body = body_literal(request.body.as_deref().unwrap_or_default());
        format!(
            "request.Content = new StringContent(\n    {},\n    MediaTypeHeaderValue.Parse({}));\n",
            body,
            string(media_type.unwrap_or("application/octet-stream")),
        )
    } else {
        String::new()
    };
    format!(
        "using System.Net.Http.Headers;\n\nusing var client = new HttpClient();\n\
         using var request = new HttpRequestMessage(HttpMethod.{}, {});\n\
         request.Headers.Authorization = new AuthenticationHeaderValue(\n    \"Bearer\",\n    \
         Environment.GetEnvironmentVariable(\"{TOKEN_VARIABLE}\"));\n{}{body}{}{SEND}",
        request.method_name(),
        string(&request.url),
        add("", &own),
        add("Content.", &content),
    )
}

const SEND: &str = "
using var response = await client.SendAsync(request);
var text = await response.Content.ReadAsStringAsync();
if (!response.IsSuccessStatusCode)
{
    Console.Error.WriteLine($\"{(int)response.StatusCode} {response.ReasonPhrase}\\n{text}\");
    return 1;
}
Console.WriteLine(text);
return 0;
";
