//! Those who take memory: each way in is flooded for a while, and the gateway's process is watched. Everything is bounded in number
//! and time, and stays on this machine.

use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

use e2e::{Cluster, DEADLINE, Person, Who};
use futures_util::future::join_all;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpSocket, TcpStream};
use tokio::time::timeout;

use crate::PROGRAM;

const MIB: u64 = 1024;

/// The most memory that a process has had, in KiB.
fn peak(cluster: &Cluster) -> u64 {
    let pid = cluster.node(Who::Gateway(0)).pid();
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).expect("it runs");
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).expect("its peak");
    line.trim().trim_end_matches(" kB").parse().expect("a number")
}

/// How much more than before it takes to go through this.
async fn grows_by(cluster: &Cluster, flood: impl Future<Output = ()>) -> u64 {
    let before = peak(cluster);
    timeout(2 * DEADLINE, flood).await.expect("the flood ends");
    // The kernel adds up its counters for each core only now and then, so a peak can be read as less than it was.
    peak(cluster).saturating_sub(before)
}

/// Somebody at this address of this machine, whose kernel keeps little for them.
async fn connect(to: SocketAddr, from: [u8; 4]) -> TcpStream {
    let socket = TcpSocket::new_v4().expect("a socket");
    socket.bind((Ipv4Addr::from(from), 0).into()).expect("an address of ours");
    socket.set_recv_buffer_size(16 * 1024).expect("a small buffer");
    socket.connect(to).await.expect("connected")
}

/// Those who ping.
const SOCKETS: usize = 16;
const HERE: [u8; 4] = [127, 0, 0, 1];

/// A socket that was let in, as bytes.
async fn upgraded(cluster: &Cluster, person: &Person) -> TcpStream {
    let address = cluster.address(0);
    let mut stream = connect(address, HERE).await;
    let cookie = person.cookie().expect("a session");
    let head = format!(
        "GET /ws HTTP/1.1\r\nhost: {address}\r\norigin: http://{address}\r\ncookie: {cookie}\r\nupgrade: websocket\r\n\
         connection: upgrade\r\nsec-websocket-version: 13\r\nsec-websocket-key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\
         sec-websocket-protocol: hubbub.v1.json\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).await.expect("written");
    let mut answer = [0; 12];
    stream.read_exact(&mut answer).await.expect("an answer");
    assert_eq!(&answer, b"HTTP/1.1 101");
    stream
}

/// A frame as a client sends it, under a mask that changes nothing.
fn frame(opcode: u8, payload: &[u8]) -> Vec<u8> {
    let mut bytes = vec![0x80 | opcode];
    match payload.len() {
        short @ 0..126 => bytes.push(0x80 | short as u8),
        long => {
            bytes.push(0x80 | 126);
            bytes.extend((long as u16).to_be_bytes());
        }
    }
    bytes.extend([0; 4]);
    bytes.extend(payload);
    bytes
}

/// Sends these bytes again and again until nobody takes them for a while, or for so long.
async fn pour(stream: &mut TcpStream, bytes: &[u8], time: Duration) {
    let pouring = async { while stream.write_all(bytes).await.is_ok() {} };
    let _ = timeout(time, pouring).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn pings_without_end_of_those_who_read_nothing_take_no_memory() {
    let cluster = Cluster::start(PROGRAM, 1, 1, 1).await;
    let names = ["ada", "ben", "cem", "dot"];
    let people = join_all(names.map(|name| Person::register(cluster.address(0), name))).await;
    let many: Vec<u8> = frame(0x9, &[b'x'; 125]).repeat(512);
    let flood = async {
        // All of them first: a person whose frames are too many for now opens no further socket either.
        let sockets = people.iter().cycle().take(SOCKETS).map(|person| upgraded(&cluster, person));
        let mut sockets = join_all(sockets).await;
        join_all(sockets.iter_mut().map(|stream| pour(stream, &many, Duration::from_secs(12)))).await;
    };
    let grown = grows_by(&cluster, flood).await;
    assert!(grown < 48 * MIB, "{grown} KiB");
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_that_nobody_reads_take_no_memory_and_their_socket_is_closed_as_slow() {
    let cluster = Cluster::start(PROGRAM, 1, 1, 1).await;
    let rosa = Person::register(cluster.address(0), "rosa").await;
    let mut socket = rosa.connect().await;
    for _ in 0..35 {
        socket.send(proto::id::GENERAL, &"long words ".repeat(1_400)).await;
    }
    let page = serde_json::json!({"t": "page", "id": 1, "room": proto::id::GENERAL, "limit": 100});
    let page = frame(0x1, page.to_string().as_bytes());
    let closed = |figures: &str| {
        let slow = |line: &str| line.contains("connection_duration") && line.contains("\"4430\"");
        figures.lines().filter(|line| slow(line)).any(|line| line.contains("_count"))
    };
    let flood = async {
        let mut stream = upgraded(&cluster, &rosa).await;
        stream.write_all(&frame(0x1, br#"{"t":"hello","rooms":{}}"#)).await.expect("written");
        while !closed(&cluster.node(Who::Gateway(0)).ops("/metrics").await) {
            // As often as anybody may; it is not taken any more once too much is owed.
            let _ = timeout(Duration::from_millis(20), stream.write_all(&page)).await;
            tokio::time::sleep(Duration::from_millis(60)).await;
        }
    };
    let grown = grows_by(&cluster, flood).await;
    assert!(grown < 32 * MIB, "{grown} KiB");
}

#[tokio::test(flavor = "multi_thread")]
async fn requests_half_sent_by_thousands_take_little_and_keep_nobody_out() {
    let settings =
        [("HUBBUB_GATEWAY_CONNECTIONS_PER_ADDRESS", "500"), ("HUBBUB_GATEWAY_CONNECTIONS", "2000")];
    let cluster = Cluster::start_with(PROGRAM, 1, 1, 1, &settings).await;
    let address = cluster.address(0);
    // Before anybody owns the place, signing in leads elsewhere.
    Person::register(address, "rosa").await;
    let long = "x".repeat(31 * 1024);
    let halves = [
        format!("GET / HTTP/1.1\r\nhost: {address}\r\nx-long: {long}"),
        format!(
            "POST /login HTTP/1.1\r\nhost: {address}\r\ncontent-type: application/x-www-form-urlencoded\r\ncontent-length: 65536\r\n\r\n{long}"
        ),
    ];
    let flood = async {
        let sending = (0..3_000).map(|n: usize| {
            let half = halves[n % 2].as_bytes();
            async move {
                let mut stream = connect(address, HERE).await;
                // Those over the limit are refused, perhaps before they have said it.
                let _ = stream.write_all(half).await;
                stream
            }
        });
        let _held: Vec<TcpStream> = join_all(sending).await;
        // Each of these is answered at once, though the others are still waited for.
        for n in 0..20 {
            let mut newcomer = connect(address, [127, 0, 1, n]).await;
            let head = format!("GET /login HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\r\n");
            newcomer.write_all(head.as_bytes()).await.expect("written");
            let mut answer = [0; 12];
            let answered = timeout(Duration::from_secs(5), newcomer.read_exact(&mut answer)).await;
            answered.expect("before the others are given up").expect("an answer");
            assert_eq!(&answer, b"HTTP/1.1 200");
        }
    };
    let grown = grows_by(&cluster, flood).await;
    assert!(grown < 96 * MIB, "{grown} KiB");
}

#[tokio::test(flavor = "multi_thread")]
async fn heads_full_of_cookies_and_protocols_are_forgotten_with_their_answers() {
    let cluster = Cluster::start(PROGRAM, 1, 1, 1).await;
    let address = cluster.address(0);
    let rosa = Person::register(address, "rosa").await;
    let cookie = rosa.cookie().expect("a session");
    let (cookies, protocols) = ("a=b; ".repeat(6_000), "a,".repeat(15_000));
    let heads = [
        format!("GET /login HTTP/1.1\r\nhost: {address}\r\ncookie: {cookies}\r\nconnection: close\r\n\r\n"),
        format!(
            "GET /ws HTTP/1.1\r\nhost: {address}\r\norigin: http://{address}\r\ncookie: {cookie}\r\nupgrade: websocket\r\n\
             connection: upgrade\r\nsec-websocket-version: 13\r\nsec-websocket-key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\
             sec-websocket-protocol: {protocols}\r\n\r\n"
        ),
    ];
    let flood = async {
        for _ in 0..20 {
            let asking = (0..50).map(|n: usize| {
                let head = heads[n % 2].as_bytes();
                async move {
                    let mut stream = connect(address, HERE).await;
                    stream.write_all(head).await.expect("written");
                    let mut answer = [0; 12];
                    stream.read_exact(&mut answer).await.expect("an answer");
                }
            });
            join_all(asking).await;
        }
    };
    let grown = grows_by(&cluster, flood).await;
    assert!(grown < 96 * MIB, "{grown} KiB");
}
