//! Malicious requests, over raw sockets where an HTTP client would not send them.

use portalscope_demo_portal::{DemoConfig, DemoPortal};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use crate::client::{MAIN_ACCOUNT, Portal, REDIRECT_URI};
use crate::ports::free_port;

fn host(portal: &Portal) -> String {
    portal.info().base_url.trim_start_matches("http://").to_owned()
}

/// Sends these bytes and reads the response until the portal closes the connection.
async fn send_raw(portal: &Portal, text: &str) -> String {
    let mut stream = TcpStream::connect(host(portal)).await.unwrap();
    // A portal that refuses may close the connection before all bytes are sent.
    let _ = stream.write_all(text.as_bytes()).await;
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer).await;
    String::from_utf8_lossy(&answer).into_owned()
}

async fn still_serves(portal: &Portal) {
    let key = portal.info().service_key.clone();
    assert_eq!(portal.get("/account-info/v3/details", &key).await.status, 200);
}

#[tokio::test]
async fn an_oversized_request_head_is_refused() {
    let portal = Portal::start().await;
    let host = host(&portal);
    let many = "X: y\r\n".repeat(1_000);
    for more in [format!("X: {}\r\n", "x".repeat(2 << 20)), many, format!("{}: y\r\n", "x".repeat(1 << 20))] {
        let answer = send_raw(&portal, &format!("GET / HTTP/1.1\r\nHost: {host}\r\n{more}\r\n")).await;
        assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 431"), "{answer}");
    }
    still_serves(&portal).await;
}

#[tokio::test]
async fn unfinished_connections_do_not_block_others_and_a_slow_body_times_out() {
    let portal = Portal::start().await;
    let host = host(&portal);
    let mut slow = Vec::new();
    for _ in 0..100 {
        let mut stream = TcpStream::connect(&host).await.unwrap();
        stream.write_all(b"GET / HTTP/1.1\r\nHost").await.unwrap();
        slow.push(stream);
    }
    still_serves(&portal).await;
    let head = format!("POST /oauth/authorize HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n");
    let answer = send_raw(&portal, &format!("{head}Content-Length: 100\r\n\r\nconsent=")).await;
    assert!(answer.starts_with("HTTP/1.1 408"), "{answer}");
}

#[tokio::test]
async fn an_oversized_form_is_refused() {
    let portal = Portal::start().await;
    let huge = "account=1&".repeat(1_400_000);
    assert_eq!(portal.form("/oauth/authorize", &[("consent", &huge)]).await.status, 413);
    let many = "a=b&".repeat(500_000);
    let request = portal.http.post(portal.url("/oauth/authorize")).body(many);
    let request = request.header("content-type", "application/x-www-form-urlencoded");
    assert_eq!(portal.send(request).await.status, 400);
    still_serves(&portal).await;
}

#[tokio::test]
async fn no_path_leads_to_a_file_and_no_target_to_another_host() {
    let portal = Portal::start().await;
    let host = host(&portal);
    let key = portal.info().service_key.clone();
    for target in [
        "/../../../../etc/passwd",
        "/%2e%2e/%2e%2e/%2e%2e/etc/passwd",
        "/..%2f..%2fetc%2fpasswd",
        "/oauth/../../etc/passwd",
        "//evil.example/oauth/authorize",
        "http://evil.example/oauth/authorize",
    ] {
        let head = format!("GET {target} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n");
        let answer = send_raw(&portal, &format!("{head}Authorization: Bearer {key}\r\n\r\n")).await;
        assert!(answer.starts_with("HTTP/1.1 4") && !answer.contains("root:"), "{target}: {answer}");
        assert!(!answer.to_lowercase().contains("\r\nlocation:"), "{target}: {answer}");
    }
}

#[tokio::test]
async fn values_from_the_url_are_escaped_on_the_page() {
    let portal = Portal::start().await;
    let evil = "\"><script>alert(1)</script><img src=x onerror=alert(1)>'";
    let good = [("redirect_uri", REDIRECT_URI), ("scope", "oauth"), ("state", evil)];
    let with_evil = |at: usize| {
        let mut parameters = good;
        parameters[at].1 = evil;
        parameters
    };
    let pages = [
        portal.authorize(&with_evil(0)).await,
        portal.authorize(&with_evil(1)).await,
        portal.authorize(&[("client_id", evil), good[0], good[1]]).await,
        portal.authorize(&[good[0], good[1], ("optional_scope", evil)]).await,
        portal.authorize(&good).await,
        portal
            .send(portal.http.get(portal.url("/oauth/%3Cscript%3Ealert(1)%3C%2Fscript%3E/authorize")))
            .await,
    ];
    for page in &pages {
        assert!(!page.text.contains("<script") && !page.text.contains("<img"), "{}", page.text);
        let policy = page.header("content-security-policy").unwrap();
        assert!(policy.contains("default-src 'none'") && !policy.contains("script"), "{policy}");
    }
    let refused = portal.decide(&pages[4], evil, "connect").await;
    assert!(refused.status == 400 && !refused.text.contains("<script"), "{}", refused.text);
}

#[tokio::test]
async fn consent_redirects_to_the_registered_uri_only() {
    let portal = Portal::start().await;
    for other in [
        "http://localhost:17421/oauth/callback@evil.example",
        "http://localhost:17421/oauth/callback/../../evil",
        "http://localhost:17421@evil.example/oauth/callback",
        "http://localhost:17421/oauth/callback#",
        "//evil.example",
        "javascript:alert(1)",
    ] {
        let page = portal.authorize(&[("redirect_uri", other), ("scope", "oauth")]).await;
        assert_eq!((page.status, page.header("location")), (400, None), "{other}");
    }
    let state = "x\r\nSet-Cookie: a=b\r\n\r\n<script>&code=stolen";
    let page =
        portal.authorize(&[("redirect_uri", REDIRECT_URI), ("scope", "oauth"), ("state", state)]).await;
    let answer = portal.decide(&page, MAIN_ACCOUNT, "connect").await;
    assert_eq!(answer.header("set-cookie"), None);
    let given = crate::client::callback(&answer);
    assert!(given["state"] == state && given["code"] != "stolen", "{given:?}");
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn it_listens_on_loopback_only() {
    let port = free_port();
    let _portal = DemoPortal::start(DemoConfig { port, ..DemoConfig::default() }).await.unwrap();
    // A server that listens on all addresses would block the other loopback addresses, too.
    drop(std::net::TcpListener::bind(("127.0.0.2", port)).expect("only 127.0.0.1 is taken"));
    assert!(TcpStream::connect(("127.0.0.1", port)).await.is_ok());
}
