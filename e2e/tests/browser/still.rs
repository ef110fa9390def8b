//! Nothing that is read moves: not for what may be done to it, and not for what is drawn below it.

use e2e::{Person, quoted};

use crate::fixture::{enter, is_said_once, make_room, name, shared, somebody_in};
use crate::looks::{faults, with_axe};

const ENTER: &str = "\u{e007}";

/// Where every row stands.
const PLACES: &str = "return [...document.querySelectorAll('.messages > [data-seq]')].map((row) => Math.round(row.getBoundingClientRect().top));";

#[tokio::test(flavor = "multi_thread")]
async fn what_a_finger_may_do_slides_in_and_nothing_moves() {
    let gateway = shared().await;
    let host = Person::register(gateway, &name("host")).await;
    let slug = make_room(&host).await;
    for line in 0..30 {
        host.post_message(&slug, &format!("line {line}")).await;
    }
    let ann = with_axe().await;
    ann.on_a_phone().await;
    ann.by_touch().await;
    ann.register(gateway, &name("ann")).await;
    enter(&ann, gateway, &slug).await;
    ann.js("document.querySelector('.scroller').scrollTop = -200; return null;").await;
    ann.until("they read further up", "return !document.querySelector('.jump').hidden;").await;
    let before = ann.js(PLACES).await;
    let name_it = "[...document.querySelectorAll('.messages .body')].find((body) => body.textContent === 'line 19').id = 'touched'; return null;";
    ann.js(name_it).await;
    let middle = "#touched";
    ann.tap(middle).await;
    ann.reads("#action-sheet[open] .of", "line 19").await;
    assert_eq!(ann.js(PLACES).await, before, "nothing moves for it");
    let offered = "return [...document.querySelectorAll('#action-sheet button')].filter((one) => one.checkVisibility()).map((one) => one.value);";
    assert_eq!(
        ann.js(offered).await,
        serde_json::json!([
            "reaction:👍",
            "reaction:❤️",
            "reaction:😂",
            "reaction:🎉",
            "reaction:🙏",
            "react",
            "reply",
            "thread",
            "unread",
            "save",
            "why",
            "link",
            "report",
            ""
        ]),
        "what the table allows, and the way back"
    );
    let low = "return [...document.querySelectorAll('#action-sheet button')].filter((one) => one.checkVisibility() && one.offsetHeight < 44).length;";
    assert_eq!(ann.js(low).await, 0, "each has room for a finger");
    assert_eq!(faults(&ann).await, [""; 0]);
    ann.tap("#action-sheet [value=unread]").await;
    ann.reads(".row-note", "before you joined").await;
    ann.tap(middle).await;
    let has_slid_in = "const sheet = document.querySelector('#action-sheet'); return sheet.open && sheet.getAnimations().length === 0;";
    ann.until("it has slid in", has_slid_in).await;
    ann.tap("#action-sheet [value='']").await;
    ann.until("it is gone", "return !document.querySelector('#action-sheet').open;").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_that_is_drawn_smaller_than_it_was_typed_moves_nothing() {
    let gateway = shared().await;
    let host = Person::register(gateway, &name("host")).await;
    let slug = make_room(&host).await;
    let ann = somebody_in(gateway, &name("ann"), &slug).await;
    for line in 0..30 {
        host.post_message(&slug, &format!("line {line}")).await;
    }
    is_said_once(&ann, "line 29").await;
    // From the frame in which the words stand below the messages to the one in which they are drawn.
    let watch = "const row = [...document.querySelectorAll('.messages > .message')].at(-1);
        window.places = [];
        const step = () => {
          if (document.querySelector('.pending-message') || window.places.length) window.places.push(row.getBoundingClientRect().top);
          if (!document.querySelector('.messages pre') || document.querySelector('.pending-message')) return requestAnimationFrame(step);
          requestAnimationFrame(() => { window.places.push(row.getBoundingClientRect().top); window.isDrawn = true; });
        };
        step(); return null;";
    ann.js(watch).await;
    let typed = "# Big\n\n```\ncode\n```\n\n- one\n\n- two\n\n---\n\nand so on";
    let fill = format!(
        "const box = document.querySelector('textarea#body'); box.value = {}; box.dispatchEvent(new Event('input', {{ bubbles: true }})); return null;",
        quoted(typed)
    );
    ann.js(&fill).await;
    ann.type_into("textarea#body", ENTER).await;
    ann.until("it is drawn", "return window.isDrawn === true;").await;
    let moved = "return Math.max(...window.places) - Math.min(...window.places);";
    let moved = ann.js(moved).await.as_f64().expect("a number");
    assert!(moved <= 1.0, "what stood above moved by {moved} px: {}", ann.js("return window.places;").await);

    // What comes next takes the room that was left.
    let free = "return document.querySelector('hub-timeline').style.paddingBlockEnd;";
    assert_ne!(ann.js(free).await, "");
    for line in 0..5 {
        host.post_message(&slug, &format!("later {line}")).await;
    }
    is_said_once(&ann, "later 4").await;
    assert_eq!(ann.js(free).await, "");
    let at_the_end = "return Math.abs(document.querySelector('.scroller').scrollTop) < 2;";
    assert_eq!(ann.js(at_the_end).await, true);
}
