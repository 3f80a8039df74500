//! What single and batch calls share: finding records, creating associations, and their formats.

use serde_json::{Value, json};

use crate::{
    api::crm::{path::Version, records::not_found},
    crm::{
        associations::{AssociationSpec, RecordRef, default_spec, definition, definitions, type_name},
        object_types::ObjectType,
        store::Crm,
    },
    http::errors::ApiError,
};

/// A live record by id.
///
/// # Errors
///
/// 404 if there is none.
pub(super) fn find_record(crm: &Crm, kind: &'static ObjectType, id: &str) -> Result<RecordRef, ApiError> {
    let live = id.parse().ok().filter(|id| crm.live(kind, *id).is_some());
    live.map(|id| (kind, id)).ok_or_else(|| not_found(id, None))
}

/// Creates labeled associations, and the unlabeled one that HubSpot always adds.
///
/// # Errors
///
/// 400 if a type does not exist between the object types.
pub(super) fn link_with_labels(
    crm: &mut Crm,
    from: RecordRef,
    to: RecordRef,
    specs: &[AssociationSpec],
) -> Result<(), ApiError> {
    for spec in specs {
        if definition(from.0, to.0, spec.type_id).is_none() {
            return Err(unknown_type(from.0, to.0, spec.type_id));
        }
        crm.associations.link(from, to, spec);
    }
    crm.associations.link_by_default(from, to);
    Ok(())
}

fn unknown_type(from: &ObjectType, to: &ObjectType, type_id: u64) -> ApiError {
    ApiError::validation(&format!(
        "association type id {type_id} doesn't exist between {} and {}",
        from.singular, to.singular
    ))
}

/// The association type with this id or name.
///
/// # Errors
///
/// 400 if there is none.
pub(super) fn resolve_spec(
    from: &ObjectType,
    to: &ObjectType,
    name: &str,
) -> Result<AssociationSpec, ApiError> {
    if let Ok(type_id) = name.parse() {
        return definition(from, to, type_id)
            .map(|known| known.spec)
            .ok_or_else(|| unknown_type(from, to, type_id));
    }
    let known = definitions(from, to).into_iter().map(|known| known.spec);
    let mut matching = known.filter(|spec| type_name(from, to, spec) == name);
    let plain = format!("{}_to_{}", from.singular, to.singular);
    let default = (name == plain).then(|| default_spec(from, to));
    let found = matching.next().or(default);
    found.ok_or_else(|| ApiError::validation(&format!("{name} is not a valid association type")))
}

/// An associated record: in version 3 one entry for each association type, later one for each record.
pub(super) fn link_json<'a>(
    version: Version,
    from: &ObjectType,
    to: &ObjectType,
    to_id: u64,
    specs: impl Iterator<Item = &'a AssociationSpec>,
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

/// The response to creating labeled associations.
pub(super) fn labels_json(from: RecordRef, to: RecordRef, specs: &[AssociationSpec]) -> Value {
    let label = |spec: &AssociationSpec| definition(from.0, to.0, spec.type_id).and_then(|known| known.label);
    json!({
        "fromObjectTypeId": from.0.id,
        "fromObjectId": from.1,
        "toObjectTypeId": to.0.id,
        "toObjectId": to.1,
        "labels": specs.iter().filter_map(label).collect::<Vec<_>>(),
    })
}
