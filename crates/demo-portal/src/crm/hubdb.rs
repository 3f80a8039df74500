//! `HubDB`: a published table with its columns and rows, the same in every account.

use serde_json::{Value, json};

/// A column.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Column {
    pub(crate) id: u64,
    pub(crate) name: &'static str,
    pub(crate) label: &'static str,
    /// In HubSpot's words, such as `NUMBER`.
    pub(crate) kind: &'static str,
}

/// A row: its values in the order of the columns.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    pub(crate) id: u64,
    pub(crate) values: Vec<Value>,
}

/// A table. Times are in milliseconds since 1970.
#[derive(Debug, Clone)]
pub(crate) struct Table {
    pub(crate) id: u64,
    pub(crate) name: &'static str,
    pub(crate) label: &'static str,
    pub(crate) columns: &'static [Column],
    pub(crate) rows: Vec<Row>,
    pub(crate) created_ms: i64,
    pub(crate) updated_ms: i64,
}

const COLUMNS: &[Column] = &[
    Column { id: 1, name: "model", label: "Model", kind: "TEXT" },
    Column { id: 2, name: "price", label: "Price", kind: "NUMBER" },
    Column { id: 3, name: "electric", label: "Electric", kind: "BOOLEAN" },
];

const MODELS: &[(&str, u64, bool)] = &[
    ("City", 890, false),
    ("Cargo", 4_290, true),
    ("Gravel", 2_150, false),
    ("Folding", 1_380, false),
    ("Commuter", 3_190, true),
];

/// The tables of a new account.
pub(crate) fn tables(created_ms: i64) -> Vec<Table> {
    let row = |(id, (model, price, electric)): (u64, &(&str, u64, bool))| Row {
        id,
        values: vec![json!(model), json!(price), json!(electric)],
    };
    vec![Table {
        id: 5_010_001,
        name: "bike_models",
        label: "Bike models",
        columns: COLUMNS,
        rows: (7_000_000_001..).zip(MODELS).map(row).collect(),
        created_ms,
        updated_ms: created_ms,
    }]
}
