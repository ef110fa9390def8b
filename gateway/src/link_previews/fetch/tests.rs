//! Pages of all kinds, served on this machine by the test: the exception that an operator can make is what lets it be asked.

use axum::Router;
use axum::body::Body;
use axum::response::Redirect;
use axum::routing::get;
use futures_util::stream;
use tokio::net::TcpListener;

use super::*;
use crate::outgoing::Origins;

const PAGE: &str = "<title>Tea</title><meta name=description content='All about it'>";

fn html(body: impl Into<Body>) -> Response<Body> {
    typed("text/html; charset=utf-8", body)
}

fn typed(media_type: &'static str, body: impl Into<Body>) -> Response<Body> {
    Response::builder().header(CONTENT_TYPE, media_type).body(body.into()).expect("an answer")
}

fn packed(encoding: &'static str, bytes: &[u8]) -> Response<Body> {
    use std::io::Write;
    let mut packing = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    let packed = packing.write_all(bytes).and_then(|()| packing.finish()).expect("packed");
    let mut answer = html(packed);
    answer.headers_mut().insert(CONTENT_ENCODING, HeaderValue::from_static(encoding));
    answer
}

fn endless(first: &'static str) -> Body {
    let piece = Bytes::from(vec![b' '; 1 << 16]);
    let pieces = std::iter::once(Bytes::from(first)).chain(std::iter::repeat_n(piece, 160));
    Body::from_stream(stream::iter(pieces.map(Ok::<_, std::io::Error>)))
}

async fn asked_with(headers: HeaderMap) -> Response<Body> {
    let names: Vec<&str> = headers.keys().map(HeaderName::as_str).filter(|name| *name != "host").collect();
    html(format!("<title>{} {}</title>", names.join(" "), headers["user-agent"].to_str().unwrap_or_default()))
}

fn pages() -> Router {
    let to = |to: &'static str| get(move || async move { Redirect::temporary(to) });
    Router::new()
        .route("/page", get(|| async { html(PAGE) }))
        .route("/who", get(asked_with))
        .route("/1", to("/2"))
        .route("/2", to("3"))
        .route("/3", to("/page"))
        .route("/0", to("/1"))
        .route("/round", to("/round"))
        .route("/inside", to("http://169.254.169.254/latest"))
        .route("/database", to("http://127.0.0.1:5432/"))
        .route("/name", to("https://localhost/"))
        .route("/v4-mapped", to("http://[::ffff:127.0.0.1]/"))
        .route("/nat64", to("http://[64:ff9b::a00:1]/"))
        .route("/ula", to("https://[fd00::1]/"))
        .route("/file", to("file:///etc/passwd"))
        .route("/user", to("http://rosa:secret@example.org/"))
        .route("/long", get(|| async { html(endless(PAGE)) }))
        .route("/late", get(|| async { html(endless("<!doctype html>")) }))
        .route("/packed", get(|| async { packed("gzip", PAGE.as_bytes()) }))
        .route("/bomb", get(|| async { packed("gzip", &[PAGE.as_bytes(), &vec![b' '; 4 << 20]].concat()) }))
        .route("/odd", get(|| async { packed("zstd", PAGE.as_bytes()) }))
        .route("/lying", get(|| async { html(vec![0xff_u8; 10_000]) }))
        .route("/full", get(|| async { typed("image/png", vec![1_u8; BYTES]) }))
        .route("/over", get(|| async { typed("image/png", vec![1_u8; BYTES + 1]) }))
        .route("/program", get(|| async { typed("application/octet-stream", PAGE) }))
        .route("/untyped", get(|| async { Response::new(Body::from(PAGE)) }))
        .route("/missing", get(|| async { (StatusCode::NOT_FOUND, html(PAGE)) }))
        .route("/broken", get(|| async { (StatusCode::BAD_GATEWAY, html(PAGE)) }))
        .route("/silent", get(|| async { std::future::pending::<()>().await }))
        .route(
            "/dripping",
            get(|| async { html(Body::from_stream(stream::pending::<Result<Bytes, std::io::Error>>())) }),
        )
}

#[tokio::test]
async fn a_picture_is_had_whole_or_not_at_all_and_never_from_inside() {
    let origin = server().await;
    let outgoing = asking(&origin);
    for (path, length) in [
        ("/page", Some(PAGE.len())),
        ("/1", Some(PAGE.len())),
        ("/full", Some(BYTES)),
        ("/over", None),
        ("/long", None),
        ("/packed", None),
        ("/missing", None),
        ("/broken", None),
        ("/inside", None),
        ("/nat64", None),
        ("/0", None),
    ] {
        let url = Url::parse(&format!("{origin}{path}")).expect("an address");
        assert_eq!(fetch_picture(&outgoing, url).await.map(|bytes| bytes.len()), length, "{path}");
    }
}

async fn server() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    tokio::spawn(async move { axum::serve(listener, pages()).await });
    format!("http://{address}")
}

fn asking(origin: &str) -> Outgoing {
    let allowed: Origins = origin.parse().expect("an origin");
    Outgoing::new(allowed).for_pages(DEADLINE)
}

async fn title(outgoing: &Outgoing, link: &str) -> String {
    match fetch(outgoing, link).await {
        Found::Page(page, _) => page.title,
        Found::Nothing => "nothing".to_owned(),
        Found::Silence => "silence".to_owned(),
    }
}

#[tokio::test]
async fn a_page_is_found_where_a_link_leads_after_three_redirects_and_no_further() {
    let origin = server().await;
    let outgoing = asking(&origin);
    for (path, found) in [
        ("/page", "Tea"),
        ("/page#steep", "Tea"),
        ("/1", "Tea"),
        ("/0", "nothing"),
        ("/round", "nothing"),
        ("/packed", "Tea"),
        ("/long", "Tea"),
        ("/bomb", "Tea"),
        ("/late", "nothing"),
        ("/lying", "nothing"),
        ("/odd", "nothing"),
        ("/program", "nothing"),
        ("/untyped", "nothing"),
        ("/missing", "nothing"),
        ("/broken", "silence"),
    ] {
        assert_eq!(title(&outgoing, &format!("{origin}{path}")).await, found, "{path}");
    }
    let Found::Page(page, at) = fetch(&outgoing, &format!("{origin}/1")).await else { panic!("a page") };
    assert_eq!((page.description.as_str(), at.path()), ("All about it", "/page"));
}

#[tokio::test]
async fn no_redirect_leads_inside() {
    let origin = server().await;
    let outgoing = asking(&origin);
    for path in ["/inside", "/database", "/name", "/v4-mapped", "/nat64", "/ula", "/file", "/user"] {
        assert_eq!(fetch(&outgoing, &format!("{origin}{path}")).await, Found::Nothing, "{path}");
    }
    let strict = Outgoing::new(Origins::default()).for_pages(DEADLINE);
    assert_eq!(fetch(&strict, &format!("{origin}/page")).await, Found::Nothing, "without the exception");
    for link in [
        "mailto:rosa@example.org",
        "javascript:alert(1)",
        "http://",
        "",
        "http://127.1/",
        "http://0177.0.0.1/",
    ] {
        assert_eq!(fetch(&strict, link).await, Found::Nothing, "{link}");
    }
}

#[tokio::test]
async fn whoever_is_asked_learns_who_asks_and_nothing_else() {
    let origin = server().await;
    let asked = title(&asking(&origin), &format!("{origin}/who")).await;
    let agent = format!("Hubbub/{} (link preview)", env!("CARGO_PKG_VERSION"));
    assert_eq!(asked, format!("user-agent accept accept-encoding {agent}"));
}

#[tokio::test]
async fn who_takes_their_time_is_not_waited_for() {
    let origin = server().await;
    let outgoing = Outgoing::new(origin.parse().expect("an origin")).for_pages(Duration::from_millis(200));
    for path in ["/silent", "/dripping"] {
        assert_eq!(fetch(&outgoing, &format!("{origin}{path}")).await, Found::Silence, "{path}");
    }
}
