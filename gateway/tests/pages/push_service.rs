//! A push service of the test's own, and a browser that opens what was sealed for it: what RFC 8030 and RFC 8291 want, written from the
//! other side.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hkdf::Hkdf;
use p256::elliptic_curve::sec1::ToSec1Point;
use p256::{PublicKey, SecretKey};
use ring::aead::{AES_128_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use sha2::Sha256;
use tokio::net::TcpListener;
use tokio::sync::mpsc;

/// Until what is sent has arrived, on a busy machine.
const DEADLINE: Duration = Duration::from_secs(60);

/// How it answers.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Manner {
    Status(u16),
    /// Elsewhere, please.
    Redirect(SocketAddr),
    /// Never.
    Hang,
    /// With so many bytes.
    Talk(usize),
}

/// What it was sent.
pub(crate) struct Received {
    /// For which of its browsers.
    pub(crate) name: String,
    pub(crate) headers: HeaderMap,
    pub(crate) sealed: Bytes,
}

pub(crate) struct PushService {
    pub(crate) address: SocketAddr,
    manners: Arc<Mutex<HashMap<String, Manner>>>,
    received: mpsc::UnboundedReceiver<Received>,
}

#[derive(Clone)]
struct Shared {
    manners: Arc<Mutex<HashMap<String, Manner>>>,
    received: mpsc::UnboundedSender<Received>,
}

impl PushService {
    /// On a port of its own; it takes everything.
    pub(crate) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let (sender, received) = mpsc::unbounded_channel();
        let manners = Arc::<Mutex<HashMap<String, Manner>>>::default();
        let shared = Shared { manners: manners.clone(), received: sender };
        let routes = Router::new().route("/p/{name}", post(take)).with_state(shared);
        tokio::spawn(async move { axum::serve(listener, routes).await });
        Self { address, manners, received }
    }

    /// As an operator lets it be asked.
    pub(crate) fn origin(&self) -> String {
        format!("http://{}", self.address)
    }

    /// How it answers from now on what is sent to one of its browsers.
    pub(crate) fn answers(&self, name: &str, manner: Manner) {
        self.manners.lock().expect("manners").insert(name.to_owned(), manner);
    }

    /// The next that it is sent.
    pub(crate) async fn next(&mut self) -> Received {
        let next = tokio::time::timeout(DEADLINE, self.received.recv()).await;
        next.expect("something is sent").expect("it runs")
    }

    /// All that it has been sent meanwhile.
    pub(crate) fn rest(&mut self) -> Vec<Received> {
        std::iter::from_fn(|| self.received.try_recv().ok()).collect()
    }
}

async fn take(
    State(shared): State<Shared>,
    Path(name): Path<String>,
    headers: HeaderMap,
    sealed: Bytes,
) -> Response {
    let manner = shared.manners.lock().expect("manners").get(&name).copied().unwrap_or(Manner::Status(201));
    shared.received.send(Received { name, headers, sealed }).expect("the test is there");
    match manner {
        Manner::Status(status) => StatusCode::from_u16(status).expect("a status").into_response(),
        Manner::Redirect(to) => {
            (StatusCode::TEMPORARY_REDIRECT, [("location", format!("http://{to}/p/x"))]).into_response()
        }
        Manner::Hang => std::future::pending().await,
        Manner::Talk(bytes) => {
            let piece = Bytes::from(vec![b'x'; 64 * 1024]);
            let pieces = (0..bytes / piece.len()).map(move |_| Ok::<_, std::io::Error>(piece.clone()));
            (StatusCode::CREATED, Body::from_stream(futures_util::stream::iter(pieces))).into_response()
        }
    }
}

/// A browser at that service.
pub(crate) struct Subscriber {
    secret: SecretKey,
    auth: [u8; 16],
    pub(crate) endpoint: String,
}

impl Subscriber {
    pub(crate) fn at(service: &PushService, name: &str) -> Self {
        let (mut secret, mut auth) = ([0; 32], [0; 16]);
        getrandom::fill(&mut secret[1..]).expect("randomness");
        getrandom::fill(&mut auth).expect("randomness");
        let secret = SecretKey::from_slice(&secret).expect("a key");
        Self { secret, auth, endpoint: format!("{}/p/{name}", service.origin()) }
    }

    /// What its page sends.
    pub(crate) fn fields<'a>(&'a self, keys: &'a [String; 2], words: &'a str) -> [(&'a str, &'a str); 4] {
        [("endpoint", &self.endpoint), ("key", &keys[0]), ("auth", &keys[1]), ("words", words)]
    }

    /// Its public key and its secret.
    pub(crate) fn keys(&self) -> [String; 2] {
        let point = self.secret.public_key().to_sec1_point(false);
        [URL_SAFE_NO_PAD.encode(point.as_bytes()), URL_SAFE_NO_PAD.encode(self.auth)]
    }

    /// What was sealed for it.
    pub(crate) fn open(&self, received: &Received) -> serde_json::Value {
        let (salt, rest) = received.sealed.split_at(16);
        let (record, rest) = rest.split_at(4);
        assert_eq!((record, rest[0]), (&4096_u32.to_be_bytes()[..], 65), "one record, one key");
        let (sender, sealed) = rest[1..].split_at(65);
        let agreed = self.secret.diffie_hellman(&PublicKey::from_sec1_bytes(sender).expect("a point"));
        let own = self.secret.public_key().to_sec1_point(false);
        let mut shared = [0; 32];
        let info = [b"WebPush: info\0", own.as_bytes(), sender].concat();
        agreed.extract::<Sha256>(Some(&self.auth)).expand(&info, &mut shared).expect("derived");
        let derived = Hkdf::<Sha256>::new(Some(salt), &shared);
        let (mut key, mut nonce) = ([0; 16], [0; 12]);
        derived.expand(b"Content-Encoding: aes128gcm\0", &mut key).expect("derived");
        derived.expand(b"Content-Encoding: nonce\0", &mut nonce).expect("derived");
        let key = LessSafeKey::new(UnboundKey::new(&AES_128_GCM, &key).expect("a key"));
        let mut text = sealed.to_vec();
        let text =
            key.open_in_place(Nonce::assume_unique_for_key(nonce), Aad::empty(), &mut text).expect("opens");
        let end = text.iter().rposition(|byte| *byte != 0).expect("an end");
        assert_eq!(text[end], 2, "the last record");
        serde_json::from_slice(&text[..end]).expect("JSON")
    }
}
