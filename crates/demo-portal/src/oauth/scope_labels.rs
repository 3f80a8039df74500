//! Descriptions of scopes for the consent page.

use crate::text::capitalize;

/// Scopes whose names do not describe them.
const LABELS: &[(&str, &str)] = &[
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

/// A description such as `Read contacts`.
pub(super) fn scope_label(scope: &str) -> String {
    if let Some((_, words)) = LABELS.iter().find(|(name, _)| *name == scope) {
        return (*words).into();
    }
    let parts: Vec<&str> = scope.split('.').collect();
    match parts.as_slice() {
        ["crm", "objects", object @ .., "read"] => format!("Read {}", object_words(object)),
        ["crm", "objects", object @ .., "write"] => format!("Create and change {}", object_words(object)),
        ["crm", "schemas", object @ .., "read"] => {
            format!("Read the properties and pipelines of {}", object_words(object))
        }
        ["crm", "schemas", object @ .., "write"] => {
            format!("Change the properties and pipelines of {}", object_words(object))
        }
        [of @ .., "read"] => format!("Read {}", object_words(of)),
        [of @ .., "write"] => format!("Create and change {}", object_words(of)),
        [of @ .., "delete"] => format!("Delete {}", object_words(of)),
        _ => capitalize(&object_words(&parts)),
    }
}

/// The object that the middle parts of a scope's name stand for.
fn object_words(parts: &[&str]) -> String {
    let words =
        parts.iter().filter(|part| **part != "crm" && **part != "highly_sensitive" && **part != "sensitive");
    let words: Vec<String> = words.map(|part| part.replace(['_', '-'], " ")).collect();
    let sensitive = parts.iter().any(|part| part.contains("sensitive"));
    let words = words.join(" ").replace("custom", "custom objects");
    if sensitive { format!("sensitive data of {words}") } else { words }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scopes_are_described_in_plain_words() {
        assert_eq!(scope_label("crm.objects.contacts.read"), "Read contacts");
        assert_eq!(scope_label("crm.objects.line_items.write"), "Create and change line items");
        assert_eq!(scope_label("crm.schemas.deals.read"), "Read the properties and pipelines of deals");
        assert_eq!(scope_label("crm.objects.custom.read"), "Read custom objects");
        assert_eq!(scope_label("crm.lists.write"), "Create and change lists");
        assert_eq!(scope_label("crm.objects.contacts.sensitive.read"), "Read sensitive data of contacts");
        assert_eq!(scope_label("e-commerce"), "Read and change products, line items and orders");
    }
}
