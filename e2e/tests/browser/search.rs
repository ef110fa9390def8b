//! Searching as people see it: what is offered while one types, what is found, and the way there and back.

use e2e::{Person, quoted};

use crate::fixture::{enter, make_room, name, shared};
use crate::looks::{faults, with_axe};

const ENTER: &str = "\u{e007}";
const BACKSPACE: &str = "\u{e003}";
const HOME: &str = "\u{e011}";
const TAB: &str = "\u{e004}";

#[tokio::test(flavor = "multi_thread")]
async fn what_is_looked_for_is_offered_while_it_is_typed_found_in_its_place_and_left_again() {
    let gateway = shared().await;
    let host_name = name("walburga");
    let host = Person::register(gateway, &host_name).await;
    let slug = make_room(&host).await;
    let ann = with_axe().await;
    ann.register(gateway, &name("ann")).await;
    enter(&ann, gateway, &slug).await;
    let word = name("lantern");
    host.post_message(&slug, &format!("The {word} hangs by the door.")).await;
    let is_found = format!(
        "const asked = new XMLHttpRequest();
         asked.open('GET', '/search?q=' + {}, false);
         asked.send();
         return asked.responseText.includes('<mark>');",
        quoted(&word)
    );
    ann.until("the index has come to it", &is_found).await;

    // A filter by its first letters, then the person by theirs, by keys alone.
    let loaded = "return performance.getEntriesByType('resource').some(({ name }) => name.endsWith('/search_suggestions.js'));";
    assert_eq!(ann.js(loaded).await, false, "fetched when it is first used");
    ann.js("document.activeElement.blur(); return null;").await;
    ann.keys("/").await;
    ann.until("the box has the keyboard", "return document.activeElement.id === 'find';").await;
    ann.until("what it offers is there", "return document.activeElement.dataset.filters !== undefined;")
        .await;
    ann.keys("fr").await;
    ann.reads(".search-box [role=option]", "from:").await;
    assert_eq!(faults(&ann).await, [""; 0], "with what is offered");
    ann.keys(TAB).await;
    ann.keys("walb").await;
    ann.reads(".search-box [role=option]", &host_name).await;
    ann.keys(TAB).await;
    ann.keys(format!("{word}{ENTER}")).await;

    let typed = "const form = document.querySelector('.search-form[data-chips]'); return form ? new FormData(form).get('q') : '';";
    let is_typed = |question: &str| format!("return (() => {{ {typed} }})() === {};", quoted(question));
    ann.reads(".hit mark", &word).await;
    ann.until("the question is as it was typed", &is_typed(&format!("from:{host_name} {word}"))).await;
    assert_eq!(faults(&ann).await, [""; 0], "with what was found");
    ann.click(".hit .home-row-name").await;
    ann.reads("main.room .messages", &word).await;
    ann.click(".strip a[href^='/search?']").await;
    ann.reads(".hit mark", &word).await;
    ann.until("as it was left", &is_typed(&format!("from:{host_name} {word}"))).await;

    // What it filters by is a chip: taken away by its button, added by a way, by typing and by Backspace taken back.
    let chips = "return [...document.querySelectorAll('.search-form .chip-name')].map(({ textContent }) => textContent);";
    assert_eq!(ann.js(chips).await, serde_json::json!([format!("from: {host_name}")]));
    ann.click(".search-form .chip-remove").await;
    ann.until("it is asked without", &is_typed(&word)).await;
    ann.until("at its address", "return !location.search.includes('from');").await;
    ann.reads(".hit mark", &word).await;
    ann.click("[data-filter='has:']").await;
    ann.reads(".search-form [role=option]", "has:link").await;
    ann.keys(TAB).await;
    let has = "return document.querySelector('.search-form .chip-name')?.textContent === 'has: link' && document.querySelector('[data-filter=\"has:\"]').hidden;";
    ann.until("it is a chip, and offered no more", has).await;
    assert_eq!(faults(&ann).await, [""; 0], "with chips and ways");
    ann.keys("is:mine ").await;
    ann.until("so is what is typed out", &is_typed(&format!("has:link is:mine {word}"))).await;
    ann.keys(format!("{HOME}{BACKSPACE}")).await;
    ann.until("the last is taken back", &is_typed(&format!("has:link {word}"))).await;
}
