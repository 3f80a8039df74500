//! How a contact is shown, and the parameters that say what of it.

use serde_json::{Map, Value, json};

use super::{
    super::{super::shared::Context, values},
    contacts,
};
use crate::{
    crm::{
        forms::Submission,
        object_types::object_type,
        record::{MERGED_IDS, Record},
        store::Crm,
    },
    http::call::Call,
};

/// What a list shows of a contact if it is not asked for other properties.
const LISTED: [&str; 4] = ["firstname", "lastname", "company", "lastmodifieddate"];

/// Which form submissions are shown.
#[derive(Clone, Copy)]
enum Submissions {
    All,
    None,
    Newest,
    Oldest,
}

/// What of a contact is shown.
pub(in super::super) struct View {
    /// Empty for all.
    properties: Vec<String>,
    with_history: bool,
    submissions: Submissions,
    with_lists: bool,
}

impl View {
    /// For one contact: all properties with their history, unless the call asks for others.
    pub(super) fn of_profile(context: &Context) -> Self {
        Self::from_call(context.call, Vec::new(), true)
    }

    /// For many contacts: a few properties without history, unless the call asks for others.
    pub(in super::super) fn of_list(context: &Context) -> Self {
        Self::from_call(context.call, LISTED.map(str::to_owned).to_vec(), false)
    }

    fn from_call(call: &Call, default: Vec<String>, with_history: bool) -> Self {
        let mut properties = call.query_list("property");
        if properties.is_empty() {
            properties = default;
        } else {
            properties.push("lastmodifieddate".into());
        }
        Self {
            properties,
            with_history: match call.query_value("propertyMode") {
                Some("value_and_history") => true,
                Some("value_only") => false,
                _ => with_history,
            },
            submissions: match call.query_value("formSubmissionMode") {
                Some("all") => Submissions::All,
                Some("none") => Submissions::None,
                Some("oldest") => Submissions::Oldest,
                _ => Submissions::Newest,
            },
            with_lists: call.query_flag("showListMemberships"),
        }
    }
}

/// A contact in a list, with the time by which the list is ordered.
pub(in super::super) fn list_entry(crm: &Crm, record: &Record, view: &View, added_ms: i64) -> Value {
    let mut entry = json!({"addedAt": added_ms});
    if let (Value::Object(entry), Value::Object(contact)) = (&mut entry, contact(crm, record, view)) {
        entry.extend(contact);
    }
    entry
}

/// A contact.
pub(super) fn contact(crm: &Crm, record: &Record, view: &View) -> Value {
    let merged: Vec<u64> = record
        .values
        .get(MERGED_IDS)
        .map(|ids| ids.split(';').filter_map(|id| id.parse().ok()).collect())
        .unwrap_or_default();
    let portal_id = crm.account.portal_id;
    json!({
        "vid": record.id,
        "canonical-vid": record.id,
        "merged-vids": merged,
        "portal-id": portal_id,
        "is-contact": true,
        "profile-url":
            format!("https://{}/contacts/{portal_id}/contact/{}", crm.account.ui_domain(), record.id),
        "properties": properties(crm, record, view),
        "form-submissions": submissions(crm, record, view.submissions),
        "list-memberships": if view.with_lists { memberships(crm, record) } else { Vec::new() },
        "identity-profiles": [{
            "vid": record.id,
            "saved-at-timestamp": record.updated_ms,
            "deleted-changed-timestamp": 0,
            "identities": identities(record),
        }],
        "merge-audits": merged.iter().map(|vid| json!({
            "canonical-vid": record.id, "vid-to-merge": vid, "timestamp": record.updated_ms,
        })).collect::<Vec<_>>(),
    })
}

fn properties(crm: &Crm, record: &Record, view: &View) -> Map<String, Value> {
    let all = values::all_names(contacts(), record);
    let names = if view.properties.is_empty() { &all } else { &view.properties };
    let each = |name: &String| {
        let value = values::shown(crm, contacts(), record, name)?;
        let mut property = json!({"value": value});
        if view.with_history {
            property["versions"] = json!([{
                "value": value,
                "source-type": "API",
                "source-id": null,
                "source-label": null,
                "timestamp": record.updated_ms,
                "selected": false,
            }]);
        }
        Some((name.clone(), property))
    };
    names.iter().filter_map(each).collect()
}

/// The email addresses, the primary one first.
pub(super) fn identities(record: &Record) -> Vec<Value> {
    let primary = record.values.get("email").map(
        |email| json!({"type": "EMAIL", "value": email, "timestamp": record.created_ms, "is-primary": true}),
    );
    let secondary = record.secondary_emails().map(|email| {
        json!({"type": "EMAIL", "value": email, "timestamp": record.updated_ms, "is-secondary": true})
    });
    primary.into_iter().chain(secondary).collect()
}

fn submissions(crm: &Crm, record: &Record, which: Submissions) -> Vec<Value> {
    let all = record.values.get("email").map(|email| crm.forms.submissions_by(email)).unwrap_or_default();
    let shown: Vec<&Submission> = match which {
        Submissions::All => all,
        Submissions::None => Vec::new(),
        Submissions::Newest => all.last().copied().into_iter().collect(),
        Submissions::Oldest => all.first().copied().into_iter().collect(),
    };
    let form = |guid: &str| crm.forms.find(guid).map(|form| form.name.clone());
    let each = |submission: &&Submission| {
        json!({
            "conversion-id": submission.id,
            "timestamp": submission.at_ms,
            "form-id": submission.form,
            "portal-id": crm.account.portal_id,
            "page-url": submission.page_url,
            "title": form(&submission.form),
            "form-type": "HUBSPOT",
            "contact-associated-by": ["EMAIL"],
            "meta-data": [],
        })
    };
    shown.iter().map(each).collect()
}

fn memberships(crm: &Crm, record: &Record) -> Vec<Value> {
    let of_contacts = crm.lists.live().filter(|list| list.kind == contacts());
    let each = |list: &crate::crm::lists::List| {
        Some(json!({
            "static-list-id": list.legacy_id,
            "internal-list-id": list.id,
            "timestamp": list.since_ms(record)?,
            "vid": record.id,
            "is-member": true,
        }))
    };
    of_contacts.filter_map(each).collect()
}

/// `associated-company` of a profile: the contact's primary company.
pub(super) fn associated_company(crm: &Crm, record: &Record) -> Option<Value> {
    let company = record.values.get("associatedcompanyid")?.parse().ok()?;
    let kind = object_type("companies");
    let company = crm.live(kind, company)?;
    let names = values::all_names(kind, company);
    let value =
        |name: &String| Some((name.clone(), json!({"value": values::shown(crm, kind, company, name)?})));
    let properties: Map<String, Value> = names.iter().filter_map(value).collect();
    Some(json!({"company-id": company.id, "portal-id": crm.account.portal_id, "properties": properties}))
}

/// A contact among those of a company: its properties are a list there.
pub(in super::super) fn of_company(crm: &Crm, record: &Record) -> Value {
    let value = |name: &String| {
        let value = values::shown(crm, contacts(), record, name)?;
        Some(json!({"name": name, "value": value, "sourceVid": [record.id]}))
    };
    let properties: Vec<Value> =
        LISTED.map(str::to_owned).iter().chain(&["email".to_owned()]).filter_map(value).collect();
    let identities: Vec<Value> = record
        .values
        .get("email")
        .map(|email| json!({"type": "EMAIL", "value": email, "timestamp": record.created_ms}))
        .into_iter()
        .collect();
    json!({
        "vid": record.id,
        "canonicalVid": record.id,
        "portalId": crm.account.portal_id,
        "isContact": true,
        "properties": properties,
        "formSubmissions": [],
        "listMembership": [],
        "identityProfiles": [{"vid": record.id, "identities": identities}],
        "mergeAudits": [],
    })
}
