//! Links between two records: finding the records, linking them, and how links are shown.

use serde_json::{Value, json};

use crate::{
    api::crm::{path::Version, records::not_found},
    crm::{
        associations::{Place, Spec, default_spec, definition, definitions, type_name},
        object_types::ObjectType,
        store::Crm,
    },
    http::errors::ApiError,
};
/// A record that must exist.
pub(super) fn place(crm: &Crm, kind: &'static ObjectType, id: &str) -> Result<Place, ApiError> {
    let live = id.parse().ok().filter(|id| crm.live(kind, *id).is_some());
    live.map(|id| (kind, id)).ok_or_else(|| not_found(id, None))
}

/// A labelled link brings the plain one with it.
pub(super) fn link_labels(crm: &mut Crm, from: Place, to: Place, specs: &[Spec]) -> Result<(), ApiError> {
    for spec in specs {
        if definition(from.0, to.0, spec.type_id).is_none() {
            return Err(unknown_type(from.0, to.0, spec.type_id));
        }
        crm.associations.link(from, to, spec);
    }
    crm.associations.link_by_default(from, to);
    Ok(())
}

pub(super) fn unknown_type(from: &ObjectType, to: &ObjectType, type_id: u64) -> ApiError {
    ApiError::validation(&format!(
        "association type id {type_id} doesn't exist between {} and {}",
        from.singular, to.singular
    ))
}

pub(super) fn named_spec(from: &ObjectType, to: &ObjectType, named: &str) -> Result<Spec, ApiError> {
    if let Ok(type_id) = named.parse() {
        return definition(from, to, type_id)
            .map(|known| known.spec)
            .ok_or_else(|| unknown_type(from, to, type_id));
    }
    let known = definitions(from, to).into_iter().map(|known| known.spec);
    let mut fitting = known.filter(|spec| type_name(from, to, spec) == named);
    let plain = format!("{}_to_{}", from.singular, to.singular);
    let default = (named == plain).then(|| default_spec(from, to));
    let found = fitting.next().or(default);
    found.ok_or_else(|| ApiError::validation(&format!("{named} is not a valid association type")))
}

/// v3: one entry for each kind of link; v4 and later: one for each record.
pub(super) fn show_link<'a>(
    version: Version,
    from: &ObjectType,
    to: &ObjectType,
    to_id: u64,
    specs: impl Iterator<Item = &'a Spec>,
) -> Vec<Value> {
    if version == Version::V3 {
        return specs
            .map(|spec| json!({"id": to_id.to_string(), "type": type_name(from, to, spec)}))
            .collect();
    }
    let types: Vec<Value> = specs
        .map(|spec| {
            json!({
                "category": spec.category,
                "typeId": spec.type_id,
                "label": definition(from, to, spec.type_id).and_then(|known| known.label),
            })
        })
        .collect();
    vec![json!({"toObjectId": to_id, "associationTypes": types})]
}

pub(super) fn show_labels(from: Place, to: Place, specs: &[Spec]) -> Value {
    let label = |spec: &Spec| definition(from.0, to.0, spec.type_id).and_then(|known| known.label);
    json!({
        "fromObjectTypeId": from.0.id,
        "fromObjectId": from.1,
        "toObjectTypeId": to.0.id,
        "toObjectId": to.1,
        "labels": specs.iter().filter_map(label).collect::<Vec<_>>(),
    })
}
