//! What a message links to becomes known while people read: a card with a picture, from here alone, that moves nothing they look at.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::Router;
use axum::extract::State;
use axum::response::Html;
use axum::routing::get;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use e2e::{Browser, Cluster, Person};
use tokio::net::TcpListener;

use crate::PROGRAM;
use crate::fixture::{is_said_once, make_room, name, say, somebody_in};

/// 64 by 48 points in one colour.
const PNG: &str = "iVBORw0KGgoAAAANSUhEUgAAAEAAAAAwCAIAAAAuKetIAAAAQElEQVR42u3PMQkAAAwDsEqv9FnoOwjEQJL2NwEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQGB1QHdagC1Dsje9QAAAABJRU5ErkJggg==";
/// Notes how high a card and its row are at the moment it comes, and where the row is that is read.
const WATCH: &str = "
    const list = document.querySelector('.messages');
    new MutationObserver(() => {
        const card = document.querySelector('.link-preview');
        if (!card || window.came) return;
        const row = card.closest('.message'), image = card.querySelector('img');
        window.came = { there: image?.complete, height: row.offsetHeight, card: card.offsetHeight };
    }).observe(list, { childList: true, subtree: true });";
const IS_THERE: &str = "const image = document.querySelector('.link-preview img');
    image?.scrollIntoView({ block: 'center' });
    return Boolean(image?.complete && image.naturalWidth === 64 && image.naturalHeight === 48);";
const STANDS_STILL: &str = "const card = document.querySelector('.link-preview'), image = card.querySelector('img');
    const { height, width } = image.getBoundingClientRect();
    return window.came.height === card.closest('.message').offsetHeight && window.came.card === card.offsetHeight
        && image.alt === '' && Math.abs(width / height - 64 / 48) < 0.05
        && card.getBoundingClientRect().right >= image.getBoundingClientRect().right;";
const ASKED_ELSEWHERE: &str = "return performance.getEntriesByType('resource').map((one) => one.name)
    .filter((address) => !address.startsWith(location.origin + '/'));";
/// Scrolls up, and says where the row is that stands in the middle of what is read.
const READ: &str = "const view = document.querySelector('.scroller');
    view.scrollTop = -view.clientHeight;
    const middle = view.getBoundingClientRect().top + view.clientHeight / 2;
    window.read = [...document.querySelectorAll('.messages .message')].find((row) => row.getBoundingClientRect().bottom > middle);
    return window.read.getBoundingClientRect().top;";
/// A whole point is seen; half of one is how it was rounded.
const STAYS: &str = "return Math.abs(window.read.getBoundingClientRect().top - arguments[0]) < 1;";
const CARDS: &str = "return document.querySelectorAll('.link-preview').length;";

/// A page with a picture, and how often both were asked for.
async fn site() -> (String, Arc<AtomicUsize>) {
    let asked = Arc::new(AtomicUsize::new(0));
    let page = |State(asked): State<Arc<AtomicUsize>>| async move {
        asked.fetch_add(1, Ordering::SeqCst);
        Html("<title>Oolong &amp; co</title><meta property=og:image content=/cup.png>")
    };
    let picture = |State(asked): State<Arc<AtomicUsize>>| async move {
        asked.fetch_add(1, Ordering::SeqCst);
        STANDARD.decode(PNG).expect("a picture")
    };
    let routes =
        Router::new().route("/tea", get(page)).route("/cup.png", get(picture)).with_state(asked.clone());
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let origin = format!("http://{}", listener.local_addr().expect("an address"));
    tokio::spawn(async move { axum::serve(listener, routes).await });
    (origin, asked)
}

/// An admin turns previews on or off.
async fn turn(owner: &Person, shown: &str) {
    let page = owner.post("/admin/installation/previews", &[("previews", shown)]).await;
    assert_eq!(page.status, 200, "{}", page.text);
}

async fn stays(browser: &Browser, before: &serde_json::Value) -> serde_json::Value {
    browser.js(&STAYS.replace("arguments[0]", &before.to_string())).await
}

async fn is_shown(browser: &Browser, cards: usize) {
    let script = format!("return document.querySelectorAll('.link-preview').length === {cards};");
    browser.until(&format!("{cards} cards"), &script).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_card_comes_with_its_picture_moves_nothing_and_goes_for_everyone_when_its_author_removes_it() {
    let (origin, asked) = site().await;
    let cluster =
        Cluster::start_with(PROGRAM, 2, 2, 1, &[("HUBBUB_GATEWAY_OUTGOING_ALLOWED", &origin)]).await;
    let (here, there) = (cluster.address(0), cluster.address(1));
    let host = Person::register(here, &name("host")).await;
    let slug = make_room(&host).await;
    turn(&host, "yes").await;
    let (ann_name, bob_name) = (name("ann"), name("bob"));
    let (ann, bob) = tokio::join!(somebody_in(here, &ann_name, &slug), somebody_in(there, &bob_name, &slug));
    for line in 0..30 {
        host.post_message(&slug, &format!("line {line}")).await;
    }
    is_said_once(&bob, "line 29").await;

    // It comes while Bob reads what was said before.
    bob.js(WATCH).await;
    let before = bob.js(READ).await;
    let link = format!("{origin}/tea");
    say(&ann, &link).await;
    is_shown(&bob, 1).await;
    assert_eq!(stays(&bob, &before).await, true, "what is read has moved");
    bob.until("the picture is there", IS_THERE).await;
    assert_eq!(bob.js(STANDS_STILL).await, true, "{}", bob.js("return window.came;").await);
    bob.reads(".link-preview .link-title", "Oolong & co").await;
    for browser in [&ann, &bob] {
        assert_eq!(browser.js(ASKED_ELSEWHERE).await.as_array().map(Vec::len), Some(0), "{origin}");
    }
    assert_eq!(asked.load(Ordering::SeqCst), 2, "the page and its picture, once each");

    // It goes for Bob, who reads above it.
    let before = bob.js(READ).await;
    is_shown(&ann, 1).await;
    ann.js("const row = document.querySelector('.link-preview').closest('.message'); row.tabIndex = 0; row.focus();")
        .await;
    ann.click(".tools [data-more]").await;
    ann.click(".tools-more:popover-open [data-action=remove_previews]").await;
    is_shown(&bob, 0).await;
    assert_eq!(stays(&bob, &before).await, true, "what is read has moved");
    is_shown(&ann, 0).await;
    bob.goto(there, &format!("/r/{slug}")).await;
    is_said_once(&bob, &link).await;
    assert_eq!(bob.js(CARDS).await, 0, "nor is it on a page");
}

#[tokio::test(flavor = "multi_thread")]
async fn where_an_admin_turns_previews_off_nothing_comes_any_more_and_what_was_there_stays() {
    let (origin, asked) = site().await;
    let cluster =
        Cluster::start_with(PROGRAM, 1, 1, 1, &[("HUBBUB_GATEWAY_OUTGOING_ALLOWED", &origin)]).await;
    let gateway = cluster.address(0);
    let host = Person::register(gateway, &name("host")).await;
    let slug = make_room(&host).await;
    let ann = somebody_in(gateway, &name("ann"), &slug).await;
    turn(&host, "yes").await;
    say(&ann, &format!("{origin}/tea")).await;
    is_shown(&ann, 1).await;
    turn(&host, "no").await;
    say(&ann, &format!("{origin}/tea?again")).await;
    is_said_once(&ann, &format!("{origin}/tea?again")).await;
    // The follower has looked at it, and found that nobody wants to know.
    let database = cluster.database().await;
    let behind =
        "select from chat.room r left join chat.cursor c on c.room_id = r.id and c.follower = 'link_previews'
        where r.slug = $1 and coalesce(c.seq, 0) < r.head";
    let waiting = async {
        while !database.query(behind, &[&slug]).await.expect("an answer").is_empty() {
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
    };
    tokio::time::timeout(e2e::DEADLINE, waiting).await.expect("it comes to the end");
    let orders = database.query("select from chat.link_order", &[]).await.expect("an answer");
    assert_eq!((orders.len(), asked.load(Ordering::SeqCst)), (0, 2));
    assert_eq!(ann.js(CARDS).await, 1);
}
