//! `HubDB` v2 and v3.

use serde_json::json;

use super::Legacy;

#[tokio::test]
async fn tables_and_rows_are_the_same_in_both_versions() {
    let portal = Legacy::start().await;
    let newer = portal.get("/cms/v3/hubdb/tables").await["results"][0].clone();
    let older = portal.get("/hubdb/api/v2/tables").await["objects"][0].clone();
    assert_eq!(
        (newer["id"].as_str(), &newer["name"]),
        (Some(older["id"].to_string().as_str()), &older["name"])
    );
    for path in ["/cms/hubdb/2026-03/tables/bike_models", "/cms/v3/hubdb/tables/bike_models/draft"] {
        assert_eq!(portal.get(path).await, newer, "{path}");
    }
    let rows = portal.get("/cms/v3/hubdb/tables/bike_models/rows").await;
    let old_rows = portal.get(&format!("/hubdb/api/v2/tables/{}/rows", older["id"])).await;
    assert_eq!((&rows["total"], &old_rows["total"]), (&newer["rowCount"], &older["rowCount"]));
    for (row, old_row) in
        rows["results"].as_array().unwrap().iter().zip(old_rows["objects"].as_array().unwrap())
    {
        for column in older["columns"].as_array().unwrap() {
            let (id, name) = (column["id"].to_string(), column["name"].as_str().unwrap());
            assert_eq!(row["values"][name], old_row["values"][&id]);
        }
        let one = format!("/cms/hubdb/2026-03/tables/bike_models/rows/{}", row["id"].as_str().unwrap());
        assert_eq!(portal.get(&one).await, *row);
        let one = format!("/hubdb/api/v2/tables/bike_models/rows/{}", old_row["id"]);
        assert_eq!(portal.get(&one).await, *old_row);
    }
}

#[tokio::test]
async fn rows_come_in_pages_and_what_is_missing_is_not_found() {
    let portal = Legacy::start().await;
    let first = portal.get("/cms/v3/hubdb/tables/bike_models/rows?limit=2").await;
    let next = first["paging"]["next"]["after"].as_str().unwrap();
    let second = portal.get(&format!("/cms/v3/hubdb/tables/bike_models/rows?limit=2&after={next}")).await;
    assert_ne!(second["results"][0], first["results"][0]);
    let old = portal.get("/hubdb/api/v2/tables/bike_models/rows?limit=2&offset=2").await;
    assert_eq!(old["objects"][0]["id"].to_string(), second["results"][0]["id"].as_str().unwrap());
    for path in ["/cms/v3/hubdb/tables/none", "/hubdb/api/v2/tables/bike_models/rows/1"] {
        assert_eq!(portal.send("GET", path, None).await.status, 404, "{path}");
    }
    let made =
        portal.send("POST", "/cms/v3/hubdb/tables/bike_models/rows", Some(json!({"values": {}}))).await;
    assert_eq!(made.header("x-demo-generic"), Some("true"));
}
