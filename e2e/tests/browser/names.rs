//! Somebody is named: found while typing, drawn, counted, told, and read.

use e2e::{Person, quoted};

use crate::fixture::{enter, is_here, is_said_once, make_room, name, say, shared, somebody_in};
use crate::looks::{faults, with_axe};

const ENTER: &str = "\u{e007}";
const ESCAPE: &str = "\u{e00c}";
const TAB: &str = "\u{e004}";
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
