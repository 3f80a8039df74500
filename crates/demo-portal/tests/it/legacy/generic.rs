//! What the portal does not model.

use serde_json::json;

use super::Legacy;

#[tokio::test]
async fn a_made_up_answer_says_so_and_has_the_shape_of_its_version() {
    let portal = Legacy::start().await;
    for (path, keys) in [
        ("/content/api/v2/pages", ["objects", "offset", "limit"]),
        ("/engagements/v1/activity-types", ["results", "hasMore", "offset"]),
    ] {
        let answer = portal.send("GET", path, None).await;
        assert_eq!((answer.status, answer.header("x-demo-generic")), (200, Some("true")), "{path}");
        assert!(keys.iter().all(|key| answer.json().get(key).is_some()), "{path}: {}", answer.text);
    }
    let made = portal.send("POST", "/content/api/v2/blog-posts", Some(json!({"name": "Post"}))).await;
    assert_eq!((made.status, made.header("x-demo-generic")), (200, Some("true")));
    assert!(made.json()["id"].is_u64() && made.json()["created"].is_u64());

    let newer = portal.send("GET", "/cms/blogs/2026-03/posts/5", None).await;
    assert_eq!(newer.header("x-demo-generic"), Some("true"));
    assert_eq!((&newer.json()["id"], newer.json()["createdAt"].is_string()), (&json!("5"), true));
}

#[tokio::test]
async fn a_version_that_was_never_released_is_unknown() {
    let portal = Legacy::start().await;
    for path in
        ["/crm/lists/2031-03", "/marketing/forms/2031-03", "/automation/2031-03/flows", "/crm/v9/lists"]
    {
        assert_eq!(portal.send("GET", path, None).await.status, 404, "{path}");
    }
}
