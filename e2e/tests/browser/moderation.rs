//! What moderators do is seen at once by those it is done to, at another gateway.

use e2e::{Browser, Cluster, Person};

use crate::PROGRAM;
use crate::fixture::{is_said_once, make_room, say, somebody_in};

const DELETE: &str = "\u{e017}";
const ENTER: &str = "\u{e007}";

/// Sends a form about the one member that may be managed.
async fn manage(moderator: &Person, slug: &str, what: &str, fields: &[(&str, &str)]) {
    let members = format!("/r/{slug}/members");
    let page = moderator.get(&members).await;
    let user =
        page.text.split(&format!("action=\"{members}/")).nth(1).and_then(|rest| rest.split('/').next());
    let nonce = uuid::Uuid::new_v4().to_string();
    let fields: Vec<_> = fields.iter().copied().chain([("nonce", &*nonce)]).collect();
    let done =
        moderator.post(&format!("{members}/{}/{what}", user.expect("a form about her")), &fields).await;
    assert_eq!(done.status, 200, "{}", done.text);
}

async fn writes(browser: &Browser, words: &str) {
    let script = format!(
        "const box = document.querySelector('.room:not(.thread) textarea');
         return box?.checkVisibility() && !document.querySelector('hub-until') && box.value === '{words}';"
    );
    browser.until("there is a composer, with what was typed", &script).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_muted_reads_why_in_place_of_the_composer_and_writes_on_when_it_ends() {
    let cluster = Cluster::start(PROGRAM, 2, 1, 1).await;
    let olga = Person::register(cluster.address(0), "olga").await;
    let slug = make_room(&olga).await;
    let ann = somebody_in(cluster.address(1), "ann", &slug).await;
    ann.type_into("textarea#body", "half a thought").await;
    ann.js("window.isTheSamePage = true; return null;").await;

    manage(&olga, &slug, "mute", &[("minutes", "60"), ("reason", "Enough for today")]).await;
    ann.reads("hub-until", "A moderator muted you in this room until").await;
    ann.until("nothing can be written", "return !document.querySelector('hub-composer').checkVisibility();")
        .await;
    ann.reads(".messages > .line:last-child", "olga muted ann until").await;
    let local =
        "const time = document.querySelector('hub-until time'); return !time.textContent.includes('UTC');";
    ann.until("the end is told in her own time", local).await;
    ann.click("hub-until summary").await;
    ann.until("why", "return document.querySelector('hub-until .why p').checkVisibility();").await;
    ann.reads("hub-until", "Enough for today").await;

    manage(&olga, &slug, "unmute", &[]).await;
    writes(&ann, "half a thought").await;
    ann.type_into("textarea#body", &format!(" more{ENTER}")).await;
    is_said_once(&ann, "half a thought more").await;
    assert_eq!(ann.js("return window.isTheSamePage;").await, true, "without a reload");

    // Drawn while she was muted, the page has no composer; it comes when the mute ends.
    manage(&olga, &slug, "mute", &[("minutes", "60")]).await;
    ann.goto(cluster.address(1), &format!("/r/{slug}")).await;
    ann.reads("hub-until", "A moderator muted you in this room until").await;
    ann.until("there is none", "return !document.querySelector('hub-composer');").await;
    ann.until("it is live", "return document.querySelectorAll('hub-presence .person').length > 0;").await;
    manage(&olga, &slug, "unmute", &[]).await;
    writes(&ann, "").await;
    say(&ann, "here I am").await;
    is_said_once(&ann, "here I am").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_moderator_deletes_another_s_message_by_keys_and_says_why() {
    let cluster = Cluster::start(PROGRAM, 2, 1, 1).await;
    let (here, there) = (cluster.address(0), cluster.address(1));
    let host = Person::register(here, "host").await;
    let slug = make_room(&host).await;
    let (ann, bob) = tokio::join!(somebody_in(here, "ann", &slug), somebody_in(there, "bob", &slug));
    say(&bob, "Cheap engines!").await;
    is_said_once(&ann, "Cheap engines!").await;
    // She becomes a moderator while she looks.
    let page = host.get(&format!("/r/{slug}/members?q=ann")).await;
    let user = page
        .text
        .split(&format!("action=\"/r/{slug}/members/"))
        .nth(1)
        .and_then(|rest| rest.split('/').next());
    let role = format!("/r/{slug}/members/{}/role", user.expect("a form about her"));
    let nonce = uuid::Uuid::new_v4().to_string();
    let appointed = host.post(&role, &[("role", "moderator"), ("nonce", &nonce)]).await;
    assert_eq!(appointed.status, 200, "{}", appointed.text);
    ann.until(
        "it is offered",
        "return document.querySelector('hub-timeline').dataset.offers.includes('\"delete\",\"own\":false');",
    )
    .await;

    ann.js("const row = [...document.querySelectorAll('.messages > .message')].at(-1); row.tabIndex = 0; row.focus();")
        .await;
    ann.keys(DELETE).await;
    ann.type_into("#delete-reason", "Advertising").await;
    ann.keys(ENTER).await;
    for browser in [&ann, &bob] {
        is_said_once(browser, "This message was deleted.").await;
        browser.reads(".messages > .line:last-child", "ann deleted a message by bob: Advertising").await;
    }
    // Of one's own nobody asks why.
    say(&ann, "never mind").await;
    is_said_once(&ann, "never mind").await;
    ann.js("const row = [...document.querySelectorAll('.messages > .message')].at(-1); row.tabIndex = 0; row.focus();")
        .await;
    ann.keys(DELETE).await;
    ann.until("it is asked whether she is sure", "return document.querySelector('#delete-message').open;")
        .await;
    assert_eq!(ann.js("return document.querySelector('#delete-reason').checkVisibility();").await, false);
}
