//! Services away: pages say so, nothing typed is lost, and everything goes on by itself when they return.

use std::net::SocketAddr;
use std::time::Duration;

use crate::browser::Browser;
use crate::fixture::Fixture;

const DEADLINE: Duration = Duration::from_secs(60);

#[tokio::test(flavor = "multi_thread")]
async fn until_auth_has_answered_pages_say_so_and_then_work_by_themselves() {
    let fixture = Fixture::without_services(&[]).await;
    let stranger = fixture.stranger();
    let page = stranger.get("/login").await;
    assert_eq!(page.status, 503);
    assert!(
        page.header("retry-after").parse::<u32>().is_ok() && page.has("href=\"/login\""),
        "{}",
        page.body
    );
    assert!(page.has("Back in a moment"), "{}", page.body);
    fixture.start_auth(&[]).await;
    fixture.start_rooms(&[]).await;
    stranger.until("/register", 200, DEADLINE).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_cut_off_gives_way_to_others_for_half_a_minute_and_then_serves_its_own_page() {
    let ops = SocketAddr::from(([127, 0, 0, 1], services::ports::private()));
    let fixture = Fixture::without_services(&[("HUBBUB_OPS_LISTEN", &ops.to_string())]).await;
    let operator = Browser::at(ops, &ops.to_string());
    assert_eq!(operator.until("/startupz", 200, DEADLINE).await.status, 200);
    let page = operator.get("/readyz").await;
    assert!(page.status == 503 && page.has("no auth-service has answered yet"), "{}", page.body);
    // Another gateway might do better for so long; after that nobody does, most likely.
    let page = operator.until("/readyz", 200, DEADLINE).await;
    assert!(page.has("\"degraded\":true") && page.has("no auth-service has answered yet"), "{}", page.body);
    assert_eq!(operator.get("/livez").await.status, 200);
    let page = fixture.stranger().get("/login").await;
    assert!(
        page.status == 503 && page.has("Back in a moment") && page.has("continues by itself"),
        "{}",
        page.body
    );
    let seconds: u64 = page.header("refresh").parse().expect("the browser asks again by itself");
    assert!((5..=10).contains(&seconds));
    fixture.start_auth(&[]).await;
    fixture.start_rooms(&[]).await;
    operator.until_has("/readyz", "\"degraded\":false", DEADLINE).await;
    assert_eq!(fixture.stranger().get("/login").await.header("refresh"), "");
}

#[tokio::test(flavor = "multi_thread")]
async fn words_are_given_back_while_rooms_are_away() {
    let fixture = Fixture::open().await;
    let rosa = fixture.person("rosa").await;
    let nonce = rosa.get("/r/general").await.nonce();
    fixture.stop_rooms();
    rosa.until("/", 503, DEADLINE).await;
    let page = rosa.say_as("/r/general", "do not lose <this>", &nonce).await;
    assert_eq!(page.status, 503);
    assert!(page.has("do not lose &lt;this&gt;") && !page.header("retry-after").is_empty(), "{}", page.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn words_are_given_back_while_the_bus_is_away() {
    let nats = services::testbed::start_nats().await.expect("a nats-server");
    let fixture = Fixture::open_with(&[("NATS_URL", &nats.url)]).await;
    let rosa = fixture.person("rosa").await;
    let nonce = rosa.get("/r/general").await.nonce();
    nats.process.kill();
    rosa.until("/", 503, DEADLINE).await;
    let page = rosa.say_as("/r/general", "do not lose <this>", &nonce).await;
    assert_eq!(page.status, 503);
    assert!(page.has("do not lose &lt;this&gt;") && !page.header("retry-after").is_empty(), "{}", page.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_gateway_that_cannot_know_who_may_hear_shows_nothing() {
    let fixture = Fixture::open().await;
    let rosa = fixture.person("rosa").await;
    let nonce = rosa.get("/r/general").await.nonce();
    fixture.stop_auth();
    fixture.stop_rooms();
    rosa.until("/login", 503, DEADLINE).await;
    assert_eq!(rosa.get("/r/general").await.status, 503);
    let page = rosa.say_as("/r/general", "do not lose this", &nonce).await;
    assert!(page.status == 503 && page.has("do not lose this"), "{}", page.body);
    assert_eq!(rosa.get("/robots.txt").await.status, 200);
}
