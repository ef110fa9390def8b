//! Nobody touches a pointer.

use e2e::{Browser, PASSWORD, Person};

use crate::fixture::{enter, is_here, is_said_once, make_room, name, say, shared};
use crate::looks::{faults, with_axe};

const TAB: &str = "\u{e004}";
const ENTER: &str = "\u{e007}";
const F6: &str = "\u{e036}";
const ALT: char = '\u{e00a}';
const UP: &str = "\u{e013}";
const DOWN: &str = "\u{e015}";
const SHIFT: &str = "\u{e008}";
const ESCAPE: &str = "\u{e00c}";

#[tokio::test(flavor = "multi_thread")]
async fn signing_in_talking_and_changing_rooms_by_keys_alone() {
    let gateway = shared().await;
    let username = name("kai");
    let kai = Person::register(gateway, &username).await;
    let (one, two) = (make_room(&kai).await, make_room(&kai).await);
    let browser = Browser::open().await;
    browser.goto(gateway, &format!("/login?next=/r/{one}")).await;
    browser.until("the first field has the keyboard", "return document.activeElement.id === 'login';").await;
    browser.keys(format!("{username}{TAB}{PASSWORD}{ENTER}")).await;
    browser.until("the composer has the keyboard", "return document.activeElement.id === 'body';").await;
    is_here(&browser).await;
    browser.keys(format!("by keys{ENTER}")).await;
    is_said_once(&browser, "by keys").await;

    // F6 goes from region to region; it comes round to the list of rooms.
    let mut regions = Vec::new();
    for _ in 0..4 {
        browser.keys(F6).await;
        let region = browser.js("return document.activeElement.closest('.rooms, .messages, .composer, .details')?.className ?? null;");
        regions.push(region.await);
    }
    for region in ["rooms", "messages", "composer", "details"] {
        assert!(regions.iter().any(|one| one == region), "{region}: {regions:?}");
    }
    browser.chord(ALT, UP).await;
    let other = format!("return location.pathname !== '/r/{one}' && location.pathname.startsWith('/r/');");
    browser.until("another room", &other).await;

    // By Tab and Enter through the list.
    browser
        .until("the list has the keyboard", "document.querySelector('.rooms a').focus(); return true;")
        .await;
    for _ in 0..20 {
        let here = format!("return document.activeElement.getAttribute('href') === '/r/{two}';");
        if browser.js(&here).await == true {
            break;
        }
        browser.keys(TAB).await;
    }
    browser.keys(ENTER).await;
    browser.reads("h1", &two).await;
    browser.until("its address", &format!("return location.pathname === '/r/{two}';")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_is_changed_and_a_room_is_left_by_keys_alone() {
    let gateway = shared().await;
    let username = name("kai");
    let host = Person::register(gateway, &name("host")).await;
    let slug = make_room(&host).await;
    Person::register(gateway, &username).await.post(&format!("/r/{slug}/join"), &[]).await;
    let browser = Browser::open().await;
    browser.goto(gateway, &format!("/login?next=/r/{slug}")).await;
    browser.until("the first field has the keyboard", "return document.activeElement.id === 'login';").await;
    browser.keys(format!("{username}{TAB}{PASSWORD}{ENTER}")).await;
    browser.until("the composer has the keyboard", "return document.activeElement.id === 'body';").await;
    is_here(&browser).await;
    browser.keys(format!("by kees{ENTER}")).await;
    is_said_once(&browser, "by kees").await;
    browser.keys(UP).await;
    let edits = "return document.activeElement.matches('.messages .edit-form textarea');";
    browser.until("the words are there to be changed", edits).await;
    browser.keys(format!("{}ys{ENTER}", "\u{e003}".repeat(2))).await;
    is_said_once(&browser, "by keys").await;
    browser
        .until("the composer has the keyboard again", "return document.activeElement.id === 'body';")
        .await;

    press_until(&browser, F6, "document.activeElement.closest('.details') !== null").await;
    press_until(&browser, TAB, "document.activeElement.matches('.details form.leave button')").await;
    browser.keys(ENTER).await;
    // Where it leads, and not to the room as others see it: that it is gone is heard before the form is answered.
    browser.until("the room is left", "return location.pathname === '/';").await;
    let listed = format!("return document.querySelector(\".side a[href='/r/{slug}']\") === null;");
    browser.until("and is no longer listed", &listed).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn unread_rooms_are_gone_to_and_marked_read_by_keys() {
    let gateway = shared().await;
    let username = name("kai");
    let (host, kai) =
        (Person::register(gateway, &name("host")).await, Person::register(gateway, &username).await);
    let (read, unread) = (make_room(&host).await, make_room(&host).await);
    for room in [&read, &unread] {
        kai.post(&format!("/r/{room}/join"), &[]).await;
    }
    host.post_message(&unread, "read already").await;
    let seq = kai.get(&format!("/r/{unread}")).await;
    let (_, rest) = seq.text.split_once("data-head=\"").expect("where it stands");
    let seq = rest.split('"').next().expect("a seq");
    kai.post(&format!("/r/{unread}/read"), &[("seq", seq)]).await;
    let browser = Browser::open().await;
    browser.goto(gateway, &format!("/login?next=/r/{read}")).await;
    browser.until("the first field has the keyboard", "return document.activeElement.id === 'login';").await;
    browser.keys(format!("{username}{TAB}{PASSWORD}{ENTER}")).await;
    is_here(&browser).await;
    // More than a screen of it, so that it is not read by being there.
    for n in 0..40 {
        let (words, nonce) = (format!("line {n}"), uuid::Uuid::new_v4().to_string());
        host.post(&format!("/r/{unread}/messages"), &[("body", &words), ("nonce", &nonce)]).await;
    }
    let counted = format!(
        "return document.querySelector(\".side a[href='/r/{unread}'] .number\").textContent === '40';"
    );
    browser.until("it is counted", &counted).await;
    browser.chord(ALT, &format!("{SHIFT}{DOWN}")).await;
    browser.reads("main.room h1", &unread).await;
    is_here(&browser).await;
    browser.until("there is more to read", "return Boolean(document.querySelector('.messages .new'));").await;
    browser.keys(ESCAPE).await;
    browser.until("nothing is marked as new", "return !document.querySelector('.messages .new');").await;
    let head = browser.js("return document.querySelector('hub-timeline').dataset.head;").await;
    loop {
        let page = kai.get(&format!("/r/{unread}")).await;
        if page.text.contains(&format!("data-read-seq=\"{}\" data-chosen", head.as_str().expect("a seq"))) {
            break;
        }
        tokio::task::yield_now().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn how_many_are_new_since_when_stands_over_the_messages_until_they_are_read() {
    let gateway = shared().await;
    let host = Person::register(gateway, &name("host")).await;
    let (slug, other) = (make_room(&host).await, make_room(&host).await);
    let browser = with_axe().await;
    browser.register(gateway, &name("kai")).await;
    for room in [&slug, &other] {
        enter(&browser, gateway, room).await;
    }
    enter(&browser, gateway, &slug).await;
    say(&browser, "I was here").await;
    is_said_once(&browser, "I was here").await;
    enter(&browser, gateway, &other).await;
    for n in 0..40 {
        host.post_message(&slug, &format!("line {n}")).await;
    }
    let counted =
        format!("return document.querySelector(\".side a[href='/r/{slug}'] .number\").textContent === '40';");
    browser.until("it is counted", &counted).await;
    browser.goto(gateway, &format!("/r/{slug}")).await;
    browser
        .until("one lands where they begin", "return Boolean(document.querySelector('.divider.new'));")
        .await;
    browser
        .until(
            "it is in view and needs no bar",
            "return document.querySelector('.new-bar')?.hidden === true;",
        )
        .await;
    // A little further, as a reader goes: not all of it is read.
    browser.js("document.querySelector('.scroller').scrollBy(0, 400); return null;").await;
    browser.until("how many are new", "return /^40 new since .*\\d/.test(document.querySelector('.new-bar:not([hidden])')?.innerText ?? '');").await;
    assert_eq!(faults(&browser).await, [""; 0]);
    browser.click(".new-bar button:first-child").await;
    browser.until("back where they begin", "return document.querySelector('.new-bar').hidden;").await;
    browser.js("document.querySelector('.scroller').scrollBy(0, 400); return null;").await;
    browser.click(".new-bar button:last-child").await;
    browser.until("all is read", "return !document.querySelector('.new-bar, .divider.new');").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn messages_are_walked_by_letters_and_the_keys_are_listed() {
    let gateway = shared().await;
    let host = Person::register(gateway, &name("host")).await;
    let slug = make_room(&host).await;
    let browser = with_axe().await;
    browser.register(gateway, &name("kai")).await;
    enter(&browser, gateway, &slug).await;
    for words in ["first", "second"] {
        say(&browser, words).await;
        is_said_once(&browser, words).await;
    }
    // Letters are words while one types.
    browser.keys("jk").await;
    browser.until("they are typed", "return document.querySelector('#body').value === 'jk';").await;
    browser
        .js("document.querySelector('#body').value = ''; document.activeElement.blur(); return null;")
        .await;
    let at = |words: &str| {
        format!(
            "return document.activeElement.matches('.message') && document.activeElement.innerText.includes('{words}');"
        )
    };
    browser.keys("j").await;
    browser.until("the latest has the keyboard", &at("second")).await;
    browser.keys("k").await;
    browser.until("the one before", &at("first")).await;
    browser.keys("j").await;
    browser.until("and the one after", &at("second")).await;
    browser.keys("r").await;
    browser
        .until("it is answered", "return document.querySelector('.answering')?.innerText.includes('second');")
        .await;
    browser.keys(ESCAPE).await;
    browser.until("or not", "return !document.querySelector('.answering');").await;

    browser.js("document.activeElement.blur(); return null;").await;
    browser.keys("?").await;
    browser.reads("dialog.page-dialog .keys", "Ctrl").await;
    assert_eq!(faults(&browser).await, [""; 0]);
    browser.click("hub-letter-keys input").await;
    browser.click("dialog.page-dialog [data-close]").await;
    browser.js("document.activeElement.blur(); return null;").await;
    browser.keys("j").await;
    assert_eq!(browser.js(&at("second")).await, false, "letters are turned off");
    let title = "return document.querySelector('#template-tools').content.querySelector('[data-action=reply]').title;";
    assert_eq!(browser.js(title).await, "Reply · R");
}

/// Presses a key until this is so; not for ever.
async fn press_until(browser: &Browser, key: &str, so: &str) {
    for _ in 0..40 {
        if browser.js(&format!("return {so};")).await == true {
            return;
        }
        browser.keys(key).await;
    }
    let here = browser.js("return document.activeElement.outerHTML.slice(0, 200);").await;
    panic!("never: {so}. The keyboard is at {here}");
}
