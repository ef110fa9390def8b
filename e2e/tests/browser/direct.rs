//! Direct conversations over two gateways: begun with a few letters and keys, heard at once, hidden and back.

use std::net::SocketAddr;

use e2e::{Browser, Cluster, Person, quoted};

use crate::PROGRAM;
use crate::fixture::{is_here, is_said_once, say};
use crate::looks::{faults, with_axe};

/// What the list says of the conversation with somebody: its count, or nothing where it is not listed.
fn counted(name: &str) -> String {
    format!(
        "const link = [...document.querySelectorAll('.direct-list a')].find((one) => one.querySelector('.room-name').textContent === {});
         const count = link?.querySelector('.count.named');
         return !link ? 'not listed' : count.hidden ? '' : count.firstElementChild.textContent;",
        quoted(name)
    )
}

async fn counts(browser: &Browser, name: &str, expected: &str) {
    let script = format!("return (() => {{ {} }})() === {};", counted(name), quoted(expected));
    browser.until(&format!("the list says {expected:?} of {name}"), &script).await;
}

async fn somebody(gateway: SocketAddr, name: &str) -> Browser {
    let browser = Browser::open().await;
    browser.register(gateway, name).await;
    browser.goto(gateway, "/r/general").await;
    is_here(&browser).await;
    browser
}

/// By the dialog of the plus beside the heading, with a name and two keys.
async fn begin(browser: &Browser, names: &[&str]) {
    browser.click(".side a[href='/d/new']").await;
    browser.find("dialog.page-dialog[open] hub-people-field .chip-box input").await;
    for name in names {
        browser.type_into("dialog .chip-box input", name).await;
        browser.reads("dialog .suggestions [role=option] .suggestion-name", &format!("@{name}")).await;
        browser.keys("\u{e007}").await;
    }
    browser.click("dialog button.primary").await;
    browser.until("the conversation is shown", "return location.pathname.startsWith('/d/');").await;
    is_here(browser).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_conversation_is_in_everyone_s_list_with_its_first_message_and_back_after_it_was_hidden() {
    let cluster = Cluster::start(PROGRAM, 2, 2, 1).await;
    let (here, there) = (cluster.address(0), cluster.address(1));
    let _owner = Person::register(here, "owner").await;
    let (ann, bob) = (somebody(here, "ann").await, somebody(there, "bob").await);
    bob.js("window.isTheSamePage = true; return null;").await;
    begin(&ann, &["bob"]).await;
    counts(&bob, "ann", "not listed").await;
    say(&ann, "Did the drummer answer?").await;
    is_said_once(&ann, "Did the drummer answer?").await;
    counts(&bob, "ann", "1").await;
    assert_eq!(bob.js("return window.isTheSamePage;").await, true, "without a reload");
    bob.until("the title says so", "return document.title.startsWith('(@1)');").await;

    bob.click(".direct-list a").await;
    is_said_once(&bob, "Did the drummer answer?").await;
    counts(&bob, "ann", "").await;
    say(&bob, "With a photo of a drum.").await;
    is_said_once(&ann, "With a photo of a drum.").await;

    bob.click("#details form.leave button").await;
    bob.until("home is shown", "return location.pathname === '/';").await;
    counts(&bob, "ann", "not listed").await;
    say(&ann, "I take that as a yes.").await;
    counts(&bob, "ann", "1").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_active_conversation_stands_first_and_a_name_and_enter_lead_to_it() {
    let cluster = Cluster::start(PROGRAM, 2, 1, 1).await;
    let (here, there) = (cluster.address(0), cluster.address(1));
    let _owner = Person::register(here, "owner").await;
    let (bob, eve) = (Person::register(there, "bob").await, Person::register(there, "eve").await);
    let ann = somebody(here, "ann").await;
    for (person, words) in [(&bob, "from bob"), (&eve, "from eve")] {
        let room = person.post("/d", &[("people", "ann")]).await.path;
        let nonce = uuid::Uuid::new_v4().to_string();
        person.post(&format!("{room}/messages"), &[("body", words), ("nonce", &nonce)]).await;
        counts(&ann, &person.username, "1").await;
    }
    let order = "return [...document.querySelectorAll('.direct-list .room-name')].map((one) => one.textContent).join();";
    assert_eq!(ann.js(order).await, "eve,bob");
    let room = bob.post("/d", &[("people", "ann")]).await.path;
    let nonce = uuid::Uuid::new_v4().to_string();
    bob.post(&format!("{room}/messages"), &[("body", "once more"), ("nonce", &nonce)]).await;
    ann.until("bob stands first", &order.replace(".join()", ".join() === 'bob,eve'")).await;

    // Somebody with whom there is no conversation yet: their name and Enter.
    ann.chord('\u{e009}', "k").await;
    ann.type_into("dialog.switcher input", "owner").await;
    ann.reads(".switcher [role=option][data-username]", "owner").await;
    ann.keys("\u{e007}").await;
    ann.until("the conversation is shown", "return location.pathname.startsWith('/d/');").await;
    ann.reads("main.room h1", "owner").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_conversation_has_no_faults_for_axe_in_a_real_page() {
    let cluster = Cluster::start(PROGRAM, 1, 1, 1).await;
    let gateway = cluster.address(0);
    let (_owner, _bob) = (Person::register(gateway, "owner").await, Person::register(gateway, "bob").await);
    let ann = with_axe().await;
    ann.register(gateway, "ann").await;
    ann.goto(gateway, "/r/general").await;
    is_here(&ann).await;
    begin(&ann, &["bob", "owner"]).await;
    say(&ann, "Hello, you two.").await;
    is_said_once(&ann, "Hello, you two.").await;
    assert_eq!(faults(&ann).await, Vec::<String>::new());
}
