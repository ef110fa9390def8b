//! Registering, signing in and out, and what the cookie says.

use reqwest::Method;

use crate::browser::{PASSWORD, Page};
use crate::fixture::Fixture;

#[tokio::test(flavor = "multi_thread")]
async fn registering_signs_in_and_leads_into_the_common_room() {
    let fixture = Fixture::open().await;
    let rosa = fixture.person("rosa").await;
    let home = rosa.get("/").await;
    assert_eq!(home.status, 200);
    assert!(home.has("rosa") && home.has("/r/general"), "{}", home.body);
    for path in ["/login", "/register"] {
        let page = rosa.get(path).await;
        assert_eq!((page.status, page.location()), (303, "/"), "{path}: nobody signs in twice");
        let page = rosa.get(&format!("{path}?next=/r/general")).await;
        assert_eq!((page.status, page.location()), (303, "/r/general"), "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn all_that_is_wrong_with_a_registration_is_said_at_once_and_nothing_typed_is_lost() {
    let fixture = Fixture::open().await;
    let fields = [
        ("username", "ro sa"),
        ("email", "<rosa>"),
        ("display_name", "Rosa \"<b>\" Silva"),
        ("password", "short-one"),
        ("installation", &*"x".repeat(61)),
        ("next", "/r/general"),
    ];
    let page = fixture.stranger().post("/register", &fields).await;
    assert_eq!(page.status, 422);
    let kept = ["value=\"ro sa\"", "value=\"&lt;rosa&gt;\"", "Rosa &quot;&lt;b&gt;&quot; Silva", fields[4].1];
    for kept in kept {
        assert!(page.has(kept), "{kept} is kept: {}", page.body);
    }
    for said in [
        "lowercase letters and numbers; dots",
        "Enter a valid email address",
        "at least 10 characters",
        "Use at most 60 characters",
    ] {
        assert!(page.has(said), "{said}: {}", page.body);
    }
    assert!(!page.has("short-one"), "passwords are never echoed");

    // Once there is an owner, everyone else is told the same, and goes on to where they wanted to.
    fixture.person("rosa").await;
    let page = fixture.stranger().post("/register", &fields).await;
    assert_eq!(page.status, 422);
    for kept in [kept[0], kept[1], kept[2], "/r/general"] {
        assert!(page.has(kept) || page.has(&kept.replace("/", "&#x2F;")), "{kept} is kept: {}", page.body);
    }
    assert!(!page.has("short-one"), "passwords are never echoed");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_in_use_is_answered_beside_its_field() {
    let fixture = Fixture::open().await;
    fixture.person("rosa").await;
    let page = fixture.stranger().register("ROSA").await;
    assert_eq!(page.status, 409, "{}", page.body);
    assert!(page.has("value=\"ROSA\"") && page.has("aria-invalid"), "{}", page.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn registering_with_an_address_somebody_has_looks_like_with_any_other() {
    let fixture = Fixture::open().await;
    fixture.person("rosa").await;
    let register = async |username: &str, email: &str| {
        let fields = [("username", username), ("email", email), ("password", PASSWORD)];
        let page = fixture.stranger().post("/register", &fields).await;
        let names: Vec<_> = page.headers.keys().map(ToString::to_string).collect();
        (page.status, page.location().to_owned(), page.body, names)
    };
    assert_eq!(register("mallory", "rosa@example.org").await, register("anton", "anton@example.org").await);
    let rosa = fixture.stranger();
    assert_eq!(rosa.log_in("rosa@example.org", "").await.status, 303);
    assert!(rosa.get("/settings").await.has("href=\"/u/rosa\""), "the oldest claim signs in by it");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_password_that_is_the_site_s_name_or_repeats_is_refused_with_a_plain_sentence() {
    let fixture = Fixture::open_with(&[("HUBBUB_NAME", "Harbour Club")]).await;
    for (password, said) in [
        ("harbour-club-2026", "Your password can’t be the name of this site"),
        ("first3first3", "This password repeats itself"),
        ("rosa1234567", "can’t be your own name or address"),
    ] {
        let fields = [("username", "rosa"), ("email", "r@example.org"), ("password", password)];
        let page = fixture.stranger().post("/register", &fields).await;
        assert!(page.status == 422 && page.has(said), "{password}: {}", page.body);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_account_shows_the_operators_code_where_one_is_asked_for() {
    let fixture = Fixture::open_with(&[("HUBBUB_CLAIM_CODE", "plum-tree-42")]).await;
    let stranger = fixture.stranger();
    assert!(stranger.get("/register").await.has("name=\"claim\""));
    let missing = stranger.register("rosa").await;
    assert_eq!(missing.status, 422, "{}", missing.body);
    let mut fields = vec![
        ("username", "rosa"),
        ("email", "rosa@example.org"),
        ("password", PASSWORD),
        ("claim", "pear-tree"),
    ];
    let wrong = stranger.post("/register", &fields).await;
    assert!((400..500).contains(&wrong.status) && wrong.has("pear-tree"), "{} {}", wrong.status, wrong.body);
    fields[3].1 = "plum-tree-42";
    assert_eq!(stranger.post("/register", &fields).await.status, 303);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_password_keeps_the_name_and_tells_nothing() {
    let fixture = Fixture::open().await;
    fixture.person("rosa").await;
    let wrong = [("login", "rosa"), ("password", "not the password")];
    let unknown = [("login", "nobody"), ("password", "not the password")];
    let (wrong, unknown) =
        (fixture.stranger().post("/login", &wrong).await, fixture.stranger().post("/login", &unknown).await);
    assert!(
        (400..500).contains(&wrong.status) && wrong.has("value=\"rosa\""),
        "{} {}",
        wrong.status,
        wrong.body
    );
    assert_eq!(wrong.status, unknown.status);
    assert_eq!(wrong.body.replace("rosa", "nobody"), unknown.body, "known and unknown names look the same");
    let empty = fixture.stranger().post("/login", &[]).await;
    assert_eq!(empty.status, 422);
}

#[tokio::test(flavor = "multi_thread")]
async fn signing_in_by_name_or_address_leads_to_where_one_wanted_to_go() {
    let fixture = Fixture::open().await;
    fixture.person("rosa").await;
    let rosa = fixture.stranger();
    let turned = rosa.get("/r/general?before=5").await;
    assert_eq!((turned.status, turned.location()), (303, "/login?next=%2Fr%2Fgeneral%3Fbefore%3D5"));
    assert!(rosa.get(turned.location()).await.has("name=\"next\""));
    assert_eq!(rosa.log_in("Rosa", "/r/general?before=5").await.location(), "/r/general?before=5");
    let by_mail = fixture.stranger().log_in("rosa@example.org", "").await;
    assert_eq!((by_mail.status, by_mail.location()), (303, "/"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_from_elsewhere_cannot_lead_through_signing_in_to_another_site() {
    let fixture = Fixture::open().await;
    fixture.person("rosa").await;
    for next in [
        "//evil.example",
        "/\\evil.example",
        "https://evil.example",
        "/\t/evil.example",
        "/%09/x\\y",
        "javascript:x",
    ] {
        let entered = fixture.stranger().log_in("rosa", next).await;
        assert_eq!((entered.status, entered.location()), (303, "/"), "{next:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_cookie_is_named_after_the_installation_and_out_of_reach_of_scripts() {
    let fixture = Fixture::open().await;
    let page = fixture.stranger().register("rosa").await;
    let cookie = page.header("set-cookie");
    let (name, _) = cookie.split_once('=').expect("a cookie");
    let digits = name.strip_prefix("hubbub_").expect("its name");
    assert!(digits.len() == 8 && digits.bytes().all(|byte| byte.is_ascii_hexdigit()), "{name}");
    for attribute in ["; HttpOnly", "; SameSite=Lax", "; Path=/"] {
        assert!(cookie.contains(attribute), "{cookie}");
    }
    assert!(!cookie.contains("Secure") && !cookie.contains("Domain"), "{cookie}");
}

#[tokio::test(flavor = "multi_thread")]
async fn under_https_the_cookie_is_bound_to_the_host_and_browsers_stay_with_https() {
    let fixture = Fixture::open_with(&[("HUBBUB_PUBLIC_URL", "https://chat.example.org")]).await;
    let page = fixture.stranger().register("rosa").await;
    let cookie = page.header("set-cookie");
    assert!(cookie.starts_with("__Host-hubbub_") && cookie.contains("; Secure"), "{cookie}");
    assert!(page.header("strict-transport-security").starts_with("max-age=31536000"));
    assert!(page.header("content-security-policy").contains("connect-src 'self' wss://chat.example.org"));
}

#[tokio::test(flavor = "multi_thread")]
async fn who_signs_out_is_out_and_a_kept_cookie_is_worth_nothing() {
    let fixture = Fixture::open().await;
    let rosa = fixture.stranger();
    let entered = rosa.register("rosa").await;
    let cookie = entered.header("set-cookie").split(';').next().expect("a cookie").to_owned();
    let with_cookie = || fixture.stranger().request(Method::GET, "/").header("cookie", cookie.clone());
    assert_eq!(Page::of(with_cookie()).await.status, 200);

    assert_eq!(rosa.get("/logout").await.status, 405, "signing out is no link");
    let left = rosa.post("/logout", &[]).await;
    assert_eq!((left.status, left.location()), (303, "/login"));
    assert!(left.header("set-cookie").contains("Max-Age=0"));
    assert_eq!(rosa.get("/").await.location(), "/login");
    assert_eq!(Page::of(with_cookie()).await.location(), "/login");
    assert_eq!(rosa.post("/logout", &[]).await.status, 303, "once more does no harm");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_expired_session_leads_to_signing_in_and_says_so() {
    let fixture = Fixture::open().await;
    let rosa = fixture.stranger();
    // She registers and does not look at a page, so that the gateway has not heard of the session yet.
    assert_eq!(rosa.register("rosa").await.status, 303);
    fixture.sql("update auth.session set last_seen = now() - interval '1 year', made_at = now() - interval '1 year'").await;
    let turned = rosa.get("/rooms").await;
    assert_eq!((turned.status, turned.location()), (303, "/login?next=%2Frooms"));
    assert!(rosa.get("/login").await.has("Your session has ended"));
}

/// Registers from an address that a header names; answers with the status.
async fn register_from(fixture: &Fixture, username: &str, forwarded: &str) -> u16 {
    let email = format!("{username}@example.org");
    let fields = [("username", username), ("email", &*email), ("password", PASSWORD)];
    let request = fixture.stranger().request(Method::POST, "/register").form(&fields);
    Page::of(request.header("x-forwarded-for", forwarded)).await.status
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stranger_cannot_choose_the_address_that_is_counted() {
    let fixture = Fixture::open_with(&[("HUBBUB_REGISTRATIONS_PER_ADDRESS", "1")]).await;
    assert_eq!(register_from(&fixture, "rosa", "198.51.100.1").await, 303);
    assert_eq!(register_from(&fixture, "anton", "198.51.100.2").await, 429);
}

#[tokio::test(flavor = "multi_thread")]
async fn behind_the_operators_proxy_everyone_is_counted_by_their_own_address() {
    let settings = [("HUBBUB_REGISTRATIONS_PER_ADDRESS", "1"), ("HUBBUB_TRUSTED_PROXIES", "127.0.0.0/8")];
    let fixture = Fixture::open_with(&settings).await;
    assert_eq!(register_from(&fixture, "rosa", "6.6.6.6, 198.51.100.1").await, 303);
    assert_eq!(register_from(&fixture, "anton", "198.51.100.2").await, 303);
    assert_eq!(register_from(&fixture, "nadia", "7.7.7.7, 198.51.100.1").await, 429);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cookie_that_was_made_up_is_no_session() {
    let fixture = Fixture::open().await;
    let entered = fixture.stranger().register("rosa").await;
    let (name, _) = entered.header("set-cookie").split_once('=').expect("a cookie");
    for value in ["", "x", &"A".repeat(43), &"A".repeat(44), "%00", "\"quoted\""] {
        let request =
            fixture.stranger().request(Method::GET, "/").header("cookie", format!("{name}={value}"));
        let page = Page::of(request).await;
        assert_eq!((page.status, page.location()), (303, "/login"), "{value:?}");
    }
}
