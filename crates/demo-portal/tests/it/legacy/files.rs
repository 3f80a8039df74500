//! Files v3 and the file manager v2: uploads, folders, and what the other version reads of them.

use serde_json::{Value, json};

use super::Legacy;
use crate::client::Answer;

impl Legacy {
    /// Sends a form whose only file has this name and content.
    async fn upload(&self, method: &str, path: &str, fields: &[(&str, &str)], file: (&str, &[u8])) -> Answer {
        let mut body = Vec::new();
        for (name, value) in fields {
            body.extend_from_slice(
                format!("--xyz\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
                    .as_bytes(),
            );
        }
        let head = format!(
            "--xyz\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{}\"\r\n\r\n",
            file.0
        );
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(file.1);
        body.extend_from_slice(b"\r\n--xyz--\r\n");
        let request = self.portal.http.request(method.parse().unwrap(), self.portal.url(path));
        let request =
            request.bearer_auth(&self.key).header("content-type", "multipart/form-data; boundary=xyz");
        self.portal.send(request.body(body)).await
    }

    async fn file(&self, fields: &[(&str, &str)], file: (&str, &[u8])) -> Value {
        let answer = self.upload("POST", "/files/v3/files", fields, file).await;
        assert_eq!(answer.status, 201, "{}", answer.text);
        answer.json()
    }
}

const PUBLIC: (&str, &str) = ("options", r#"{"access": "PUBLIC_NOT_INDEXABLE"}"#);

#[tokio::test]
async fn an_uploaded_file_is_read_by_both_versions_and_by_its_path() {
    let portal = Legacy::start().await;
    let made =
        portal.file(&[("folderPath", "/bikes/2026"), PUBLIC], ("blue.one.png", b"\x89PNG\r\n--x")).await;
    assert_eq!(
        (&made["name"], &made["extension"], &made["type"], &made["size"], &made["access"]),
        (&json!("blue.one"), &json!("png"), &json!("IMG"), &json!(9), &json!("PUBLIC_NOT_INDEXABLE"))
    );
    assert!(made["url"].as_str().unwrap().ends_with("/hubfs/26041877/bikes/2026/blue.one.png"), "{made}");
    let id = made["id"].as_str().unwrap();
    assert_eq!(portal.get(&format!("/files/v3/files/{id}")).await, made);
    assert_eq!(portal.get(&format!("/files/2026-03/files/{id}")).await, made);
    assert_eq!(portal.get("/files/v3/files/stat/bikes%2F2026%2Fblue.one.png").await["file"], made);
    assert_eq!(portal.get("/files/v3/files/search?name=blue").await["results"], json!([made]));
    let older = portal.get(&format!("/filemanager/api/v2/files/{id}")).await;
    assert_eq!(
        (&older["size"], &older["url"], older["id"].to_string().as_str()),
        (&json!(9), &made["url"], id)
    );

    let replaced = portal.upload("PUT", &format!("/files/v3/files/{id}"), &[], ("other.jpg", b"12345")).await;
    assert_eq!((&replaced.json()["size"], &replaced.json()["name"]), (&json!(5), &json!("blue.one")));
    let moved = json!({"name": "red", "parentFolderPath": "/archive"});
    portal.expect(200, "PATCH", &format!("/files/v3/files/{id}"), moved).await;
    let older = portal.get(&format!("/filemanager/api/v2/files/{id}")).await;
    assert!(older["url"].as_str().unwrap().ends_with("/archive/red.png"), "{older}");

    portal.delete(&format!("/filemanager/api/v2/files/{id}")).await;
    assert_eq!(portal.send("GET", &format!("/files/v3/files/{id}"), None).await.status, 404);
}

#[tokio::test]
async fn an_upload_without_folder_access_or_file_is_refused() {
    let portal = Legacy::start().await;
    let refused = async |fields: &[(&str, &str)]| {
        let answer = portal.upload("POST", "/files/v3/files", fields, ("a.txt", b"a")).await;
        assert_eq!(
            (answer.status, &answer.json()["category"]),
            (400, &json!("VALIDATION_ERROR")),
            "{fields:?}"
        );
    };
    refused(&[("folderPath", "/a")]).await;
    refused(&[PUBLIC]).await;
    refused(&[("folderPath", "/a"), ("options", r#"{"access": "EVERYONE"}"#)]).await;
    refused(&[("folderPath", "/a"), ("options", "{")]).await;
    refused(&[("folderPath", "/a"), ("folderId", "1"), PUBLIC]).await;
    let json = portal.send("POST", "/files/v3/files", Some(json!({"access": "PRIVATE"}))).await;
    assert_eq!(json.status, 415);
    let unknown =
        portal.upload("POST", "/files/v3/files", &[("folderId", "77"), PUBLIC], ("a.txt", b"a")).await;
    assert_eq!(unknown.status, 404);
}

#[tokio::test]
async fn a_duplicate_is_numbered_overwritten_returned_or_refused_as_the_options_say() {
    let portal = Legacy::start().await;
    let place = ("folderPath", "/docs");
    let first = portal.file(&[place, PUBLIC], ("a.txt", b"one")).await;
    assert_eq!(portal.file(&[place, PUBLIC], ("a.txt", b"two")).await["name"], "a-1");
    let overwrite = ("options", r#"{"access": "PRIVATE", "overwrite": true}"#);
    let over = portal.file(&[place, overwrite], ("a.txt", b"three")).await;
    assert_eq!((&over["id"], &over["size"], &over["access"]), (&first["id"], &json!(5), &json!("PRIVATE")));
    let same = ("options", r#"{"access": "PRIVATE", "duplicateValidationStrategy": "RETURN_EXISTING"}"#);
    assert_eq!(portal.file(&[place, same], ("b.txt", b"three")).await["id"], first["id"]);
    let reject = ("options", r#"{"access": "PRIVATE", "duplicateValidationStrategy": "REJECT"}"#);
    let refused = portal.upload("POST", "/files/v3/files", &[place, reject], ("b.txt", b"three")).await;
    assert_eq!(refused.status, 409);
}

#[tokio::test]
async fn the_file_manager_uploads_into_folders_of_version_3() {
    let portal = Legacy::start().await;
    let folder = portal.expect(201, "POST", "/files/v3/folders", json!({"name": "old"})).await;
    let id = folder["id"].as_str().unwrap();
    let fields = [("folder_id", id), ("file_names", "list")];
    let made =
        portal.upload("POST", "/filemanager/api/v2/files", &fields, ("prices.csv", b"a;b")).await.json();
    let file = &made["objects"][0];
    assert_eq!(
        (&file["name"], &file["extension"], &file["size"]),
        (&json!("list"), &json!("csv"), &json!(3))
    );
    let newer = portal.get(&format!("/files/v3/files/{}", file["id"])).await;
    assert_eq!((&newer["parentFolderId"], &newer["path"]), (&folder["id"], &json!("/old/list.csv")));
    let third = portal
        .upload(
            "POST",
            "/filemanager/api/v3/files/upload",
            &[("folderPath", "/old"), PUBLIC],
            ("b.txt", b"b"),
        )
        .await;
    assert_eq!(third.json()["objects"][0]["folder_id"].to_string(), id);
    let archived =
        portal.send("POST", &format!("/filemanager/api/v2/files/{}/archive", file["id"]), None).await;
    assert_eq!(archived.status, 204);
    assert_eq!(portal.get(&format!("/files/v3/files/{}", file["id"])).await["archived"], true);
}

#[tokio::test]
async fn folders_are_created_moved_and_deleted_with_what_is_in_them() {
    let portal = Legacy::start().await;
    let top = portal.expect(201, "POST", "/files/v3/folders", json!({"name": "top"})).await;
    portal.expect(409, "POST", "/files/v3/folders", json!({"name": "Top"})).await;
    let body = json!({"name": "sub", "parent_folder_id": top["id"]});
    let sub = portal.expect(200, "POST", "/filemanager/api/v2/folders", body).await;
    assert_eq!(sub["full_path"], "/top/sub");
    assert_eq!(portal.get("/files/v3/folders/top%2Fsub").await["id"], sub["id"].to_string());
    let into_itself = json!({"parentFolderId": sub["id"]});
    portal
        .expect(400, "PATCH", &format!("/files/v3/folders/{}", top["id"].as_str().unwrap()), into_itself)
        .await;
    let renamed = json!({"name": "inner"});
    portal.expect(200, "PATCH", &format!("/files/v3/folders/{}", sub["id"]), renamed).await;
    let file = portal.file(&[("folderPath", "/top/inner"), PUBLIC], ("a.txt", b"a")).await;
    assert_eq!(file["parentFolderId"], sub["id"].to_string());
    let listed = portal.get("/filemanager/api/v2/folders").await;
    assert_eq!((&listed["total"], &listed["objects"][1]["name"]), (&json!(2), &json!("inner")));

    portal.delete(&format!("/files/v3/folders/{}", top["id"].as_str().unwrap())).await;
    assert_eq!(portal.get("/files/v3/folders/search").await["results"], json!([]));
    let file = format!("/files/v3/files/{}", file["id"].as_str().unwrap());
    assert_eq!(portal.send("GET", &file, None).await.status, 404);
}

#[tokio::test]
async fn what_is_not_modelled_of_files_says_so() {
    let portal = Legacy::start().await;
    for (method, path) in [
        ("POST", "/files/v3/files/import-from-url/async"),
        ("GET", "/files/v3/files/61400001/download"),
        ("POST", "/files/v3/folders/update/async"),
    ] {
        let answer = portal.send(method, path, Some(json!({}))).await;
        assert_eq!(answer.header("x-demo-generic"), Some("true"), "{path}");
    }
}
