//! Scope names in plain words, for the consent page.

/// Names that do not say what they stand for.
const SPECIAL: &[(&str, &str)] = &[
    ("oauth", "Know which account and user this is"),
    ("automation", "Read and change workflows"),
    ("business-intelligence", "Read analytics"),
    ("content", "Read and change web pages and blogs"),
    ("e-commerce", "Read and change products, line items and orders"),
    ("external_integrations.forms.access", "Read forms through integrations"),
    ("files", "Read and change files"),
    ("forms", "Read and change forms"),
    ("hubdb", "Read and change HubDB tables"),
    ("sales-email-read", "Read the content of one-to-one emails"),
    ("tickets", "Read and change tickets"),
    ("timeline", "Show events on timelines"),
    ("transactional-email", "Send transactional emails"),
];

pub(super) fn in_words(scope: &str) -> String {
    if let Some((_, words)) = SPECIAL.iter().find(|(name, _)| *name == scope) {
        return (*words).into();
    }
    let parts: Vec<&str> = scope.split('.').collect();
    match parts.as_slice() {
        ["crm", "objects", object @ .., "read"] => format!("Read {}", things(object)),
        ["crm", "objects", object @ .., "write"] => format!("Create and change {}", things(object)),
        ["crm", "schemas", object @ .., "read"] => {
            format!("Read the properties and pipelines of {}", things(object))
        }
        ["crm", "schemas", object @ .., "write"] => {
            format!("Change the properties and pipelines of {}", things(object))
        }
        [of @ .., "read"] => format!("Read {}", things(of)),
        [of @ .., "write"] => format!("Create and change {}", things(of)),
        [of @ .., "delete"] => format!("Delete {}", things(of)),
        _ => capitalised(&things(&parts)),
    }
}

fn things(parts: &[&str]) -> String {
    let words =
        parts.iter().filter(|part| **part != "crm" && **part != "highly_sensitive" && **part != "sensitive");
    let words: Vec<String> = words.map(|part| part.replace(['_', '-'], " ")).collect();
    let sensitive = parts.iter().any(|part| part.contains("sensitive"));
    let words = words.join(" ").replace("custom", "custom objects");
    if sensitive { format!("sensitive data of {words}") } else { words }
}

fn capitalised(words: &str) -> String {
    let mut characters = words.chars();
    characters.next().map_or_else(String::new, |first| first.to_uppercase().chain(characters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scopes_become_plain_sentences() {
        assert_eq!(in_words("crm.objects.contacts.read"), "Read contacts");
        assert_eq!(in_words("crm.objects.line_items.write"), "Create and change line items");
        assert_eq!(in_words("crm.schemas.deals.read"), "Read the properties and pipelines of deals");
        assert_eq!(in_words("crm.objects.custom.read"), "Read custom objects");
        assert_eq!(in_words("crm.lists.write"), "Create and change lists");
        assert_eq!(in_words("crm.objects.contacts.sensitive.read"), "Read sensitive data of contacts");
        assert_eq!(in_words("e-commerce"), "Read and change products, line items and orders");
    }
}
