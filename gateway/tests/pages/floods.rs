//! Those who send without end, or hold more than is fair: they are told, and ended; others notice nothing.

use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use reqwest::Method;
use tokio_tungstenite::tungstenite::protocol::frame::Frame;
use tokio_tungstenite::tungstenite::protocol::frame::coding::{Data, OpCode};
use tokio_tungstenite::tungstenite::{self, Message};

use crate::browser::Page;
use crate::fixture::Fixture;
use crate::socket::{Open, closed, cookie, hear, listen, try_listen};

/// Until everything of a test that is under way has come to its end, on a busy machine.
const DEADLINE: Duration = Duration::from_secs(60);

#[tokio::test(flavor = "multi_thread")]
async fn pings_count_like_frames_and_a_flood_of_them_ends_the_socket() {
    let fixture = Fixture::open().await;
    let rosa = cookie(&fixture.stranger(), "rosa").await;
    let (mut pings, mut pongs) = (listen(&fixture, &rosa).await, listen(&fixture, &rosa).await);
    for (socket, frame) in [(&mut pings, Message::Ping("x".into())), (&mut pongs, Message::Pong("x".into()))]
    {
        // An error says that it is closed already.
        for _ in 0..2_000 {
            if socket.send(frame.clone()).await.is_err() {
                break;
            }
        }
        assert_eq!(closed(socket).await, Some(4429), "{frame:?}");
    }
    let mut calm = listen(&fixture, &cookie(&fixture.stranger(), "anton").await).await;
    calm.send(Message::Ping("still there?".into())).await.expect("sent");
    let pong = async { while !matches!(calm.next().await, Some(Ok(Message::Pong(_)))) {} };
    tokio::time::timeout(DEADLINE, pong).await.expect("a pong");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_frame_too_long_by_a_byte_is_said_so_in_whatever_parts_it_comes() {
    let fixture = Fixture::open().await;
    let rosa = cookie(&fixture.stranger(), "rosa").await;
    let part = |opcode, bytes: usize, last| {
        Message::Frame(Frame::message(vec![b'x'; bytes], OpCode::Data(opcode), last))
    };
    let whole = |bytes: usize| vec![Message::text("x".repeat(bytes))];
    let cases: [(&str, Vec<Message>); 5] = [
        ("a byte too long", whole(64 * 1024 + 1)),
        ("much too long", whole(3 * 1024 * 1024)),
        ("binary", vec![Message::binary(vec![0; 64 * 1024 + 1])]),
        ("two parts", vec![part(Data::Text, 64 * 1024, false), part(Data::Continue, 1, true)]),
        (
            "no last part",
            (0..100).map(|n| part(if n == 0 { Data::Text } else { Data::Continue }, 1024, false)).collect(),
        ),
    ];
    for (what, frames) in cases {
        let mut socket = listen(&fixture, &rosa).await;
        for frame in frames {
            if socket.send(frame).await.is_err() {
                break;
            }
        }
        assert_eq!(closed(&mut socket).await, Some(1009), "{what}");
    }
    let mut fits = listen(&fixture, &rosa).await;
    fits.send(Message::text("x".repeat(64 * 1024))).await.expect("sent");
    hear(&mut fits, "\"code\":\"bad_request\"").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_has_so_many_sockets_and_a_browser_of_theirs_leaves_some() {
    let fixture = Fixture::open_with(&[("HUBBUB_GATEWAY_SOCKETS_PER_PERSON", "4")]).await;
    let laptop = cookie(&fixture.stranger(), "rosa").await;
    let phone = fixture.stranger().log_in("rosa", "/").await;
    let phone = phone.header("set-cookie").split(';').next().expect("a cookie").to_owned();
    let mut tabs: Vec<Open> = Vec::new();
    for _ in 0..3 {
        tabs.push(listen(&fixture, &laptop).await);
    }
    assert_eq!(refused(&fixture, &laptop).await, 429, "the fourth of one browser");
    let on_the_phone = listen(&fixture, &phone).await;
    assert_eq!(refused(&fixture, &phone).await, 429, "the fifth of one person");
    let anton = cookie(&fixture.stranger(), "anton").await;
    listen(&fixture, &anton).await;
    drop(on_the_phone);
    let freed = async { while try_listen(&fixture, &phone, None).await.is_err() {} };
    tokio::time::timeout(DEADLINE, freed).await.expect("a socket that is gone counts no more");
}

async fn refused(fixture: &Fixture, cookie: &str) -> u16 {
    match try_listen(fixture, cookie, None).await {
        Err(tungstenite::Error::Http(answer)) => answer.status().as_u16(),
        other => panic!("{:?}", other.map(|_| "let in")),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn behind_a_proxy_each_address_has_its_own_share() {
    let settings = [("HUBBUB_TRUSTED_PROXIES", "127.0.0.1"), ("HUBBUB_GATEWAY_CONNECTIONS_PER_ADDRESS", "1")];
    let fixture = Fixture::open_with(&settings).await;
    let rosa = fixture.stranger();
    let cookie = cookie(&rosa, "rosa").await;
    let from =
        |address: &str| Page::of(rosa.request(Method::GET, "/rooms").header("x-forwarded-for", address));
    let mut socket = try_listen(&fixture, &cookie, Some("2001:db8::1")).await.expect("let in");
    let full = from("2001:db8::2").await;
    assert!(full.status == 429 && full.has("too many connections"), "{}", full.body);
    assert_eq!(from("2001:db8:0:1::1").await.status, 200, "another network");
    socket.close(None).await.expect("closed");
    let freed = async { while from("2001:db8::2").await.status == 429 {} };
    tokio::time::timeout(DEADLINE, freed).await.expect("a socket that is gone counts no more");
}
