//! Without JavaScript, and on a phone.

use e2e::{Browser, Cluster, DEADLINE, PASSWORD, Person, Who};
use thirtyfour::prelude::*;

use crate::PROGRAM;
use crate::fixture::{enter, is_said_once, make_room, name, say, shared, somebody_in};
use crate::looks::{faults, with_axe};

const ENTER: &str = "\u{e007}";

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

#[tokio::test(flavor = "multi_thread")]
async fn a_room_is_left_without_scripts_in_windows_of_any_width() {
    let gateway = shared().await;
    let host = Person::register(gateway, &name("host")).await;
    let slug = make_room(&host).await;
    let browser = Browser::open().await;
    browser.without_scripts().await;
    browser.register(gateway, &name("noa")).await;
    // Beside the room where there is place; else among its members.
    for (width, height) in [(1200, 800), (1200, 480), (1199, 800), (768, 600), (390, 844), (320, 568)] {
        browser.window(width, height).await;
        browser.goto(gateway, &format!("/r/{slug}")).await;
        browser.click("form.join button").await;
        browser.find("textarea#body").await;
        let beside = browser.driver.query(By::Css(".details form.leave button")).first().await;
        if !beside.expect("a button").is_displayed().await.expect("there") {
            browser.goto(gateway, &format!("/r/{slug}/members")).await;
        }
        let shown = browser.driver.query(By::Css("form.leave button")).and_displayed().first().await;
        let pressed = shown.unwrap_or_else(|error| panic!("no button at {width}: {error}")).click().await;
        pressed.unwrap_or_else(|error| panic!("it cannot be pressed at {width} by {height}: {error}"));
        let listed = format!(".side a[href='/r/{slug}']");
        let left = async { while browser.driver.find(By::Css(listed.as_str())).await.is_ok() {} };
        tokio::time::timeout(DEADLINE, left).await.unwrap_or_else(|_| panic!("not left at {width}"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_password_is_asked_for_once_more_on_a_phone_and_the_form_goes_on() {
    let mut cluster = Cluster::start(PROGRAM, 1, 1, 1).await;
    let gateway = cluster.address(0);
    // Whoever comes first owns the installation.
    Person::register(gateway, "owner").await;
    Person::register(gateway, "ann").await;
    let browser = with_axe().await;
    browser.on_a_phone().await;
    browser.goto(gateway, "/login?next=/admin/people%3Fq=ann").await;
    browser.type_into("#login", "owner").await;
    browser.type_into("#password", &format!("{PASSWORD}{ENTER}")).await;
    browser.find("form[action$='/role']").await;
    // An hour later; a gateway that is started anew remembers nothing of it.
    let database = cluster.database().await;
    let late = "update auth.session set proved_at = now() - interval '1 hour'";
    database.batch_execute(late).await.expect("late");
    cluster.restart(Who::Gateway(0)).await;

    browser
        .js("document.querySelector('form[action$=\"/role\"]').closest('details').open = true; return null;")
        .await;
    browser.click("form[action$='/role'] input[value=guest]").await;
    browser.click("form[action$='/role'] button").await;
    browser
        .until("the field has the keyboard", "return document.activeElement.name === 'proof_password';")
        .await;
    let fits = "const field = document.activeElement.getBoundingClientRect(), button = document.querySelector('main form button').getBoundingClientRect();
        return document.documentElement.scrollWidth <= innerWidth && field.width > 200 && button.right <= innerWidth && button.bottom <= innerHeight;";
    assert_eq!(browser.js(fits).await, true);
    assert_eq!(faults(&browser).await, [""; 0]);
    browser.keys(format!("a yellow goat{ENTER}")).await;
    browser.reads("main", "This isn’t your current password").await;
    browser.type_into("input[name=proof_password]", &format!("{PASSWORD}{ENTER}")).await;
    browser.reads("main .badge", "guest").await;
}
