//! Notes, calls, emails, meetings and tasks.

use super::{
    commerce::Deal,
    dates::random_time_ms,
    people::{Contact, random_owner_id},
    random::Random,
    words,
};
use crate::{
    crm::{
        object_types::{ObjectType, object_type},
        properties::CALL_OUTCOMES,
        store::Crm,
        values::{Values, values},
    },
    state::clock::iso_ms,
};

/// An activity for every second contact, and a note for every second deal.
pub(super) fn all(crm: &mut Crm, random: &mut Random, contacts: &[Contact], deals: &[Deal]) {
    for contact in contacts.iter().step_by(2) {
        let at_ms = random_time_ms(random);
        let (kind, values) = activity(random, at_ms);
        add(crm, random, kind, values, at_ms, contact.id);
    }
    for deal in deals.iter().step_by(2) {
        let at_ms = random_time_ms(random);
        let note = note(random);
        let id = add(crm, random, object_type("notes"), note, at_ms, deal.contact);
        crm.associations.link_by_default((object_type("notes"), id), (object_type("deals"), deal.id));
    }
}

fn add(
    crm: &mut Crm,
    random: &mut Random,
    kind: &'static ObjectType,
    mut values: Values,
    at_ms: i64,
    contact: u64,
) -> u64 {
    values.push(("hs_timestamp".into(), iso_ms(at_ms)));
    values.push(("hubspot_owner_id".into(), random_owner_id(crm, random)));
    let id = crm.insert(kind, values, at_ms).id;
    crm.associations.link_by_default((kind, id), (object_type("contacts"), contact));
    id
}

fn activity(random: &mut Random, at_ms: i64) -> (&'static ObjectType, Values) {
    match random.below(5) {
        0 => (object_type("notes"), note(random)),
        1 => (object_type("calls"), call(random)),
        2 => (object_type("emails"), email(random)),
        3 => (object_type("meetings"), meeting(at_ms)),
        _ => (object_type("tasks"), task(random)),
    }
}

fn note(random: &mut Random) -> Values {
    values([("hs_note_body", random.one_of(words::NOTE_TEXTS).into())])
}

fn call(random: &mut Random) -> Values {
    let (outcome, label) = random.one_of(CALL_OUTCOMES);
    values([
        ("hs_call_title", format!("Call: {label}")),
        ("hs_call_body", random.one_of(words::NOTE_TEXTS).into()),
        ("hs_call_duration", (random.below(900) * 1000).to_string()),
        ("hs_call_direction", random.one_of(&["INBOUND", "OUTBOUND"]).into()),
        ("hs_call_disposition", outcome.into()),
        ("hs_call_status", "COMPLETED".into()),
    ])
}

fn email(random: &mut Random) -> Values {
    values([
        ("hs_email_subject", format!("Following up on your {}", random.one_of(words::DEAL_SUBJECTS))),
        ("hs_email_text", random.one_of(words::NOTE_TEXTS).into()),
        ("hs_email_direction", random.one_of(&["EMAIL", "INCOMING_EMAIL"]).into()),
        ("hs_email_status", "SENT".into()),
    ])
}

fn meeting(at_ms: i64) -> Values {
    values([
        ("hs_meeting_title", "Quarterly review".into()),
        ("hs_meeting_start_time", iso_ms(at_ms)),
        ("hs_meeting_end_time", iso_ms(at_ms + 1_800_000)),
        ("hs_meeting_outcome", "COMPLETED".into()),
    ])
}

fn task(random: &mut Random) -> Values {
    values([
        ("hs_task_subject", format!("Prepare {}", random.one_of(words::DEAL_SUBJECTS))),
        ("hs_task_status", random.one_of(&["NOT_STARTED", "COMPLETED"]).into()),
        ("hs_task_priority", random.one_of(&["LOW", "MEDIUM", "HIGH"]).into()),
        ("hs_task_type", "TODO".into()),
    ])
}
