//! Lists, profiles, batches and search.

use serde_json::{Map, Value, json};

use super::{
    super::super::shared::{Context, live, page_at, page_behind},
    contacts,
    shape::{self, View, list_entry},
};
use crate::{
    crm::{record::Record, store::Crm},
    http::{
        answer::{Answer, Outcome},
        errors::ApiError,
    },
};

const DEFAULT_PAGE_SIZE: usize = 20;
const MAX_PAGE_SIZE: usize = 100;
/// Recent contacts are those of the last 30 days.
const RECENT_MS: i64 = 30 * 24 * 3_600_000;

/// The time by which recent contacts are ordered.
#[derive(Clone, Copy)]
pub(super) enum Order {
    Created,
    Updated,
}

impl Order {
    fn time_ms(self, record: &Record) -> i64 {
        match self {
            Self::Created => record.created_ms,
            Self::Updated => record.updated_ms,
        }
    }
}

/// All contacts in order of their vids.
pub(super) fn all(context: &Context) -> Outcome {
    let view = View::of_list(context);
    let count = context.page_size("count", DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE);
    let offset = context.number("vidOffset").unwrap_or_default();
    context.with_crm(|crm| {
        let page = page_behind(crm, contacts(), offset, count);
        let shown: Vec<Value> =
            page.records.iter().map(|record| list_entry(crm, record, &view, record.created_ms)).collect();
        Ok(Answer::ok(json!({"contacts": shown, "has-more": page.has_more, "vid-offset": page.last_id})))
    })
}

/// The contacts of the last 30 days, latest first. The next page begins behind a time and a vid.
pub(super) fn recent(context: &Context, order: Order) -> Outcome {
    let view = View::of_list(context);
    let count = context.page_size("count", DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE);
    let before: (i64, u64) = (
        context.number("timeOffset").unwrap_or(i64::MAX),
        context.number("vidOffset").filter(|vid| *vid > 0).unwrap_or(u64::MAX),
    );
    let oldest_ms = context.now_ms() - RECENT_MS;
    context.with_crm(|crm| {
        let key = |record: &Record| (order.time_ms(record), record.id);
        let mut wanted: Vec<&Record> = live(crm, contacts())
            .filter(|record| key(record).0 >= oldest_ms && key(record) < before)
            .collect();
        wanted.sort_by_key(|record| std::cmp::Reverse(key(record)));
        let page = page_at(wanted, 0, count);
        let (time_offset, vid_offset) = page.items.last().map_or((0, 0), |record| key(record));
        let entry = |record: &&Record| list_entry(crm, record, &view, order.time_ms(record));
        Ok(Answer::ok(json!({
            "contacts": page.items.iter().map(entry).collect::<Vec<_>>(),
            "has-more": page.has_more,
            "vid-offset": vid_offset,
            "time-offset": time_offset,
        })))
    })
}

/// One contact with everything that is known of it.
pub(super) fn profile(context: &Context, find: impl Fn(&Crm) -> Result<&Record, ApiError>) -> Outcome {
    let view = View::of_profile(context);
    context.with_crm(|crm| {
        let record = find(crm)?;
        let mut shown = shape::contact(crm, record, &view);
        if let Some(company) = shape::associated_company(crm, record) {
            shown["associated-company"] = company;
        }
        Ok(Answer::ok(shown))
    })
}

/// Contacts by vid; those that do not exist are left out.
pub(super) fn batch(
    context: &Context,
    parameter: &str,
    find: impl for<'a> Fn(&'a Crm, &str) -> Option<&'a Record>,
) -> Outcome {
    let view = View::of_profile(context);
    let wanted = context.call.query_list(parameter);
    context.with_crm(|crm| {
        let found = wanted.iter().take(MAX_PAGE_SIZE).filter_map(|key| find(crm, key));
        let shown: Map<String, Value> =
            found.map(|record| (record.id.to_string(), shape::contact(crm, record, &view))).collect();
        Ok(Answer::ok(Value::Object(shown)))
    })
}

/// The contacts with a value that contains the text.
pub(super) fn search(context: &Context) -> Outcome {
    let view = View::of_list(context);
    let query = context.call.query_value("q").unwrap_or_default();
    let words = query.to_lowercase();
    let count = context.page_size("count", DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE);
    let offset = context.number("offset").unwrap_or_default();
    context.with_crm(|crm| {
        let matches =
            |record: &&Record| record.values.values().any(|value| value.to_lowercase().contains(&words));
        let page = page_at(live(crm, contacts()).filter(matches).collect(), offset, count);
        let shown: Vec<Value> = page.items.iter().map(|record| shape::contact(crm, record, &view)).collect();
        Ok(Answer::ok(json!({
            "query": query,
            "offset": page.next,
            "has-more": page.has_more,
            "total": page.total,
            "contacts": shown,
        })))
    })
}

/// How many contacts there are.
pub(super) fn statistics(context: &Context) -> Outcome {
    context.with_crm(|crm| {
        let last_ms = live(crm, contacts()).map(|record| record.created_ms).max();
        let total = live(crm, contacts()).count();
        Ok(Answer::ok(json!({"contacts": total, "last-new-contact-at": last_ms})))
    })
}
