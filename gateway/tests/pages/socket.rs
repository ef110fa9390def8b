//! Opening a socket: who may, and from which pages.

use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use reqwest::Method;
use tokio_tungstenite::tungstenite;
use tungstenite::client::IntoClientRequest;
use tungstenite::http::HeaderValue;

use crate::browser::{Browser, Page};
use crate::fixture::Fixture;

/// What is answered to whoever opens one.
#[derive(Clone, Copy)]
struct Knock<'a> {
    cookie: Option<&'a str>,
    origin: Option<&'a str>,
    protocol: Option<&'a str>,
}

/// The status of the answer; 101 lets in.
async fn knock(fixture: &Fixture, knock: Knock<'_>) -> (u16, Option<String>) {
    let mut request = format!("ws://{}/ws", fixture.address()).into_client_request().expect("a request");
    let parts = [
        ("host", Some(fixture.host())),
        ("cookie", knock.cookie),
        ("origin", knock.origin),
        ("sec-websocket-protocol", knock.protocol),
    ];
    for (name, value) in parts {
        if let Some(value) = value {
            request.headers_mut().insert(name, HeaderValue::from_str(value).expect("a header"));
        }
    }
    match tokio_tungstenite::connect_async(request).await {
        Ok((_socket, answer)) => {
            let protocol = answer.headers().get("sec-websocket-protocol");
            (answer.status().as_u16(), protocol.map(|value| value.to_str().expect("text").to_owned()))
        }
        Err(tungstenite::Error::Http(answer)) => (answer.status().as_u16(), None),
        Err(tungstenite::Error::Protocol(error)) => panic!("let in without a subprotocol: {error}"),
        Err(error) => panic!("{error}"),
    }
}

pub(crate) async fn cookie(browser: &Browser, username: &str) -> String {
    let entered = browser.register(username).await;
    entered.header("set-cookie").split(';').next().expect("a cookie").to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn only_pages_of_this_site_open_sockets() {
    let fixture = Fixture::open().await;
    let cookie = cookie(&fixture.stranger(), "rosa").await;
    let ours = format!("http://{}", fixture.address());
    let other_port = "http://127.0.0.1:1";
    let suffix = format!("{ours}.evil.example");
    let origins = [
        (Some(&*ours), 101),
        (None, 403),
        (Some("null"), 403),
        (Some("http://evil.example"), 403),
        (Some(other_port), 403),
        (Some(&*suffix), 403),
        (Some("http://localhost"), 403),
    ];
    for (origin, status) in origins {
        let answer =
            knock(&fixture, Knock { cookie: Some(&cookie), origin, protocol: Some("hubbub.v1.html") }).await;
        assert_eq!(answer.0, status, "{origin:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn with_a_public_address_its_origin_alone_counts() {
    let fixture = Fixture::open_with(&[("HUBBUB_PUBLIC_URL", "http://chat.example.org")]).await;
    let cookie = cookie(&fixture.stranger(), "rosa").await;
    let host = format!("http://{}", fixture.address());
    for (origin, status) in
        [("http://chat.example.org", 101), (&*host, 403), ("https://chat.example.org", 403)]
    {
        let protocol = Some("hubbub.v1.json");
        let answer = knock(&fixture, Knock { cookie: Some(&cookie), origin: Some(origin), protocol }).await;
        assert_eq!(answer.0, status, "{origin}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_socket_needs_a_living_session() {
    let fixture = Fixture::open().await;
    let rosa = fixture.stranger();
    let cookie = cookie(&rosa, "rosa").await;
    let origin = format!("http://{}", fixture.address());
    let base = Knock { cookie: None, origin: Some(&origin), protocol: Some("hubbub.v1.json") };
    assert_eq!(knock(&fixture, base).await.0, 401, "no cookie");
    let (name, _) = cookie.split_once('=').expect("a cookie");
    let made_up = format!("{name}={}", "A".repeat(43));
    assert_eq!(knock(&fixture, Knock { cookie: Some(&made_up), ..base }).await.0, 401, "made up");
    assert_eq!(knock(&fixture, Knock { cookie: Some(&cookie), ..base }).await.0, 101, "hers");
    rosa.post("/logout", &[]).await;
    assert_eq!(knock(&fixture, Knock { cookie: Some(&cookie), ..base }).await.0, 401, "ended");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_socket_speaks_a_protocol_we_speak() {
    let fixture = Fixture::open().await;
    let rosa = fixture.stranger();
    let cookie = cookie(&rosa, "rosa").await;
    let origin = format!("http://{}", fixture.address());
    let base = Knock { cookie: Some(&cookie), origin: Some(&origin), protocol: None };
    let cases = [
        (Some("hubbub.v1.json"), 101, Some("hubbub.v1.json")),
        (Some("hubbub.v1.html"), 101, Some("hubbub.v1.html")),
        (Some("hubbub.v9.html, hubbub.v1.json"), 101, Some("hubbub.v1.json")),
        (Some("hubbub.v9.json"), 400, None),
        (None, 400, None),
    ];
    for (protocol, status, chosen) in cases {
        let (answer, spoken) = knock(&fixture, Knock { protocol, ..base }).await;
        assert_eq!((answer, spoken.as_deref()), (status, chosen), "{protocol:?}");
    }
    let plain = Page::of(rosa.request(Method::GET, "/ws").header("origin", &origin)).await;
    assert!(matches!(plain.status, 400 | 426), "a page is no socket: {}", plain.status);
}

pub(crate) type Open =
    tokio_tungstenite::WebSocketStream<tokio_tungstenite::MaybeTlsStream<tokio::net::TcpStream>>;

/// A socket with the common room open in it.
pub(crate) async fn listen(fixture: &Fixture, cookie: &str) -> Open {
    let mut socket = try_listen(fixture, cookie, None).await.expect("let in");
    let hello = format!("{{\"t\":\"hello\",\"rooms\":{{\"{}\":1}}}}", proto::id::GENERAL);
    socket.send(tungstenite::Message::text(hello)).await.expect("sent");
    hear(&mut socket, "\"t\":\"opened\"").await;
    socket
}

/// A socket, if one is let in; by a proxy that says from where it comes.
pub(crate) async fn try_listen(
    fixture: &Fixture,
    cookie: &str,
    from: Option<&str>,
) -> Result<Open, tungstenite::Error> {
    let mut request = format!("ws://{}/ws", fixture.address()).into_client_request().expect("a request");
    for (name, value) in [
        ("host", fixture.host()),
        ("cookie", cookie),
        ("origin", fixture.origin()),
        ("sec-websocket-protocol", "hubbub.v1.html"),
    ] {
        request.headers_mut().insert(name, HeaderValue::from_str(value).expect("a header"));
    }
    if let Some(address) = from {
        request.headers_mut().insert("x-forwarded-for", HeaderValue::from_str(address).expect("a header"));
    }
    tokio_tungstenite::connect_async(request).await.map(|(socket, _)| socket)
}

/// The next frame that holds this.
pub(crate) async fn hear(socket: &mut Open, what: &str) -> String {
    loop {
        let heard = tokio::time::timeout(Duration::from_secs(30), socket.next()).await;
        let heard = heard.unwrap_or_else(|_| panic!("{what} is not heard")).expect("open").expect("a frame");
        if let Ok(text) = heard.to_text()
            && text.contains(what)
        {
            return text.to_owned();
        }
    }
}

/// Until it is closed from the other side; answers with the code.
pub(crate) async fn closed(socket: &mut Open) -> Option<u16> {
    loop {
        let heard = tokio::time::timeout(Duration::from_secs(30), socket.next()).await;
        match heard.unwrap_or_else(|_| panic!("it stays open")) {
            Some(Ok(tungstenite::Message::Close(frame))) => return frame.map(|frame| frame.code.into()),
            Some(Ok(_)) => {}
            Some(Err(_)) | None => return None,
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_closes_a_second_tab_is_still_here() {
    let fixture = Fixture::open().await;
    let (rosa, anton) =
        (cookie(&fixture.stranger(), "rosa").await, cookie(&fixture.stranger(), "anton").await);
    let (_first, mut second) = (listen(&fixture, &rosa).await, listen(&fixture, &rosa).await);
    let mut witness = listen(&fixture, &anton).await;
    hear_here(&mut witness, &["anton", "rosa"]).await;
    second.close(None).await.expect("closed");
    // Somebody else comes: everybody is told who is here now.
    let _uma = listen(&fixture, &cookie(&fixture.stranger(), "uma").await).await;
    let heard = hear_here(&mut witness, &["anton", "rosa", "uma"]).await;
    assert!(!heard.is_empty());
}

/// The next word of who is here that names exactly these.
async fn hear_here(socket: &mut Open, who: &[&str]) -> String {
    loop {
        let heard = hear(socket, "\"t\":\"presence\"").await;
        let all = ["anton", "rosa", "uma"];
        if all.iter().all(|name| heard.contains(&format!("\"name\":\"{name}\"")) == who.contains(name)) {
            return heard;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn words_from_a_form_reach_those_who_have_the_room_open() {
    let fixture = Fixture::open().await;
    let cookie = cookie(&fixture.stranger(), "rosa").await;
    let anton = fixture.person("anton").await;
    let mut socket = listen(&fixture, &cookie).await;
    assert_eq!(anton.say("/r/general", "The jetty is *booked*.").await.status, 303);
    hear(&mut socket, "The jetty is <em>booked</em>.").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_closes_is_answered_and_what_is_no_websocket_is_said_to_be_none() {
    use tungstenite::protocol::frame::coding::{Data, OpCode};
    use tungstenite::protocol::frame::{CloseFrame, Frame};
    let fixture = Fixture::open().await;
    let rosa = cookie(&fixture.stranger(), "rosa").await;
    let mut leaving = listen(&fixture, &rosa).await;
    let goodbye = CloseFrame { code: 1001.into(), reason: "".into() };
    leaving.send(tungstenite::Message::Close(Some(goodbye))).await.expect("sent");
    assert_eq!(closed(&mut leaving).await, Some(1001), "the answer says the same");
    let part = |opcode, bytes: &[u8], last| Frame::message(bytes.to_vec(), opcode, last);
    for (frame, code) in [
        (part(OpCode::Data(Data::Text), b"\xff\xfe", true), 1007),
        (part(OpCode::Data(Data::Continue), b"of what?", true), 1002),
        (part(OpCode::Data(Data::Reserved(3)), b"?", true), 1002),
    ] {
        let mut socket = listen(&fixture, &rosa).await;
        socket.send(tungstenite::Message::Frame(frame)).await.expect("sent");
        assert_eq!(closed(&mut socket).await, Some(code));
    }
}
