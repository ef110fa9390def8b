//! What is asked of every server by browsers, programs and broken programs: the right status, a page that helps, never a 500.

use std::time::Duration;

use futures_util::future::join_all;
use reqwest::Method;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::browser::{Browser, Page};
use crate::fixture::Fixture;

async fn ask(browser: &Browser, method: &str, path: &str) -> Page {
    Page::of(browser.request(Method::from_bytes(method.as_bytes()).expect("a method"), path)).await
}

/// The status line that comes back for these very bytes.
async fn said(fixture: &Fixture, bytes: &[u8]) -> String {
    let mut stream = TcpStream::connect(fixture.address()).await.expect("connected");
    // A no may come before everything is sent.
    let _ = stream.write_all(bytes).await;
    let mut heard = vec![0; 15];
    let reading = stream.read_exact(&mut heard);
    tokio::time::timeout(Duration::from_secs(30), reading)
        .await
        .expect("an answer in time")
        .expect("an answer");
    String::from_utf8_lossy(&heard).into_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_phone_finds_what_it_makes_an_app_of() {
    let fixture = Fixture::open_with(&[("HUBBUB_NAME", "Harbour \"4\"")]).await;
    let stranger = fixture.stranger();
    let door = stranger.get("/register").await;
    for link in [
        "rel=\"manifest\" href=\"/manifest.webmanifest\"",
        "rel=\"apple-touch-icon\"",
        "name=\"theme-color\"",
    ] {
        assert!(door.has(link), "{link}: {}", door.body);
    }
    assert!(
        door.has("(prefers-color-scheme: light)") && door.has("(prefers-color-scheme: dark)"),
        "a colour for each"
    );
    let manifest = stranger.get("/manifest.webmanifest").await;
    assert_eq!(manifest.header("content-type"), "application/manifest+json");
    let manifest: serde_json::Value = serde_json::from_str(&manifest.body).expect("JSON");
    assert_eq!((&manifest["name"], &manifest["display"]), (&"Harbour \"4\"".into(), &"standalone".into()));
    let icons = manifest["icons"].as_array().expect("icons");
    assert!(icons.iter().any(|icon| icon["purpose"] == "maskable"));
    for icon in icons {
        let file = ask(&stranger, "HEAD", icon["src"].as_str().expect("an address")).await;
        assert_eq!(
            (file.status, file.header("content-type")),
            (200, icon["type"].as_str().expect("a type")),
            "{icon}"
        );
    }
    for (path, kind) in [("/favicon.ico", "image/x-icon"), ("/apple-touch-icon.png", "image/png")] {
        let icon = ask(&stranger, "HEAD", path).await;
        assert_eq!((icon.status, icon.header("content-type")), (200, kind), "{path}");
        assert_eq!(icon.header("cache-control"), "public, max-age=86400", "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_found_a_fault_is_told_whom_to_tell() {
    let nobody = Fixture::open().await.stranger().get("/.well-known/security.txt").await;
    assert!(nobody.status == 404 && nobody.has("Tell an admin."), "{}", nobody.body);
    let settings =
        [("HUBBUB_SECURITY_CONTACT", "guard@example.org"), ("HUBBUB_PUBLIC_URL", "https://chat.example.org")];
    let fixture = Fixture::open_with(&settings).await;
    let told = fixture.stranger().get("/.well-known/security.txt").await;
    assert_eq!((told.status, told.header("content-type")), (200, "text/plain; charset=utf-8"));
    for line in [
        "Contact: mailto:guard@example.org\n",
        "Canonical: https://chat.example.org/.well-known/security.txt\n",
    ] {
        assert!(told.has(line), "{}", told.body);
    }
    let expires = told.between("Expires: ", "\n").expect("an end");
    let expires = time::OffsetDateTime::parse(&expires, &time::format_description::well_known::Rfc3339);
    let left = expires.expect("a time") - time::OffsetDateTime::now_utc();
    assert!((time::Duration::days(30)..time::Duration::days(366)).contains(&left), "{left}");
    let change = fixture.stranger().get("/.well-known/change-password").await;
    assert_eq!((change.status, change.location()), (303, "/settings#password-heading"));
    assert!(fixture.stranger().get("/robots.txt").await.has("disallow: /"));
    assert_eq!(fixture.stranger().get("/register").await.header("x-robots-tag"), "noindex");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_number_of_a_request_is_ours_unless_the_operators_own_proxy_gave_it_one() {
    let trusting = Fixture::open_with(&[("HUBBUB_TRUSTED_PROXIES", "127.0.0.1")]).await;
    let wary = Fixture::open().await;
    let number = async |fixture: &Fixture, given: &str| {
        let request = fixture.stranger().request(Method::PUT, "/login").header("x-request-id", given);
        let page = Page::of(request).await;
        let number = page.header("x-request-id").to_owned();
        assert!(
            page.has(&format!("<code id=\"request-id\">{number}</code>")),
            "the page says it: {}",
            page.body
        );
        number
    };
    assert_eq!(number(&trusting, "proxy-4bf92f35_77b3.1").await, "proxy-4bf92f35_77b3.1");
    let long = "a".repeat(65);
    for (fixture, given) in
        [(&wary, "proxy-4bf92f35"), (&trusting, "<b>bold</b>"), (&trusting, "short"), (&trusting, &*long)]
    {
        let ours = number(fixture, given).await;
        assert!(ours.len() == 32 && ours.bytes().all(|byte| byte.is_ascii_hexdigit()), "{given}: {ours}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_slash_too_many_leads_to_what_was_meant() {
    let fixture = Fixture::open().await;
    let rosa = fixture.person("rosa").await;
    for (path, there) in [
        ("/rooms/", "/rooms"),
        ("//rooms?q=a%20b", "/rooms?q=a%20b"),
        ("/r//general/", "/r/general"),
        ("//evil.example/", "/evil.example"),
    ] {
        let page = rosa.get(path).await;
        assert_eq!((page.status, page.location()), (308, there), "{path}");
    }
    assert_eq!(rosa.get("/not_found").await.status, 404);
    assert_eq!(rosa.post("/rooms/", &[("name", "x")]).await.status, 404, "a form is not sent elsewhere");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_method_gets_an_answer_that_fits() {
    let fixture = Fixture::open().await;
    let rosa = fixture.person("rosa").await;
    for (path, status) in
        [("/login", 303), ("/", 200), ("/rooms", 200), ("/not_found", 404), ("/r/general", 200)]
    {
        let (whole, head) = (rosa.get(path).await, ask(&rosa, "HEAD", path).await);
        assert_eq!((whole.status, head.status, &*head.body), (status, status, ""), "{path}");
        assert_eq!(head.header("content-type"), whole.header("content-type"), "{path}");
    }
    for method in ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "BREW"] {
        let page = ask(&rosa, method, "/rooms").await;
        assert_eq!((page.status, page.header("allow")), (405, "GET,HEAD,POST"), "{method}");
        assert_eq!(ask(&rosa, method, "/not_found").await.status, 404, "{method}");
    }
    assert_eq!(rosa.get("/logout").await.status, 405, "nobody is signed out by a link");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_request_is_refused_and_breaks_nothing() {
    let fixture = Fixture::open().await;
    let long = "x".repeat(200_000);
    let head = format!("GET /login HTTP/1.1\r\nhost: x\r\nx-long: {long}\r\n\r\n");
    let address = format!("GET /r/{long} HTTP/1.1\r\nhost: x\r\n\r\n");
    let cases: [(&[u8], &str); 9] = [
        (head.as_bytes(), "HTTP/1.1 431 Re"),
        (address.as_bytes(), "HTTP/1.1 4"),
        (b"GET /invite/%zz HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n", "HTTP/1.1 4"),
        (b"GET /invite/%ff%fe HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n", "HTTP/1.1 400 Ba"),
        (b"GET /invite/\xff\xfe HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n", "HTTP/1.1 4"),
        (
            b"GET /invite/a%00b%0d%0aset-cookie:x HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n",
            "HTTP/1.1 4",
        ),
        (b"GET /register HTTP/1.1\r\nhost: x\r\nhost: y\r\nconnection: close\r\n\r\n", "HTTP/1.1 400 Ba"),
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03 not http at all\r\n\r\n", "HTTP/1.1 400 Ba"),
        (
            b"POST /login HTTP/1.1\r\nhost: x\r\ncontent-length: 5\r\ncontent-length: 6\r\n\r\nabcdef",
            "HTTP/1.1 400 Ba",
        ),
    ];
    for (bytes, beginning) in cases {
        let answer = said(&fixture, bytes).await;
        let asked = String::from_utf8_lossy(&bytes[..bytes.len().min(60)]);
        assert!(answer.starts_with(beginning), "{asked:?}: {answer}");
    }
    assert_eq!(fixture.stranger().get("/register").await.status, 200, "it goes on");
}

#[tokio::test(flavor = "multi_thread")]
async fn half_a_form_is_told_that_the_rest_did_not_come() {
    let fixture = Fixture::open().await;
    let head = "POST /login HTTP/1.1\r\nhost: x\r\naccept: text/html\r\ncontent-type: application/x-www-form-urlencoded";
    let half = format!("{head}\r\ncontent-length: 1000\r\n\r\nlogin=rosa");
    assert_eq!(said(&fixture, half.as_bytes()).await, "HTTP/1.1 408 Re");
}

#[tokio::test(flavor = "multi_thread")]
async fn numbers_and_days_beyond_all_measure_break_nothing() {
    let fixture = Fixture::open().await;
    let owner = fixture.person("owner").await;
    let room = uuid::Uuid::new_v4();
    let most = i64::MAX;
    for path in [
        "/admin/messages?from=-9999-01-01".to_owned(),
        "/admin/messages?to=%2B9999-12-31".into(),
        "/admin/messages?to=9999-12-31".into(),
        format!("/admin/messages?before={most}.{room}.{most}"),
        format!("/admin/messages?before=-370000000000000000.{room}.1"),
        format!("/admin/audit?until={most}"),
        "/admin/audit?until=-370000000000000000".into(),
        format!("/rooms?offset={}", u32::MAX),
        format!("/admin/rooms?offset={}", u32::MAX),
        format!("/admin/people?offset={}", u32::MAX),
        format!("/r/general/members?offset={}", u32::MAX),
        format!("/r/general?before={most}"),
        format!("/r/general?after={most}"),
        format!("/r/general?after={}", i64::MIN),
        format!("/r/general/m/{most}"),
        format!("/r/general/m/{}", i64::MIN),
    ] {
        let page = owner.get(&path).await;
        assert!(page.status < 500, "{path}: {} {}", page.status, page.body);
    }
    let day = owner.get("/admin/messages?from=-9999-01-01").await;
    assert!(day.status == 422 && day.has("-9999-01-01"), "{}", day.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_no_has_a_page_that_says_what_to_do_and_its_number() {
    let fixture = Fixture::open().await;
    let (rosa, anton) = (fixture.person("rosa").await, fixture.person("anton").await);
    let room = rosa.make_room("Kitchen").await;
    rosa.say(&room, "The oven is fixed.").await;
    let message = rosa.get(&room).await.between("id=\"m-", "\"").expect("a message");
    let nonce = rosa.get(&format!("{room}/settings")).await.nonce();
    assert_eq!(rosa.post(&format!("{room}/settings/archive"), &[("nonce", &nonce)]).await.status, 303);
    let form = |body: String| {
        let kind = "application/x-www-form-urlencoded";
        Page::of(rosa.request(Method::POST, "/rooms").header("content-type", kind).body(body))
    };
    let flood = async {
        // Many at once, and cheap ones: a slow machine is to be too fast, too.
        for _ in 0..20 {
            let pages = join_all((0..20).map(|_| anton.get("/keys"))).await;
            if let Some(page) = pages.into_iter().find(|page| page.status == 429) {
                return page;
            }
        }
        panic!("nobody says that it is too much")
    };
    let nos = [
        (400, rosa.get("/rooms?offset=minus-one").await),
        (403, anton.get("/admin/people/invites").await),
        (404, rosa.get("/r/not_found").await),
        (405, ask(&rosa, "PUT", "/rooms").await),
        (409, rosa.get(&format!("{room}/m/{message}/edit")).await),
        (413, form("x".repeat(70_000)).await),
        (422, form("name=a&name=b".to_owned()).await),
        (429, flood.await),
        (503, Fixture::without_services(&[]).await.stranger().get("/login").await),
    ];
    for (status, page) in nos {
        assert_eq!(
            (page.status, page.header("content-type")),
            (status, "text/html; charset=utf-8"),
            "{}",
            page.body
        );
        assert!(page.has(&format!("<p class=\"notice-kind\">{status}</p>")), "{status}: {}", page.body);
        let number = page.header("x-request-id");
        assert!(!number.is_empty(), "{status} has its number");
        // What is mistyped, not theirs, too large or too fast needs nobody's help.
        let is_quoted = page.has(&format!("<code id=\"request-id\">{number}</code>"));
        assert_eq!(is_quoted, !matches!(status, 403 | 404 | 413 | 429), "{status}: {}", page.body);
        assert!(page.has("class=\"button primary\" href="), "{status} has a way on: {}", page.body);
        assert_eq!(page.header("cache-control"), "no-store", "{status}");
        let again = page.header("retry-after").parse::<u64>().is_ok();
        assert_eq!(again, matches!(status, 429 | 503), "{status} says when to come again");
        let by_itself = page.header("refresh").parse::<u64>().is_ok();
        assert_eq!(by_itself, again, "{status} continues by itself, without a script");
    }
}
