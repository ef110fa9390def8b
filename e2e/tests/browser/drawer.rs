//! On a tablet the list of rooms is a drawer.

use e2e::{Browser, Person};

use crate::fixture::{enter, make_room, name, shared};
use crate::looks::{faults, with_axe};

const TAB: &str = "\u{e004}";
const ESCAPE: &str = "\u{e00c}";

const IS_OPEN: &str = "return document.querySelector('#side').checkVisibility();";
const IS_CLOSED: &str =
    "return !document.querySelector('#side').checkVisibility() && !document.querySelector('#pane').inert;";

#[tokio::test(flavor = "multi_thread")]
async fn the_rooms_are_a_drawer_that_keeps_the_keyboard_and_leads_out() {
    let gateway = shared().await;
    let ann_name = name("ann");
    let ann = with_axe().await;
    ann.window(768, 1024).await;
    ann.register(gateway, &ann_name).await;
    let host = Person::register(gateway, &name("host")).await;
    let (slug, other) = (make_room(&host).await, make_room(&host).await);
    enter(&ann, gateway, &other).await;
    enter(&ann, gateway, &slug).await;
    assert_eq!(ann.js(IS_OPEN).await, false, "the room has the whole width");
    let beside = "return document.querySelector('.menu').getBoundingClientRect().right <= document.querySelector('.room-head h1').getBoundingClientRect().left;";
    assert_eq!(ann.js(beside).await, true, "the button stands beside the room's name");

    host.post_message(&other, &format!("And you, @{ann_name}?")).await;
    ann.until("a dot says so", "return document.querySelector('.menu-dot').checkVisibility();").await;
    ann.click(".menu").await;
    ann.until("the keyboard is in it", "return document.activeElement.matches('#side [aria-current]');")
        .await;
    let whole = "return [...document.querySelectorAll('#side .room-link')].every((link) => link.clientWidth > 200 && link.clientHeight >= 44);";
    assert_eq!(ann.js(whole).await, true, "every row is as wide as the drawer, and as high as a finger");
    // Behind it the page is out of reach, its heading too.
    let faults = faults(&ann).await.into_iter().filter(|fault| {
        !fault.starts_with("landmark-one-main") && !fault.starts_with("page-has-heading-one")
    });
    assert_eq!(faults.collect::<Vec<_>>(), [""; 0]);
    let out = "return document.querySelector('.account form button').checkVisibility();";
    assert_eq!(ann.js(out).await, true, "and the way out is there");
    let inside = "return document.activeElement === document.body || Boolean(document.activeElement.closest('#side'));";
    for _ in 0..12 {
        ann.keys(TAB).await;
        assert_eq!(ann.js(inside).await, true, "it stays there");
    }
    ann.keys(ESCAPE).await;
    ann.until("Escape closes it", IS_CLOSED).await;
    assert_eq!(ann.js("return document.activeElement.matches('.menu');").await, true, "and leads back");

    ann.click(".menu").await;
    ann.until("open again", IS_OPEN).await;
    ann.driver.action_chain().move_to(700, 500).click().perform().await.expect("pressed");
    ann.until("the veil closes it", IS_CLOSED).await;

    ann.click(".menu").await;
    ann.click(&format!("#side .room-link[href='/r/{other}']")).await;
    ann.reads("h1", &other).await;
    ann.until("the choice of a room closes it", IS_CLOSED).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_script_the_drawer_opens_too_and_one_can_sign_out() {
    let gateway = shared().await;
    let username = name("ann");
    let ann = Browser::open().await;
    ann.window(768, 1024).await;
    ann.register(gateway, &username).await;
    ann.without_scripts().await;
    ann.goto(gateway, "/").await;
    ann.click(".menu").await;
    ann.click(".side-close").await;
    ann.click(".menu").await;
    ann.click(".account form button").await;
    ann.find("input[name=password]").await;
}
