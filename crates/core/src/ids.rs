//! Ids that the app gives: of connections, apps, flows, responses, sets.

/// A new id. Ids sort by the time they were made.
pub(crate) fn new_id() -> String {
    uuid::Uuid::now_v7().to_string()
}
