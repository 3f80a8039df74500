//! How much of its limits an account uses: records, pipelines, properties and object types. The limits are those of an
//! Enterprise account. Calculated properties and association limits are left to the generic responses.

use serde_json::{Value, json};

use super::{context::Context, schemas};
use crate::{
    crm::{object_types::ObjectType, store::Crm},
    http::answer::{Answer, Outcome},
};

const OBJECT_TYPES: usize = 10;
const RECORDS: usize = 15_000_000;
const RECORDS_OF_OWN_TYPES: usize = 2_000_000;
const PIPELINES: usize = 100;
const PROPERTIES: usize = 1_000;

/// Serves paths below `/limits`.
pub(super) fn route(context: &Context, rest: &[&str]) -> Option<Outcome> {
    let answer: fn(&Crm) -> Value = match rest {
        ["custom-object-types"] => object_types,
        ["records"] => |crm| by_origin(crm, RECORDS, RECORDS_OF_OWN_TYPES, live_records),
        ["pipelines"] => |crm| by_origin(crm, PIPELINES, PIPELINES, |crm, kind| crm.pipelines_of(kind).len()),
        ["custom-properties"] => properties,
        _ => return None,
    };
    Some(Ok(Answer::ok(context.with_crm(|crm| answer(crm)))))
}

#[expect(clippy::cast_precision_loss, reason = "a percentage of counts far below 2^52")]
fn percentage(usage: usize, limit: usize) -> f64 {
    usage as f64 * 100.0 / limit as f64
}

fn live_records(crm: &Crm, kind: &'static ObjectType) -> usize {
    crm.records(kind).values().filter(|record| record.archived_ms.is_none()).count()
}

fn custom(crm: &Crm) -> impl Iterator<Item = &'static ObjectType> {
    crm.types().filter(|kind| kind.is_custom())
}

fn object_types(crm: &Crm) -> Value {
    let usage = custom(crm).count();
    json!({"limit": OBJECT_TYPES, "usage": usage, "percentage": percentage(usage, OBJECT_TYPES)})
}

/// What a type uses, with its labels.
fn usage(crm: &Crm, kind: &'static ObjectType, usage: usize) -> Value {
    let (singular, plural) = schemas::labels(crm, kind);
    json!({"objectTypeId": kind.id, "singularLabel": singular, "pluralLabel": plural, "usage": usage})
}

fn usage_of_limit(crm: &Crm, kind: &'static ObjectType, used: usize, limit: usize) -> Value {
    let mut shown = usage(crm, kind, used);
    shown["limit"] = limit.into();
    shown["percentage"] = percentage(used, limit).into();
    shown
}

/// HubSpot's types have a limit each, the account's own have one together.
fn by_origin(crm: &Crm, each: usize, together: usize, used: fn(&Crm, &'static ObjectType) -> usize) -> Value {
    let in_use = |kind: &&'static ObjectType| used(crm, kind) > 0;
    let own: Vec<&'static ObjectType> = custom(crm).collect();
    let total: usize = own.iter().map(|kind| used(crm, kind)).sum();
    let hubspots = crm.types().filter(|kind| !kind.is_custom()).filter(in_use);
    json!({
        "customObjectTypes": {
            "byObjectType": own.iter().map(|kind| usage(crm, kind, used(crm, kind))).collect::<Vec<_>>(),
            "overallLimit": together,
            "overallPercentage": percentage(total, together),
            "overallUsage": total,
        },
        "hubspotDefinedObjectTypes":
            hubspots.map(|kind| usage_of_limit(crm, kind, used(crm, kind), each)).collect::<Vec<_>>(),
    })
}

/// Properties that the account has defined, of each type that has one.
fn properties(crm: &Crm) -> Value {
    let own = |kind: &'static ObjectType| {
        let all = crm.properties_of(kind).iter();
        all.filter(|property| !property.built_in && !property.is_archived()).count()
    };
    let with_own: Vec<(&'static ObjectType, usize)> =
        crm.types().map(|kind| (kind, own(kind))).filter(|(_, used)| *used > 0).collect();
    let total: usize = with_own.iter().map(|(_, used)| used).sum();
    let limit = PROPERTIES * crm.types().count();
    json!({
        "byObjectType":
            with_own.into_iter().map(|(kind, used)| usage_of_limit(crm, kind, used, PROPERTIES)).collect::<Vec<_>>(),
        "overallLimit": limit,
        "overallPercentage": percentage(total, limit),
        "overallUsage": total,
    })
}
