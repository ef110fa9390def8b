//! Home while things happen, and changing rooms by a few letters.

use e2e::{Person, quoted};

use crate::fixture::{enter, is_here, is_said_once, make_room, name, say, shared};
use crate::looks::{faults, with_axe};

const ENTER: &str = "\u{e007}";
const ESCAPE: &str = "\u{e00c}";
const CONTROL: char = '\u{e009}';

#[tokio::test(flavor = "multi_thread")]
async fn home_follows_what_is_said_and_keeps_drafts_in_sight() {
    let gateway = shared().await;
    let host = Person::register(gateway, &name("host")).await;
    let (slug, other) = (make_room(&host).await, make_room(&host).await);
    let ann = with_axe().await;
    ann.register(gateway, &name("ann")).await;
    enter(&ann, gateway, &other).await;
    enter(&ann, gateway, &slug).await;
    is_here(&ann).await;
    ann.type_into("textarea#body", "Three points for Monday").await;
    ann.click(".home-link").await;
    ann.reads(".home-drafts .home-row", "Three points for Monday").await;
    ann.reads(".caught-up", "caught up").await;
    host.post_message(&other, "There is soup.").await;
    ann.reads(".home-lists .home-row", "There is soup.").await;
    ann.reads(".home-lists .home-row-new", "1 new").await;
    host.post_message(&other, "And bread.").await;
    ann.reads(".home-lists .home-row-new", "2 new").await;
    ann.reads(".home-lists .home-row", "And bread.").await;
    assert_eq!(faults(&ann).await, [""; 0]);
    ann.click(".home-lists .home-row-name").await;
    is_said_once(&ann, "And bread.").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn rooms_are_changed_by_a_few_letters_and_keys_alone() {
    let gateway = shared().await;
    let host_name = name("waldemar");
    let host = Person::register(gateway, &host_name).await;
    let (slug, other, unknown) = (make_room(&host).await, make_room(&host).await, make_room(&host).await);
    let ann = with_axe().await;
    ann.register(gateway, &name("ann")).await;
    enter(&ann, gateway, &other).await;
    enter(&ann, gateway, &slug).await;
    let loaded =
        "return performance.getEntriesByType('resource').some(({ name }) => name.endsWith('/switcher.js'));";
    assert_eq!(ann.js(loaded).await, false, "fetched when it is first used");
    ann.chord(CONTROL, "k").await;
    ann.find("dialog.switcher[open] [role=option][aria-selected=true]").await;
    assert_eq!(faults(&ann).await, [""; 0]);
    let first = "return document.querySelector('.switcher [aria-selected=true]').getAttribute('href');";
    assert_eq!(ann.js(first).await, format!("/r/{other}"), "where one was before comes first");
    ann.keys(ESCAPE).await;
    ann.until("it is closed", "return !document.querySelector('.switcher');").await;

    // What the page knows is there with the key itself; nobody has been asked yet.
    ann.chord(CONTROL, "k").await;
    ann.find("dialog.switcher[open]").await;
    let at_once = format!(
        "const field = document.querySelector('.switcher input');
         field.value = {};
         const before = performance.now();
         field.dispatchEvent(new Event('input', {{ bubbles: true }}));
         return document.querySelector('.switcher [aria-selected=true] mark').textContent;",
        quoted(&other)
    );
    assert_eq!(ann.js(&at_once).await, *other);
    ann.keys(ENTER).await;
    ann.reads("main.room h1", &other).await;
    say(&ann, "I came by letters.").await;
    is_said_once(&ann, "I came by letters.").await;

    // A room of others and a person: the server knows them.
    ann.chord(CONTROL, "k").await;
    ann.find("dialog.switcher[open]").await;
    ann.keys(&unknown).await;
    ann.reads(".switcher [role=option]", &unknown).await;
    ann.js("document.querySelector('.switcher input').value = ''; return null;").await;
    ann.keys("waldem").await;
    ann.reads(".switcher [role=option]", &host_name).await;
    assert_eq!(faults(&ann).await, [""; 0], "with people");
    let last =
        "return [...document.querySelectorAll('.switcher [role=option]')].at(-1).getAttribute('href');";
    assert_eq!(ann.js(last).await, "/search?q=waldem", "what is in none of their names may have been said");
    ann.keys(ENTER).await;
    ann.until("the conversation", "return location.pathname.startsWith('/d/');").await;
    ann.reads("main.room h1", &host_name).await;
}
