//! The schema of `report.json`, as it is published.

use schemars::schema_for;
use serde_json::Value;

use crate::facts::Report;

/// The JSON Schema (2020-12) of `report.json`.
pub fn schema() -> Value {
    schema_for!(Report).to_value()
}
