//! What the APIs of versions 1 and 2 share: the call with its portal, pages by position or by id, and their errors.

use serde_json::Value;
use url::Url;

use crate::{
    crm::{
        object_types::{ObjectType, object_type},
        record::Record,
        store::Crm,
    },
    http::{answer::Outcome, call::Call, errors::ApiError},
    portal::Portal,
    state::caller::Caller,
};

/// A call of an API that keeps its data with the records.
pub(super) struct Context<'a> {
    pub(super) portal: &'a Portal,
    pub(super) call: &'a Call,
    pub(super) caller: &'a Caller,
}

impl Context<'_> {
    /// Reads or changes the data of the caller's account.
    pub(super) fn with_crm(&self, work: impl FnOnce(&mut Crm) -> Outcome) -> Outcome {
        self.portal.with_crm(self.caller.account, work)
    }

    /// The object type with this name. Not from within [`Self::with_crm`], which would wait for itself.
    pub(super) fn find_type(&self, segment: &str) -> Option<&'static ObjectType> {
        self.portal.with_crm(self.caller.account, |crm| crm.find_type(segment))
    }

    /// The server's time in milliseconds since 1970.
    pub(super) fn now_ms(&self) -> i64 {
        self.portal.clock.now_ms()
    }

    /// A query parameter that is a whole number.
    pub(super) fn number<N: std::str::FromStr>(&self, name: &str) -> Option<N> {
        self.call.query_value(name).and_then(|text| text.parse().ok())
    }

    /// The page size from this parameter. As with HubSpot's older APIs, what is too large is cut.
    pub(super) fn page_size(&self, name: &str, default: usize, max: usize) -> usize {
        self.number(name).unwrap_or(default).clamp(1, max)
    }

    /// `paging` of version 3, with an absolute link; `None` on the last page.
    pub(super) fn next_page(&self, after: &str) -> Value {
        let mut link = format!("{}{}", self.portal.info.base_url, self.call.path);
        if let Ok(mut url) = Url::parse(&link) {
            let kept = self.call.query.iter().filter(|(name, _)| name != "after");
            url.query_pairs_mut().extend_pairs(kept).append_pair("after", after);
            link = url.into();
        }
        serde_json::json!({"next": {"after": after, "link": link}})
    }
}

/// A part of a list, and whether there is more behind it.
pub(super) struct Page<T> {
    pub(super) items: Vec<T>,
    /// Where the next page begins; the end of the list on the last page.
    pub(super) next: usize,
    pub(super) has_more: bool,
    pub(super) total: usize,
}

/// The page of a list that begins at a position.
pub(super) fn page_at<T>(all: Vec<T>, offset: usize, limit: usize) -> Page<T> {
    let total = all.len();
    let items: Vec<T> = all.into_iter().skip(offset).take(limit).collect();
    let next = offset.saturating_add(items.len()).min(total.max(offset));
    Page { has_more: next < total, items, next, total }
}

/// The live records behind an id, and whether there are more.
pub(super) struct RecordPage<'a> {
    pub(super) records: Vec<&'a Record>,
    /// The id behind which the next page begins.
    pub(super) last_id: u64,
    pub(super) has_more: bool,
}

/// The page of live records that begins behind an id.
pub(super) fn page_behind<'a>(crm: &'a Crm, kind: &ObjectType, offset: u64, limit: usize) -> RecordPage<'a> {
    let behind = crm.records(kind).range(offset.saturating_add(1)..).map(|(_, record)| record);
    let mut live = behind.filter(|record| record.archived_ms.is_none());
    let records: Vec<&Record> = live.by_ref().take(limit).collect();
    let last_id = records.last().map_or(offset, |record| record.id);
    RecordPage { records, last_id, has_more: live.next().is_some() }
}

/// All live records of a type.
pub(super) fn live<'a>(crm: &'a Crm, kind: &ObjectType) -> impl Iterator<Item = &'a Record> {
    crm.records(kind).values().filter(|record| record.archived_ms.is_none())
}

/// The live record of a type with this id in a path.
///
/// # Errors
///
/// 404 with this message.
pub(super) fn find<'a>(crm: &'a Crm, kind: &str, id: &str, message: &str) -> Result<&'a Record, ApiError> {
    let found = id.parse().ok().and_then(|id| crm.live(object_type(kind), id));
    found.ok_or_else(|| not_found(message))
}

/// 404, as the older APIs answer it: without a category.
pub(super) fn not_found(message: &str) -> ApiError {
    ApiError::new(404, None, message)
}

/// 400, as the older APIs answer it: without a category.
pub(super) fn invalid(message: &str) -> ApiError {
    ApiError::new(400, None, message)
}

/// The whole numbers in an array.
pub(super) fn ids(list: Option<&Value>) -> Vec<u64> {
    list.and_then(Value::as_array).into_iter().flatten().filter_map(as_id).collect()
}

/// An id, which clients send as a number or as text.
pub(super) fn as_id(value: &Value) -> Option<u64> {
    value.as_u64().or_else(|| value.as_str()?.parse().ok())
}

/// Whether a path's version is a date.
pub(super) fn is_dated(version: &str) -> bool {
    version.starts_with("20")
}
