//! The filters of a search: reading them, within HubSpot's limits, and matching records:
//! <https://developers.hubspot.com/docs/api-reference/2026-03/crm/search-the-crm>.

use serde_json::Value;

use super::{
    associations::Associations, object_types::ObjectType, properties::Property, record::Record, store::Crm,
};
use crate::http::errors::ApiError;

const MAX_FILTER_GROUPS: usize = 5;
const MAX_FILTERS_PER_GROUP: usize = 6;
const MAX_FILTERS: usize = 18;
/// The Java class that HubSpot's messages name.
const FILTER_CLASS: &str = "com.hubspot.inbounddb.publicobject.core.v3.search.Filter";

/// What a filter's operator demands of a value.
#[derive(Debug)]
enum Condition {
    Equals(String),
    Differs(String),
    Compares(fn(std::cmp::Ordering) -> bool, String),
    Between(String, String),
    OneOf(Vec<String>),
    NoneOf(Vec<String>),
    Known,
    Unknown,
    ContainsToken(String),
    LacksToken(String),
}

/// What a filter tests.
#[derive(Debug)]
enum Subject {
    Property(String),
    /// `associations.company`: the ids of associated records.
    Linked(&'static ObjectType),
}

/// One filter.
#[derive(Debug)]
struct Filter {
    subject: Subject,
    condition: Condition,
}

/// Groups of filters. A record matches if all filters of any group match.
#[derive(Debug)]
pub(crate) struct Filters(Vec<Vec<Filter>>);

impl Filters {
    /// Reads `filterGroups`, or `filters` as a single group.
    ///
    /// # Errors
    ///
    /// 400 for too many filters, an unknown property or operator, or a missing value.
    pub(crate) fn parse(crm: &Crm, kind: &ObjectType, body: &Value) -> Result<Self, ApiError> {
        let groups: Vec<&Vec<Value>> = match body.get("filterGroups").and_then(Value::as_array) {
            Some(groups) => groups.iter().filter_map(|group| group.get("filters")?.as_array()).collect(),
            None => body.get("filters").and_then(Value::as_array).into_iter().collect(),
        };
        check_counts(&groups)?;
        let read_group = |group: &&Vec<Value>| group.iter().map(|filter| read(crm, kind, filter)).collect();
        Ok(Self(groups.iter().map(read_group).collect::<Result<_, _>>()?))
    }

    /// Whether a record matches. Without filters, all records do.
    pub(crate) fn matches(&self, kind: &ObjectType, record: &Record, links: &Associations) -> bool {
        let holds = |filter: &Filter| match &filter.subject {
            Subject::Property(name) => filter.condition.matches(record.value(kind, name).as_deref()),
            Subject::Linked(to) => filter.condition.matches_links(
                |id| links.are_linked(kind, record.id, to, id),
                || !links.of(kind, record.id, to).is_empty(),
            ),
        };
        self.0.is_empty() || self.0.iter().any(|group| group.iter().all(holds))
    }
}

fn check_counts(groups: &[&Vec<Value>]) -> Result<(), ApiError> {
    let filters: usize = groups.iter().map(|group| group.len()).sum();
    if groups.len() > MAX_FILTER_GROUPS {
        return Err(ApiError::validation(&format!(
            "Too many filter groups: {}. The most is {MAX_FILTER_GROUPS}.",
            groups.len()
        )));
    }
    if groups.iter().any(|group| group.len() > MAX_FILTERS_PER_GROUP) {
        return Err(ApiError::validation(&format!(
            "Too many filters in a group. The most is {MAX_FILTERS_PER_GROUP}."
        )));
    }
    if filters > MAX_FILTERS {
        return Err(ApiError::validation(&format!(
            "Too many filters: {filters}. The most is {MAX_FILTERS}."
        )));
    }
    Ok(())
}

fn invalid_filter(problem: &str) -> ApiError {
    ApiError::validation(&format!(
        "Invalid input JSON on line 1, column 2: Cannot construct instance of `{FILTER_CLASS}`, problem: {problem}"
    ))
}

fn read(crm: &Crm, kind: &ObjectType, filter: &Value) -> Result<Filter, ApiError> {
    let name = filter.get("propertyName").and_then(Value::as_str);
    let operator = filter.get("operator").and_then(Value::as_str);
    let (Some(name), Some(operator)) = (name, operator) else {
        return Err(ApiError::missing_fields(&["operator", "propertyName"]));
    };
    Ok(Filter { subject: subject(crm, kind, name)?, condition: condition(operator, filter)? })
}

fn subject(crm: &Crm, kind: &ObjectType, name: &str) -> Result<Subject, ApiError> {
    if let Some(to) = name.strip_prefix("associations.") {
        let to = crm.find_type(to);
        return to.map(Subject::Linked).ok_or_else(|| invalid_filter(&format!("unknown association {name}")));
    }
    if crm.properties_of(kind).iter().any(|property: &Property| property.name == name) {
        return Ok(Subject::Property(name.to_owned()));
    }
    let type_name = kind.singular.to_ascii_uppercase();
    Err(ApiError::validation(&format!(
        "There was a problem with the request. Property {name} does not exist on {type_name}"
    )))
}

fn condition(operator: &str, filter: &Value) -> Result<Condition, ApiError> {
    let text = |key: &str| filter.get(key).and_then(crate::http::json::id_text);
    let needed =
        |key: &str| text(key).ok_or_else(|| invalid_filter(&format!("operator {operator} requires a {key}")));
    let values = || {
        let values = filter.get("values").and_then(Value::as_array).filter(|values| !values.is_empty());
        let values = values.ok_or_else(|| invalid_filter(&format!("operator {operator} requires values")))?;
        Ok::<_, ApiError>(
            values.iter().filter_map(crate::http::json::id_text).map(|value| value.to_lowercase()).collect(),
        )
    };
    Ok(match operator {
        "EQ" => Condition::Equals(needed("value")?),
        "NEQ" => Condition::Differs(needed("value")?),
        "LT" => Condition::Compares(std::cmp::Ordering::is_lt, needed("value")?),
        "LTE" => Condition::Compares(std::cmp::Ordering::is_le, needed("value")?),
        "GT" => Condition::Compares(std::cmp::Ordering::is_gt, needed("value")?),
        "GTE" => Condition::Compares(std::cmp::Ordering::is_ge, needed("value")?),
        "BETWEEN" => Condition::Between(needed("value")?, needed("highValue")?),
        "IN" => Condition::OneOf(values()?),
        "NOT_IN" => Condition::NoneOf(values()?),
        "HAS_PROPERTY" => Condition::Known,
        "NOT_HAS_PROPERTY" => Condition::Unknown,
        "CONTAINS_TOKEN" => Condition::ContainsToken(needed("value")?),
        "NOT_CONTAINS_TOKEN" => Condition::LacksToken(needed("value")?),
        other => return Err(invalid_filter(&format!("unknown operator {other}"))),
    })
}

impl Condition {
    /// Whether a property's value matches. A missing value matches [`Self::Unknown`] only.
    fn matches(&self, own: Option<&str>) -> bool {
        match (self, own) {
            (Self::Known, own) => own.is_some(),
            (Self::Unknown, own) => own.is_none(),
            (Self::Equals(value), Some(own)) => compare(own, value).is_eq(),
            (Self::Differs(value), Some(own)) => !compare(own, value).is_eq(),
            (Self::Compares(fits, value), Some(own)) => fits(compare(own, value)),
            (Self::Between(low, high), Some(own)) => compare(own, low).is_ge() && compare(own, high).is_le(),
            (Self::OneOf(values), Some(own)) => values.contains(&own.to_lowercase()),
            (Self::NoneOf(values), Some(own)) => !values.contains(&own.to_lowercase()),
            (Self::ContainsToken(token), Some(own)) => contains_token(own, token),
            (Self::LacksToken(token), Some(own)) => !contains_token(own, token),
            (_, None) => false,
        }
    }

    /// Whether the associated records match. Only operators on ids are supported.
    fn matches_links(&self, linked: impl Fn(u64) -> bool, any: impl Fn() -> bool) -> bool {
        let to = |id: &String| id.parse().is_ok_and(&linked);
        match self {
            Self::Equals(id) => to(id),
            Self::Differs(id) => !to(id),
            Self::OneOf(ids) => ids.iter().any(to),
            Self::NoneOf(ids) => !ids.iter().any(to),
            Self::Known => any(),
            Self::Unknown => !any(),
            _ => false,
        }
    }
}

/// Compares numbers by value, times (ISO or milliseconds) by time, and anything else as text without regard
/// to case.
pub(crate) fn compare(own: &str, other: &str) -> std::cmp::Ordering {
    if let (Ok(own), Ok(other)) = (own.parse::<f64>(), other.parse::<f64>()) {
        return own.total_cmp(&other);
    }
    if let (Some(own), Some(other)) = (timestamp_ms(own), timestamp_ms(other)) {
        return own.cmp(&other);
    }
    own.to_lowercase().cmp(&other.to_lowercase())
}

fn timestamp_ms(text: &str) -> Option<i64> {
    let day =
        || Some(text.parse::<jiff::civil::Date>().ok()?.to_zoned(jiff::tz::TimeZone::UTC).ok()?.timestamp());
    let at = text.parse::<jiff::Timestamp>().ok().or_else(day).map(jiff::Timestamp::as_millisecond);
    at.or_else(|| text.parse().ok())
}

/// Whether a word of the value equals the token; `*` at either end matches any characters there.
fn contains_token(own: &str, token: &str) -> bool {
    let (own, token) = (own.to_lowercase(), token.to_lowercase());
    let core = token.trim_matches('*');
    let words = || own.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| !word.is_empty());
    let fits = |word: &str| match (token.starts_with('*'), token.ends_with('*')) {
        (true, true) => word.contains(core),
        (true, false) => word.ends_with(core),
        (false, true) => word.starts_with(core),
        (false, false) => word == core,
    };
    own == core || words().any(fits) || (core.contains(|c: char| !c.is_alphanumeric()) && own.contains(core))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_match_words_and_with_wildcards_parts_of_words() {
        assert!(contains_token("ada.king@acme.example", "acme"));
        assert!(contains_token("ada.king@acme.example", "*cme"));
        assert!(!contains_token("ada.king@acme.example", "acm"));
        assert!(contains_token("ada.king@acme.example", "acm*"));
        assert!(contains_token("ada.king@acme.example", "*@acme.example"));
    }

    #[test]
    fn numbers_and_times_are_compared_by_value() {
        assert!(compare("9", "10").is_lt());
        assert!(compare("2026-01-02T00:00:00.000Z", "1767225600000").is_gt());
        assert!(compare("Berlin", "berlin").is_eq());
    }
}
