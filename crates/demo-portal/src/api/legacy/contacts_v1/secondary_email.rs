//! `/contacts/v1/secondary-email`: more email addresses of a contact, kept in one property that all versions read.

use serde_json::json;

use super::{
    super::super::shared::{Context, not_found},
    by_vid, contacts,
    shape::identities,
};
use crate::{
    crm::{record::SECONDARY_EMAILS, store::Crm},
    http::{
        answer::{Answer, Outcome},
        errors::ApiError,
    },
};

/// Serves paths below `secondary-email`.
pub(super) fn route(context: &Context, method: &str, rest: &[&str]) -> Option<Outcome> {
    Some(match (method, rest) {
        ("GET", [vid]) => context.with_crm(|crm| answer(crm, vid)),
        ("PUT", [vid, "email", email]) => change(context, vid, |crm, emails| add(crm, emails, email)),
        ("DELETE", [vid, "email", email]) => change(context, vid, |_, emails| remove(emails, email)),
        _ => return None,
    })
}

fn answer(crm: &Crm, vid: &str) -> Outcome {
    let record = by_vid(crm, vid)?;
    Ok(Answer::ok(json!({"vid": record.id, "identities": identities(record)})))
}

fn change(
    context: &Context,
    vid: &str,
    change: impl Fn(&Crm, &mut Vec<String>) -> Result<(), ApiError>,
) -> Outcome {
    let now_ms = context.now_ms();
    context.with_crm(|crm| {
        let record = by_vid(crm, vid)?;
        let (id, mut emails) = (record.id, record.secondary_emails().map(str::to_owned).collect());
        change(crm, &mut emails)?;
        crm.update(contacts(), id, vec![(SECONDARY_EMAILS.into(), emails.join(";"))], now_ms);
        answer(crm, vid)
    })
}

fn add(crm: &Crm, emails: &mut Vec<String>, email: &str) -> Result<(), ApiError> {
    if crm.find_by(contacts(), "email", email).is_some() {
        return Err(ApiError::new(
            409,
            None,
            "Another contact has this email address, or this one has it already",
        ));
    }
    emails.push(email.to_lowercase());
    Ok(())
}

fn remove(emails: &mut Vec<String>, email: &str) -> Result<(), ApiError> {
    let before = emails.len();
    emails.retain(|own| !own.eq_ignore_ascii_case(email));
    if emails.len() == before {
        Err(not_found("the contact has no such secondary email address"))
    } else {
        Ok(())
    }
}
