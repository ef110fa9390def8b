//! Each behaviour, as both ends of a connection see it.

use std::io::ErrorKind;
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::timeout;

use super::{Behaviour, Proxy, host_and_port};

const DEADLINE: Duration = Duration::from_secs(20);
/// Long enough for a byte to have come, were it to come.
const SILENCE: Duration = Duration::from_millis(100);

/// A proxy, and both ends of a connection through it.
struct Ends {
    proxy: Proxy,
    listener: TcpListener,
    client: TcpStream,
    server: TcpStream,
}

async fn connected() -> Ends {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let proxy = Proxy::to(&listener.local_addr().expect("one").to_string()).await.expect("starts");
    let (client, server) = connect(&proxy, &listener).await;
    Ends { proxy, listener, client, server }
}

async fn connect(proxy: &Proxy, listener: &TcpListener) -> (TcpStream, TcpStream) {
    let client = TcpStream::connect(proxy.address()).await.expect("accepted");
    let (server, _) = timeout(DEADLINE, listener.accept()).await.expect("in time").expect("connected");
    (client, server)
}

async fn passes(from: &mut TcpStream, to: &mut TcpStream) {
    from.write_all(b"x").await.expect("written");
    arrives(to).await;
}

async fn arrives(to: &mut TcpStream) {
    assert_eq!(timeout(DEADLINE, to.read_u8()).await.expect("in time").expect("a byte"), b'x');
}

async fn is_silent(end: &mut TcpStream) {
    assert!(timeout(SILENCE, end.read_u8()).await.is_err(), "something came, or it was closed");
}

async fn ends_with(end: &mut TcpStream, kind: ErrorKind) {
    let error = timeout(DEADLINE, end.read_u8()).await.expect("in time").expect_err("an end");
    assert_eq!(error.kind(), kind);
}

#[tokio::test]
async fn what_is_held_stays_open_and_arrives_afterwards() {
    let Ends { proxy, mut client, mut server, .. } = connected().await;
    passes(&mut client, &mut server).await;
    proxy.set(Behaviour::Hold);
    client.write_all(b"x").await.expect("the kernel takes it");
    server.write_all(b"x").await.expect("the kernel takes it");
    is_silent(&mut server).await;
    is_silent(&mut client).await;
    proxy.set(Behaviour::Pass);
    arrives(&mut server).await;
    arrives(&mut client).await;
}

#[tokio::test]
async fn one_direction_can_be_held_alone() {
    let Ends { proxy, mut client, mut server, .. } = connected().await;
    proxy.set(Behaviour::HoldAnswers);
    passes(&mut client, &mut server).await;
    server.write_all(b"x").await.expect("written");
    is_silent(&mut client).await;
    proxy.set(Behaviour::HoldRequests);
    arrives(&mut client).await;
    client.write_all(b"x").await.expect("written");
    is_silent(&mut server).await;
}

#[tokio::test]
async fn those_open_are_held_while_new_ones_pass() {
    let Ends { proxy, listener, mut client, mut server } = connected().await;
    proxy.set_open(Behaviour::Hold);
    let (mut second_client, mut second_server) = connect(&proxy, &listener).await;
    passes(&mut second_client, &mut second_server).await;
    client.write_all(b"x").await.expect("written");
    is_silent(&mut server).await;
    assert_eq!((proxy.open(), *proxy.accepted().borrow()), (2, 2));
}

#[tokio::test]
async fn a_delay_keeps_the_order_and_a_throttle_keeps_the_rate() {
    let Ends { proxy, mut client, mut server, .. } = connected().await;
    let since = Instant::now();
    proxy.set(Behaviour::Delay(Duration::from_millis(200)));
    for byte in 0..5 {
        client.write_u8(byte).await.expect("written");
    }
    for byte in 0..5 {
        assert_eq!(server.read_u8().await.expect("a byte"), byte);
    }
    assert!(since.elapsed() >= Duration::from_millis(200));
    let since = Instant::now();
    proxy.set(Behaviour::Throttle(10_000));
    server.write_all(&[0; 5_000]).await.expect("written");
    client.read_exact(&mut [0; 5_000]).await.expect("all of it");
    assert!(since.elapsed() >= Duration::from_millis(400));
}

#[tokio::test]
async fn a_cut_is_an_orderly_end_and_a_reset_is_not() {
    let Ends { proxy, listener, mut client, mut server } = connected().await;
    proxy.set_open(Behaviour::Cut);
    ends_with(&mut client, ErrorKind::UnexpectedEof).await;
    ends_with(&mut server, ErrorKind::UnexpectedEof).await;
    let (mut client, mut server) = connect(&proxy, &listener).await;
    proxy.set(Behaviour::Reset);
    ends_with(&mut client, ErrorKind::ConnectionReset).await;
    ends_with(&mut server, ErrorKind::ConnectionReset).await;
    let mut refused = TcpStream::connect(proxy.address()).await.expect("accepted");
    ends_with(&mut refused, ErrorKind::ConnectionReset).await;
}

#[tokio::test]
async fn an_end_whose_other_side_is_gone_hears_nothing_until_it_is_reset() {
    let Ends { proxy, mut client, mut server, .. } = connected().await;
    proxy.set(Behaviour::LoseServer);
    ends_with(&mut server, ErrorKind::UnexpectedEof).await;
    client.write_all(b"x").await.expect("the kernel takes it");
    is_silent(&mut client).await;
    proxy.set(Behaviour::Pass);
    ends_with(&mut client, ErrorKind::ConnectionReset).await;
}

#[tokio::test]
async fn an_end_of_one_side_reaches_the_other() {
    let Ends { proxy: _proxy, mut client, mut server, .. } = connected().await;
    client.shutdown().await.expect("half closed");
    ends_with(&mut server, ErrorKind::UnexpectedEof).await;
    passes(&mut server, &mut client).await;
}

#[test]
fn an_address_is_found_in_any_url() {
    for url in ["postgres://u:p@h:1/name", "nats://token@h:1", "h:1", "http://h:1/path?x=a@b:2", "nats://h:1"]
    {
        assert_eq!(host_and_port(url), "h:1", "{url}");
    }
}
