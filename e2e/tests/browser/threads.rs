//! A thread as people see it, over two gateways: its line in the room, its page, what is new to whom.

use e2e::{Browser, Cluster, Person};

use crate::PROGRAM;
use crate::fixture::{enter, is_said_once, make_room, name, said, say, somebody_in};
use crate::looks::{faults, with_axe};

const LINE: &str = ".messages .thread-line .thread-count";

/// From the room into the thread of its last message, by the key.
async fn open_thread(browser: &Browser) {
    browser
        .js("const row = [...document.querySelectorAll('.messages > .message')].at(-1); row.tabIndex = 0; row.focus();")
        .await;
    browser.keys("t").await;
    browser.find("main.thread textarea").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_thread_goes_on_beside_its_room_for_everyone_and_each_sees_what_is_new() {
    let cluster = Cluster::start(PROGRAM, 2, 1, 1).await;
    let (here, there) = (cluster.address(0), cluster.address(1));
    let host = Person::register(here, &name("host")).await;
    let slug = make_room(&host).await;
    let (ann, bob) = tokio::join!(
        somebody_in(here, &name("ann"), &slug),
        somebody_in(there, &name("bob"), &slug)
    );
    say(&ann, "Who brings the lights?").await;
    is_said_once(&bob, "Who brings the lights?").await;

    open_thread(&bob).await;
    say(&bob, "I can, on Wednesday").await;
    is_said_once(&bob, "I can, on Wednesday").await;
    ann.reads(LINE, "1 reply").await;
    ann.reads(".messages .thread-new", "1 new").await;
    say(&bob, "or on Thursday").await;
    is_said_once(&bob, "or on Thursday").await;
    ann.reads(LINE, "2 replies").await;
    ann.reads(".messages .thread-new", "2 new").await;
    assert_eq!(said(&ann).await, ["Who brings the lights?"], "in the room nothing else is said");

    ann.click(".messages .thread-link").await;
    ann.find("main.thread textarea").await;
    is_said_once(&ann, "or on Thursday").await;
    say(&ann, "Thursday, please").await;
    is_said_once(&bob, "Thursday, please").await;
    bob.click(".also-in-room input").await;
    say(&bob, "Thursday it is").await;
    is_said_once(&ann, "Thursday it is").await;
    let again = "return document.querySelector('.also-in-room input').checked;";
    assert_eq!(bob.js(again).await, false, "it is asked anew each time");
    // She looks at it for a moment, so it is read.
    ann.until("all is in view", "return document.querySelector('.jump').hidden;").await;
    ann.click(".room-about a").await;
    ann.reads(LINE, "4 replies").await;
    ann.until("nothing is new to her", "return document.querySelector('.messages .thread-new').hidden;").await;
    assert_eq!(said(&ann).await, ["Who brings the lights?", "Thursday it is"]);

    // His words are changed and taken back in the thread as in the room.
    bob.keys("\u{e013}").await;
    bob.until("they are there", "return document.activeElement.matches('.edit-form textarea');").await;
    bob.keys(" then\u{e007}").await;
    is_said_once(&ann, "Thursday it is then").await;
    bob.click(".room-about a").await;
    bob.find("main.room:not(.thread) textarea").await;
    bob.reads(LINE, "4 replies").await;
    cluster.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_thread_missed_in_sleep_is_there_afterwards_and_waits_in_the_list() {
    let cluster = Cluster::start_with(PROGRAM, 2, 1, 1, &[]).await;
    let (here, there) = (cluster.address(0), cluster.address(1));
    let host = Person::register(there, &name("host")).await;
    let slug = make_room(&host).await;
    let ann_name = name("ann");
    let ann = somebody_in(here, &ann_name, &slug).await;
    say(&ann, "Who brings the lights?").await;
    is_said_once(&ann, "Who brings the lights?").await;
    let seq = ann.js("return document.querySelector('.messages > .message').dataset.seq;").await;
    let thread = format!("/r/{slug}/t/{}", seq.as_str().expect("a seq"));
    ann.goto(here, "/rooms").await;
    for n in 0..3 {
        let nonce = uuid::Uuid::new_v4().to_string();
        host.post(&thread, &[("body", &*format!("reply {n}")), ("nonce", &*nonce)]).await;
    }
    enter(&ann, here, &slug).await;
    ann.reads(LINE, "3 replies").await;
    ann.reads(".messages .thread-new", "3 new").await;
    ann.click(".threads-link").await;
    ann.reads(".thread-list .home-row-new", "3 new").await;
    let axe = with_axe().await;
    axe.goto(here, "/login").await;
    axe.type_into("#login", &ann_name).await;
    axe.type_into("#password", &format!("{}\u{e007}", e2e::PASSWORD)).await;
    axe.find(".account").await;
    for page in ["/threads", &thread] {
        axe.goto(here, page).await;
        assert_eq!(faults(&axe).await, Vec::<String>::new(), "{page}");
    }
    ann.click(&format!(".thread-list a[href='{thread}']")).await;
    is_said_once(&ann, "reply 2").await;
    cluster.end().await;
}
