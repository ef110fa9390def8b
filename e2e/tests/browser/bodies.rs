//! What the words of a message can be used for: code copied, hidden text shown, boxes ticked, other messages quoted; and what helps to
//! write them.

use e2e::{Browser, Person, quoted};

use crate::fixture::{enter, is_said_once, make_room, name, say, shared, somebody_in};

const ENTER: &str = "\u{e007}";
const TAB: &str = "\u{e004}";
const CONTROL: char = '\u{e009}';

/// A room, its owner, and two who are in it.
async fn two_in_a_room() -> (String, Person, Browser, Browser) {
    let gateway = shared().await;
    let host = Person::register(gateway, &name("host")).await;
    let slug = make_room(&host).await;
    let (ann, bob) = (name("ann"), name("bob"));
    let (ann, bob) = tokio::join!(somebody_in(gateway, &ann, &slug), somebody_in(gateway, &bob, &slug));
    (slug, host, ann, bob)
}

#[tokio::test(flavor = "multi_thread")]
async fn hidden_text_is_shown_by_keys_and_moves_nothing() {
    let (slug, host, ann, bob) = two_in_a_room().await;
    host.post_message(&slug, "It was ||the cook, with [a ladle](https://example.org)||.").await;
    ann.find(".messages .spoiler").await;
    let size = "const { width, height } = document.querySelector('.messages .spoiler').getBoundingClientRect(); return [width, height];";
    let shown = "return getComputedStyle(document.querySelector('.messages .spoiler > span')).visibility;";
    assert_eq!(ann.js(shown).await, "hidden");
    let before = ann.js(size).await;
    let out_loud = bob.js("return document.querySelector('hub-announcer').textContent;").await;
    assert!(!out_loud.as_str().expect("text").contains("cook"), "{out_loud}");
    ann.js("document.querySelector('.messages .spoiler > input').focus();").await;
    ann.keys(" ").await;
    ann.until("it is shown", "return getComputedStyle(document.querySelector('.messages .spoiler > span')).visibility === 'visible';")
        .await;
    assert_eq!(ann.js(size).await, before);
    bob.click(".messages .spoiler").await;
    assert_eq!(bob.js(shown).await, "visible", "by a pointer, too");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_author_ticks_a_box_and_everyone_sees_it() {
    let (slug, _, ann, bob) = two_in_a_room().await;
    say(&ann, "placeholder").await;
    is_said_once(&ann, "placeholder").await;
    let set = "const box = document.querySelector('textarea#body'); box.value = '- [ ] Lights\\n- [ ] Cable'; box.form.requestSubmit();";
    ann.js(set).await;
    bob.find(".messages .task > input").await;
    let disabled =
        "return [...document.querySelectorAll('.messages .task > input')].map((box) => box.disabled);";
    assert_eq!(bob.js(disabled).await, serde_json::json!([true, true]));
    ann.until("they are hers to tick", "const boxes = [...document.querySelectorAll('.messages .task > input')]; return boxes.length === 2 && boxes.every((box) => !box.disabled);").await;
    ann.js("document.querySelectorAll('.messages .task > input')[1].focus();").await;
    ann.keys(" ").await;
    let second = "const [one, two] = document.querySelectorAll('.messages .task > input'); return !one.checked && two.checked && Boolean(document.querySelector('.messages .edited'));";
    bob.until("it is ticked for everyone", second).await;
    ann.until("and for her", second).await;
    let focused =
        "return document.activeElement === document.querySelectorAll('.messages .task > input')[1];";
    ann.until("who stays where she was", focused).await;
    ann.keys(" ").await;
    bob.until(
        "and not any more",
        "return ![...document.querySelectorAll('.messages .task > input')].some((box) => box.checked);",
    )
    .await;
    let _ = slug;
}

#[tokio::test(flavor = "multi_thread")]
async fn code_is_in_colours_and_is_copied_and_wrapped() {
    let (slug, host, ann, _) = two_in_a_room().await;
    host.post_message(&slug, &format!("```rust\nlet a = \"{}\";\n```", "long ".repeat(60))).await;
    ann.reads(".messages .code figcaption", "Rust").await;
    let colours = "const of = (part) => getComputedStyle(document.querySelector(`.messages .code ${part}`)).color; return of('.keyword') !== of('code') && of('.string') !== of('.keyword');";
    assert_eq!(ann.js(colours).await, true);
    let scrolls = "const pre = document.querySelector('.messages .code pre'); return pre.scrollWidth > pre.clientWidth;";
    assert_eq!(ann.js(scrolls).await, true, "it scrolls inside itself");
    ann.click(".messages [data-code=wrap]").await;
    let wraps = "const pre = document.querySelector('.messages .code pre'); return pre.scrollWidth <= pre.clientWidth;";
    ann.until("its lines are wrapped", wraps).await;
    ann.click(".messages [data-code=copy]").await;
    ann.reads(".messages [data-code=copy]", "Copied").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_that_another_links_to_is_quoted_until_it_is_deleted() {
    let (slug, host, ann, _) = two_in_a_room().await;
    let other = make_room(&host).await;
    host.post_message(&other, "We have *40* bowls.").await;
    let page = host.get(&format!("/r/{other}")).await;
    let seq: String =
        page.text.rsplit_once("id=\"m-").expect("a row").1.chars().take_while(char::is_ascii_digit).collect();
    let origin = ann.js("return location.origin;").await;
    let address = format!("/r/{other}/m/{seq}");
    say(&ann, &format!("so sixty: {}{address}", origin.as_str().expect("an origin"))).await;
    ann.reads(".messages .linked-message", "We have 40 bowls.").await;

    let nonce = uuid::Uuid::new_v4().to_string();
    enter(&ann, shared().await, &other).await;
    ann.goto(shared().await, &format!("/r/{slug}")).await;
    ann.reads(".messages .linked-message", "We have 40 bowls.").await;
    host.post(&format!("{address}/edit"), &[("body", "We have 60 bowls."), ("nonce", &nonce)]).await;
    ann.reads(".messages .linked-message", "We have 60 bowls.").await;
    let nonce = uuid::Uuid::new_v4().to_string();
    host.post(&format!("{address}/delete"), &[("nonce", &nonce)]).await;
    ann.until("nothing of it is left", "return !document.querySelector('.linked-message');").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn keys_mark_words_and_names_become_emoji() {
    let (_, _, ann, bob) = two_in_a_room().await;
    ann.type_into("textarea#body", "loud").await;
    ann.js("document.querySelector('textarea#body').select();").await;
    ann.has_run("/format_keys.js").await;
    ann.chord(CONTROL, "b").await;
    let value = "return document.querySelector('textarea#body').value;";
    assert_eq!(ann.js(value).await, "**loud**");
    ann.chord(CONTROL, "z").await;
    assert_eq!(ann.js(value).await, "loud", "it can be undone");
    ann.js("document.querySelector('textarea#body').setSelectionRange(4, 4);").await;
    ann.keys(" :tad").await;
    ann.reads(".composer .suggestion[aria-selected=true]", ":tada:").await;
    ann.keys(TAB).await;
    ann.until("it is in the box", "return document.querySelector('textarea#body').value === 'loud 🎉 ';")
        .await;
    ann.keys(ENTER).await;
    is_said_once(&bob, "loud 🎉").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_slash_offers_what_can_be_done_and_what_nobody_knows_stays_in_the_box() {
    let (_, _, ann, bob) = two_in_a_room().await;
    ann.type_into("textarea#body", "/").await;
    ann.until(
        "all of it is offered",
        "return document.querySelectorAll('.composer .suggestion').length === 10;",
    )
    .await;
    ann.keys("me").await;
    ann.until(
        "and then what fits",
        "return document.querySelectorAll('.composer .suggestion').length === 1;",
    )
    .await;
    ann.keys(format!("{ENTER}waves{ENTER}")).await;
    is_said_once(&bob, "waves").await;
    ann.until("the box is empty", "return document.querySelector('textarea#body').value === '';").await;
    say(&ann, "/dance now").await;
    ann.reads(".composer .counter", "/dance").await;
    assert_eq!(ann.js("return document.querySelector('textarea#body').value;").await, "/dance now");
    ann.js("document.querySelector('textarea#body').value = '';").await;
    say(&ann, "//etc").await;
    is_said_once(&bob, "/etc").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_pasted_from_a_page_keeps_its_form() {
    let (_, _, ann, _) = two_in_a_room().await;
    for (html, typed) in [
        (
            "<p>It is <b>very</b> <i>good </i>and <a href=\"https://x.org/a\">here</a></p>",
            "It is **very** *good* and [here](https://x.org/a)",
        ),
        ("<b style=\"font-weight:normal\"><span>plain</span> <s>no</s></b>", "plain ~~no~~"),
        ("<ul><li>one<ul><li>two</li></ul></li><li>three</li></ul>", "- one\n  - two\n- three"),
        ("<ol start=\"3\"><li>c</li></ol><blockquote><p>a</p><p>b</p></blockquote>", "3. c\n\n> a\n>\n> b"),
        (
            "<h2>Title</h2><pre>let a;\n  b\n</pre><p>use <code>b</code></p>",
            "# Title\n\n```\nlet a;\n  b\n```\n\nuse `b`",
        ),
        (
            "<table><tr><th>a</th><th>b|c</th></tr><tr><td>1</td><td>2</td></tr></table>",
            "| a | b\\|c |\n| --- | --- |\n| 1 | 2 |",
        ),
        ("<script>alert(1)</script><a href=\"javascript:alert(1)\">x</a> <img src=x onerror=alert(1)>", "x"),
        ("<span style=\"color:red\">nothing  of it</span>", "as plain text"),
    ] {
        let script = format!(
            "const box = document.querySelector('textarea#body'), data = new DataTransfer();
             data.setData('text/html', {}); data.setData('text/plain', 'as plain text');
             box.focus(); box.select();
             box.dispatchEvent(new ClipboardEvent('paste', {{ clipboardData: data, bubbles: true, cancelable: true }}));",
            e2e::quoted(html)
        );
        ann.js(&script).await;
        let typed = e2e::quoted(typed);
        ann.until(
            &format!("{html} is {typed}"),
            &format!("return document.querySelector('textarea#body').value === {typed};"),
        )
        .await;
    }
    ann.chord(CONTROL, "z").await;
    ann.until(
        "it can be undone",
        "return document.querySelector('textarea#body').value !== 'as plain text';",
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_piled_on_a_letter_stays_in_its_row() {
    let (_, _, ann, _) = two_in_a_room().await;
    say(&ann, "above").await;
    let piled = format!("b{}", "\u{301}".repeat(30));
    let set = "const box = document.querySelector('textarea#body'); box.value = ";
    ann.js(&format!("{set}{}; box.form.requestSubmit();", quoted(&piled))).await;
    is_said_once(&ann, &piled).await;
    // How high marks are piled is the font's affair, so ink of the same letters is raised as well.
    ann.js("document.activeElement.blur();").await;
    let above = async |change: &str| {
        let rows = "const rows = [...document.querySelectorAll('.messages > .message')], row = rows.at(-1);";
        let ink = "row.querySelector('.body').style.textShadow = '0 -1.6rem 0 red';";
        ann.js(&format!("{rows} {ink} {change}")).await;
        at_rest(&ann).await
    };
    let alone = above("row.querySelector('.body').style.visibility = 'hidden';").await;
    let clipped = above("row.querySelector('.body').style.visibility = '';").await;
    assert!(clipped == alone, "nothing of it is drawn over the row above");
    let over =
        above("rows.forEach((one) => one.style.setProperty('overflow', 'visible', 'important'));").await;
    assert!(over != alone, "which it would be if it were not clipped");
}

/// A picture of the words of the message before the last, once two of them in a row are the same: nothing fades in or out any
/// more. The edge of its row is left out: where that falls between two points of the screen, the next row shares them.
async fn at_rest(browser: &Browser) -> Vec<u8> {
    let picture = async || {
        let words = thirtyfour::By::Css(".messages > .message > .body");
        let words = browser.driver.find_all(words).await.expect("words");
        words[words.len() - 2].screenshot_as_png().await.expect("a picture")
    };
    let mut before = picture().await;
    for _ in 0..50 {
        let now = picture().await;
        if now == before {
            return now;
        }
        before = now;
    }
    panic!("the messages do not come to rest")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_that_leads_out_opens_beside_the_chat() {
    let (_, _, ann, _) = two_in_a_room().await;
    say(&ann, "See https://example.org/tea").await;
    is_said_once(&ann, "See https://example.org/tea").await;
    let press = "const link = document.querySelector('.messages .body a');
        addEventListener('click', (event) => event.preventDefault(), { once: true });
        link.click();
        return link.target;";
    assert_eq!(ann.js(press).await, "_blank");
}
