//! Somebody is named: found while typing, drawn, counted, told, and read.

use e2e::{Person, quoted};

use crate::fixture::{enter, is_here, is_said_once, make_room, name, say, shared, somebody_in};
use crate::looks::{faults, with_axe};

const ENTER: &str = "\u{e007}";
const ESCAPE: &str = "\u{e00c}";
const TAB: &str = "\u{e004}";
const HOME: &str = "\u{e011}";
const DOWN: &str = "\u{e015}";

const OFFERED: &str = "return [...document.querySelectorAll('.composer .suggestion .suggestion-name')].map((one) => one.textContent);";

#[tokio::test(flavor = "multi_thread")]
async fn who_is_named_elsewhere_is_told_in_list_and_title_until_they_have_read_it() {
    let gateway = shared().await;
    let host = Person::register(gateway, &name("host")).await;
    let (slug, other) = (make_room(&host).await, make_room(&host).await);
    let (ann_name, bob_name) = (name("ann"), name("bob"));
    let ann = somebody_in(gateway, &ann_name, &slug).await;
    say(&ann, "I was here.").await;
    is_said_once(&ann, "I was here.").await;
    enter(&ann, gateway, &other).await;

    let bob = somebody_in(gateway, &bob_name, &slug).await;
    say(&bob, &format!("Hello all, `@{ann_name}`")).await;
    let badge = format!(".side .room-link[href='/r/{slug}'] .count");
    ann.reads(&format!("{badge}:not(.named)"), "1").await;
    let none = format!("return document.querySelector({}).hidden;", quoted(&format!("{badge}.named")));
    assert_eq!(ann.js(&none).await, true, "code means nobody");
    say(&bob, &format!("And hello @{ann_name}!")).await;
    ann.reads(&format!("{badge}.named"), "@1").await;
    ann.until("the title tells", "return document.title.startsWith('(@1) ');").await;

    // Bob sees a name that leads to a card; Ann sees her own stand out, before and after a reload.
    is_said_once(&bob, &format!("And hello @{ann_name}!")).await;
    let link = format!(
        "return document.querySelector('a.mention[href=\"/u/{ann_name}\"]:not([data-me])') !== null;"
    );
    bob.until("it is a link to her card", &link).await;
    ann.click(&format!(".side .room-link[href='/r/{slug}']")).await;
    ann.find(".message a.mention[data-me]").await;
    ann.until("it is read", "return !document.title.startsWith('(');").await;
    ann.until("nothing is left of it", &none).await;
    ann.goto(gateway, &format!("/r/{slug}")).await;
    ann.find(".message a.mention[data-me]").await;
    is_here(&ann).await;
    assert_eq!(ann.js(&none).await, true, "read is read");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_is_found_by_a_few_letters_and_keys_and_the_messages_do_not_move() {
    let gateway = shared().await;
    let host_name = name("host");
    let host = Person::register(gateway, &host_name).await;
    let slug = make_room(&host).await;
    let (cleo, clem) = (name("cleo"), name("clem"));
    let others = [Person::register(gateway, &cleo).await, Person::register(gateway, &clem).await];
    for other in &others {
        other.post(&format!("/r/{slug}/join"), &[]).await;
    }
    let ann = with_axe().await;
    ann.register(gateway, &name("ann")).await;
    enter(&ann, gateway, &slug).await;
    say(&ann, "one line").await;
    is_said_once(&ann, "one line").await;
    let place = "return document.querySelector('.messages .message').getBoundingClientRect().top;";
    let before = ann.js(place).await;
    ann.keys("hello @cle").await;
    let both = format!("return (() => {{ {OFFERED} }})().length === 2;");
    ann.until("both are offered", &both).await;
    assert_eq!(ann.js(OFFERED).await, serde_json::json!([format!("@{clem}"), format!("@{cleo}")]));
    let state = "const box = document.querySelector('textarea#body');
        const option = document.getElementById(box.getAttribute('aria-activedescendant'));
        return [box.getAttribute('aria-autocomplete'), box.getAttribute('aria-haspopup'), option.getAttribute('aria-selected'), option.dataset.username,
            document.getElementById(box.getAttribute('aria-controls')).checkVisibility()];";
    assert_eq!(ann.js(state).await, serde_json::json!(["list", "listbox", "true", clem, true]));
    assert_eq!(ann.js(place).await, before, "nothing moves");
    assert_eq!(faults(&ann).await, [""; 0]);
    ann.keys(DOWN).await;
    assert_eq!(ann.js(state).await[3], *cleo);
    ann.keys(format!("{TAB}and @cle")).await;
    ann.until("once more", &both).await;
    ann.keys(ENTER).await;
    let value = "return document.querySelector('textarea#body').value;";
    assert_eq!(ann.js(value).await, format!("hello @{cleo} and @{clem} "), "Enter chose, and sent nothing");
    ann.keys("@cl").await;
    ann.until("and again", &both).await;
    ann.keys(ESCAPE).await;
    let closed = "const box = document.querySelector('textarea#body');
        return !box.hasAttribute('aria-activedescendant') && document.querySelector('.composer .suggestions').hidden && document.activeElement === box;";
    assert_eq!(ann.js(closed).await, true);
    ann.keys(ENTER).await;
    is_said_once(&ann, &format!("hello @{cleo} and @{clem} @cl")).await;
    let names = "return document.querySelectorAll('.messages a.mention').length;";
    assert_eq!(ann.js(names).await, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_of_a_moment_ago_mentions_nobody_who_was_not_typed() {
    let gateway = shared().await;
    let host = Person::register(gateway, &name("host")).await;
    let slug = make_room(&host).await;
    let ro = name("ro");
    let (robin, rosa) = (format!("{ro}bin"), format!("{ro}sa_"));
    for other in [&robin, &rosa] {
        Person::register(gateway, other).await.post(&format!("/r/{slug}/join"), &[]).await;
    }
    let ann = somebody_in(gateway, &name("ann"), &slug).await;
    let value = "return document.querySelector('textarea#body').value;";
    let both = format!("return (() => {{ {OFFERED} }})().length > 1;");
    let closed = "return document.querySelector('.composer .suggestions').hidden;";

    // Typed on without waiting for another list.
    ann.keys(format!("@{ro}")).await;
    ann.until("both are offered", &both).await;
    ann.keys(format!("sa{ENTER}")).await;
    assert_eq!(ann.js(value).await, format!("@{rosa} "), "not the one that stood first");
    // What was typed can be had back.
    ann.chord('\u{e009}', "z").await;
    assert_eq!(ann.js(value).await, format!("@{ro}sa"));
    ann.js("document.querySelector('textarea#body').select(); return null;").await;
    ann.keys("@").await;
    ann.until("all are offered", &both).await;
    ann.keys(format!("{rosa}{TAB}")).await;
    assert_eq!(ann.js(value).await, format!("@{rosa} "));
    ann.js("document.querySelector('textarea#body').select(); return null;").await;

    ann.keys("@").await;
    ann.until("all are offered", &both).await;
    ann.keys(format!("nobody{ENTER}")).await;
    is_said_once(&ann, "@nobody").await;

    // Out of the word with the cursor.
    ann.keys(format!("@{ro}")).await;
    ann.until("both are offered", &both).await;
    ann.keys(HOME).await;
    ann.until("the list is closed", closed).await;
    ann.keys(ENTER).await;
    is_said_once(&ann, &format!("@{ro}")).await;
    let mentioned = "return document.querySelectorAll('.messages a.mention').length;";
    assert_eq!(ann.js(mentioned).await, 0, "nobody was mentioned");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_deleted_or_edited_away_is_not_counted_any_more_on_any_device() {
    let gateway = shared().await;
    let host = Person::register(gateway, &name("host")).await;
    let (slug, other) = (make_room(&host).await, make_room(&host).await);
    let ann_name = name("ann");
    let ann = somebody_in(gateway, &ann_name, &slug).await;
    enter(&ann, gateway, &other).await;
    let first = ann.tab().await;
    let second = ann.open_tab().await;
    ann.goto(gateway, &format!("/r/{other}")).await;
    is_here(&ann).await;

    let badge = format!(".side .room-link[href='/r/{slug}'] .count");
    let (unread, mentions) = (format!("{badge}:not(.named)"), format!("{badge}.named"));
    let gone = |badge: &str| format!("return document.querySelector({}).hidden;", quoted(badge));
    let seq_of = async |words: &str| {
        let page = host.get(&format!("/r/{slug}")).await.text;
        let (above, _) = page.split_once(words).expect("it is said");
        let (_, seq) = above.rsplit_once("id=\"m-").expect("its row");
        seq.split_once('"').expect("its end").0.to_owned()
    };
    let nonce = || uuid::Uuid::new_v4().to_string();
    host.post_message(&slug, &format!("Hello @{ann_name}, are you there?")).await;
    host.post_message(&slug, &format!("And once more @{ann_name}, please")).await;
    for tab in [&first, &second] {
        ann.switch_to(tab).await;
        ann.reads(&mentions, "@2").await;
        ann.reads(&unread, "2").await;
    }
    let target = seq_of(", are you there?").await;
    host.post(&format!("/r/{slug}/m/{target}/delete"), &[("nonce", &nonce())]).await;
    for tab in [&first, &second] {
        ann.switch_to(tab).await;
        ann.reads(&mentions, "@1").await;
        ann.until(
            "one is unread",
            &format!(
                "return document.querySelector({}).querySelector('.number').textContent === '1';",
                quoted(&unread)
            ),
        )
        .await;
    }
    let target = seq_of(", please").await;
    let edit = [("body", "And once more"), ("nonce", &*nonce())];
    host.post(&format!("/r/{slug}/m/{target}/edit"), &edit).await;
    for tab in [&first, &second] {
        ann.switch_to(tab).await;
        ann.until("no mention is counted", &gone(&mentions)).await;
        ann.until("the title tells the rest", "return document.title.startsWith('(1) ');").await;
    }
    host.post(&format!("/r/{slug}/m/{target}/delete"), &[("nonce", &nonce())]).await;
    for tab in [&first, &second] {
        ann.switch_to(tab).await;
        ann.until("nothing is unread", &gone(&unread)).await;
        ann.until("nor in the title", "return !document.title.startsWith('(');").await;
    }
    // Nor on a page drawn anew.
    ann.goto(gateway, &format!("/r/{other}")).await;
    assert_eq!(ann.js(&gone(&unread)).await, true);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_that_was_typed_out_is_sent_by_enter() {
    let gateway = shared().await;
    let host = Person::register(gateway, &name("host")).await;
    let slug = make_room(&host).await;
    let (cleo, cleopatra) = (name("cleo"), name("cleopatra"));
    for other in [&cleo, &cleopatra] {
        Person::register(gateway, other).await.post(&format!("/r/{slug}/join"), &[]).await;
    }
    let ann = somebody_in(gateway, &name("ann"), &slug).await;
    let offered = |count: usize| format!("return (() => {{ {OFFERED} }})().length === {count};");
    ann.keys(format!("@{cleo}")).await;
    ann.until("she is offered", &offered(1)).await;
    ann.keys(ENTER).await;
    is_said_once(&ann, &format!("@{cleo}")).await;
    // Whoever goes on to another by an arrow has chosen.
    ann.keys("@cleo").await;
    ann.until("both are offered", &offered(2)).await;
    ann.keys(format!("{DOWN}{ENTER}")).await;
    let value = "return document.querySelector('textarea#body').value;";
    assert!(ann.js(value).await.as_str().is_some_and(|typed| typed.starts_with("@cleo")));
    ann.keys(ENTER).await;
    ann.until("both are said", "return document.querySelectorAll('.messages a.mention').length === 2;").await;
}
