//! A thread as people see it, over two gateways: its line in the room, beside it or on a page of its own, what is new to whom.

use e2e::{Browser, Cluster, Person, quoted};

use crate::PROGRAM;
use crate::fixture::{enter, is_said_once, make_room, name, say, shared, somebody_in};
use crate::looks::{faults, with_axe};

const ENTER: &str = "\u{e007}";
const ESCAPE: &str = "\u{e00c}";
const UP: &str = "\u{e013}";

const LINE: &str = "main .thread-count";
const NEW: &str = "main .thread-new";

/// By the key, from the last message of the room.
async fn open_thread(browser: &Browser) {
    let focus = "const row = [...document.querySelectorAll('main .messages > .message')].at(-1);
        row.tabIndex = 0;
        row.focus();";
    browser.js(focus).await;
    browser.keys("t").await;
    browser.find(".thread textarea").await;
}

async fn reply(browser: &Browser, words: &str) {
    browser.type_into(".thread textarea", &format!("{words}{ENTER}")).await;
    stands(browser, ".thread", words).await;
}

/// Waits until the words stand there once, said and drawn by the server.
async fn stands(browser: &Browser, within: &str, words: &str) {
    let script = format!(
        "const all = [...document.querySelectorAll('{within} .messages > .message > .body')];
         const said = all.filter((body) => body.innerText.trim() === {});
         return said.length === 1 && !document.querySelector('.pending-message');",
        quoted(words)
    );
    browser.until(&format!("{words:?} stands in {within}"), &script).await;
}

/// All that is said in the room.
async fn in_room(browser: &Browser) -> Vec<String> {
    let script = "return [...document.querySelectorAll('main:not(.thread) .messages > .message > .body')].map((body) => body.innerText.trim());";
    serde_json::from_value(browser.js(script).await).expect("texts")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_thread_goes_on_beside_its_room_for_everyone_and_each_sees_what_is_new() {
    let cluster = Cluster::start(PROGRAM, 2, 1, 1).await;
    let (here, there) = (cluster.address(0), cluster.address(1));
    let host = Person::register(here, &name("host")).await;
    let slug = make_room(&host).await;
    let (ann_name, bob_name) = (name("ann"), name("bob"));
    let (ann, bob) = tokio::join!(somebody_in(here, &ann_name, &slug), somebody_in(there, &bob_name, &slug));
    // On his screen there is place for both, on hers there is not.
    ann.window(1000, 800).await;
    say(&ann, "Who brings the lights?").await;
    is_said_once(&bob, "Who brings the lights?").await;

    open_thread(&bob).await;
    bob.find("main.room:not(.thread) + aside + .thread-panel").await;
    reply(&bob, "I can, on Wednesday").await;
    ann.reads(LINE, "1 reply").await;
    ann.reads(NEW, "1 new").await;
    reply(&bob, "or on Thursday").await;
    ann.reads(LINE, "2 replies").await;
    ann.reads(NEW, "2 new").await;
    bob.reads(LINE, "2 replies").await;
    for person in [&ann, &bob] {
        assert_eq!(in_room(person).await, ["Who brings the lights?"], "in the room nothing else is said");
    }

    ann.click(".messages .thread-link").await;
    ann.find("main.thread textarea").await;
    stands(&ann, ".thread", "or on Thursday").await;
    reply(&ann, "Thursday, please").await;
    stands(&bob, ".thread", "Thursday, please").await;
    bob.click(".also-in-room input").await;
    reply(&bob, "Thursday it is").await;
    stands(&bob, "main", "Thursday it is").await;
    stands(&ann, ".thread", "Thursday it is").await;
    let again = "return document.querySelector('.also-in-room input').checked;";
    assert_eq!(bob.js(again).await, false, "it is asked anew each time");

    // His words are changed there as in the room, and by the same key.
    bob.keys(UP).await;
    bob.until("they are there", "return document.activeElement.matches('.thread .edit-form textarea');")
        .await;
    bob.keys(format!(" then{ENTER}")).await;
    for (person, within) in [(&bob, ".thread"), (&bob, "main"), (&ann, ".thread")] {
        stands(person, within, "Thursday it is then").await;
    }
    bob.click(".thread-follow button").await;
    bob.until(
        "he does not follow it",
        "return document.querySelector('.thread-follow button').value === 'yes';",
    )
    .await;
    bob.type_into(".thread textarea", ESCAPE).await;
    bob.until("it is closed", "return !document.querySelector('.thread-panel');").await;

    // She has had it all in view for a moment, so it is read.
    ann.until("the end is in view", "return document.querySelector('.jump').hidden;").await;
    let known = "if (!window.asking) {
            window.asking = true;
            fetch('/threads').then((answer) => answer.text()).then((page) => {
                window.isRead = !page.includes('Who brings the lights');
                window.asking = false;
            });
        }
        return window.isRead === true;";
    ann.until("the server knows it", known).await;
    ann.click(".room-about a").await;
    ann.reads(LINE, "4 replies").await;
    ann.until("nothing is new to her", "return document.querySelector('main .thread-new').hidden;").await;
    assert_eq!(in_room(&ann).await, ["Who brings the lights?", "Thursday it is then"]);
    cluster.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_thread_missed_in_sleep_is_there_afterwards_and_waits_in_the_list() {
    let cluster = Cluster::start(PROGRAM, 2, 1, 1).await;
    let (here, there) = (cluster.address(0), cluster.address(1));
    let host = Person::register(there, &name("host")).await;
    let slug = make_room(&host).await;
    let ann_name = name("ann");
    let ann = somebody_in(here, &ann_name, &slug).await;
    say(&ann, "Who brings the lights?").await;
    is_said_once(&ann, "Who brings the lights?").await;
    let seq = ann.js("return document.querySelector('.messages > .message').dataset.seq;").await;
    let thread = format!("/r/{slug}/t/{}", seq.as_str().expect("a seq"));
    let replies = async |from: usize| {
        for n in from..from + 3 {
            let nonce = uuid::Uuid::new_v4().to_string();
            host.post(&thread, &[("body", &*format!("reply {n}")), ("nonce", &*nonce)]).await;
        }
    };
    // While another room is shown, nothing of it is heard; what was missed comes with the room, which stays as it was.
    ann.click(".side .room-link[href='/r/general']").await;
    ann.until("the other room", "return document.querySelector('main h1').textContent === 'general';").await;
    replies(0).await;
    ann.click(&format!(".side .room-link[href='/r/{slug}']")).await;
    ann.reads(LINE, "3 replies").await;
    ann.reads(NEW, "3 new").await;
    // And with the page.
    ann.goto(here, "/rooms").await;
    replies(3).await;
    enter(&ann, here, &slug).await;
    ann.reads(LINE, "6 replies").await;
    ann.reads(NEW, "6 new").await;
    ann.click(".threads-link").await;
    ann.reads(".thread-list .home-row-new", "6 new").await;

    let axe = with_axe().await;
    axe.goto(here, "/login").await;
    axe.type_into("#login", &ann_name).await;
    axe.type_into("#password", &format!("{}{ENTER}", e2e::PASSWORD)).await;
    axe.find(".account").await;
    for page in ["/threads", &thread] {
        axe.goto(here, page).await;
        assert_eq!(faults(&axe).await, Vec::<String>::new(), "{page}");
    }
    enter(&axe, here, &slug).await;
    axe.click("main .thread-link").await;
    axe.find(".thread-panel textarea").await;
    assert_eq!(faults(&axe).await, Vec::<String>::new(), "beside its room");

    ann.click(&format!(".thread-list a[href='{thread}']")).await;
    stands(&ann, ".thread", "reply 5").await;
    cluster.end().await;
}

/// What stands at the head of the thread: `🎉2*`, with a star where it is mine.
const HEAD: &str = "return [...document.querySelectorAll('.thread-root .reaction:not(.add)')].map((chip) =>
    chip.innerText.replace(/\\s/g, '') + (chip.ariaPressed === 'true' ? '*' : '')).join() ===";

#[tokio::test(flavor = "multi_thread")]
async fn the_message_a_thread_began_with_is_as_alive_as_any_other() {
    let gateway = shared().await;
    let host = Person::register(gateway, &name("host")).await;
    let slug = make_room(&host).await;
    let ann_name = name("ann");
    let ann = somebody_in(gateway, &ann_name, &slug).await;
    host.post_message(&slug, &format!("Who brings the lights, @{ann_name}?")).await;
    is_said_once(&ann, &format!("Who brings the lights, @{ann_name}?")).await;
    let seq = ann.js("return document.querySelector('.messages > .message').dataset.seq;").await;
    let message = format!("/r/{slug}/m/{}", seq.as_str().expect("a seq"));
    let thread = format!("/r/{slug}/t/{}", seq.as_str().expect("a seq"));
    let react = async || host.post(&format!("{message}/react"), &[("reaction", "🎉")]).await;
    react().await;
    ann.window(1400, 800).await;
    open_thread(&ann).await;

    // It is mine as it is in the room, live and in the page.
    ann.until(
        "my name stands out",
        "return document.querySelector('.thread-root .mention').dataset.me === '';",
    )
    .await;
    ann.until("it was reacted to", &format!("{HEAD} '🎉1';")).await;
    ann.click(".thread-root .reaction").await;
    ann.until("so did I", &format!("{HEAD} '🎉2*';")).await;
    let beside = "return document.querySelector('.thread-panel') !== null;";
    assert_eq!(ann.js(beside).await, true, "the press leads nowhere else");
    let nonce = uuid::Uuid::new_v4().to_string();
    let words = format!("Who brings lights and tea, @{ann_name}?");
    host.post(&format!("{message}/edit"), &[("body", &words), ("nonce", &nonce)]).await;
    ann.reads(".thread-root .body", "lights and tea").await;
    ann.until(
        "all that is mine stays",
        &format!("{HEAD} '🎉2*' && document.querySelector('.thread-root [data-me]') !== null;"),
    )
    .await;

    // What can be done to it is offered, by pointer and by key.
    let there = ann.find(".thread-root .body").await;
    ann.driver.action_chain().move_to_element_center(&there).perform().await.expect("pointed at");
    ann.find(".thread-root .tools [data-action=react]").await;
    assert_eq!(
        ann.js("return document.querySelector('.thread-root .thread-line')?.checkVisibility() ?? false;")
            .await,
        false
    );

    // How many replied, and that I follow it once I have.
    let nonce = uuid::Uuid::new_v4().to_string();
    host.post(
        &format!("/r/{slug}/t/{}", seq.as_str().expect("a seq")),
        &[("body", "I could"), ("nonce", &nonce)],
    )
    .await;
    ann.reads(".thread-replies", "1 reply").await;
    let let_go = "const button = document.querySelector('.thread-follow button'); if (button.value === 'no') button.click();";
    ann.js(let_go).await;
    let follows =
        |yes: &str| format!("return document.querySelector('.thread-follow button').value === '{yes}';");
    ann.until("not followed", &follows("yes")).await;
    reply(&ann, "Me too").await;
    ann.reads(".thread-replies", "2 replies").await;
    ann.until("followed", &follows("no")).await;
    ann.type_into(".thread textarea", ESCAPE).await;

    ann.goto(gateway, &thread).await;
    ann.until(
        "from the server, too",
        &format!("{HEAD} '🎉2*' && document.querySelector('.thread-root [data-me]') !== null;"),
    )
    .await;
    ann.click(".thread-root .reaction").await;
    ann.until("taken back", &format!("{HEAD} '🎉1';")).await;
    let first = "const row = document.querySelector('.messages > .message'); row.tabIndex = 0; row.focus();";
    ann.js(first).await;
    ann.keys(UP).await;
    ann.until("one key up", "return document.activeElement.matches('.thread-root > .message');").await;
    host.post(&format!("{message}/delete"), &[("nonce", &uuid::Uuid::new_v4().to_string())]).await;
    ann.find(".thread-root > .message.gone").await;
}
