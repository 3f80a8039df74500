//! `.http` files, as the REST Client of VS Code, Visual Studio and others send them.

use super::{Outgoing, SnippetError, TOKEN_VARIABLE, json};

pub(super) fn write(request: &Outgoing) -> Result<String, SnippetError> {
    let mut lines = vec![
        format!("{} {}", request.method, request.url),
        format!("Authorization: Bearer {{{{$processEnv {TOKEN_VARIABLE}}}}}"),
    ];
    lines.extend(request.headers.iter().map(|(name, value)| format!("{name}: {value}")));
    if request.headers.iter().any(|(_, value)| value.contains("{{")) || request.url.contains("{{") {
        return Err(SnippetError::HttpSyntax);
    }
    if let Some(body) = &request.body {
        lines.extend([String::new(), readable(body)?]);
    }
    Ok(lines.join("\n") + "\n")
}

/// In JSON braces that would be a variable can be escaped; nothing else of it means anything in such a file.
fn readable(body: &str) -> Result<String, SnippetError> {
    if let Some(text) = json::indented(body) {
        return Ok(text.replace("{{", "\\u007b\\u007b"));
    }
    let is_syntax =
        |line: &str| line.starts_with(['<', '>', '#']) || line.starts_with("//") || line.trim().is_empty();
    let is_taken =
        body.contains("{{") || body.contains('\r') || body.lines().any(is_syntax) || body.ends_with('\n');
    if is_taken { Err(SnippetError::HttpSyntax) } else { Ok(body.to_owned()) }
}
