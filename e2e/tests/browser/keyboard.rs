//! Nobody touches a pointer.

use e2e::{Browser, PASSWORD, Person};

use crate::fixture::{is_here, is_said_once, make_room, name, shared};

const TAB: &str = "\u{e004}";
const ENTER: &str = "\u{e007}";
const F6: &str = "\u{e036}";
const ALT: char = '\u{e00a}';
const UP: &str = "\u{e013}";

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
