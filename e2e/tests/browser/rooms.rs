//! The list of rooms, and one being made over it.

use e2e::{Person, quoted};
use serde_json::json;

use crate::fixture::{make_room, name, shared};
use crate::looks::{faults, with_axe};

const ENTER: &str = "\u{e007}";
const ESCAPE: &str = "\u{e00c}";

#[tokio::test(flavor = "multi_thread")]
async fn the_list_of_rooms_follows_what_is_typed_and_its_address_goes_along() {
    let gateway = shared().await;
    let host = Person::register(gateway, &name("host")).await;
    let (slug, other) = (make_room(&host).await, make_room(&host).await);
    let ann = with_axe().await;
    ann.register(gateway, &name("ann")).await;
    ann.goto(gateway, "/rooms").await;
    ann.find(".side .room-link[href='/rooms'][aria-current=page]").await;
    ann.find("hub-room-finder:defined").await;
    ann.type_into("#q", &slug).await;
    let only = format!(
        "const rows = [...document.querySelectorAll('.room-row-name')].map((row) => row.textContent);
         return rows.includes({}) && !rows.includes({}) && location.search === {};",
        quoted(&slug),
        quoted(&other),
        quoted(&format!("?q={slug}"))
    );
    ann.until("only what is looked for is listed", &only).await;
    assert_eq!(ann.js("return document.activeElement.id;").await, "q", "the keyboard stays in the field");
    assert_eq!(faults(&ann).await, [""; 0]);
    // The same by its address, and the whole list by the link beside.
    ann.goto(gateway, &format!("/rooms?q={slug}")).await;
    ann.until("the same list", &only).await;
    ann.click(".side a[href='/rooms']").await;
    ann.until(
        "all of them",
        "return location.search === '' && document.querySelectorAll('.room-row').length > 1;",
    )
    .await;
    ann.click(&format!("form[action='/r/{slug}/join'] button")).await;
    ann.find("textarea#body").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_room_is_made_over_the_list_with_people_as_chips() {
    let gateway = shared().await;
    let guest_name = name("hedwig");
    Person::register(gateway, &guest_name).await;
    let ann = with_axe().await;
    ann.register(gateway, &name("ann")).await;
    ann.goto(gateway, "/rooms").await;
    ann.find("hub-sidebar:defined").await;
    ann.click("main a[href='/rooms/new']").await;
    ann.until("the name is to be typed", "return document.activeElement.matches('dialog[open] #name');")
        .await;
    ann.find("hub-people-field:defined .chip-box").await;
    assert_eq!(faults(&ann).await, [""; 0]);
    ann.keys(ESCAPE).await;
    ann.until(
        "it is closed",
        "return !document.querySelector('dialog[open]') && location.pathname === '/rooms';",
    )
    .await;

    ann.click("main a[href='/rooms/new']").await;
    ann.find("hub-people-field:defined .chip-box").await;
    ann.type_into("dialog #people", "hedw").await;
    ann.reads("dialog [role=option][aria-selected=true]", "hedwig").await;
    assert_eq!(faults(&ann).await, [""; 0], "with people offered");
    ann.keys(format!("{ENTER}nobody-at-all,")).await;
    let chips = "return [...document.querySelectorAll('dialog .chip')].map((chip) => chip.dataset.username);";
    let state = ann.js(chips).await;
    assert_eq!(state[1], "nobody-at-all", "{state}");
    let called = name("store");
    ann.type_into("dialog #name", &format!("{called}{ENTER}")).await;
    ann.reads("dialog .field.wrong", "nobody-at-all").await;
    assert_eq!(
        ann.js("return document.querySelector('dialog #name').value;").await,
        called,
        "nothing is lost"
    );
    ann.until("the chips are back", "return document.querySelectorAll('dialog .chip').length === 2;").await;
    ann.click("dialog .chip:last-child button").await;
    assert_eq!(ann.js(chips).await, json!([state[0]]));
    ann.click("dialog button.primary").await;
    ann.reads("main.room h1", &called).await;
    assert_eq!(ann.js("return document.querySelector('dialog[open]') === null;").await, true);
}
