//! Strangers that are asked, on this machine: the exceptions that an operator makes are what lets tests ask them.

use axum::Router;
use axum::response::Redirect;
use axum::routing::{get, post};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;

use super::*;

fn asked(uri: &str, most: usize) -> Asked {
    let reads = if most == 0 { Reads::Nothing } else { Reads::Beginning(most) };
    let (uri, body) = (uri.parse().expect("an address"), Bytes::from_static(b"hello"));
    Asked { method: Method::POST, uri, headers: HeaderMap::new(), body, reads }
}

/// Asks a server of the test's own.
async fn ask(origin: &str, path: &str, most: usize) -> Result<Response<Bytes>, OutgoingError> {
    let mut outgoing = Outgoing::new(origin.parse().expect("an origin"));
    outgoing.patience = Duration::from_secs(5);
    outgoing.ask(asked(&format!("{origin}{path}"), most)).await
}

async fn server() -> String {
    let endless = || async {
        let piece = Bytes::from(vec![b'x'; 1024 * 1024]);
        let pieces = (0..200).map(move |_| Ok::<_, std::io::Error>(piece.clone()));
        Body::from_stream(futures_util::stream::iter(pieces))
    };
    let routes = Router::new()
        .route(
            "/echo",
            post(|host: axum::http::HeaderMap, body: String| async move {
                format!("{} {body}", host["host"].to_str().unwrap_or_default())
            }),
        )
        .route("/endless", post(endless))
        .route("/elsewhere", post(|| async { Redirect::temporary("/secret") }))
        .route("/secret", get(|| async { "secret" }).post(|| async { "secret" }))
        .route("/silent", post(|| async { std::future::pending::<()>().await }));
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    tokio::spawn(async move { axum::serve(listener, routes).await });
    format!("http://{address}")
}

#[tokio::test]
async fn who_leads_inside_is_not_asked_whatever_they_are_called() {
    let outgoing = Outgoing::new(Origins::default());
    for (address, error) in [
        ("https://127.0.0.1/", OutgoingError::Inside),
        ("https://[::1]/", OutgoingError::Inside),
        ("https://[::ffff:127.0.0.1]/", OutgoingError::Inside),
        ("https://169.254.169.254/latest/meta-data", OutgoingError::Inside),
        ("https://localhost/", OutgoingError::Inside),
        ("http://127.0.0.1/", OutgoingError::NotAllowed),
        ("https://127.0.0.1:4222/", OutgoingError::NotAllowed),
        ("https://rosa@push.example.org/", OutgoingError::NotAllowed),
    ] {
        assert_eq!(outgoing.ask(asked(address, 0)).await.expect_err("refused"), error, "{address}");
    }
}

#[tokio::test]
async fn an_answer_is_read_as_far_as_it_was_asked_for_and_no_redirect_is_followed() {
    let origin = server().await;
    let answer = ask(&origin, "/echo", 1_000).await.expect("an answer");
    let host = origin.trim_start_matches("http://");
    assert_eq!((answer.status(), answer.body()), (StatusCode::OK, &Bytes::from(format!("{host} hello"))));
    assert!(ask(&origin, "/echo", 0).await.expect("an answer").body().is_empty());
    assert_eq!(ask(&origin, "/endless", 1_000).await.expect("an answer").body().len(), 1_000);
    assert_eq!(ask(&origin, "/endless", 0).await.expect("an answer").status(), StatusCode::OK);
    let elsewhere = ask(&origin, "/elsewhere", 1_000).await.expect("an answer");
    assert_eq!((elsewhere.status(), elsewhere.body().len()), (StatusCode::TEMPORARY_REDIRECT, 0));
}

#[tokio::test]
async fn pages_are_asked_over_http_too_at_its_own_port_alone_and_nobody_inside_by_that() {
    let outgoing = Outgoing::new(Origins::default()).for_pages(Duration::from_secs(5));
    for (address, error) in [
        ("http://127.0.0.1/", OutgoingError::Inside),
        ("http://localhost/", OutgoingError::Inside),
        ("http://[::1]/", OutgoingError::Inside),
        ("http://[fe80::1]/", OutgoingError::Inside),
        ("http://[fd00::1]/", OutgoingError::Inside),
        ("http://[64:ff9b::7f00:1]/", OutgoingError::Inside),
        ("http://10.0.0.1/", OutgoingError::Inside),
        ("http://100.64.0.1/", OutgoingError::Inside),
        ("http://169.254.169.254/", OutgoingError::Inside),
        ("http://2130706433/", OutgoingError::Inside),
        ("http://0x7f.1/", OutgoingError::Inside),
        ("http://127.0.0.1:8080/", OutgoingError::NotAllowed),
        ("http://example.org:443/", OutgoingError::NotAllowed),
        ("https://example.org:80/", OutgoingError::NotAllowed),
        ("ftp://example.org/", OutgoingError::NotAllowed),
    ] {
        let refused = outgoing.ask(asked(address, 0)).await.expect_err(address);
        // What is no address to this machine's resolver is nobody's name.
        let is_so = refused == error || refused == OutgoingError::Unknown && error == OutgoingError::Inside;
        assert!(is_so, "{address}: {refused:?}");
    }
}

#[tokio::test]
async fn who_says_nothing_is_waited_for_only_so_long() {
    let origin = server().await;
    let mut outgoing = Outgoing::new(origin.parse().expect("an origin"));
    outgoing.patience = Duration::from_millis(200);
    let silent = outgoing.ask(asked(&format!("{origin}/silent"), 0)).await;
    assert_eq!(silent.expect_err("given up"), OutgoingError::TooSlow);
    let nobody = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let closed = format!("http://{}", nobody.local_addr().expect("an address"));
    drop(nobody);
    assert_eq!(ask(&closed, "/", 0).await.expect_err("refused"), OutgoingError::Unreachable);
}

#[tokio::test]
async fn a_server_is_who_its_certificate_says_and_is_trusted_for_its_authority() {
    let own = rcgen::generate_simple_self_signed(["127.0.0.1".to_owned()]).expect("a certificate");
    let (certificate, key) =
        (own.cert.der().clone(), PrivateKeyDer::try_from(own.signing_key.serialize_der()));
    let provider = Arc::new(crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_no_client_auth()
        .with_single_cert(vec![certificate.clone()], key.expect("a key"))
        .expect("a configuration");
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let origin = format!("https://{}", listener.local_addr().expect("an address"));
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let acceptor = acceptor.clone();
            tokio::spawn(async move {
                let Ok(stream) = acceptor.accept(stream).await else { return };
                let answering = hyper::service::service_fn(|_| async {
                    Ok::<_, std::convert::Infallible>(Response::new(Body::from("over TLS")))
                });
                let serving = hyper::server::conn::http1::Builder::new();
                let _ = serving.serve_connection(TokioIo::new(stream), answering).await;
            });
        }
    });
    let mut roots = RootCertStore::empty();
    roots.add(certificate).expect("added");
    let trusting = Outgoing::trusting(origin.parse().expect("an origin"), roots);
    let answer = trusting.ask(asked(&format!("{origin}/"), 100)).await.expect("an answer");
    assert_eq!(answer.body(), "over TLS");
    assert_eq!(
        ask(&origin, "/", 100).await.expect_err("refused"),
        OutgoingError::Unreachable,
        "nobody vouches for it"
    );
}
