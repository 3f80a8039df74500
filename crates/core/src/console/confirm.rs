//! What has to be confirmed before sending: each destructive call, and creating something from an empty body.
//!
//! The write lock of a production portal is checked first. Unlocking allows writes for a while; a confirmation allows
//! one call.

use std::sync::Arc;

use portalscope_catalog::Effect;
use reqwest::Method;
use serde_json::Value;

use crate::catalog::Catalogs;
use crate::catalog::operation::OperationDetail;
use crate::connections::registry::ConnectionRegistry;
use crate::connections::unlock::is_hub_id;
use crate::connections::view::WriteLock;
use crate::console::compose::Composed;
use crate::console::confirmation::{
    Confirmation, ConfirmationReason, ConfirmationStep, RequiredConfirmation,
};
use crate::console::doubt::Doubt;
use crate::console::effect::{doubt_of, effect_of};
use crate::error::{Error, Result};
use crate::ids::{ConnectionId, HubId};
use crate::platform::clock::Clock;

/// What a composed request has to pass before it is sent.
pub(super) struct Safeguards {
    hub_id: HubId,
    /// The portal is locked, and the request would write.
    pub is_locked: bool,
    /// Why the request counts as a write that would read. `None`: it writes, or it reads.
    pub doubt: Option<Doubt>,
    /// It was unlocked, and was locked again after 30 minutes without a write.
    pub locked_itself: bool,
    pub confirmation: Option<RequiredConfirmation>,
}

impl Safeguards {
    /// Checks the write lock, then the confirmation.
    ///
    /// # Errors
    /// [`Error::WriteLocked`], [`Error::PortalIdMismatch`] for another Hub ID than the portal's,
    /// [`Error::NotConfirmed`].
    pub fn check(self, given: &Confirmation) -> Result<()> {
        if self.is_locked {
            return Err(Error::WriteLocked { portal: self.hub_id.into(), doubt: self.doubt });
        }
        let Some(required) = self.confirmation else { return Ok(()) };
        match (given, required.step) {
            (Confirmation::HubId { typed }, _) if is_hub_id(typed, &self.hub_id) => Ok(()),
            (Confirmation::HubId { .. }, _) => Err(Error::PortalIdMismatch),
            (Confirmation::Given, ConfirmationStep::OneStep) => Ok(()),
            (Confirmation::Given | Confirmation::None, _) => Err(Error::NotConfirmed(required)),
        }
    }
}

/// Determines the safeguards of requests.
pub(crate) struct SafeguardCheck {
    connections: Arc<ConnectionRegistry>,
    catalogs: Arc<Catalogs>,
    clock: Arc<dyn Clock>,
}

impl SafeguardCheck {
    pub(crate) fn new(
        connections: Arc<ConnectionRegistry>,
        catalogs: Arc<Catalogs>,
        clock: Arc<dyn Clock>,
    ) -> Self {
        Self { connections, catalogs, clock }
    }

    /// The safeguards of a request to a connection, at this moment.
    pub(super) fn of(&self, connection: &ConnectionId, composed: &Composed) -> Result<Safeguards> {
        let Composed { method, path_and_query, .. } = composed;
        let catalog = self.catalogs.current();
        let effect = effect_of(&catalog, method, path_and_query);
        let doubt = doubt_of(&catalog, method, path_and_query);
        let now = self.clock.moment();
        self.connections.read(connection, |entry| {
            let identity = &entry.record().identity;
            let lock = entry.write_lock(now);
            Safeguards {
                hub_id: identity.hub_id.clone(),
                is_locked: effect.is_write() && lock == WriteLock::Locked,
                doubt,
                locked_itself: entry.unlock().ended_at(now).is_some(),
                confirmation: required(composed, effect, &identity.portal_name, lock),
            }
        })
    }
}

/// The confirmation that a call with this effect needs. `None`: it needs none.
fn required(
    composed: &Composed,
    effect: Effect,
    portal: &str,
    lock: WriteLock,
) -> Option<RequiredConfirmation> {
    match effect {
        Effect::Destructive => Some(destructive(composed, portal, lock)),
        Effect::Write => empty_create(composed, portal),
        Effect::Read => None,
    }
}

fn destructive(composed: &Composed, portal: &str, lock: WriteLock) -> RequiredConfirmation {
    let Composed { path, operation, body, .. } = composed;
    let title = operation.as_ref().map(|operation| operation.title.as_str());
    let verb = title.and_then(|title| title.split(' ').next()).unwrap_or_else(|| verb_of(path));
    let count = body.as_deref().and_then(count_in).map(|count| counted(count, path));
    let act = count.map_or_else(|| verb.to_owned(), |count| format!("{verb} {count}"));
    let sentence = match title {
        Some(title) => format!("{title}. What it takes away may not come back."),
        None => {
            "The catalogue does not know this call. By its method and path it takes something away, which may not come back."
                .to_owned()
        }
    };
    let step = match lock {
        WriteLock::NotNeeded => ConfirmationStep::OneStep,
        WriteLock::Locked | WriteLock::Unlocked => ConfirmationStep::HubId,
    };
    let reason = ConfirmationReason::Destructive;
    RequiredConfirmation { reason, step, act: format!("{act} in {portal}"), sentence }
}

/// The action of a call that the catalog does not know, by the last segment of its path.
fn verb_of(path: &str) -> &'static str {
    let last = path.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    match last.to_ascii_lowercase().as_str() {
        "archive" => "Archive",
        "merge" => "Merge",
        "purge" => "Purge",
        "remove" => "Remove",
        "revoke" => "Revoke",
        "uninstall" => "Uninstall",
        "unsubscribe-all" => "Unsubscribe",
        _ => "Delete",
    }
}

/// The number of records in a batch: of a JSON array, or of `inputs` as in HubSpot's batch endpoints. Each input of an
/// association batch counts its `to` array. `None`: not a batch.
fn count_in(body: &str) -> Option<usize> {
    let body: Value = serde_json::from_str(body).ok()?;
    let inputs = body.get("inputs").unwrap_or(&body).as_array()?;
    let records = |input: &Value| input.get("to").and_then(Value::as_array).map_or(1, Vec::len);
    Some(inputs.iter().map(records).sum())
}

/// The count with its noun: "12 records".
fn counted(count: usize, path: &str) -> String {
    let noun = if path.contains("/objects/") { "record" } else { "item" };
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

/// The confirmation for creating from a body without content, such as a template that was sent unfilled by mistake.
fn empty_create(composed: &Composed, portal: &str) -> Option<RequiredConfirmation> {
    let operation = composed.operation.as_ref().filter(|_| composed.method == Method::POST)?;
    let title = operation.title.strip_prefix("Create ").filter(|rest| !rest.starts_with("or "))?;
    let is_empty = composed.body.as_deref().is_none_or(has_no_content);
    if !is_empty || !takes_json(operation) {
        return None;
    }
    let what = title.strip_suffix(" in a batch").unwrap_or(title);
    let of_what =
        if operation.path.contains("/objects/") { "without any property" } else { "from an empty body" };
    Some(RequiredConfirmation {
        reason: ConfirmationReason::EmptyCreate,
        step: ConfirmationStep::OneStep,
        act: format!("Create {what} in {portal}"),
        sentence: format!("This creates {what} {of_what} in {portal}."),
    })
}

/// Whether the operation expects a JSON body.
fn takes_json(operation: &OperationDetail) -> bool {
    let kind = operation.content_types.first().map(String::as_str);
    operation.has_body && matches!(kind, None | Some("application/json" | "*/*"))
}

/// Blank, or JSON without a value: `{}`, `{"properties": {}}`, `{"properties": {"email": ""}}`.
fn has_no_content(body: &str) -> bool {
    fn is_empty(value: &Value) -> bool {
        match value {
            Value::Null => true,
            Value::String(text) => text.trim().is_empty(),
            Value::Array(items) => items.iter().all(is_empty),
            Value::Object(fields) => fields.values().all(is_empty),
            Value::Bool(_) | Value::Number(_) => false,
        }
    }
    body.trim().is_empty() || serde_json::from_str(body).is_ok_and(|value| is_empty(&value))
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use portalscope_catalog::Catalog;
    use portalscope_hubspot::Environment;

    use super::{
        Confirmation, ConfirmationReason, ConfirmationStep, RequiredConfirmation, Safeguards, WriteLock,
        effect_of, has_no_content, required,
    };
    use crate::console::compose::compose;
    use crate::console::view::RequestDraft;
    use crate::error::{CommandError, ErrorCode};

    fn required_for(
        method: &str,
        path: &str,
        body: Option<&str>,
        lock: WriteLock,
    ) -> Option<RequiredConfirmation> {
        let draft = RequestDraft {
            method: method.to_owned(),
            path: path.to_owned(),
            path_values: HashMap::new(),
            query: Vec::new(),
            headers: Vec::new(),
            body: body.map(str::to_owned),
        };
        let composed = compose(&draft, &Environment::HubSpot, Catalog::bundled());
        let effect = effect_of(Catalog::bundled(), &composed.method, &composed.path_and_query);
        required(&composed, effect, "Acme Americas", lock)
    }

    fn act(method: &str, path: &str, body: Option<&str>) -> Option<String> {
        required_for(method, path, body, WriteLock::NotNeeded).map(|required| required.act)
    }

    #[test]
    fn the_act_is_named_with_its_count_and_the_portal() {
        let twelve = format!(r#"{{"inputs":[{}]}}"#, [r#"{"id":"1"}"#; 12].join(","));
        let links = r#"{"inputs":[{"from":{"id":"1"},"to":[{"id":"2"},{"id":"3"}]}]}"#;
        for (method, path, body, expected) in [
            ("DELETE", "/crm/objects/2026-03/contacts/512", None, "Archive in Acme Americas"),
            (
                "POST",
                "/crm/objects/2026-03/contacts/batch/archive",
                Some(twelve.as_str()),
                "Archive 12 records in Acme Americas",
            ),
            (
                "POST",
                "/crm/objects/2026-03/contacts/batch/archive",
                Some(r#"{"inputs":[{"id":"1"}]}"#),
                "Archive 1 record in Acme Americas",
            ),
            ("POST", "/crm/objects/2026-03/contacts/batch/archive", Some("{"), "Archive in Acme Americas"),
            (
                "POST",
                "/crm/v4/associations/contacts/companies/batch/archive",
                Some(links),
                "Archive 2 items in Acme Americas",
            ),
            (
                "PUT",
                "/crm/v3/lists/9/memberships/remove",
                Some(r#"["1","2","3"]"#),
                "Remove 3 items in Acme Americas",
            ),
            ("POST", "/crm/objects/2026-03/contacts/gdpr-delete", Some("{}"), "Delete in Acme Americas"),
            ("POST", "/crm/objects/2026-03/deals/merge", Some("{}"), "Merge in Acme Americas"),
            ("DELETE", "/not/in/the/catalogue", None, "Delete in Acme Americas"),
            ("POST", "/not/known/uninstall", None, "Uninstall in Acme Americas"),
        ] {
            assert_eq!(act(method, path, body).as_deref(), Some(expected), "{method} {path}");
        }
    }

    #[test]
    fn what_reads_or_writes_with_content_is_not_asked_for() {
        let contact = Some(r#"{"properties":{"email":"a@example.com"}}"#);
        for (method, path, body) in [
            ("GET", "/crm/objects/2026-03/contacts", None),
            ("POST", "/crm/objects/2026-03/contacts/search", Some("{}")),
            ("POST", "/crm/objects/2026-03/contacts", contact),
            ("PATCH", "/crm/objects/2026-03/contacts/1", Some("{}")),
            ("POST", "/crm/objects/2026-03/contacts/batch/upsert", Some("{}")),
            ("POST", "/marketing/emails/2026-03/1/publish", None),
            ("POST", "/not/in/the/catalogue", None),
        ] {
            assert_eq!(act(method, path, body), None, "{method} {path}");
        }
    }

    #[test]
    fn creating_from_an_empty_body_is_asked_for_by_one_step_everywhere() {
        let contacts = "/crm/objects/2026-03/contacts";
        for body in [None, Some(""), Some("{}"), Some(r#"{ "properties": {} }"#)] {
            for lock in [WriteLock::Unlocked, WriteLock::NotNeeded] {
                let required = required_for("POST", contacts, body, lock).unwrap();
                assert_eq!(
                    (required.reason, required.step),
                    (ConfirmationReason::EmptyCreate, ConfirmationStep::OneStep)
                );
                assert_eq!(required.act, "Create a contact in Acme Americas");
                assert_eq!(
                    required.sentence,
                    "This creates a contact without any property in Acme Americas."
                );
            }
        }
        let list = required_for("POST", "/crm/v3/lists", Some("{}"), WriteLock::NotNeeded).unwrap();
        assert_eq!(list.sentence, "This creates a list from an empty body in Acme Americas.");
        let many = format!("{contacts}/batch/create");
        assert_eq!(
            act("POST", &many, Some(r#"{"inputs":[{"properties":{}}]}"#)).as_deref(),
            Some("Create contacts in Acme Americas")
        );
    }

    #[test]
    fn a_body_has_content_as_soon_as_it_holds_one_value() {
        for body in [" ", "{}", "[]", "null", r#"{"properties":{"email":" "},"associations":[]}"#] {
            assert!(has_no_content(body), "{body}");
        }
        for body in [r#"{"a":0}"#, r#"{"a":[false]}"#, r#"{"properties":{"email":"a"}}"#, "{", "a=1"] {
            assert!(!has_no_content(body), "{body}");
        }
    }

    #[test]
    fn production_asks_for_the_hub_id_and_every_other_portal_for_one_step() {
        let step = |lock| required_for("DELETE", "/crm/objects/2026-03/contacts/1", None, lock).unwrap().step;
        assert_eq!(step(WriteLock::Unlocked), ConfirmationStep::HubId);
        assert_eq!(step(WriteLock::Locked), ConfirmationStep::HubId);
        assert_eq!(step(WriteLock::NotNeeded), ConfirmationStep::OneStep);
    }

    #[test]
    fn only_what_is_asked_for_lets_a_call_through() {
        let code = |lock, given: &Confirmation| {
            let confirmation = required_for("DELETE", "/crm/objects/2026-03/contacts/1", None, lock);
            let safeguards = Safeguards {
                hub_id: "19874402".into(),
                is_locked: lock == WriteLock::Locked,
                doubt: None,
                locked_itself: false,
                confirmation,
            };
            safeguards.check(given).err().map(|error| CommandError::from(error).code)
        };
        let typed = |typed: &str| Confirmation::HubId { typed: typed.to_owned() };
        let (production, sandbox) = (WriteLock::Unlocked, WriteLock::NotNeeded);
        for (lock, given, expected) in [
            (production, Confirmation::None, Some(ErrorCode::NotConfirmed)),
            (production, Confirmation::Given, Some(ErrorCode::NotConfirmed)),
            (production, typed("19874403"), Some(ErrorCode::PortalIdMismatch)),
            (production, typed(" 19874402 "), None),
            (WriteLock::Locked, typed("19874402"), Some(ErrorCode::WriteLocked)),
            (sandbox, Confirmation::None, Some(ErrorCode::NotConfirmed)),
            (sandbox, Confirmation::Given, None),
            (sandbox, typed("1"), Some(ErrorCode::PortalIdMismatch)),
            (sandbox, typed("19874402"), None),
        ] {
            assert_eq!(code(lock, &given), expected, "{lock:?} {given:?}");
        }
    }
}
