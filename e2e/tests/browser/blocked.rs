//! Blocking somebody, as both of them see it: in the conversation of the two, and in a room, live.

use e2e::{Browser, Cluster, Person, quoted};

use crate::PROGRAM;
use crate::fixture::{enter, is_here, is_said_once, make_room, name, say};
use crate::looks::{faults, with_axe};

/// Whether the message that says this shows only that it is there.
fn is_folded(words: &str) -> String {
    format!(
        "const row = [...document.querySelectorAll('main .messages > .message')].find((row) => row.querySelector('.body').textContent.includes({}));
         return Boolean(row?.querySelector(':scope > .blocked-fold')?.checkVisibility()) && !row.querySelector('.body').checkVisibility();",
        quoted(words)
    )
}

fn is_shown(words: &str) -> String {
    format!(
        "const row = [...document.querySelectorAll('main .messages > .message')].find((row) => row.querySelector('.body').textContent.includes({}));
         return Boolean(row?.querySelector('.body').checkVisibility());",
        quoted(words)
    )
}

async fn block(who: &Browser, whom: &str, way: &str) {
    let script = format!(
        "return fetch('/u/{whom}/{way}', {{ method: 'POST', body: new URLSearchParams({{ person: document.body.dataset.user }}) }}).then(({{ ok }}) => ok);"
    );
    assert_eq!(who.js(&script).await, true, "{whom} {way}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_somebody_blocked_says_folds_and_unfolds_live_and_one_can_look() {
    let cluster = Cluster::start(PROGRAM, 2, 1, 1).await;
    let (here, there) = (cluster.address(0), cluster.address(1));
    let host = Person::register(here, &name("host")).await;
    let slug = make_room(&host).await;
    let (ann, bob) = (with_axe().await, Browser::open().await);
    let (ann_name, bob_name) = (name("ann"), name("bob"));
    ann.register(here, &ann_name).await;
    enter(&ann, here, &slug).await;
    bob.register(there, &bob_name).await;
    enter(&bob, there, &slug).await;
    say(&bob, "Nobody likes your soup.").await;
    is_said_once(&ann, "Nobody likes your soup.").await;

    block(&ann, &bob_name, "block").await;
    ann.until("it is folded", &is_folded("Nobody likes your soup.")).await;
    say(&bob, "Nor your tea.").await;
    ann.until("so is what comes", &is_folded("Nor your tea.")).await;
    ann.reads("hub-announcer", "Message from somebody you blocked").await;
    assert_eq!(
        ann.js("return document.querySelector('hub-announcer').textContent.includes('tea');").await,
        false
    );
    assert_eq!(faults(&ann).await, [""; 0]);
    assert_eq!(bob.js(&is_shown("Nor your tea.")).await, true, "nothing tells him");

    ann.click("main .messages > .message:last-of-type > .blocked-fold > summary").await;
    ann.until("one can look", &is_shown("Nor your tea.")).await;
    ann.goto(here, &format!("/r/{slug}")).await;
    is_here(&ann).await;
    ann.until("a page has it folded, too", &is_folded("Nor your tea.")).await;
    block(&ann, &bob_name, "unblock").await;
    ann.until("it is as it was", &is_shown("Nor your tea.")).await;
    ann.until("no line is left", "return !document.querySelector('main .blocked-fold');").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_block_ends_a_conversation_of_two_for_both_with_the_same_line_until_it_is_taken_back() {
    let cluster = Cluster::start(PROGRAM, 2, 1, 1).await;
    let (here, there) = (cluster.address(0), cluster.address(1));
    let (ann, bob) = (with_axe().await, Browser::open().await);
    let (ann_name, bob_name) = (name("ann"), name("bob"));
    ann.register(here, &ann_name).await;
    bob.register(there, &bob_name).await;
    let open = format!(
        "return fetch('/d', {{ method: 'POST', body: new URLSearchParams({{ people: '{bob_name}', person: document.body.dataset.user }}) }}).then(({{ url }}) => new URL(url).pathname);"
    );
    let room = ann.js(&open).await.as_str().expect("an address").to_owned();
    for (browser, gateway) in [(&ann, here), (&bob, there)] {
        browser.goto(gateway, &room).await;
        browser.find("textarea#body").await;
        is_here(browser).await;
    }
    say(&ann, "Soup?").await;
    is_said_once(&bob, "Soup?").await;
    say(&bob, "Never again.").await;
    is_said_once(&ann, "Never again.").await;
    // From his card, as she would.
    ann.goto(here, &format!("/u/{bob_name}")).await;
    ann.click("form[action$='/block'] button").await;
    ann.find("form[action$='/unblock'] button").await;
    ann.goto(here, &room).await;
    let closed = "return Boolean(document.querySelector('main .closed')?.checkVisibility()) && !document.querySelector('hub-composer');";
    ann.until("she cannot write any more", closed).await;
    ann.until("what was said stays, unfolded", &is_shown("Never again.")).await;
    assert_eq!(faults(&ann).await, [""; 0]);

    // Nothing tells him; what he writes does not go through, and is not lost.
    say(&bob, "and another thing").await;
    bob.reads(".pending-message", "You can’t send messages in this conversation.").await;
    bob.reads(".pending-message .body", "and another thing").await;
    bob.goto(there, &room).await;
    bob.until("there is no composer", closed).await;
    let words = "return document.querySelector('main .closed').textContent.trim();";
    assert_eq!(ann.js(words).await, bob.js(words).await, "the same line for both");
    assert_eq!(ann.js("return document.body.textContent.includes('and another thing');").await, false);

    ann.goto(here, &format!("/u/{bob_name}")).await;
    ann.click("form[action$='/unblock'] button").await;
    ann.find("form[action$='/block'] button").await;
    for (browser, gateway) in [(&ann, here), (&bob, there)] {
        browser.goto(gateway, &room).await;
        browser.find("textarea#body").await;
        is_here(browser).await;
    }
    say(&ann, "Soup, then.").await;
    // What did not go through still waits for him.
    bob.until("he hears her again", &is_shown("Soup, then.")).await;
    say(&bob, "Fine.").await;
    is_said_once(&ann, "Fine.").await;
}
