//! A table written by hand: operations with the scopes they are known to require. It does not come from the data files,
//! so that the data and the logic cannot both be wrong unseen.

use portalscope_catalog::{Catalog, CredentialKind, Effect, GrantedScopes, Requirement, VerdictKind};

/// Method, path, and the alternatives: joined by `|`, scopes required together by `+`.
const KNOWN: &[(&str, &str, &str)] = &[
    // CRM records, on both kinds of version.
    ("GET", "/crm/v3/objects/contacts", "crm.objects.contacts.read"),
    ("GET", "/crm/objects/2026-03/contacts/512", "crm.objects.contacts.read"),
    ("POST", "/crm/objects/2026-09/contacts", "crm.objects.contacts.write"),
    ("POST", "/crm/v3/objects/contacts/search", "crm.objects.contacts.read"),
    ("POST", "/crm/v3/objects/contacts/batch/read", "crm.objects.contacts.read"),
    ("POST", "/crm/v3/objects/contacts/batch/create", "crm.objects.contacts.write"),
    ("DELETE", "/crm/v3/objects/contacts/512", "crm.objects.contacts.write"),
    ("POST", "/crm/v3/objects/contacts/merge", "crm.objects.contacts.write"),
    ("PATCH", "/crm/objects/2026-03/companies/77", "crm.objects.companies.write"),
    ("GET", "/crm/v3/objects/companies", "crm.objects.companies.read"),
    ("GET", "/crm/v3/objects/deals", "crm.objects.deals.read"),
    ("GET", "/crm/v3/objects/0-3", "crm.objects.deals.read"),
    ("POST", "/crm/objects/2026-03/0-3/batch/read", "crm.objects.deals.read"),
    ("POST", "/crm/objects/2026-09/deals/batch/update", "crm.objects.deals.write"),
    // Tickets were split: the old name and the new ones are both valid.
    ("GET", "/crm/v3/objects/tickets", "crm.objects.tickets.read|tickets"),
    ("POST", "/crm/objects/2026-03/tickets", "crm.objects.tickets.write|tickets"),
    ("POST", "/crm/objects/2026-03/0-5/search", "crm.objects.tickets.read|tickets"),
    // Commerce: the own scope or e-commerce.
    ("GET", "/crm/v3/objects/line_items", "crm.objects.line_items.read|e-commerce"),
    ("POST", "/crm/objects/2026-03/line_items", "crm.objects.line_items.write|e-commerce"),
    ("GET", "/crm/objects/2026-03/products/5", "crm.objects.products.read|e-commerce"),
    ("PATCH", "/crm/v3/objects/products/5", "crm.objects.products.write|e-commerce"),
    ("GET", "/crm/v3/objects/quotes", "crm.objects.quotes.read|e-commerce"),
    ("GET", "/crm/objects/2026-03/invoices", "crm.objects.invoices.read"),
    ("GET", "/crm/objects/2026-03/orders", "crm.objects.orders.read"),
    ("POST", "/crm/objects/2026-03/subscriptions", "crm.objects.subscriptions.write"),
    // Activities require the contacts scopes; emails one more.
    ("GET", "/crm/v3/objects/notes", "crm.objects.contacts.read"),
    ("POST", "/crm/objects/2026-03/notes", "crm.objects.contacts.write"),
    ("POST", "/crm/objects/2026-03/calls", "crm.objects.contacts.write"),
    ("GET", "/crm/v3/objects/tasks/9", "crm.objects.contacts.read"),
    ("GET", "/crm/objects/2026-03/meetings", "crm.objects.contacts.read"),
    ("GET", "/crm/v3/objects/emails", "crm.objects.contacts.read+sales-email-read"),
    ("GET", "/crm/objects/2026-03/emails/88", "crm.objects.contacts.read+sales-email-read"),
    ("POST", "/crm/v3/objects/emails/search", "crm.objects.contacts.read+sales-email-read"),
    // Other objects.
    ("GET", "/crm/objects/2026-03/leads", "crm.objects.leads.read"),
    ("GET", "/crm/objects/2026-03/appointments", "crm.objects.appointments.read"),
    ("POST", "/crm/objects/2026-03/0-421", "crm.objects.appointments.write"),
    ("GET", "/crm/v3/objects/0-410", "crm.objects.courses.read"),
    ("GET", "/crm/v3/objects/2-3465404", "crm.objects.custom.read"),
    ("POST", "/crm/objects/2026-09/p_car", "crm.objects.custom.write"),
    ("POST", "/crm/v3/objects/p26041877_car/search", "crm.objects.custom.read"),
    // Schema, properties, pipelines.
    ("GET", "/crm/v3/properties/contacts", "crm.schemas.contacts.read|crm.objects.contacts.read"),
    ("POST", "/crm/properties/2026-03/contacts", "crm.schemas.contacts.write"),
    ("GET", "/crm/properties/2026-09/0-3/amount", "crm.schemas.deals.read|crm.objects.deals.read"),
    (
        "POST",
        "/crm/v3/properties/companies/batch/read",
        "crm.schemas.companies.read|crm.objects.companies.read",
    ),
    ("PATCH", "/crm/v3/properties/2-77/colour", "crm.schemas.custom.write"),
    ("GET", "/crm/v3/pipelines/deals", "crm.schemas.deals.read|crm.objects.deals.read"),
    ("GET", "/crm/pipelines/2026-03/tickets", "crm.schemas.tickets.read|crm.objects.tickets.read|tickets"),
    ("POST", "/crm/v3/pipelines/deals", "crm.schemas.deals.write"),
    ("POST", "/crm-object-schemas/2026-03/schemas", "crm.schemas.custom.write"),
    // Associations: the scopes of both types.
    ("GET", "/crm/v4/objects/contacts/1/associations/notes", "crm.objects.contacts.read"),
    (
        "GET",
        "/crm/v4/objects/deals/1/associations/contacts",
        "crm.objects.contacts.read+crm.objects.deals.read",
    ),
    (
        "PUT",
        "/crm/objects/2026-03/contacts/1/associations/companies/2",
        "crm.objects.companies.write+crm.objects.contacts.write",
    ),
    (
        "POST",
        "/crm/associations/2026-03/0-1/0-2/batch/read",
        "crm.objects.companies.read+crm.objects.contacts.read",
    ),
    // Beyond the CRM.
    ("GET", "/crm/v3/owners", "automation|crm.objects.owners.read"),
    ("GET", "/crm/lists/2026-03/folders", "crm.lists.read"),
    ("POST", "/crm/v3/imports", "crm.import"),
    ("POST", "/crm/exports/2026-03/export/async", "crm.export"),
    ("GET", "/files/v3/files/1", "files|files.read|files.ui_hidden.read"),
    ("GET", "/cms/hubdb/2026-03/tables", "hubdb|hubdb.tables.read"),
    ("GET", "/cms/blogs/2026-03/posts", "content"),
    ("GET", "/marketing/v3/forms", "forms"),
    ("GET", "/marketing/campaigns/2026-03", "marketing.campaigns.read"),
    ("GET", "/account-info/v3/activity/audit-logs", "account-info.security.read"),
    ("POST", "/events/v3/send", "analytics.behavioral_events.send"),
    ("GET", "/settings/v3/users/teams", "settings.users.teams.read"),
    // What HubSpot publishes no file for.
    ("GET", "/calling/v1/dispositions", "crm.objects.contacts.read"),
    (
        "GET",
        "/engagements/v1/engagements/paged",
        "crm.objects.contacts.read|crm.objects.companies.read|crm.objects.deals.read|crm.objects.tickets.read|tickets|e-commerce",
    ),
    (
        "POST",
        "/engagements/v1/engagements",
        "crm.objects.contacts.write|crm.objects.companies.write|crm.objects.deals.write|crm.objects.tickets.write|tickets|e-commerce",
    ),
    ("GET", "/contacts/v1/contact/vid/12/profile", "crm.objects.contacts.read"),
    ("POST", "/contacts/v1/contact", "crm.objects.contacts.write"),
    ("GET", "/companies/v2/companies/paged", "crm.objects.companies.read"),
    ("GET", "/deals/v1/deal/paged", "crm.objects.deals.read"),
    ("GET", "/owners/v2/owners", "crm.objects.owners.read"),
    ("GET", "/forms/v2/forms", "forms"),
    ("GET", "/automation/v3/workflows", "automation"),
    ("GET", "/account-info/2026-03/details", "oauth"),
    ("GET", "/account-info/2026-09/details", "oauth"),
    ("GET", "/integrations/v1/me", "oauth"),
];

fn sorted(any_of: &[Vec<String>]) -> Vec<Vec<String>> {
    let mut any_of: Vec<Vec<String>> = any_of.to_vec();
    for scopes in &mut any_of {
        scopes.sort();
    }
    any_of.sort();
    any_of
}

fn parsed(text: &str) -> Vec<Vec<String>> {
    let alternatives = text.split('|').map(|all| all.split('+').map(str::to_owned).collect());
    sorted(&alternatives.collect::<Vec<_>>())
}

#[test]
fn known_operations_require_what_is_known_of_them() {
    assert!(KNOWN.len() >= 60);
    for (method, path, expected) in KNOWN {
        let verdict =
            Catalog::bundled().verdict(method, path, Some(&GrantedScopes::default()), CredentialKind::Oauth);
        assert_eq!(sorted(&verdict.any_of), parsed(expected), "{method} {path}: {verdict:?}");
    }
}

/// Grants to judge the table with: a token with `oauth` alone, and with each scope of the table beside it.
fn grants() -> Vec<Vec<&'static str>> {
    let mut scopes: Vec<&str> = KNOWN.iter().flat_map(|row| row.2.split(['|', '+'])).collect();
    scopes.sort_unstable();
    scopes.dedup();
    std::iter::once(vec!["oauth"]).chain(scopes.into_iter().map(|scope| vec!["oauth", scope])).collect()
}

fn holds(granted: &[&str], any_of: &[Vec<String>]) -> bool {
    any_of.iter().any(|all| all.iter().all(|scope| granted.contains(&scope.as_str())))
}

/// The rule of tools that keep one list of scopes for a path: any of them will do, a path without a list is open to
/// every token, and paths of records have the scopes of all types of records. Written words, no aliases.
fn is_allowed_by_a_flat_list(method: &str, path: &str, granted: &[&str]) -> bool {
    let Some(found) = Catalog::bundled().resolve(method, path) else { return true };
    let declared = found.operation.declared_scopes();
    match &found.operation.requirement {
        Requirement::Object(_) => {
            let end = if found.operation.effect == Effect::Read { ".read" } else { ".write" };
            granted.iter().any(|scope| {
                let is_of_records = scope.starts_with("crm.objects.") || scope.starts_with("crm.schemas.");
                (is_of_records && scope.ends_with(end)) || ["tickets", "e-commerce"].contains(scope)
            })
        }
        _ => declared.is_empty() || holds(granted, declared),
    }
}

#[test]
fn a_verdict_of_allowed_is_never_wrong_where_a_flat_list_often_is() {
    let (mut ours, mut flat, mut judged) = (0, 0, 0);
    for (method, path, expected) in KNOWN {
        let any_of = parsed(expected);
        for granted in grants() {
            judged += 1;
            let scopes: GrantedScopes = granted.iter().collect();
            let verdict = Catalog::bundled().verdict(method, path, Some(&scopes), CredentialKind::Oauth);
            let is_right = holds(&granted, &any_of);
            ours += u32::from(verdict.kind == VerdictKind::Allowed && !is_right);
            flat += u32::from(is_allowed_by_a_flat_list(method, path, &granted) && !is_right);
            // A coarse scope stands for those it was split into, which the table does not list.
            if is_right {
                assert_eq!(verdict.kind, VerdictKind::Allowed, "{method} {path} with {granted:?}");
            }
        }
    }
    assert_eq!((ours, flat, judged), (0, 440, 3_900), "wrong by the verdict, wrong by a flat list, judged");
}
