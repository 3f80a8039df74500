//! Tables of `HubDB`, for reading: `/cms/v3/hubdb` with its dated twins, and `/hubdb/api/v2` over the same tables. Drafts are read as what
//! is published. Writes, filters and exports are left to the generic responses.

use serde_json::{Map, Value, json};

use super::shared::{Context, Page, is_dated, page_at};
use crate::{
    crm::{
        hubdb::{Column, Row, Table},
        store::Crm,
    },
    http::{
        answer::{Answer, Outcome},
        errors::ApiError,
    },
    state::clock::iso_ms,
};

/// Serves the paths of `HubDB`; `None` for others.
pub(super) fn route(context: &Context, method: &str, segments: &[&str]) -> Option<Outcome> {
    if method != "GET" {
        return None;
    }
    match segments {
        ["hubdb", "api", "v2", "tables", rest @ ..] => route_v2(context, rest),
        ["cms", "v3", "hubdb", "tables", rest @ ..] | ["cms", "hubdb", "v3", "tables", rest @ ..] => {
            route_v3(context, rest)
        }
        ["cms", "hubdb", version, "tables", rest @ ..] if is_dated(version) => route_v3(context, rest),
        _ => None,
    }
}

fn route_v3(context: &Context, rest: &[&str]) -> Option<Outcome> {
    Some(match rest {
        [] | ["draft"] => context.with_crm(|crm| {
            let tables = crm.hubdb.iter().collect();
            Ok(Answer::ok(results(context, tables, |table| table_v3(table))))
        }),
        [table] | [table, "draft"] => context.with_crm(|crm| Ok(Answer::ok(table_v3(find(crm, table)?)))),
        [table, "rows"] | [table, "rows", "draft"] => context.with_crm(|crm| {
            let table = find(crm, table)?;
            Ok(Answer::ok(results(context, table.rows.iter().collect(), |row| row_v3(table, row))))
        }),
        [table, "rows", row] | [table, "rows", row, "draft"] => context.with_crm(|crm| {
            let table = find(crm, table)?;
            Ok(Answer::ok(row_v3(table, find_row(table, row)?)))
        }),
        _ => return None,
    })
}

fn route_v2(context: &Context, rest: &[&str]) -> Option<Outcome> {
    Some(match rest {
        [] => context.with_crm(|crm| {
            let tables = crm.hubdb.iter().collect();
            Ok(Answer::ok(objects(context, tables, |table| table_v2(crm, table))))
        }),
        [table] => context.with_crm(|crm| Ok(Answer::ok(table_v2(crm, find(crm, table)?)))),
        [table, "rows"] => context.with_crm(|crm| {
            let table = find(crm, table)?;
            Ok(Answer::ok(objects(context, table.rows.iter().collect(), |row| row_v2(table, row))))
        }),
        [table, "rows", row] => context.with_crm(|crm| {
            let table = find(crm, table)?;
            Ok(Answer::ok(row_v2(table, find_row(table, row)?)))
        }),
        _ => return None,
    })
}

fn find<'a>(crm: &'a Crm, id_or_name: &str) -> Result<&'a Table, ApiError> {
    let found = crm.hubdb.iter().find(|table| table.id.to_string() == id_or_name || table.name == id_or_name);
    found.ok_or_else(|| ApiError::not_found(&format!("HubDB table {id_or_name} does not exist")))
}

fn find_row<'a>(table: &'a Table, id: &str) -> Result<&'a Row, ApiError> {
    let found = table.rows.iter().find(|row| row.id.to_string() == id);
    found.ok_or_else(|| ApiError::not_found(&format!("HubDB row {id} does not exist")))
}

/// A page of version 3.
fn results<T>(context: &Context, all: Vec<T>, show: impl Fn(&T) -> Value) -> Value {
    let limit = context.page_size("limit", 1_000, 10_000);
    let page: Page<T> = page_at(all, context.number("after").unwrap_or_default(), limit);
    let mut body = json!({"total": page.total, "results": page.items.iter().map(show).collect::<Vec<_>>()});
    if page.has_more {
        body["paging"] = context.next_page(&page.next.to_string());
    }
    body
}

/// A page of version 2.
fn objects<T>(context: &Context, all: Vec<T>, show: impl Fn(&T) -> Value) -> Value {
    let limit = context.page_size("limit", 1_000, 10_000);
    let offset: usize = context.number("offset").unwrap_or_default();
    let page: Page<T> = page_at(all, offset, limit);
    json!({
        "objects": page.items.iter().map(show).collect::<Vec<_>>(),
        "limit": limit,
        "offset": offset,
        "total": page.total,
        "totalCount": page.total,
    })
}

fn column_v3(column: &Column) -> Value {
    json!({"id": column.id.to_string(), "name": column.name, "label": column.label, "type": column.kind})
}

fn table_v3(table: &Table) -> Value {
    json!({
        "id": table.id.to_string(),
        "name": table.name,
        "label": table.label,
        "columns": table.columns.iter().map(column_v3).collect::<Vec<_>>(),
        "columnCount": table.columns.len(),
        "rowCount": table.rows.len(),
        "published": true,
        "archived": false,
        "useForPages": false,
        "allowPublicApiAccess": false,
        "allowChildTables": false,
        "createdAt": iso_ms(table.created_ms),
        "updatedAt": iso_ms(table.updated_ms),
        "publishedAt": iso_ms(table.updated_ms),
    })
}

fn row_v3(table: &Table, row: &Row) -> Value {
    let values: Map<String, Value> = table
        .columns
        .iter()
        .zip(&row.values)
        .map(|(column, value)| (column.name.into(), value.clone()))
        .collect();
    json!({
        "id": row.id.to_string(),
        "path": null,
        "name": null,
        "childTableId": "0",
        "values": values,
        "createdAt": iso_ms(table.created_ms),
        "updatedAt": iso_ms(table.updated_ms),
        "publishedAt": iso_ms(table.updated_ms),
    })
}

fn table_v2(crm: &Crm, table: &Table) -> Value {
    let column = |column: &Column| {
        json!({
            "id": column.id, "name": column.name, "label": column.label, "type": column.kind, "archived": false,
        })
    };
    json!({
        "id": table.id,
        "portalId": crm.account.portal_id,
        "name": table.name,
        "label": table.label,
        "columns": table.columns.iter().map(column).collect::<Vec<_>>(),
        "columnCount": table.columns.len(),
        "rowCount": table.rows.len(),
        "deleted": false,
        "useForPages": false,
        "createdAt": table.created_ms,
        "updatedAt": table.updated_ms,
        "publishedAt": table.updated_ms,
    })
}

/// Version 2 names values by the ids of their columns.
fn row_v2(table: &Table, row: &Row) -> Value {
    let values: Map<String, Value> = table
        .columns
        .iter()
        .zip(&row.values)
        .map(|(column, value)| (column.id.to_string(), value.clone()))
        .collect();
    json!({
        "id": row.id,
        "path": null,
        "name": null,
        "childTableId": 0,
        "isSoftEditable": false,
        "values": values,
        "createdAt": table.created_ms,
    })
}
