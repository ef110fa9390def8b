//! What holds for every address: headers, errors, forms of other sites, files.

use reqwest::{Method, StatusCode};

use crate::browser::{Browser, Page};
use crate::fixture::Fixture;
use crate::hosts::under;

/// Every address there is, and some that are not; what ends the visit comes last.
fn everywhere() -> Vec<(&'static str, String)> {
    let id = uuid::Uuid::new_v4().to_string();
    let blanks = [
        ("{slug}", "general"),
        ("{seq}", "1"),
        ("{user}", &id),
        ("{id}", &id),
        ("{username}", "rosa"),
        ("{code}", "code"),
        ("{token}", "token"),
        ("{hash}", "0"),
        ("{*path}", "css/main.css"),
    ];
    let filled =
        |path: &str| blanks.iter().fold(path.to_owned(), |path, (blank, word)| path.replace(blank, word));
    let mut all: Vec<_> = gateway::addresses().iter().map(|at| (at.method, filled(at.path))).collect();
    all.extend([("GET", "/not_found".to_owned()), ("PUT", "/rooms".into()), ("DELETE", "/r/general".into())]);
    all.sort_by_key(|(method, path)| (*method == "POST", path == "/logout"));
    all
}

async fn ask(browser: &Browser, method: &str, path: &str) -> Page {
    let method = Method::from_bytes(method.as_bytes()).expect("a method");
    Page::of(browser.request(method, path)).await
}

#[tokio::test(flavor = "multi_thread")]
async fn every_answer_protects_the_people_who_are_here() {
    let fixture = Fixture::open().await;
    for browser in [fixture.stranger(), fixture.person("rosa").await] {
        for (method, path) in everywhere() {
            let page = ask(&browser, method, &path).await;
            let context = format!("{method} {path} ({})", page.status);
            let policy = page.header("content-security-policy");
            for rule in [
                "default-src 'none'",
                "script-src 'self';",
                "style-src 'self';",
                "frame-ancestors 'none'",
                "base-uri 'none'",
                "form-action 'self'",
            ] {
                assert!(policy.contains(rule), "{context}: {policy}");
            }
            assert!(!policy.contains("unsafe"), "{context}: {policy}");
            assert_eq!(page.header("x-content-type-options"), "nosniff", "{context}");
            assert_eq!(page.header("referrer-policy"), "same-origin", "{context}");
            assert_eq!(page.header("cross-origin-opener-policy"), "same-origin", "{context}");
            assert_eq!(page.header("cross-origin-resource-policy"), "same-origin", "{context}");
            assert_eq!(page.header("x-request-id").len(), 32, "{context}");
            assert_eq!(page.header("strict-transport-security"), "", "{context}: there is no https here");
            let is_for_all = page.header("cache-control").starts_with("public") && !path.starts_with("/r/");
            // The browser asks whether there is another service worker.
            let is_worker = path == "/sw.js" && page.header("cache-control") == "no-cache";
            assert!(is_for_all || is_worker || page.header("cache-control") == "no-store", "{context}");
            assert!(page.status < 500, "{context}: {}", page.body);
            if page.status >= 400 {
                // Refused forms, and pages one may not see, say what to do; nobody else could help.
                let is_own = matches!(page.status, 401 | 403 | 422 | 404 | 410 | 413 | 429);
                assert!(
                    page.has(page.header("x-request-id")) || is_own,
                    "{context} says its number: {}",
                    page.body
                );
            }
            assert!(!page.has("<script>") && !page.has("style="), "{context}: nothing inline");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn errors_are_pages_for_people_and_problems_for_programs() {
    let fixture = Fixture::open().await;
    let page = fixture.stranger().get("/not_found").await;
    assert_eq!((page.status, page.header("content-type")), (404, "text/html; charset=utf-8"));
    assert!(page.has("Page not found"), "{}", page.body);

    let program = fixture.stranger().request(Method::GET, "/not_found").header("accept", "application/json");
    // A header that is said twice is one list: the browser's own `text/html` has to go.
    let program = program.build().map(|mut request| {
        request.headers_mut().insert("accept", "application/json".parse().unwrap());
        request
    });
    let answer = reqwest::Client::new().execute(program.expect("a request")).await.expect("an answer");
    assert_eq!(answer.status(), StatusCode::NOT_FOUND);
    assert_eq!(answer.headers()["content-type"], "application/problem+json");
    let problem: serde_json::Value = answer.json().await.expect("JSON");
    assert_eq!((&problem["status"], &problem["code"]), (&404.into(), &"not_found".into()));

    let method = ask(&fixture.stranger(), "DELETE", "/login").await;
    assert_eq!(method.status, 405);
    assert!(method.header("allow").contains("POST"), "{}", method.header("allow"));
}

#[tokio::test(flavor = "multi_thread")]
async fn forms_of_other_sites_are_not_carried_out() {
    let fixture = Fixture::open().await;
    let rosa = fixture.person("rosa").await;
    let ours = format!("http://{}", fixture.address());
    let cases: [(&str, Option<&str>, bool); 13] = [
        ("", None, true),
        ("same-origin", None, true),
        ("none", None, true),
        ("same-origin", Some(&ours), true),
        ("", Some(&ours), true),
        ("cross-site", None, false),
        ("same-site", None, false),
        ("cross-site", Some(&ours), false),
        ("sidewise", None, false),
        ("", Some("http://evil.example"), false),
        ("", Some("null"), false),
        ("", Some("http://127.0.0.1:1"), false),
        ("cross-site", Some("http://evil.example"), false),
    ];
    for (site, origin, passes) in cases {
        // Joining once more changes nothing, so it may be tried often.
        let mut request = rosa.request(Method::POST, "/r/general/join").form(&[("nonce", "")]);
        if !site.is_empty() {
            request = request.header("sec-fetch-site", site);
        }
        if let Some(origin) = origin {
            request = request.header("origin", origin);
        }
        let page = Page::of(request).await;
        assert_eq!(page.status, if passes { 303 } else { 403 }, "{site:?} {origin:?}: {}", page.body);
        if !passes {
            assert!(page.has("sent from another site"), "{}", page.body);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn behind_a_proxy_that_changes_the_host_the_public_address_counts() {
    let settings =
        [("HUBBUB_PUBLIC_URL", "http://chat.example.org"), ("HUBBUB_TRUSTED_PROXIES", "127.0.0.1")];
    let fixture = Fixture::open_with(&settings).await;
    let rosa = fixture.person("rosa").await;
    for (origin, status) in [("http://chat.example.org", 303), ("http://chat.example.org.evil.example", 403)]
    {
        let request = under("gateway-1:8080", rosa.request(Method::POST, "/r/general/join"));
        let request = request.header("origin", origin).form(&[("nonce", "")]);
        assert_eq!(Page::of(request).await.status, status, "{origin}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_form_gets_a_page_that_says_so() {
    let fixture = Fixture::open().await;
    let rosa = fixture.person("rosa").await;
    let post = |path: &str| rosa.request(Method::POST, path);
    let json = post("/rooms").header("content-type", "application/json").body("{\"name\":\"x\"}");
    assert_eq!(Page::of(json).await.status, 415);
    let twice =
        post("/rooms").header("content-type", "application/x-www-form-urlencoded").body("name=a&name=b");
    assert_eq!(Page::of(twice).await.status, 422);
    let broken =
        post("/rooms").header("content-type", "application/x-www-form-urlencoded").body("name=%ff%fe&&=&%%%");
    let broken = Page::of(broken).await;
    assert!((400..500).contains(&broken.status), "{}", broken.status);
    let huge = post("/rooms").form(&[("name", &*"x".repeat(70_000))]);
    let huge = Page::of(huge).await;
    assert_eq!(huge.status, 413);
    assert!(huge.has("This is too large"), "{}", huge.body);
    assert_eq!(rosa.get("/rooms?offset=minus-one").await.status, 400);
    assert_eq!(rosa.get("/r/general/m/first").await.status, 404);
    assert_eq!(rosa.get("/r/%ff%fe").await.status, 400);
    assert_eq!(rosa.get("/r/a%00b").await.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_travel_compressed_to_browsers_that_ask_for_it() {
    let fixture = Fixture::open().await;
    let request = fixture.stranger().request(Method::GET, "/register").header("accept-encoding", "gzip, br");
    let answer = request.send().await.expect("an answer");
    assert_eq!(answer.headers()["content-encoding"], "gzip");
    let bytes = answer.bytes().await.expect("a body");
    assert_eq!(bytes[..2], [0x1f, 0x8b], "it is gzip");
}

#[tokio::test(flavor = "multi_thread")]
async fn files_are_kept_for_ever_under_the_name_of_their_content() {
    let fixture = Fixture::without_services(&[]).await;
    let stranger = fixture.stranger();
    let error = stranger.get("/not_found").await;
    let (_, rest) = error.body.split_once("href=\"/static/").expect("a stylesheet");
    let path = format!("/static/{}", rest.split_once('"').expect("its end").0);
    let plain = stranger.get(&path).await;
    assert_eq!(
        (plain.status, plain.header("cache-control")),
        (200, "public, max-age=31536000, immutable"),
        "{path}"
    );
    assert_eq!((plain.header("vary"), plain.header("content-encoding")), ("accept-encoding", ""));

    let (_, name) = path.trim_start_matches("/static/").split_once('/').expect("a file");
    let other_release = stranger.get(&format!("/static/000000000000/{name}")).await;
    assert_eq!((other_release.status, other_release.header("cache-control")), (404, "no-store"));
    let outside = stranger.get(&path.replace(name, "..%2f..%2fCargo.toml")).await;
    assert_eq!(outside.status, 404);
    assert_eq!(stranger.get("/favicon.ico").await.status, 200);
    assert!(stranger.get("/robots.txt").await.has("disallow: /"));
}
