//! `recent/created` and `recent/modified` of companies, deals and engagements.

use serde_json::{Value, json};

use super::super::shared::{Context, page_at};
use crate::{
    crm::{object_types::ObjectType, record::Record},
    http::answer::Answer,
};

/// HubSpot shows the latest changes up to this many.
const MAX_RECORDS: usize = 10_000;

/// By which time records are recent.
#[derive(Clone, Copy)]
pub(super) enum Order {
    Created,
    Modified,
}

impl Order {
    /// The order that a path segment names.
    pub(super) fn from_segment(segment: &str) -> Option<Self> {
        match segment {
            "created" => Some(Self::Created),
            "modified" => Some(Self::Modified),
            _ => None,
        }
    }

    fn time_ms(self, record: &Record) -> i64 {
        match self {
            Self::Created => record.created_ms,
            Self::Modified => record.updated_ms,
        }
    }
}

/// A record of whatever type, by which a page is made.
pub(super) type Typed<'a> = (&'static ObjectType, &'a Record);

/// The page that `count`, `offset` and `since` ask for, latest first.
pub(super) fn page<'a>(
    context: &Context,
    order: Order,
    records: impl Iterator<Item = Typed<'a>>,
    show: impl Fn(Typed<'a>) -> Value,
) -> Answer {
    let since_ms: i64 = context.number("since").unwrap_or_default();
    let mut wanted: Vec<Typed> = records.filter(|(_, record)| order.time_ms(record) >= since_ms).collect();
    wanted.sort_by_key(|(_, record)| std::cmp::Reverse((order.time_ms(record), record.id)));
    wanted.truncate(MAX_RECORDS);
    let count = context.page_size("count", 20, 100);
    let page = page_at(wanted, context.number("offset").unwrap_or_default(), count);
    let results: Vec<Value> = page.items.into_iter().map(show).collect();
    Answer::ok(
        json!({"results": results, "hasMore": page.has_more, "offset": page.next, "total": page.total}),
    )
}
