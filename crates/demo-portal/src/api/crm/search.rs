//! `POST .../search`: filters, text search, sorting and paging, within HubSpot's limits:
//! <https://developers.hubspot.com/docs/api-reference/2026-03/crm/search-the-crm>.

use serde_json::{Value, json};

use super::context::Context;
use crate::{
    crm::{
        object_types::ObjectType,
        record::Record,
        search_filter::{Filters, compare},
    },
    http::{
        answer::{Answer, Outcome},
        errors::ApiError,
        json::{id_text, string_list},
    },
};

const DEFAULT_PAGE_SIZE: u64 = 10;
const MAX_PAGE_SIZE: u64 = 200;
/// HubSpot returns at most this many results of a search, over all pages.
const MAX_RESULT_WINDOW: u64 = 10_000;
const MAX_QUERY_CHARS: usize = 3_000;

/// An order by one property.
struct Sort {
    property: String,
    descending: bool,
}

/// Which part of the results is asked for.
struct Page {
    limit: u64,
    after: u64,
}

/// Searches the records of a type.
pub(super) fn search(context: &Context, kind: &'static ObjectType) -> Outcome {
    let body = Value::Object(context.call.json_object()?);
    let page = page(&body)?;
    let query = query(&body)?;
    let sorts = sorts(&body)?;
    let requested = string_list(&body, "properties");
    let newest_ms = newest_indexed_ms(context);
    context.with_crm(|crm| {
        let filters = Filters::parse(crm, kind, &body)?;
        let all = crm.records(kind).values().filter(|record| record.archived_ms.is_none());
        let indexed = all.filter(|record| record.updated_ms <= newest_ms);
        let matching = indexed.filter(|record| filters.matches(kind, record, &crm.associations));
        let mut found: Vec<&Record> = matching.filter(|record| contains(record, &query)).collect();
        sort(kind, &mut found, &sorts);
        Ok(Answer::ok(page_json(kind, &found, &page, &requested)))
    })
}

/// The time of the latest changes that the search index knows.
fn newest_indexed_ms(context: &Context) -> i64 {
    context.portal.scenarios.index_lag_ms().map_or(i64::MAX, |lag_ms| context.now_ms() - lag_ms)
}

fn page(body: &Value) -> Result<Page, ApiError> {
    let number = |key: &str, default: u64| match body.get(key) {
        None | Some(Value::Null) => Ok(default),
        Some(value) => id_text(value)
            .filter(|text| !text.is_empty())
            .map_or(Some(default), |text| text.parse().ok())
            .ok_or_else(|| ApiError::validation(&format!("{key} must be a whole number"))),
    };
    let page = Page { limit: number("limit", DEFAULT_PAGE_SIZE)?, after: number("after", 0)? };
    if page.limit > MAX_PAGE_SIZE {
        let message = format!("Invalid limit: {}. The largest allowed is {MAX_PAGE_SIZE}.", page.limit);
        return Err(ApiError::validation(&message));
    }
    if page.after + page.limit > MAX_RESULT_WINDOW {
        return Err(ApiError::validation(&format!(
            "Result window is too large: after plus limit must be at most {MAX_RESULT_WINDOW}, but was {}.",
            page.after + page.limit
        )));
    }
    Ok(page)
}

fn query(body: &Value) -> Result<String, ApiError> {
    let query = body.get("query").and_then(Value::as_str).unwrap_or_default();
    if query.chars().count() > MAX_QUERY_CHARS {
        return Err(ApiError::validation(&format!("The query is longer than {MAX_QUERY_CHARS} characters")));
    }
    Ok(query.trim().to_lowercase())
}

/// Reads property names (`-name` for descending order) and `{propertyName, direction}`.
fn sorts(body: &Value) -> Result<Vec<Sort>, ApiError> {
    let read = |sort: &Value| match sort {
        Value::String(text) => {
            Ok(Sort { property: text.trim_start_matches('-').to_owned(), descending: text.starts_with('-') })
        }
        other => {
            let property = other.get("propertyName").and_then(Value::as_str);
            let property = property.ok_or_else(|| ApiError::missing_fields(&["propertyName"]))?;
            let descending = other.get("direction").and_then(Value::as_str) == Some("DESCENDING");
            Ok(Sort { property: property.to_owned(), descending })
        }
    };
    body.get("sorts")
        .and_then(Value::as_array)
        .map_or(Ok(Vec::new()), |sorts| sorts.iter().map(read).collect())
}

/// Whether every word of the query occurs in some value.
fn contains(record: &Record, query: &str) -> bool {
    query
        .split_whitespace()
        .all(|word| record.values.values().any(|value| value.to_lowercase().contains(word)))
}

/// Sorts by each property in turn, then by id. Records without the property come last.
fn sort(kind: &ObjectType, records: &mut [&Record], sorts: &[Sort]) {
    records.sort_by(|one, other| {
        let by = sorts.iter().map(|sort| {
            let order = match (one.value(kind, &sort.property), other.value(kind, &sort.property)) {
                (Some(one), Some(other)) => compare(&one, &other),
                (Some(_), None) => return std::cmp::Ordering::Less,
                (None, Some(_)) => return std::cmp::Ordering::Greater,
                (None, None) => std::cmp::Ordering::Equal,
            };
            if sort.descending { order.reverse() } else { order }
        });
        by.fold(std::cmp::Ordering::Equal, std::cmp::Ordering::then).then(one.id.cmp(&other.id))
    });
}

fn page_json(kind: &ObjectType, found: &[&Record], page: &Page, requested: &[String]) -> Value {
    let total = found.len();
    let skipped = usize::try_from(page.after).unwrap_or(usize::MAX);
    let limit = usize::try_from(page.limit).unwrap_or_default();
    let results: Vec<Value> =
        found.iter().skip(skipped).take(limit).map(|record| record.to_json(kind, requested)).collect();
    let next = skipped.saturating_add(results.len());
    let mut body = json!({"total": total, "results": results});
    if next < total && limit > 0 {
        body["paging"] = json!({"next": {"after": next.to_string()}});
    }
    body
}
