//! The card of a person: by pointer, by keyboard, by touch.

use e2e::{Browser, Person};

use crate::fixture::{enter, is_said_once, make_room, name, say, shared, somebody_in};
use crate::looks::{faults, with_axe};

const CARD: &str = "document.querySelector('#person-card:popover-open')";

async fn is_shown(browser: &Browser, username: &str) {
    let script = format!("return {CARD}?.dataset.username === '{username}';");
    browser.until("the card is shown", &script).await;
}

async fn is_gone(browser: &Browser) {
    browser.until("the card is gone", &format!("return !{CARD};")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_card_of_a_person_opens_by_pointer_by_keyboard_and_by_touch_and_mentions_them() {
    let gateway = shared().await;
    let (rosa, anton) = (name("rosa"), name("anton"));
    let host = Person::register(gateway, &rosa).await;
    let slug = make_room(&host).await;
    host.post_message(&slug, "The jetty is booked.").await;
    let browser = with_axe().await;
    browser.register(gateway, &anton).await;
    enter(&browser, gateway, &slug).await;
    is_said_once(&browser, "The jetty is booked.").await;

    let author = browser.find(".message .author").await;
    browser.driver.action_chain().move_to_element_center(&author).perform().await.expect("moved");
    is_shown(&browser, &rosa).await;
    assert_eq!(faults(&browser).await, Vec::<String>::new());
    // On to the card: it stays, and its button writes the name.
    browser.click("#person-card [data-do=mention]").await;
    is_gone(&browser).await;
    let written = format!(
        "return document.querySelector('textarea#body').value === '@{rosa} ' && document.activeElement.id === 'body';"
    );
    browser.until("the name is written", &written).await;
    say(&browser, "thank you").await;
    is_said_once(&browser, &format!("@{rosa} thank you")).await;

    // By the keyboard: focused as Tab does, into the card and out again.
    browser
        .js("document.querySelector('.message .author').focus({ focusVisible: true }); return null;")
        .await;
    is_shown(&browser, &rosa).await;
    browser.keys("\u{e004}").await;
    browser
        .until("focus is in the card", "return document.activeElement.closest('#person-card') !== null;")
        .await;
    browser.keys("\u{e00c}").await;
    is_gone(&browser).await;
    browser.until("focus is back", "return document.activeElement.matches('.author');").await;
    assert_eq!(browser.js(&format!("return location.pathname === '/r/{slug}';")).await, true);
    browser.click(".message .author").await;
    browser
        .until("the name leads to the profile", &format!("return location.pathname === '/u/{rosa}';"))
        .await;

    let phone = somebody_in(gateway, &name("eva"), &slug).await;
    phone.on_a_phone().await;
    phone.by_touch().await;
    phone.goto(gateway, &format!("/r/{slug}")).await;
    is_said_once(&phone, "The jetty is booked.").await;
    phone.tap(".message .author").await;
    is_shown(&phone, &rosa).await;
    phone.tap("#person-card .button.primary").await;
    phone.until("they talk", "return location.pathname.startsWith('/d/');").await;
}
