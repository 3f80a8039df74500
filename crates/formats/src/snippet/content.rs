//! What a body is, and the parameters of queries and forms.

use super::Outgoing;
use super::json::{self, Json};

/// The body of a request, as a language can best write it.
pub(super) enum Content<'a> {
    None,
    /// Sent as the same JSON by a literal of the language.
    Literal(Json),
    /// A form whose library writes it as it is here.
    Form(Vec<(String, String)>),
    /// Any other, as it is.
    Text(&'a str),
}

impl<'a> Content<'a> {
    pub(super) fn of(request: &'a Outgoing, keeps_key: fn(&str) -> bool, style: FormStyle) -> Self {
        let Some(body) = &request.body else { return Self::None };
        let media_type = request.header("Content-Type").unwrap_or_default().to_ascii_lowercase();
        if is_json(&media_type)
            && let Some(tree) = json::faithful(body, keeps_key)
        {
            return Self::Literal(tree);
        }
        match pairs(body, style) {
            Some(pairs) if media_type == FORM => Self::Form(pairs),
            _ => Self::Text(body),
        }
    }
}

/// The type that libraries give a form.
pub(super) const FORM: &str = "application/x-www-form-urlencoded";

fn is_json(media_type: &str) -> bool {
    let media_type = media_type.split(';').next().unwrap_or_default().trim();
    media_type == "application/json" || media_type.ends_with("+json")
}

/// Which characters a library leaves as they are in a query or form. Spaces become `+` in both.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum FormStyle {
    /// `quote_plus` of Python: letters, digits, `_.-~`.
    Python,
    /// `urlencode` of PHP: letters, digits, `_.-`.
    Php,
    /// `URLSearchParams` (WHATWG): letters, digits, `_.-*`.
    Url,
}

/// The parameters of a query or form, if a library makes the same text of them again and no name is given twice.
pub(super) fn pairs(text: &str, style: FormStyle) -> Option<Vec<(String, String)>> {
    let pairs: Vec<(String, String)> = url::form_urlencoded::parse(text.as_bytes()).into_owned().collect();
    let mut again = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(&pairs).finish();
    if style != FormStyle::Url {
        again = again.replace('*', "%2A");
    }
    if style == FormStyle::Python {
        again = again.replace("%7E", "~");
    }
    let mut names: Vec<_> = pairs.iter().map(|(name, _)| name).collect();
    names.sort_unstable();
    let is_unique = names.windows(2).all(|two| two[0] != two[1]);
    (!pairs.is_empty() && is_unique && again == text).then_some(pairs)
}

/// Parameters as an object, for the literals of a language.
pub(super) fn object(pairs: Vec<(String, String)>) -> Json {
    Json::Object(pairs.into_iter().map(|(name, value)| (name, Json::String(value))).collect())
}

#[cfg(test)]
mod tests {
    use super::{FormStyle, pairs};

    #[test]
    fn parameters_are_taken_apart_only_if_a_library_puts_them_together_the_same() {
        let read = |text: &str, style| pairs(text, style).is_some();
        for style in [FormStyle::Python, FormStyle::Php, FormStyle::Url] {
            assert!(read("limit=10&after=a%2Cb&q=%C3%BC+x", style));
            for text in ["", "a=1&a=2", "q=a%20b", "a", "q=%c3%bc", "a=1&", "q=%FF", "q=a,b"] {
                assert!(!read(text, style), "{text}");
            }
        }
        assert!(read("q=~", FormStyle::Python) && !read("q=~", FormStyle::Url));
        assert!(read("q=*", FormStyle::Url) && !read("q=*", FormStyle::Python));
    }
}
