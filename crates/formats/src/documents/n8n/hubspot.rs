//! What n8n's HubSpot node sends (version 2). Bodies are made by its code, and are not shown.

use super::super::parts::Joined;
use super::{Node, located};
use crate::request::{Body, Value};

const HOST: &str = "https://api.hubapi.com";

/// Resource, operation, method, path; `{name}` is a parameter of the node.
const OPERATIONS: &str = "
    contact upsert POST /contacts/v1/contact/createOrUpdate/email/{email}
    contact get GET /contacts/v1/contact/vid/{contactId}/profile
    contact getAll GET /contacts/v1/lists/all/contacts/all
    contact getRecentlyCreatedUpdated GET /contacts/v1/lists/recently_updated/contacts/recent
    contact delete DELETE /contacts/v1/contact/vid/{contactId}
    contact search POST /crm/v3/objects/contacts/search
    contactList add POST /contacts/v1/lists/{listId}/add
    contactList remove POST /contacts/v1/lists/{listId}/remove
    company create POST /companies/v2/companies
    company update PUT /companies/v2/companies/{companyId}
    company get GET /companies/v2/companies/{companyId}
    company getAll GET /companies/v2/companies/paged
    company getRecentlyCreatedUpdated GET /companies/v2/companies/recent/modified
    company searchByDomain POST /companies/v2/domains/{domain}/companies
    company delete DELETE /crm/v3/objects/companies/{companyId}
    deal create POST /deals/v1/deal
    deal update PUT /deals/v1/deal/{dealId}
    deal get GET /deals/v1/deal/{dealId}
    deal getAll GET /deals/v1/deal/paged
    deal getRecentlyCreatedUpdated GET /deals/v1/deal/recent/created
    deal delete DELETE /deals/v1/deal/{dealId}
    deal search POST /crm/v3/objects/deals/search
    engagement create POST /engagements/v1/engagements
    engagement get GET /engagements/v1/engagements/{engagementId}
    engagement getAll GET /engagements/v1/engagements/paged
    engagement delete DELETE /engagements/v1/engagements/{engagementId}";

pub(super) fn read(node: &mut Node<'_>) -> Result<(), &'static str> {
    let resource = node.text("resource").unwrap_or("contact".to_owned());
    // The editor leaves out what is chosen from the start.
    let operation = node.text("operation").unwrap_or_else(|| {
        let first = match resource.as_str() {
            "contact" => "upsert",
            "contactList" => "add",
            _ => "create",
        };
        first.to_owned()
    });
    let mut operations = OPERATIONS.lines().map(|line| line.split_whitespace().collect::<Vec<_>>());
    let Some([_, _, method, path]) = operations
        .find(|words| words.len() == 4 && words[0] == resource && words[1] == operation)
        .and_then(|words| <[&str; 4]>::try_from(words).ok())
    else {
        return Err("which request this operation of the HubSpot node sends is not known here");
    };
    node.read.method = Value::implied(method);
    let mut url = Joined::default();
    url.push(HOST);
    let (before, rest) = path.split_once('{').unwrap_or((path, ""));
    url.push(before);
    let mut span = None;
    if let Some((name, after)) = rest.split_once('}') {
        let parameter = node.parameters.get(name).map(located).unwrap_or_default();
        url.push_value(&parameter);
        url.push(after);
        span = parameter.span;
    }
    node.read.url = url.at(span);
    if matches!(method, "POST" | "PUT") {
        node.read.add_content_type("application/json");
        node.read.body = Body::Unknown;
    }
    let kind = match node.text("authentication").as_deref() {
        Some("oAuth2") => "hubspotOAuth2Api",
        Some("appToken") => "hubspotAppToken",
        _ => "hubspotApi",
    };
    node.set_credential(Some(kind));
    Ok(())
}
