//! Searching without JavaScript: by a form, at an address for every question, and only what one may read.

use std::time::Duration;

use crate::browser::{Browser, Page};
use crate::fixture::Fixture;

const GENERAL: &str = "/r/general";
/// Until the index has come to what was said; it takes about a second.
const DEADLINE: Duration = Duration::from_secs(30);

/// The address of a question.
fn about(q: &str) -> String {
    let encoded: String = q.bytes().map(|byte| format!("%{byte:02x}")).collect();
    format!("/search?q={encoded}")
}

async fn until_found(browser: &Browser, q: &str, text: &str) -> Page {
    browser.until_has(&about(q), text, DEADLINE).await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_said_is_found_marked_and_leads_to_its_place_and_back() {
    let fixture = Fixture::open().await;
    let (rosa, anton) = (fixture.person("rosa").await, fixture.person("anton").await);
    for text in ["Who brings the lights?", "The <b>jetty</b> & the boat", "See you there"] {
        rosa.say(GENERAL, text).await;
    }
    let home = anton.get("/").await;
    assert!(home.has("<form class=\"jump-link search-box\" action=\"/search\""), "{}", home.body);
    let found = until_found(&anton, "JETT boat", "<mark>jetty</mark>").await;
    assert!(
        found.has("The &lt;b&gt;<mark>jetty</mark>&lt;/b&gt; &amp; the <mark>boat</mark>"),
        "{}",
        found.body
    );
    assert_eq!(found.body.matches("class=\"home-row by-person hit").count(), 1, "{}", found.body);
    assert!(!found.has("See you there"));

    // What was said around it, on demand, in the same place.
    let way = found.between("class=\"hit-way\" href=\"", "\"").expect("a way").replace("&amp;", "&");
    let open = anton.get(&way).await;
    assert!(
        open.has("Who brings the lights?") && open.has("See you there") && open.has("Hide context"),
        "{}",
        open.body
    );

    // To its place, and back.
    let address =
        found.between("class=\"home-row-name\" href=\"", "\"").expect("an address").replace("&amp;", "&");
    let place = anton.get(address.split('#').next().expect("a path")).await;
    assert_eq!(place.status, 200);
    let back =
        place.between("<p class=\"strip\"><a href=\"", "\"").expect("a way back").replace("&amp;", "&");
    assert!(anton.get(&back).await.has("<mark>jetty</mark>"), "{back}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_question_that_means_nothing_is_answered_in_words_and_kept() {
    let fixture = Fixture::open().await;
    let rosa = fixture.person("rosa").await;
    for (q, status, words) in [
        ("from:nobody-at-all", 404, "No one has the username nobody-at-all."),
        ("in:nowhere", 404, "No room is called “nowhere”."),
        ("has:cake", 422, "“has:cake” isn’t a filter."),
        ("is:urgent", 422, "Use is:saved, is:pinned, is:mine, is:unread or is:thread."),
        ("before:soon", 422, "“soon” isn’t a date."),
        ("on:2026-02-30", 422, "“2026-02-30” isn’t a date."),
        ("from:", 422, "Add something after “from:”."),
        ("-in:general", 422, "A minus works before words only"),
        (".*[](){}\\^$|+?", 422, "There’s nothing in this to search for."),
        ("\"", 422, "There’s nothing in this to search for."),
        (&"x".repeat(10_000), 422, "Use at most 500 characters"),
        (&"ab ".repeat(160), 422, "Use at most 20 words"),
    ] {
        let page = rosa.get(&about(q)).await;
        assert!(page.has(words), "{q:.30}: {} {}", page.status, page.body);
        assert_eq!(page.status, status, "{q:.30}");
        if q.len() < 100 && !q.contains(['"', '<', '&']) {
            assert!(page.has(&format!("value=\"{q}\"")), "what was typed stays: {q}");
        }
    }
    for q in [
        "",
        "   ",
        "from:me",
        "in:general is:unread",
        "\"an open quote",
        "' or 1=1 --",
        "a:b & !c | <->",
        "%00%27",
    ] {
        assert_eq!(rosa.get(&about(q)).await.status, 200, "{q}");
    }
    for odd in [
        "/search?q=a&before=nonsense",
        "/search?q=a&context=x.y",
        "/search?q=a&room=/r/nowhere&scope=room",
        "/search?q=a&sort=best&offset=4000000000",
    ] {
        assert_eq!(rosa.get(odd).await.status, 200, "{odd}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn operators_name_people_rooms_and_days_and_a_scope_has_its_address() {
    let fixture = Fixture::open().await;
    let (rosa, anton) = (fixture.person("rosa").await, fixture.person("anton").await);
    let tea = rosa.make_room("Tea time").await;
    rosa.say(GENERAL, "lights in general").await;
    anton.say(GENERAL, "lights of Anton").await;
    rosa.say(&tea, "lights at tea").await;
    until_found(&anton, "lights at tea", "<mark>tea</mark>").await;
    let lines = |page: &Page| page.body.matches("class=\"home-row by-person hit").count();
    for (q, expected) in [
        ("lights", 3),
        ("lights from:rosa", 2),
        ("lights from:me", 1),
        ("lights from:\"rosa\" in:general", 1),
        ("lights in:\"tea time\"", 1),
        ("lights in:#tea-time", 1),
        ("lights in:general in:tea-time", 3),
        ("lights on:today", 3),
        ("lights before:2020", 0),
        ("lights after:2020-01-01 -anton", 2),
        ("is:mine", 1),
    ] {
        let page = anton.get(&about(q)).await;
        assert_eq!(lines(&page), expected, "{q}: {}", page.body);
    }
    let here = anton.get(&format!("/search?q=lights&room={tea}&scope=room")).await;
    assert!(here.has("aria-current=\"true\">In "), "{}", here.body);
    assert_eq!(lines(&here), 1, "{}", here.body);
    assert_eq!(lines(&anton.get("/search?q=lights&scope=direct").await), 0);
    let room = anton.get(&tea).await;
    assert!(room.has(&format!("/search?scope=room&amp;room={tea}")), "{}", room.body);

    // People, rooms and what is called so stand beside what was said.
    let beside = anton.get("/search?q=tea").await;
    assert!(beside.has("class=\"home-aside\"") && beside.has("Tea time"), "{}", beside.body);
    assert!(anton.get("/search?q=rosa").await.has("href=\"/u/rosa\""));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_found_goes_on_for_pages_in_either_order() {
    let fixture = Fixture::open().await;
    let rosa = fixture.person("rosa").await;
    for n in 0..25 {
        rosa.say(GENERAL, &format!("lights number{n}")).await;
    }
    until_found(&rosa, "number24", "<mark>number24</mark>").await;
    let lines = |page: &Page| page.body.matches("class=\"home-row by-person hit").count();
    for order in ["newest", "relevance"] {
        let first = rosa.get(&format!("/search?q=lights&sort={order}")).await;
        assert_eq!(lines(&first), 20);
        let nav = first.between("<nav class=\"pages\"", "</nav>").expect("pages");
        let next = nav.split("href=\"").last().and_then(|rest| rest.split('"').next()).expect("a page");
        let second = rosa.get(&next.replace("&amp;", "&")).await;
        assert_eq!(lines(&second), 5, "{order}: {}", second.body);
        assert!(second.has("Back to the start") && !second.has("More messages"), "{order}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_out_of_a_private_room_finds_nothing_of_it_from_one_moment_to_the_next() {
    let fixture = Fixture::open().await;
    let (rosa, anton) = (fixture.person("rosa").await, fixture.person("anton").await);
    let made = rosa
        .post(
            "/rooms",
            &[("name", "Board"), ("kind", "private"), ("nonce", &uuid::Uuid::new_v4().to_string())],
        )
        .await;
    let board = made.location().to_owned();
    rosa.say(&board, "the lanterns are secret").await;
    until_found(&rosa, "lanterns", "<mark>lanterns</mark>").await;
    assert!(anton.get(&about("lanterns")).await.has("Nothing found."));
    assert_eq!(anton.get(&about("lanterns in:board")).await.status, 404, "nor that there is such a room");
    let stranger = fixture.stranger().get(&about("lanterns")).await;
    assert_eq!(stranger.status, 303, "sign in first");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_said_at_one_gateway_is_found_at_another_within_seconds() {
    let fixture = Fixture::open().await;
    let (rosa, anton) = (fixture.person("rosa").await, fixture.person("anton").await);
    let elsewhere = anton.moved_to(fixture.second_gateway(&[]).await);
    rosa.say(GENERAL, "the jetty is booked").await;
    elsewhere.until_has(&about("jetty"), "<mark>jetty</mark>", DEADLINE).await;
    let seq = rosa.get(GENERAL).await.between("data-head=\"", "\"").expect("where it stands");
    let nonce = uuid::Uuid::new_v4().to_string();
    rosa.post(&format!("{GENERAL}/m/{seq}/edit"), &[("body", "the pier is booked"), ("nonce", &nonce)]).await;
    elsewhere.until_has(&about("pier"), "<mark>pier</mark>", DEADLINE).await;
    assert!(elsewhere.get(&about("jetty")).await.has("Nothing found."));
}
