//! `@room` and `@here`, told at another gateway to those who are called and not to others.

use e2e::{Browser, Cluster, Person};

use crate::PROGRAM;
use crate::fixture::{enter, is_here, make_room, name, say, somebody_in};

/// The number beside a room that says how often one is called; empty if there is none.
fn called(slug: &str) -> String {
    format!(
        "const count = document.querySelector(\".side .room-link[href='/r/{slug}'] .count.named\");
         return !count || count.hidden ? '' : count.querySelector('.number').textContent;"
    )
}

async fn is_called(browser: &Browser, slug: &str, times: &str) {
    let script = format!("return (() => {{ {} }})() === '{times}';", called(slug));
    browser.until(&format!("{times:?} calls"), &script).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn everyone_is_called_and_whoever_is_here_and_a_muted_room_calls_nobody() {
    let cluster = Cluster::start(PROGRAM, 2, 1, 1).await;
    let (here, there) = (cluster.address(0), cluster.address(1));
    let first = Person::register(here, &name("first")).await;
    let (slug, other) = (make_room(&first).await, make_room(&first).await);
    let ann = somebody_in(here, &name("ann"), &slug).await;
    let (bob, away) =
        (somebody_in(there, &name("bob"), &slug).await, somebody_in(there, &name("away"), &slug).await);
    for browser in [&bob, &away] {
        enter(browser, there, &other).await;
    }
    // A page that is not looked at: nobody is there.
    away.js("Object.defineProperty(document, 'visibilityState', { value: 'hidden' }); return null;").await;
    let hidden = "const now = Date.now; Date.now = () => now() + 6 * 60000; document.dispatchEvent(new Event('visibilitychange')); return true;";
    away.until("they are away", hidden).await;

    say(&ann, "@room: tea!").await;
    ann.reads("main .messages > .message:last-of-type span.mention", "@room").await;
    is_called(&bob, &slug, "@1").await;
    is_called(&away, &slug, "@1").await;
    is_called(&ann, &slug, "").await;

    say(&ann, "@here: cake!").await;
    is_called(&bob, &slug, "@2").await;
    // What comes after it has come, and the other one was not called for being here.
    say(&ann, "@room: all gone.").await;
    is_called(&away, &slug, "@2").await;

    // Who wants to be told nothing of the room sees the number, and is not called by it.
    let level = format!(
        "return fetch('/r/{slug}/notifications', {{ method: 'POST', body: new URLSearchParams({{ level: 'nothing', person: document.body.dataset.user }}) }}).then(({{ ok }}) => ok);"
    );
    assert_eq!(bob.js(&level).await, true);
    bob.until("nothing calls", "return !document.title.startsWith('(');").await;
    is_called(&bob, &slug, "@2").await;

    // With the first @ the words are offered.
    ann.type_into("textarea#body", "@ro").await;
    ann.reads(".suggestions [data-username=room]", "Everyone in this room").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn above_twenty_people_the_button_says_how_many_are_called_and_a_refusal_keeps_the_text() {
    let cluster = Cluster::start(PROGRAM, 1, 1, 1).await;
    let gateway = cluster.address(0);
    let first = Person::register(gateway, &name("first")).await;
    let slug = make_room(&first).await;
    for _ in 0..21 {
        let person = Person::register(gateway, &name("p")).await;
        let joined = person.post(&format!("/r/{slug}/join"), &[]).await;
        assert_eq!(joined.status, 200, "{}", joined.text);
    }
    let ann = somebody_in(gateway, &name("ann"), &slug).await;
    is_here(&ann).await;
    ann.type_into("textarea#body", "`@room` is a word").await;
    ann.type_into("textarea#body", ", @room").await;
    ann.reads(".calls-line", "This notifies 22 people.").await;
    ann.reads(".composer .send-to", "Send to 22").await;
    ann.js("const box = document.querySelector('textarea#body'); box.value = 'no'; box.dispatchEvent(new Event('input')); return null;").await;
    ann.until("nothing is said of it", "return document.querySelector('.calls-line').hidden;").await;

    let page = first.get(&format!("/r/{slug}/settings")).await;
    let nonce = uuid::Uuid::new_v4().to_string();
    assert_eq!(page.status, 200);
    let set = first
        .post(&format!("/r/{slug}/settings/broadcast"), &[("broadcast", "moderator"), ("nonce", &nonce)])
        .await;
    assert_eq!(set.status, 200, "{}", set.text);
    ann.js("document.querySelector('textarea#body').value = ''; return null;").await;
    say(&ann, "@room, please!").await;
    ann.reads(".pending-message", "Only moderators can notify everyone in this room.").await;
    ann.reads(".pending-message .body", "@room, please!").await;
}
