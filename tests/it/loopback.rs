//! The callback listener over real sockets, against hostile clients (RFC 8252 §8).

use std::time::{Duration, Instant};

use oauth2::CsrfToken;
use portalscope_hubspot::oauth::{Callback, ListenError, LoopbackListener};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::task::JoinHandle;

use crate::browser::get;
use crate::ports::free_port;

struct Waiting {
    port: u16,
    callback: JoinHandle<Callback>,
}

async fn listen() -> Waiting {
    let listener = LoopbackListener::bind(free_port()).await.unwrap();
    let port = listener.port();
    let callback =
        tokio::spawn(async move { listener.wait(&CsrfToken::new("right-state".to_owned())).await });
    Waiting { port, callback }
}

impl Waiting {
    async fn say(&self, text: &str) -> String {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).await.unwrap();
        // A listener that refused may close the connection before a long request is sent.
        let _ = stream.write_all(text.as_bytes()).await;
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer).await;
        String::from_utf8_lossy(&answer).into_owned()
    }

    async fn get(&self, target: &str) -> String {
        self.say(&format!("GET {target} HTTP/1.1\r\nHost: localhost:{}\r\n\r\n", self.port)).await
    }

    async fn still_answers_the_right_one(self) {
        assert!(!self.callback.is_finished());
        let page = self.get("/oauth/callback?code=the-code&state=right-state").await;
        assert!(page.starts_with("HTTP/1.1 200"), "{page}");
        assert_eq!(self.callback.await.unwrap(), Callback::Code("the-code".to_owned()));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn hostile_requests_are_refused_and_the_listener_keeps_waiting() {
    let waiting = listen().await;
    let port = waiting.port;
    let good = "/oauth/callback?code=evil&state=right-state";
    for (text, status) in [
        (format!("GET {good} HTTP/1.1\r\nHost: evil.example\r\n\r\n"), "400"),
        (format!("GET {good} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n"), "400"),
        (format!("GET {good} HTTP/1.1\r\n\r\n"), "400"),
        (format!("POST {good} HTTP/1.1\r\nHost: localhost:{port}\r\nContent-Length: 0\r\n\r\n"), "405"),
        (format!("GET /other?code=evil&state=right-state HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n"), "404"),
        (
            format!("GET /oauth/callback?code=evil&state=wrong HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n"),
            "400",
        ),
        (format!("GET /oauth/callback?code=evil HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n"), "400"),
        ("\u{16}\u{3}\u{1}\r\n\r\n".to_owned(), "400"),
    ] {
        let answer = waiting.say(&text).await;
        assert!(answer.starts_with(&format!("HTTP/1.1 {status}")), "{text}\n{answer}");
        assert!(!answer.contains("evil"), "nothing of the request is echoed");
    }
    waiting.still_answers_the_right_one().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_header_of_a_megabyte_is_refused() {
    let waiting = listen().await;
    let huge =
        format!("GET / HTTP/1.1\r\nHost: localhost:{}\r\nX: {}\r\n\r\n", waiting.port, "x".repeat(1 << 20));
    let answer = waiting.say(&huge).await;
    assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 431"), "{answer}");
    waiting.still_answers_the_right_one().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn slow_clients_do_not_delay_others_and_are_disconnected() {
    let waiting = listen().await;
    let mut slow = Vec::new();
    for _ in 0..8 {
        let mut stream = TcpStream::connect(("127.0.0.1", waiting.port)).await.unwrap();
        stream.write_all(b"GET /oauth").await.unwrap();
        slow.push(stream);
    }
    let started = Instant::now();
    waiting.get("/elsewhere").await;
    // Sequentially, each slow client would use its second first.
    assert!(started.elapsed() < Duration::from_secs(7), "others are served meanwhile");
    let mut answer = String::new();
    slow[0].read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 408"), "{answer}");
    waiting.still_answers_the_right_one().await;
}

/// Opens this many connections and sends nothing, as browsers do in advance.
async fn idle(address: &str, port: u16, count: usize) -> Vec<TcpStream> {
    let mut streams = Vec::new();
    for _ in 0..count {
        // Fails where there is no IPv6.
        streams.extend(TcpStream::connect((address, port)).await);
    }
    streams
}

#[tokio::test(flavor = "multi_thread")]
async fn hundreds_of_idle_connections_do_not_keep_the_callback_out() {
    let waiting = listen().await;
    let mut first = idle("127.0.0.1", waiting.port, 200).await;
    let _second = idle("::1", waiting.port, 200).await;
    // To wait for each to use its second up would take seven.
    tokio::time::timeout(Duration::from_secs(5), waiting.still_answers_the_right_one()).await.unwrap();
    let mut answer = Vec::new();
    let _ = first[0].read_to_end(&mut answer).await;
    assert!(answer.is_empty(), "who asked nothing is told nothing");
}

#[tokio::test(flavor = "multi_thread")]
async fn hundreds_of_connections_that_wait_for_their_page_do_not_keep_the_callback_out() {
    let waiting = listen().await;
    let mut open = idle("127.0.0.1", waiting.port, 200).await;
    for stream in &mut open {
        // Its place may have been taken already.
        let _ = stream.write_all(b"GET / HTTP/1.1\r\n\r\n").await;
    }
    tokio::time::timeout(Duration::from_secs(5), waiting.still_answers_the_right_one()).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn after_one_good_callback_the_port_is_closed() {
    let waiting = listen().await;
    let port = waiting.port;
    waiting.get("/oauth/callback?code=first&state=right-state").await;
    assert_eq!(waiting.callback.await.unwrap(), Callback::Code("first".to_owned()));
    assert!(TcpStream::connect(("127.0.0.1", port)).await.is_err());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_next_flow_may_open_the_port_as_soon_as_the_one_before_has_ended() {
    let port = free_port();
    for round in 0..50 {
        let listener = LoopbackListener::bind(port).await.unwrap();
        let state = CsrfToken::new("right-state".to_owned());
        let wait = listener.wait(&state);
        if round % 2 == 0 {
            let page = format!("http://localhost:{port}/oauth/callback?code=c&state=right-state");
            assert_eq!(tokio::join!(wait, get(&page)).0, Callback::Code("c".to_owned()));
        } else {
            // As a flow that is cancelled.
            let visit = TcpStream::connect(("127.0.0.1", port));
            tokio::select! {
                biased;
                _ = wait => unreachable!("nobody answered"),
                visit = visit => drop(visit.unwrap()),
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn both_loopback_addresses_answer_and_a_taken_port_is_an_error() {
    let waiting = listen().await;
    if let Ok(mut stream) = TcpStream::connect(("::1", waiting.port)).await {
        let request = format!("GET /x HTTP/1.1\r\nHost: localhost:{}\r\n\r\n", waiting.port);
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        assert!(answer.starts_with("HTTP/1.1 404"));
    }
    let second = LoopbackListener::bind(waiting.port).await.unwrap_err();
    assert!(matches!(second, ListenError::PortBusy { port } if port == waiting.port));
}
