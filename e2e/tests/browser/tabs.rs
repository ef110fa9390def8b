//! One person in two tabs, and one browser that two people use after one another: what is typed stays, is said once, and only by
//! whoever typed it.

use e2e::{Browser, Person, quoted};

use crate::fixture::{enter, is_here, is_said_once, make_room, name, say, shared, somebody_in};

const ENTER: &str = "\u{e007}";
const VALUE: &str = "return document.querySelector('textarea#body').value;";

/// Lets a page lose its connections and find none, as if the computer were asleep. In a block: what a script declares outside one comes
/// before the properties of `window`, and the page would go on asking with the real `fetch`.
const SLEEP: &str = "{
    const Real = WebSocket, all = [];
    window.WebSocket = class extends Real {
        constructor(...parts) {
            if (window.asleep) throw new Error('asleep');
            super(...parts);
            all.push(this);
        }
    };
    const { fetch } = window;
    window.fetch = async (...parts) => { if (window.asleep) throw new TypeError('asleep'); return fetch(...parts); };
    window.sleep = () => { window.asleep = true; for (const socket of all) socket.close(); };
    window.isCutOff = () => all.every((socket) => socket.readyState === WebSocket.CLOSED);
}";

/// Puts the page to sleep. A socket that is still closing would hear what happens next.
async fn falls_asleep(browser: &Browser) {
    browser.js("window.sleep(); return null;").await;
    browser.until("the page has no connection", "return window.isCutOff();").await;
}

async fn holds(browser: &Browser, words: &str) {
    let script = format!("return document.querySelector('textarea#body').value === {};", quoted(words));
    browser.until(&format!("the box holds {words:?}"), &script).await;
}

/// Waits until what is typed is stored.
async fn is_stored(browser: &Browser, words: &str) {
    let script = format!(
        "return Object.entries(localStorage).some(([key, value]) => key.includes(':draft:') && JSON.parse(value).text === {});",
        quoted(words)
    );
    browser.until(&format!("{words:?} is stored"), &script).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_left_open_by_one_person_says_nothing_as_the_next() {
    let gateway = shared().await;
    let host = Person::register(gateway, &name("host")).await;
    let slug = make_room(&host).await;
    let room = format!("/r/{slug}");
    let ann_name = name("ann");
    let browser = Browser::open().await;
    browser.in_every_page(SLEEP).await;
    browser.register(gateway, &ann_name).await;
    enter(&browser, gateway, &slug).await;
    browser.type_into("textarea#body", "a thought of Ann's").await;
    let left_open = browser.tab().await;
    falls_asleep(&browser).await;

    browser.open_tab().await;
    browser.goto(gateway, "/").await;
    browser.click(".account form button").await;
    browser.find("input[name=password]").await;
    browser.register(gateway, &name("bob")).await;

    browser.switch_to(&left_open).await;
    browser.js("window.asleep = false; return null;").await;
    browser.reads("hub-status", "Someone else has signed in").await;
    browser.type_into("textarea#body", &format!(" and more{ENTER}")).await;
    browser.reads(".pending-message", "a thought of Ann's and more").await;
    browser.type_into("textarea#body", "a draft of Ann's").await;
    is_stored(&browser, "a draft of Ann's").await;
    // Its forms say no as well, and where it leads to is the other's page.
    browser.click(".account form button").await;
    browser.reads("main", "someone else").await;
    browser.goto(gateway, &room).await;
    browser.click("form.join button").await;
    is_here(&browser).await;
    assert_eq!(browser.js(VALUE).await, "", "nothing of hers is shown to him");
    assert!(!host.get(&room).await.text.contains("thought of Ann"), "and nothing was said as him");

    browser.click(".account form button").await;
    browser.find("input[name=password]").await;
    browser.goto(gateway, &room).await;
    browser.type_into("#login", &ann_name).await;
    browser.type_into("#password", &format!("{}{ENTER}", e2e::PASSWORD)).await;
    is_said_once(&browser, "a thought of Ann's and more").await;
    holds(&browser, "a draft of Ann's").await;
    let said_by = "return document.querySelector('.messages .message .author').textContent;";
    assert_eq!(browser.js(said_by).await, *ann_name);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_was_asleep_when_its_session_ended_learns_so_and_says_how_its_words_are_sent() {
    let gateway = shared().await;
    let host = Person::register(gateway, &name("host")).await;
    let slug = make_room(&host).await;
    let browser = Browser::open().await;
    browser.in_every_page(SLEEP).await;
    let ann_name = name("ann");
    browser.register(gateway, &ann_name).await;
    enter(&browser, gateway, &slug).await;
    let left_open = browser.tab().await;
    falls_asleep(&browser).await;
    browser.open_tab().await;
    browser.goto(gateway, "/").await;
    browser.click(".account form button").await;
    browser.find("input[name=password]").await;
    browser.switch_to(&left_open).await;
    say(&browser, "kept for later").await;
    browser.reads(".pending-message", "Waiting for the connection").await;
    browser.js("window.asleep = false; return null;").await;
    browser.reads("hub-status", "Your session has ended").await;
    browser.reads(".pending-message", "Sign in again to send this").await;

    // And so it is.
    browser.click("hub-status a").await;
    browser.type_into("#login", &ann_name).await;
    browser.type_into("#password", &format!("{}{ENTER}", e2e::PASSWORD)).await;
    is_said_once(&browser, "kept for later").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_signs_in_again_in_another_tab_goes_on_where_they_were() {
    let gateway = shared().await;
    let host = Person::register(gateway, &name("host")).await;
    let slug = make_room(&host).await;
    let ann_name = name("ann");
    let browser = somebody_in(gateway, &ann_name, &slug).await;
    browser.js("window.isTheSamePage = true; return null;").await;
    let left_open = browser.tab().await;
    let other = browser.open_tab().await;
    browser.goto(gateway, "/").await;
    browser.click(".account form button").await;
    browser.find("input[name=password]").await;
    browser.switch_to(&left_open).await;
    browser.reads("hub-status", "Your session has ended").await;
    say(&browser, "said once I am back").await;
    browser.reads(".pending-message", "Sign in again to send this").await;

    browser.switch_to(&other).await;
    browser.type_into("#login", &ann_name).await;
    browser.type_into("#password", &format!("{}{ENTER}", e2e::PASSWORD)).await;
    browser.find("#pane").await;
    browser.switch_to(&left_open).await;
    is_said_once(&browser, "said once I am back").await;
    browser
        .until("nothing is wrong any more", "return document.querySelector('hub-status').innerText === '';")
        .await;
    assert_eq!(browser.js("return window.isTheSamePage;").await, true, "without a reload");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_is_one_in_all_tabs_and_is_said_once() {
    let gateway = shared().await;
    let host = Person::register(gateway, &name("host")).await;
    let slug = make_room(&host).await;
    let room = format!("/r/{slug}");
    let browser = somebody_in(gateway, &name("ann"), &slug).await;
    let first = browser.tab().await;
    let standing_by = browser.open_tab().await;
    browser.goto(gateway, &room).await;
    is_here(&browser).await;

    // Typed in one tab, which is closed; the other has only stood by, and is loaded again.
    browser.switch_to(&first).await;
    browser.type_into("textarea#body", "half").await;
    is_stored(&browser, "half").await;
    browser.close_tab().await;
    browser.switch_to(&standing_by).await;
    holds(&browser, "half").await;
    browser.goto(gateway, &room).await;
    is_here(&browser).await;
    holds(&browser, "half").await;

    // Made longer in a third.
    browser.open_tab().await;
    browser.goto(gateway, &room).await;
    holds(&browser, "half").await;
    browser.type_into("textarea#body", " a thought").await;
    is_stored(&browser, "half a thought").await;
    browser.close_tab().await;
    browser.switch_to(&standing_by).await;
    browser.goto(gateway, &room).await;
    is_here(&browser).await;
    holds(&browser, "half a thought").await;

    // Sent from a fourth: it is gone from those that only showed it.
    browser.open_tab().await;
    browser.goto(gateway, &room).await;
    is_here(&browser).await;
    holds(&browser, "half a thought").await;
    browser.type_into("textarea#body", ENTER).await;
    is_said_once(&browser, "half a thought").await;
    browser.switch_to(&standing_by).await;
    holds(&browser, "").await;
    browser.goto(gateway, &room).await;
    is_here(&browser).await;
    holds(&browser, "").await;
    is_said_once(&browser, "half a thought").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn half_an_emoji_is_said_as_what_it_is() {
    let gateway = shared().await;
    let host = Person::register(gateway, &name("host")).await;
    let slug = make_room(&host).await;
    let ann = somebody_in(gateway, &name("ann"), &slug).await;
    let half = "const box = document.querySelector('textarea#body'); box.value = 'half \\ud83d';
        box.dispatchEvent(new Event('input', { bubbles: true })); return null;";
    ann.js(half).await;
    ann.type_into("textarea#body", ENTER).await;
    is_said_once(&ann, "half \u{fffd}").await;
    say(&ann, "and on").await;
    is_said_once(&ann, "and on").await;
}
