//! Unread from here: by the key, by the form, and in every tab.

use e2e::{Browser, Person, quoted};

use crate::fixture::{enter, is_said_once, make_room, name, say, shared, somebody_in};

/// Whether the New line stands right above these words.
fn below_the_line(words: &str) -> String {
    format!(
        "const lines = document.querySelectorAll('.divider.new');
         return lines.length === 1 && (lines[0].nextElementSibling?.innerText.includes({}) ?? false);",
        quoted(words)
    )
}

/// The number beside a room; empty if there is none.
fn count(slug: &str) -> String {
    format!(
        "const count = document.querySelector(\".side .room-link[href='/r/{slug}'] .count:not(.named)\");
         return count.hidden ? '' : count.firstElementChild.textContent;"
    )
}

async fn press_u_on(browser: &Browser, words: &str) {
    let focus = format!(
        "const row = [...document.querySelectorAll('.messages > .message')].find((row) => row.innerText.includes({}));
         row.tabIndex = 0; row.focus(); return null;",
        quoted(words)
    );
    browser.js(&focus).await;
    browser.keys("u").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_marked_unread_stays_so_in_all_tabs_until_it_is_read_on_purpose() {
    let gateway = shared().await;
    let host = Person::register(gateway, &name("host")).await;
    let slug = make_room(&host).await;
    let ann_name = name("ann");
    let (ann, other) = (somebody_in(gateway, &ann_name, &slug).await, Browser::open().await);
    for words in ["first", "second", "third"] {
        host.post_message(&slug, words).await;
    }
    is_said_once(&ann, "third").await;
    other.goto(gateway, "/login").await;
    other.type_into("#login", &ann_name).await;
    other.type_into("#password", &format!("{}{}", e2e::PASSWORD, '\u{e007}')).await;
    other.find("#pane").await;
    enter(&other, gateway, &slug).await;
    let read = format!("return (() => {{ {} }})() === '';", count(&slug));
    other.until("all is read", &read).await;

    let place = "return document.querySelector('.scroller').scrollTop;";
    let before = other.js(place).await;
    press_u_on(&ann, "second").await;
    for tab in [&ann, &other] {
        tab.until("the line stands above it", &below_the_line("second")).await;
        let two = format!("return (() => {{ {} }})() === '2';", count(&slug));
        tab.until("two are unread", &two).await;
    }
    assert_eq!(other.js(place).await, before, "the other tab is not moved");

    // Looking at it does not make it read; nor does what is said meanwhile.
    say(&ann, "is this still on?").await;
    is_said_once(&other, "is this still on?").await;
    other.until("my own words are read", &read).await;
    press_u_on(&ann, "third").await;
    ann.until("the line moved", &below_the_line("third")).await;
    host.post_message(&slug, "fourth").await;
    is_said_once(&other, "fourth").await;
    let three = format!("return (() => {{ {} }})() === '3';", count(&slug));
    for tab in [&ann, &other] {
        tab.until("it stays unread", &three).await;
    }

    // Elsewhere and back: now it is read.
    ann.click(".side a[href='/rooms']").await;
    ann.find("hub-room-finder").await;
    assert_eq!(ann.js(&count(&slug)).await, "3");
    ann.click(&format!(".side .room-link[href='/r/{slug}']")).await;
    for tab in [&ann, &other] {
        tab.until("read at last", &read).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_script_a_message_is_marked_unread_by_its_form() {
    let gateway = shared().await;
    let host = Person::register(gateway, &name("host")).await;
    let slug = make_room(&host).await;
    let ann_name = name("ann");
    let ann = somebody_in(gateway, &ann_name, &slug).await;
    for words in ["first", "second", "third"] {
        host.post_message(&slug, words).await;
    }
    is_said_once(&ann, "third").await;
    let read = format!("return (() => {{ {} }})() === '';", count(&slug));
    ann.until("all is read", &read).await;
    let seq = "return [...document.querySelectorAll('.messages > .message')].at(-2).dataset.seq;";
    let seq = ann.js(seq).await;
    let seq = seq.as_str().expect("a seq");
    ann.without_scripts().await;
    ann.goto(gateway, &format!("/r/{slug}/m/{seq}")).await;
    ann.click(&format!(".message-actions form[action='/r/{slug}/m/{seq}/unread'] button")).await;
    ann.reads(".divider.new + .message", "second").await;
    let address = ann.driver.current_url().await.expect("an address");
    assert!(address.path() == format!("/r/{slug}") && address.fragment() == Some("new"), "{address}");
    ann.reads(&format!(".side .room-link[href='/r/{slug}'] .count"), "2").await;
    ann.click(&format!("form[action='/r/{slug}/read'] button")).await;
    ann.until("all is read once more", &read).await;
    is_narrow_on_a_phone(&ann).await;
}

async fn is_narrow_on_a_phone(browser: &Browser) {
    browser.on_a_phone().await;
    let wide = browser.find(".room").await.rect().await.expect("a box").width;
    assert!(wide <= 390.0, "{wide}");
}
