//! Without JavaScript, and on a phone.

use e2e::{Browser, Person};

use crate::fixture::{enter, is_said_once, make_room, name, say, shared, somebody_in};

#[tokio::test(flavor = "multi_thread")]
async fn everything_works_by_forms_alone() {
    let gateway = shared().await;
    let browser = Browser::open().await;
    browser.without_scripts().await;
    let (username, room) = (name("noa"), name("workshop"));
    browser.register(gateway, &username).await;
    browser.goto(gateway, "/rooms").await;
    browser.click("main a[href='/rooms/new']").await;
    browser.type_into("form[action='/rooms'][method=post] input[name=name]", &room).await;
    browser.click("form[action='/rooms'][method=post] button.primary").await;
    browser.reads("h1", &room).await;
    browser.reads(".strip", "JavaScript").await;
    browser.type_into("textarea#body", "by hand\nin two lines").await;
    browser.click("button.send").await;
    browser.reads(".messages .body", "in two lines").await;
    browser.click(".details form.leave button").await;
    browser.until("the room is left", "return !document.querySelector('main.room');").await;
    browser.goto(gateway, &format!("/r/{room}")).await;
    browser.click("form.join button").await;
    browser.type_into("textarea#body", "back again").await;
    browser.click("button.send").await;
    browser.reads(".messages .body", "back again").await;
    browser.click(".account form button").await;
    browser.find("input[name=password]").await;
    browser.goto(gateway, &format!("/r/{room}")).await;
    browser.type_into("#login", &username).await;
    browser.type_into("#password", &format!("{}\u{e007}", e2e::PASSWORD)).await;
    browser.reads(".messages .body", "by hand").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn on_a_phone_the_list_and_the_room_are_pages_of_their_own() {
    let gateway = shared().await;
    let host = Person::register(gateway, &name("host")).await;
    let slug = make_room(&host).await;
    let browser = Browser::open().await;
    browser.on_a_phone().await;
    browser.register(gateway, &name("ida")).await;
    enter(&browser, gateway, &slug).await;
    let visible = "const seen = (css) => document.querySelector(css)?.checkVisibility() ?? false;
        const send = document.querySelector('button.send').getBoundingClientRect();
        return [seen('.side'), seen('main.room'), innerWidth, send.right <= innerWidth && send.bottom <= innerHeight,
            document.elementFromPoint(send.x + send.width / 2, send.y + send.height / 2)?.closest('button.send') !== null,
            document.documentElement.scrollWidth <= innerWidth];";
    assert_eq!(browser.js(visible).await, serde_json::json!([false, true, 390, true, true, true]));
    browser.type_into("textarea#body", "from my phone").await;
    browser.click("button.send").await;
    is_said_once(&browser, "from my phone").await;
    browser.click("a.back").await;
    let list = "return !document.querySelector('main.room') && document.querySelector('.side .rooms').checkVisibility();";
    browser.until("the list alone", list).await;
    browser.click(&format!(".side .room-link[href='/r/{slug}']")).await;
    is_said_once(&browser, "from my phone").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whose_session_ends_elsewhere_is_told_and_keeps_the_words() {
    let gateway = shared().await;
    let host = Person::register(gateway, &name("host")).await;
    let slug = make_room(&host).await;
    let browser = somebody_in(gateway, &name("eva"), &slug).await;
    say(&browser, "before").await;
    is_said_once(&browser, "before").await;
    browser.type_into("textarea#body", "half a thou").await;
    // Another tab signs out.
    browser.js("fetch('/logout', { method: 'POST' }); return null;").await;
    browser.reads("hub-status", "Your session has ended").await;
    browser.type_into("textarea#body", "ght").await;
    let kept = "return document.querySelector('textarea#body').value;";
    assert_eq!(browser.js(kept).await, "half a thought");
    browser.click("hub-status a").await;
    browser.find("input[name=password]").await;
}
