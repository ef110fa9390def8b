//! Saved messages, on two devices at two gateways.

use e2e::{Browser, Cluster, PASSWORD, Person};

use crate::PROGRAM;
use crate::fixture::{is_here, is_said_once, make_room, name, say};
use crate::looks::{faults, with_axe};

pub(crate) async fn sign_in(browser: &Browser, gateway: std::net::SocketAddr, username: &str, path: &str) {
    browser.goto(gateway, &format!("/login?next={path}")).await;
    browser.type_into("#login", username).await;
    browser.type_into("#password", &format!("{PASSWORD}\u{e007}")).await;
    is_here(browser).await;
}

/// By the toolbar, as a pointer or the keyboard finds it over the last message.
pub(crate) async fn press(browser: &Browser, action: &str) {
    let script = format!(
        "const row = [...document.querySelectorAll('main .messages > .message')].at(-1);
         row.tabIndex = 0;
         row.focus();
         row.dispatchEvent(new PointerEvent('pointerover', {{ bubbles: true, pointerType: 'mouse' }}));
         const button = row.querySelector('.tools [data-action={action}]');
         if (!button || button.hidden) return false;
         button.click();
         return true;"
    );
    browser.until(&format!("{action} is offered"), &script).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_is_saved_on_one_device_and_let_go_on_another() {
    let cluster = Cluster::start(PROGRAM, 2, 1, 1).await;
    let (here, there) = (cluster.address(0), cluster.address(1));
    let username = name("ann");
    let ann = Person::register(here, &username).await;
    let slug = make_room(&ann).await;
    let (desk, phone) = (with_axe().await, Browser::open().await);
    sign_in(&desk, here, &username, &format!("/r/{slug}")).await;
    sign_in(&phone, there, &username, &format!("/r/{slug}")).await;
    say(&desk, "Call the harbour master.").await;
    for browser in [&desk, &phone] {
        is_said_once(browser, "Call the harbour master.").await;
    }
    press(&desk, "save").await;
    desk.reads(".row-note", "Saved.").await;
    desk.click(".row-note a").await;
    desk.reads("dialog.page-dialog h1", "Saved message").await;
    assert_eq!(faults(&desk).await, [""; 0]);
    desk.click("dialog.page-dialog [value=tomorrow]").await;
    desk.click("dialog.page-dialog button.primary").await;
    desk.until(
        "it is done, and the room still there",
        &format!(
            "return !document.querySelector('dialog.page-dialog') && location.pathname === '/r/{slug}';"
        ),
    )
    .await;
    let list = ann.get("/saved").await;
    // Nine in the morning of whoever looks, which is told as a moment.
    let morning = desk
        .js("const now = new Date(); return new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1, 9).toISOString().slice(0, 19);")
        .await;
    assert!(list.text.contains(morning.as_str().expect("a moment")), "{morning}: {}", list.text);
    // The other one was told.
    press(&phone, "unsave").await;
    phone.reads(".row-note", "Removed from your saved messages.").await;
    press(&desk, "save").await;
    press(&desk, "unsave").await;
    desk.goto(here, "/saved").await;
    desk.reads("hub-saved .lead", "Nothing saved yet.").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reminder_becomes_due_while_the_page_is_open() {
    let cluster = Cluster::start(PROGRAM, 1, 1, 1).await;
    let gateway = cluster.address(0);
    let username = name("ann");
    let ann = Person::register(gateway, &username).await;
    let slug = make_room(&ann).await;
    ann.post_message(&slug, "Call the harbour master.").await;
    let browser = with_axe().await;
    sign_in(&browser, gateway, &username, &format!("/r/{slug}")).await;
    press(&browser, "save").await;
    browser.reads(".row-note", "Saved.").await;
    browser.goto(gateway, "/saved").await;
    browser.reads("hub-saved", "Call the harbour master.").await;
    assert_eq!(faults(&browser).await, [""; 0]);
    let soon = browser.js("return new Date(Date.now() + 3000).toISOString();").await;
    let message =
        browser.js("return new URL(document.querySelector('hub-saved .home-row-name').href).pathname;").await;
    let (soon, message) = (soon.as_str().expect("a moment"), message.as_str().expect("an address"));
    ann.post(&format!("{message}/save"), &[("when", "date"), ("at", soon)]).await;
    browser
        .until(
            "it is counted",
            "return document.querySelector('.saved-link .count:not([hidden]) .number')?.textContent === '1';",
        )
        .await;
    browser.reads("hub-saved .due", "Reminder:").await;
    browser.click("hub-saved .due button[value=no]").await;
    browser.reads("hub-saved .lead", "Nothing saved yet.").await;
    browser.until("nothing is due", "return document.querySelector('.saved-link .count').hidden;").await;
}
