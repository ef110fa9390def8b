use std::net::Ipv4Addr;

use axum::routing::get;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpSocket;
use tokio::sync::Notify;
use tokio::task::JoinHandle;

use super::*;

/// More than the kernel's buffers of both sides hold.
const LONG: usize = 32 * 1024 * 1024;
const DEADLINE: Duration = Duration::from_secs(60);

/// A listener with two addresses: `/slow`, which answers when it is let, and `/long`.
struct Open {
    address: SocketAddr,
    life: Lifecycle,
    started: Arc<Notify>,
    finish: Arc<Notify>,
    serving: JoinHandle<()>,
}

impl Open {
    async fn new(head: Duration, per_address: usize, proxies: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let (life, started, finish) = (Lifecycle::new(), Arc::new(Notify::new()), Arc::new(Notify::new()));
        let (started_too, finish_too) = (started.clone(), finish.clone());
        let slow = get(move || async move {
            started_too.notify_one();
            finish_too.notified().await;
            "done"
        });
        let long = get(|| async { vec![b'x'; LONG] });
        let routes = Router::new().route("/slow", slow).route("/long", long);
        let proxies = proxies.parse().expect("networks");
        let admission = Admission { connections: 100, addresses: Places::new(per_address), proxies };
        let timeouts = Timeouts { head, response: Duration::from_millis(200), drain: DEADLINE };
        let ends = life.clone();
        let part = chassis::Liveness::new().part("listener", Duration::from_secs(60));
        let serving =
            tokio::spawn(async move { serve(listener, routes, admission, part, &ends, timeouts).await });
        Self { address, life, started, finish, serving }
    }

    /// A browser on this machine, at one of its addresses.
    async fn browser(&self, at: [u8; 4]) -> TcpStream {
        let socket = TcpSocket::new_v4().expect("a socket");
        socket.bind(SocketAddr::from((Ipv4Addr::from(at), 0))).expect("an address of ours");
        socket.connect(self.address).await.expect("connected")
    }

    /// What is answered to these bytes, until the listener closes.
    async fn answer(&self, at: [u8; 4], bytes: &[u8]) -> String {
        let mut browser = self.browser(at).await;
        // A no may come before everything is sent.
        let _ = browser.write_all(bytes).await;
        let mut answer = Vec::new();
        let reading = browser.read_to_end(&mut answer);
        tokio::time::timeout(DEADLINE, reading).await.expect("closed in time").expect("closed in order");
        String::from_utf8_lossy(&answer).into_owned()
    }
}

const HERE: [u8; 4] = [127, 0, 0, 1];
const THERE: [u8; 4] = [127, 0, 0, 2];
const LAST: &[u8] = b"GET /none HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n";

#[tokio::test]
async fn who_never_finishes_asking_is_not_waited_for() {
    let open = Open::new(Duration::from_millis(100), 100, "").await;
    let answer = open.answer(HERE, b"GET /slow HTTP/1.1\r\nhost: x\r\n").await;
    assert!(!answer.contains("200 OK"), "{answer}");
}

#[tokio::test]
async fn a_stop_lets_a_request_under_way_finish_and_takes_no_other() {
    let open = Open::new(DEADLINE, 100, "").await;
    let mut browser = open.browser(HERE).await;
    browser.write_all(b"GET /slow HTTP/1.1\r\nhost: x\r\n\r\n").await.expect("written");
    let idle = open.browser(HERE).await;
    open.started.notified().await;
    open.life.stop();
    open.finish.notify_one();
    let mut answer = Vec::new();
    browser.read_to_end(&mut answer).await.expect("closed by the listener");
    assert!(String::from_utf8_lossy(&answer).ends_with("done"));
    open.serving.await.expect("served");
    assert!(TcpStream::connect(open.address).await.is_err());
    drop(idle);
}

#[tokio::test]
async fn an_address_has_its_share_of_connections_and_keeps_no_other_out() {
    let open = Open::new(DEADLINE, 2, "").await;
    let mut half_sent = Vec::new();
    for _ in 0..2 {
        let mut browser = open.browser(HERE).await;
        browser.write_all(b"GET /none HTTP/1.1\r\n").await.expect("written");
        half_sent.push(browser);
    }
    assert!(open.answer(HERE, LAST).await.starts_with("HTTP/1.1 429 "), "the third of one address");
    assert!(open.answer(THERE, LAST).await.starts_with("HTTP/1.1 404 "), "the first of another");
    drop(half_sent);
    let freed = async { while open.answer(HERE, LAST).await.starts_with("HTTP/1.1 429 ") {} };
    tokio::time::timeout(DEADLINE, freed).await.expect("a connection that is gone counts no more");
}

#[tokio::test]
async fn everyone_of_a_crowd_that_is_refused_at_once_hears_so_while_they_send_a_form() {
    let open = Open::new(DEADLINE, 1, "").await;
    let _first = open.browser(HERE).await;
    let half =
        format!("POST /none HTTP/1.1\r\nhost: x\r\ncontent-length: 65536\r\n\r\n{}", "x".repeat(31 * 1024));
    // All of them stay where they are, so that nobody makes place for the next one.
    let mut crowd = Vec::new();
    for _ in 0..200 {
        let mut browser = open.browser(HERE).await;
        // A no may come before everything is sent.
        let _ = browser.write_all(half.as_bytes()).await;
        crowd.push(browser);
    }
    for (n, browser) in crowd.iter_mut().enumerate() {
        let mut answer = [0; 13];
        let read = tokio::time::timeout(DEADLINE, browser.read_exact(&mut answer)).await.expect("in time");
        assert!(read.is_ok() && &answer == b"HTTP/1.1 429 ", "the {n}th: {read:?}");
    }
}

#[tokio::test]
async fn a_proxy_of_the_operators_has_as_many_connections_as_it_needs() {
    let open = Open::new(DEADLINE, 1, "127.0.0.1").await;
    let _held = [open.browser(HERE).await, open.browser(HERE).await, open.browser(HERE).await];
    assert!(open.answer(HERE, LAST).await.starts_with("HTTP/1.1 404 "));
}

#[tokio::test]
async fn who_takes_nothing_of_an_answer_is_not_waited_for() {
    let open = Open::new(DEADLINE, 1, "").await;
    let mut browser = open.browser(HERE).await;
    browser.write_all(b"GET /long HTTP/1.1\r\nhost: x\r\n\r\n").await.expect("written");
    // As soon as it is given up, its place is free.
    let freed = async { while open.answer(HERE, LAST).await.starts_with("HTTP/1.1 429 ") {} };
    tokio::time::timeout(DEADLINE, freed).await.expect("given up");
}

#[tokio::test]
async fn who_takes_an_answer_slowly_gets_all_of_it() {
    let open = Open::new(DEADLINE, 1, "").await;
    let mut browser = open.browser(HERE).await;
    browser.write_all(b"GET /long HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").await.expect("written");
    let (mut taken, mut bytes) = (0, vec![0; 1024 * 1024]);
    loop {
        match browser.read(&mut bytes).await.expect("more of it") {
            0 => break,
            some => taken += some,
        }
        // Longer, in all, than anybody may take nothing.
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert!(taken > LONG, "{taken}");
}

#[tokio::test]
async fn a_head_has_thirty_two_kib_and_who_sends_more_hears_so() {
    let open = Open::new(DEADLINE, 100, "").await;
    let head = |length: usize| {
        let frame = "GET /none HTTP/1.1\r\nhost: x\r\nconnection: close\r\nx-long: \r\n\r\n";
        frame.replace("x-long: ", &format!("x-long: {}", "x".repeat(length - frame.len())))
    };
    for (length, beginning) in [
        (32 * 1024, "HTTP/1.1 404 "),
        (32 * 1024 + 1, "HTTP/1.1 431 "),
        (40 * 1024, "HTTP/1.1 431 "),
        (500 * 1024, "HTTP/1.1 431 "),
    ] {
        let answer = open.answer(HERE, head(length).as_bytes()).await;
        assert!(answer.starts_with(beginning), "{length}: {answer}");
    }
}
