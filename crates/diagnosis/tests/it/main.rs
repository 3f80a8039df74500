//! The diagnosis from outside: one case for each thing that rules tell, checks, any input.

#![allow(clippy::unwrap_used, reason = "a test says what it expects by unwrapping")]

mod any;
mod cases;
mod checks;
mod pairs;
mod redacted;
mod retold;
mod sent;
mod several;
mod texts;

use portalscope_catalog::Catalog;
use portalscope_diagnosis::{Case, Diagnosis, diagnose};
use serde_json::Value;

const TODAY: &str = "2026-11-28";

fn diagnosed(document: &Value) -> Diagnosis {
    diagnose(&Case::from_json(document).unwrap(), Catalog::bundled(), TODAY)
}

fn first(diagnosis: &Diagnosis) -> &'static str {
    diagnosis.causes.first().map_or("", |first| first.label.label())
}
