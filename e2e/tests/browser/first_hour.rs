//! The first hour in browsers: from a new installation's address to somebody who was invited saying hello.

use std::time::Duration;

use e2e::{Browser, Cluster, DEADLINE, Person};
use tokio::time::{sleep, timeout};

use crate::PROGRAM;
use crate::fixture::{is_here, is_said_once, say};
use crate::looks::{faults, with_axe};

/// The text of a button, and whether it is as wide as it was.
const COPIED: &str = "const button = document.querySelector('hub-copy button');
    return button.innerText.trim() === 'Copied' && button.offsetWidth === window.wide;";

#[tokio::test(flavor = "multi_thread")]
async fn an_owner_sets_up_and_a_guest_arrives_by_the_link_that_was_copied() {
    let cluster = Cluster::start(PROGRAM, 1, 1, 1).await;
    let gateway = cluster.address(0);
    let ingrid = with_axe().await;
    ingrid.goto(gateway, "/").await;
    ingrid.type_into("#installation", "Harbour Collective").await;
    assert_eq!(faults(&ingrid).await, [""; 0], "the owner's registration");
    ingrid.type_into("#display_name", "Ingrid Moe").await;
    ingrid.type_into("#username", "ingrid").await;
    ingrid.type_into("#email", "ingrid@example.org").await;
    ingrid.type_into("#password", e2e::PASSWORD).await;
    let kind = "return document.querySelector('#password').type;";
    assert_eq!(ingrid.js(kind).await, "text", "seen as it is chosen");
    ingrid.click(".reveal button").await;
    assert_eq!(ingrid.js(kind).await, "password");
    ingrid.reads(".reveal button", "Show").await;
    ingrid.click("main form button.primary").await;

    ingrid.reads("h1", "Harbour Collective is ready").await;
    ingrid.click("form[action='/setup/invite'] button").await;
    ingrid.find("#invite-address").await;
    assert_eq!(faults(&ingrid).await, [""; 0], "setup");
    ingrid.js("window.wide = document.querySelector('hub-copy button').offsetWidth; return null;").await;
    ingrid.click("hub-copy button").await;
    ingrid.until("it is copied", COPIED).await;
    let link = ingrid.js("return document.querySelector('#invite-address').value;").await;
    ingrid.type_into("#name", "boats").await;
    ingrid.click("form[action='/setup/room'] button").await;
    ingrid.reads(".setup-room", "boats").await;
    assert_eq!(ingrid.js("return document.querySelector('#invite-address').value;").await, link);
    ingrid.click("form.ways button.primary").await;

    ingrid.reads(".welcome h2", "Welcome to Harbour Collective, Ingrid Moe").await;
    is_here(&ingrid).await;
    assert_eq!(faults(&ingrid).await, [""; 0], "where to begin");
    ingrid.click(".first-step[data-step=hello] a").await;
    ingrid.until("one writes", "return document.activeElement.id === 'body';").await;
    say(&ingrid, "Hello!").await;
    is_said_once(&ingrid, "Hello!").await;
    ingrid.find(".first-step[data-step=hello].done").await;

    let mika = Browser::open().await;
    mika.on_a_phone().await;
    mika.without_scripts().await;
    let (_, path) = link.as_str().and_then(|link| link.split_once("/invite/")).expect("a link");
    mika.goto(gateway, &format!("/invite/{path}")).await;
    mika.reads(".lead", "Ingrid Moe invited you to Harbour Collective").await;
    mika.type_into("#username", "mika").await;
    mika.type_into("#email", "mika@example.org").await;
    mika.type_into("#password", e2e::PASSWORD).await;
    mika.click("main form button.primary").await;
    mika.reads(".greeted-by", "Ingrid Moe invited you").await;
    mika.type_into("textarea#body", "Hello to you too").await;
    mika.click("button.send").await;
    mika.find(".first-step[data-step=hello].done").await;
    mika.click(".hide-steps button").await;
    mika.until("they are hidden", "return !document.querySelector('.welcome');").await;
    is_said_once(&ingrid, "Hello to you too").await;

    let host = Person::log_in(gateway, "ingrid").await;
    for line in 0..60 {
        host.post_message("general", &format!("line {line}")).await;
    }
    // Where much was said before the steps stand among it, and the room is live from the first page on.
    let jun = Browser::open().await;
    jun.register(gateway, "jun").await;
    jun.find(".messages .welcome").await;
    is_here(&jun).await;
    say(&ingrid, "Welcome, Jun").await;
    is_said_once(&jun, "Welcome, Jun").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_was_too_fast_sees_the_time_run_down_and_goes_on_by_itself() {
    let cluster = Cluster::start(PROGRAM, 1, 1, 1).await;
    let gateway = cluster.address(0);
    let ann = Browser::open().await;
    // What the way on said while it was closed.
    let watch = "setInterval(() => {
        const link = document.querySelector('hub-countdown a');
        if (link?.getAttribute('aria-disabled')) sessionStorage.closed = `${link.innerText} ${link.hasAttribute('href')}`;
    }, 5);";
    ann.in_every_page(watch).await;
    ann.register(gateway, "ann").await;
    // Cheap requests, for as long as the page needs to come: what is asked for is given back at twenty a second.
    let phone = Person::log_in(gateway, "ann").await;
    let hurry = async || {
        loop {
            if phone.get("/r/general/names?q=nobody").await.status == 429 {
                sleep(Duration::from_millis(20)).await;
            }
        }
    };
    let closed = async {
        while ann.js("return Boolean(sessionStorage.closed);").await != true {
            ann.goto(gateway, "/rooms").await;
        }
    };
    tokio::select! {
        _ = futures_util::future::join_all((0..8).map(|_| hurry())) => {}
        closed = timeout(DEADLINE, closed) => closed.expect("the way on is closed"),
    }
    ann.until(
        "the time runs down",
        "return /^Continue in 0:\\d\\d false$/.test(sessionStorage.closed ?? '');",
    )
    .await;
    ann.until("it goes on by itself", "return document.querySelector('h1')?.innerText === 'Rooms';").await;
}
