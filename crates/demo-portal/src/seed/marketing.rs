//! Lists, forms with submissions, emails with what became of them, subscriptions, workflows and files. They have a random
//! sequence of their own, so that the records do not depend on them.

use std::collections::BTreeMap;

use super::{
    dates::{DAY_MS, NEWEST_MS, random_time_ms},
    people::Contact,
    random::Random,
    words,
};
use crate::crm::{
    email::{Campaign, EmailEvent, MarketingEmail, SUBSCRIPTION_TYPES, SubscriptionChange},
    files::{FileContents, StoredFile},
    forms::{Form, FormField, Submission},
    lists::Membership,
    object_types::object_type,
    store::Crm,
    workflows::Workflow,
};

const HOUR_MS: i64 = 3_600_000;
/// Distinguishes this sequence from that of the records.
const STREAM: u64 = 0x6d61_726b;
/// The email app of every account.
const EMAIL_APP_ID: u64 = 113;

/// Everything that marketing needs of these contacts.
pub(super) fn all(crm: &mut Crm, seed: u64, contacts: &[Contact]) {
    let mut random = Random::new(seed, crm.account.portal_id ^ STREAM);
    lists(crm, contacts);
    forms(crm, &mut random, contacts);
    emails(crm, &mut random, contacts);
    workflows(crm, contacts);
    files(crm);
}

fn lists(crm: &mut Crm, contacts: &[Contact]) {
    let created_ms = NEWEST_MS - 300 * DAY_MS;
    let chosen = |step: usize| -> BTreeMap<u64, i64> {
        let days = (0_i64..).zip(contacts.iter().step_by(step));
        days.map(|(day, contact)| (contact.id, created_ms + day * DAY_MS)).collect()
    };
    let stage = |stage: &str| Membership::Dynamic {
        property: "lifecyclestage".into(),
        values: vec![stage.to_owned()],
    };
    for (name, membership) in [
        ("Trade fair visitors", Membership::Manual(chosen(9))),
        ("Customers", stage("customer")),
        ("Newsletter readers", Membership::Manual(chosen(4))),
        ("Leads", stage("lead")),
    ] {
        crm.lists.create(name, object_type("contacts"), membership, created_ms);
    }
}

fn forms(crm: &mut Crm, random: &mut Random, contacts: &[Contact]) {
    for (number, (name, fields)) in words::FORMS.iter().enumerate() {
        let guid = guid(random);
        let field = |name: &&str| FormField {
            name: (*name).to_owned(),
            label: label(name),
            required: *name == "email",
        };
        let created_ms = NEWEST_MS - (400 - i64::try_from(number).unwrap_or_default() * 30) * DAY_MS;
        crm.forms.add(Form {
            guid: guid.clone(),
            name: (*name).to_owned(),
            fields: fields.iter().map(field).collect(),
            submit_text: "Send".into(),
            created_ms,
            updated_ms: created_ms,
            deleted: false,
        });
        for contact in contacts.iter().skip(number).step_by(6) {
            submission(crm, random, &guid, fields, contact.id);
        }
    }
    crm.forms.submissions.sort_by_key(|submission| submission.at_ms);
}

fn submission(crm: &mut Crm, random: &mut Random, form: &str, fields: &[&str], contact: u64) {
    let Some(record) = crm.live(object_type("contacts"), contact) else { return };
    let value = |name: &&str| Some(((*name).to_owned(), record.values.get(*name)?.clone()));
    let submission = Submission {
        id: guid(random),
        form: form.to_owned(),
        at_ms: random_time_ms(random),
        page_url: format!("https://www.{}/contact", crm.account.domain),
        values: fields.iter().filter_map(value).collect(),
    };
    crm.forms.submissions.push(submission);
}

fn emails(crm: &mut Crm, random: &mut Random, contacts: &[Contact]) {
    for (number, subject) in (0_u64..).zip(words::EMAIL_SUBJECTS) {
        let sent_ms = random_time_ms(random);
        let (email_id, campaign_id) = (9_100_001 + number, 84_300_001 + number * 11);
        let name = format!("{subject} {}", number + 1);
        crm.email.emails.push(MarketingEmail {
            id: email_id,
            name: name.clone(),
            subject: (*subject).to_owned(),
            campaign_id: Some(campaign_id),
            created_ms: sent_ms - 2 * DAY_MS,
            updated_ms: sent_ms,
            deleted: false,
        });
        crm.email.campaigns.push(Campaign {
            id: campaign_id,
            app_id: EMAIL_APP_ID,
            email_id,
            name,
            subject: (*subject).to_owned(),
            sent_ms,
        });
        for contact in contacts.iter().step_by(12) {
            message(crm, random, campaign_id, contact.id, sent_ms);
        }
    }
    subscriptions(crm, random, contacts);
    crm.email.events.sort_by(|one, other| (one.at_ms, &one.id).cmp(&(other.at_ms, &other.id)));
    crm.email.changes.sort_by_key(|change| change.at_ms);
}

/// The events of one message: sent, then delivered or bounced, then perhaps opened and clicked.
fn message(crm: &mut Crm, random: &mut Random, campaign_id: u64, contact: u64, sent_ms: i64) {
    let Some(recipient) = email_of(crm, contact) else { return };
    let sent = (guid(random), sent_ms);
    let kinds: &[&'static str] = match random.below(10) {
        0 => &["BOUNCE"],
        1..=4 => &["DELIVERED"],
        5..=7 => &["DELIVERED", "OPEN"],
        _ => &["DELIVERED", "OPEN", "CLICK"],
    };
    let mut event = |kind, id, at_ms, sent_by| {
        let recipient = recipient.clone();
        crm.email.events.push(EmailEvent { id, kind, campaign_id, recipient, at_ms, sent_by });
    };
    event("SENT", sent.0.clone(), sent_ms, None);
    for (hours, kind) in (1_i64..).zip(kinds) {
        event(kind, guid(random), sent_ms + hours * HOUR_MS, Some(sent.clone()));
    }
}

fn subscriptions(crm: &mut Crm, random: &mut Random, contacts: &[Contact]) {
    for (number, contact) in contacts.iter().step_by(15).enumerate() {
        let Some(recipient) = email_of(crm, contact.id) else { continue };
        crm.email.changes.push(SubscriptionChange {
            recipient,
            at_ms: random_time_ms(random),
            subscription_id: SUBSCRIPTION_TYPES[number % SUBSCRIPTION_TYPES.len()].id,
            subscribed: number % 3 != 0,
            source: if number % 2 == 0 { "SOURCE_RECIPIENT" } else { "SOURCE_HUBSPOT_CUSTOMER" },
        });
    }
}

fn workflows(crm: &mut Crm, contacts: &[Contact]) {
    for (number, name) in (0_u64..).zip(words::WORKFLOWS) {
        let created_ms = NEWEST_MS - 200 * DAY_MS + i64::try_from(number).unwrap_or_default() * DAY_MS;
        crm.workflows.all.push(Workflow {
            id: 5_200_301 + number,
            name: (*name).to_owned(),
            enabled: number != 1,
            created_ms,
            updated_ms: created_ms + 20 * DAY_MS,
            enrolled: contacts.iter().step_by(25).map(|contact| contact.id).collect(),
            deleted: false,
        });
    }
}

fn files(crm: &mut Crm) {
    let created_ms = NEWEST_MS - 100 * DAY_MS;
    for (name, extension, bytes) in words::FILES {
        let file = StoredFile {
            id: 0,
            folder: None,
            name: (*name).to_owned(),
            extension: (*extension).to_owned(),
            contents: FileContents::of_size(*bytes),
            access: "PUBLIC_INDEXABLE".into(),
            created_ms,
            updated_ms: created_ms,
            archived: false,
        };
        crm.files.add(file).expect("BUG: a new account has room");
    }
}

fn email_of(crm: &Crm, contact: u64) -> Option<String> {
    crm.live(object_type("contacts"), contact)?.values.get("email").cloned()
}

fn label(name: &str) -> String {
    crate::text::capitalize(&name.replace('_', " "))
}

/// A version 4 UUID (RFC 9562) out of the random sequence.
fn guid(random: &mut Random) -> String {
    let mut bytes = [0; 16];
    bytes.fill_with(|| u8::try_from(random.below(256)).unwrap_or_default());
    uuid::Builder::from_random_bytes(bytes).into_uuid().to_string()
}
