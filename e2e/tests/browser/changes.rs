//! Words are changed and taken back, looked at by their address, and awaited while they are typed.

use e2e::{Browser, Cluster, Person};

use crate::PROGRAM;
use crate::fixture::{is_here, is_said_once, make_room, name, say, shared, somebody_in};

const ENTER: &str = "\u{e007}";
const ESCAPE: &str = "\u{e00c}";
const UP: &str = "\u{e013}";
const DELETE: &str = "\u{e017}";
const HOME: &str = "\u{e011}";

const EDITS: &str = "return document.activeElement.matches('.messages .edit-form textarea');";
const WRITES: &str = "return document.activeElement.id === 'body' && !document.querySelector('.edit-form');";

#[tokio::test(flavor = "multi_thread")]
async fn a_slip_is_mended_by_keys_and_taken_back_for_everyone() {
    let gateway = shared().await;
    let host = Person::register(gateway, &name("host")).await;
    let slug = make_room(&host).await;
    let (ann_name, bob_name) = (name("ann"), name("bob"));
    let (ann, bob) =
        tokio::join!(somebody_in(gateway, &ann_name, &slug), somebody_in(gateway, &bob_name, &slug));
    ann.type_into("textarea#body", "the jety").await;
    bob.reads("hub-typing", &format!("{ann_name} is typing…")).await;
    ann.keys(ENTER).await;
    is_said_once(&bob, "the jety").await;
    bob.until("nobody types any more", "return document.querySelector('hub-typing').textContent === '';")
        .await;

    is_said_once(&ann, "the jety").await;
    ann.keys(UP).await;
    ann.until("the words are there to be changed", EDITS).await;
    ann.keys(format!(" and more{ESCAPE}")).await;
    ann.until("Escape leads back", WRITES).await;
    ann.keys(UP).await;
    ann.until("the words are there once more", EDITS).await;
    let value = ann.js("return document.querySelector('.messages .edit-form textarea').value;").await;
    assert_eq!(value, "the jety", "what was given up is gone");
    ann.keys(format!(" is *booked*{ENTER}")).await;
    ann.until("it is saved", WRITES).await;
    is_said_once(&bob, "the jety is booked").await;
    bob.reads(".message .edited", "edited").await;

    ann.js("const row = [...document.querySelectorAll('.messages > .message')].at(-1); row.tabIndex = 0; row.focus();")
        .await;
    // It can be undone for a moment, and then it is done.
    ann.keys(DELETE).await;
    ann.reads(".message.deleting .row-note", "Deleting… Undo").await;
    ann.click(".message.deleting .row-note button").await;
    ann.until("it stays", "return !document.querySelector('.message.deleting, .row-note');").await;
    is_said_once(&bob, "the jety is booked").await;
    ann.keys(DELETE).await;
    is_said_once(&ann, "This message was deleted.").await;
    is_said_once(&bob, "This message was deleted.").await;
    let offered = "return document.querySelectorAll('.gone .edited, .gone .tools').length;";
    assert_eq!(bob.js(offered).await, 0, "nothing is left to do with it");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_being_deleted_is_deleted_when_the_page_is_left() {
    let cluster = Cluster::start(PROGRAM, 2, 1, 1).await;
    let (here, there) = (cluster.address(0), cluster.address(1));
    let host = Person::register(here, &name("host")).await;
    let slug = make_room(&host).await;
    let (names, ann, bob) = ((name("ann"), name("bob")), &slug, &slug);
    let (ann, bob) = tokio::join!(somebody_in(here, &names.0, ann), somebody_in(there, &names.1, bob));
    say(&ann, "never mind").await;
    is_said_once(&bob, "never mind").await;
    ann.js("const row = [...document.querySelectorAll('.messages > .message')].at(-1); row.tabIndex = 0; row.focus();")
        .await;
    ann.keys(DELETE).await;
    ann.reads(".message.deleting .row-note", "Deleting… Undo").await;
    // Nobody is there any more to undo it, and nothing of the page to send it.
    ann.goto(here, "/offline").await;
    is_said_once(&bob, "This message was deleted.").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn words_being_changed_stay_under_the_cursor_when_the_message_is_drawn_anew() {
    let gateway = shared().await;
    let host = Person::register(gateway, &name("host")).await;
    let slug = make_room(&host).await;
    let ann_name = name("ann");
    let ann = somebody_in(gateway, &ann_name, &slug).await;
    say(&ann, "tea at four").await;
    is_said_once(&ann, "tea at four").await;
    ann.keys(UP).await;
    ann.until("the words are there to be changed", EDITS).await;
    ann.keys(" or five").await;

    let elsewhere = Person::log_in(gateway, &ann_name).await;
    let seq = ann
        .js("return document.querySelector('.messages .edit-form').closest('.message').dataset.seq;")
        .await;
    let address = format!("/r/{slug}/m/{}", seq.as_str().expect("a seq"));
    let nonce = uuid::Uuid::new_v4().to_string();
    elsewhere.post(&format!("{address}/edit"), &[("body", "tea at six"), ("nonce", &nonce)]).await;
    ann.reads(".message.editing .edited", "edited").await;
    ann.keys("!").await;
    ann.until("the cursor is still at the end of the words", EDITS).await;
    let value = ann.js("return document.querySelector('.messages .edit-form textarea').value;").await;
    assert_eq!(value, "tea at four or five!");

    let nonce = uuid::Uuid::new_v4().to_string();
    elsewhere.post(&format!("{address}/delete"), &[("nonce", &nonce)]).await;
    is_said_once(&ann, "This message was deleted.").await;
    let kept = ann.js("return document.querySelector('textarea#body').value;").await;
    assert_eq!(kept, "tea at four or five!", "what was typed is in the composer");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_leads_to_its_message_and_the_latest_is_a_press_away() {
    let gateway = shared().await;
    let host = Person::register(gateway, &name("host")).await;
    let slug = make_room(&host).await;
    let ann = somebody_in(gateway, &name("ann"), &slug).await;
    for line in 0..60 {
        host.post_message(&slug, &format!("line {line}")).await;
    }
    is_said_once(&ann, "line 59").await;
    let seq = ann.js("return Number(document.querySelector('.messages > .message').dataset.seq);").await;
    ann.goto(gateway, &format!("/r/{slug}/m/{seq}")).await;
    let stands_out = format!(
        "const row = document.querySelector('.message.chosen');
         if (row?.dataset.seq !== '{seq}' || document.querySelectorAll('.chosen').length > 1) return false;
         const box = row.getBoundingClientRect(), view = document.querySelector('.scroller').getBoundingClientRect();
         return box.top >= view.top && box.bottom <= view.bottom && getComputedStyle(row).outlineStyle === 'solid';"
    );
    ann.until("it stands out, in view", &stands_out).await;
    ann.until("for a moment", "return !document.querySelector('.chosen');").await;
    ann.click(".jump").await;
    let latest = "const rows = [...document.querySelectorAll('.messages > .message')];
        return rows.at(-1).innerText.includes('line 59') && document.querySelector('.jump').hidden;";
    ann.until("the latest is shown", latest).await;
    say(&ann, "here I am").await;
    is_said_once(&ann, "here I am").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_moderator_pins_a_message_where_it_stands_and_everyone_sees_it() {
    let gateway = shared().await;
    let host = Person::register(gateway, &name("host")).await;
    let slug = make_room(&host).await;
    let (ann_name, bob_name) = (name("ann"), name("bob"));
    let (ann, bob) =
        tokio::join!(somebody_in(gateway, &ann_name, &slug), somebody_in(gateway, &bob_name, &slug));
    say(&ann, "The jetty is booked").await;
    is_said_once(&bob, "The jetty is booked").await;
    let focus = "const row = [...document.querySelectorAll('.messages > .message')].at(-1); row.tabIndex = 0; row.focus(); return row.dataset.author;";
    let author = ann.js(focus).await;
    let offers = |action| format!("return !document.querySelector('.tools [data-action={action}]').hidden;");
    assert_eq!(ann.js(&offers("pin")).await, false, "not offered to members");

    let nonce = uuid::Uuid::new_v4().to_string();
    let appoint = format!("/r/{slug}/members/{}/role", author.as_str().expect("her id"));
    host.post(&appoint, &[("role", "moderator"), ("nonce", &nonce)]).await;
    ann.until("a moderator may pin", &offers("pin")).await;
    ann.click(".tools [data-more]").await;
    ann.click(".tools-more:popover-open [data-action=pin]").await;
    for page in [&ann, &bob] {
        page.reads(".line", &format!("{ann_name} pinned a message")).await;
    }
    ann.until("what is pinned can be unpinned", &offers("unpin")).await;
    bob.click(&format!("#details a[href='/r/{slug}/pins']")).await;
    bob.reads("main .message", "The jetty is booked").await;
    // By keys alone: what is offered, from one to the next, and away again.
    ann.js("document.querySelector('.tools [data-more]').focus();").await;
    ann.keys(ENTER).await;
    let at = |what: &str| format!("return document.activeElement.matches('{what}');");
    ann.until("the first of them has the focus", &at(".tools-more:popover-open > button")).await;
    ann.keys(ESCAPE).await;
    ann.until("back where one was", &at(".tools [data-more][aria-expanded=false]")).await;
    ann.keys(ENTER).await;
    ann.click(".tools-more:popover-open [data-action=unpin]").await;
    ann.until("it can be pinned again", &offers("pin")).await;
    bob.goto(gateway, &format!("/r/{slug}/pins")).await;
    bob.reads("main", "No messages are pinned yet").await;
}

const BOX: &str = "return document.querySelector('.messages .edit-form textarea').value;";

/// Changes a message from another device, without scripts.
async fn change_elsewhere(who: &Person, slug: &str, seq: &str, body: &str) {
    let nonce = uuid::Uuid::new_v4().to_string();
    who.post(&format!("/r/{slug}/m/{seq}/edit"), &[("body", body), ("nonce", &nonce)]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_half_typed_edit_replaces_no_newer_one_unseen() {
    let gateway = shared().await;
    let host = Person::register(gateway, &name("host")).await;
    let slug = make_room(&host).await;
    let ann_name = name("ann");
    let ann = somebody_in(gateway, &ann_name, &slug).await;
    say(&ann, "tea at four").await;
    is_said_once(&ann, "tea at four").await;
    ann.keys(UP).await;
    ann.until("the words are there to be changed", EDITS).await;
    let seq =
        ann.js("return document.querySelector('.messages .edit-form').closest('.message').dataset.seq;");
    let seq = seq.await.as_str().expect("a seq").to_owned();
    ann.keys(" or five").await;
    let stored = "return Object.keys(localStorage).some((key) => key.includes(':edit:'));";
    ann.until("it is stored", stored).await;

    // Loaded again, while the message is changed from another device.
    let elsewhere = Person::log_in(gateway, &ann_name).await;
    change_elsewhere(&elsewhere, &slug, &seq, "tea at six").await;
    ann.goto(gateway, &format!("/r/{slug}")).await;
    is_here(&ann).await;
    is_said_once(&ann, "tea at six").await;
    ann.type_into("textarea#body", UP).await;
    ann.until("the words are there to be changed", EDITS).await;
    assert_eq!(ann.js(BOX).await, "tea at six", "what it says now");
    ann.reads(".edit-form .beside blockquote", "tea at four or five").await;
    ann.click(".edit-form .beside [data-action=use]").await;
    assert_eq!(ann.js(BOX).await, "tea at four or five");
    ann.keys(format!("?{ENTER}")).await;
    is_said_once(&ann, "tea at four or five?").await;

    // Changed once more while the form is open: nothing is replaced before it was seen. A pin is no such change.
    ann.keys(UP).await;
    ann.until("the words are there to be changed", EDITS).await;
    let nonce = uuid::Uuid::new_v4().to_string();
    host.post(&format!("/r/{slug}/m/{seq}/pin"), &[("nonce", &nonce)]).await;
    ann.reads(".line", "pinned").await;
    ann.keys(format!(" Five.{ENTER}")).await;
    is_said_once(&ann, "tea at four or five? Five.").await;
    ann.keys(UP).await;
    ann.until("the words are there to be changed", EDITS).await;
    change_elsewhere(&elsewhere, &slug, &seq, "no tea").await;
    ann.keys(format!(" Yes.{ENTER}")).await;
    ann.reads(".edit-form .beside blockquote", "no tea").await;
    assert_eq!(ann.js(BOX).await, "tea at four or five? Five. Yes.", "what was typed stays");
    assert!(host.get(&format!("/r/{slug}")).await.text.contains("no tea"));
    ann.keys(ENTER).await;
    is_said_once(&ann, "tea at four or five? Five. Yes.").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_edit_that_only_moves_a_line_to_the_right_is_saved() {
    let gateway = shared().await;
    let host = Person::register(gateway, &name("host")).await;
    let slug = make_room(&host).await;
    let ann = somebody_in(gateway, &name("ann"), &slug).await;
    say(&ann, "fn main() {}").await;
    is_said_once(&ann, "fn main() {}").await;
    ann.keys(UP).await;
    ann.until("the words are there to be changed", EDITS).await;
    ann.keys(format!("{HOME}    {ENTER}")).await;
    ann.until(
        "it has moved",
        "return document.querySelector('.messages .body p')?.textContent === '    fn main() {}';",
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_edits_made_at_once_on_two_devices_one_is_saved_and_the_other_sees_it_first() {
    let gateway = shared().await;
    let host = Person::register(gateway, &name("host")).await;
    let slug = make_room(&host).await;
    let ann_name = name("ann");
    let phone = somebody_in(gateway, &ann_name, &slug).await;
    let desk = Browser::open().await;
    desk.goto(gateway, &format!("/login?next=/r/{slug}")).await;
    desk.type_into("#login", &ann_name).await;
    desk.type_into("#password", &format!("{}{ENTER}", e2e::PASSWORD)).await;
    is_here(&desk).await;
    say(&phone, "tea").await;
    for device in [&phone, &desk] {
        is_said_once(device, "tea").await;
        device.type_into("textarea#body", UP).await;
        device.until("the words are there to be changed", EDITS).await;
    }
    phone.keys(" at four").await;
    desk.keys(" at five").await;
    tokio::join!(phone.keys(ENTER), desk.keys(ENTER));

    let late = "return Boolean(document.querySelector('.edit-form .beside blockquote'));";
    let saved = "return !document.querySelector('.edit-form') && document.activeElement.id === 'body';";
    let settled = async {
        loop {
            if phone.js(late).await == true && desk.js(saved).await == true {
                return (&phone, " at four", &desk, "tea at five");
            }
            if desk.js(late).await == true && phone.js(saved).await == true {
                return (&desk, " at five", &phone, "tea at four");
            }
        }
    };
    let settled = tokio::time::timeout(e2e::DEADLINE, settled).await;
    let (second, typed, first, says) = settled.expect("one of them is saved and the other is shown it");
    is_said_once(first, says).await;
    second.reads(".edit-form .beside blockquote", says).await;
    assert_eq!(second.js(BOX).await, format!("tea{typed}"), "what was typed stays");
    second.keys(ENTER).await;
    for device in [first, second] {
        is_said_once(device, &format!("tea{typed}")).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn edited_opens_what_a_message_said_before_for_everyone_at_once() {
    let gateway = shared().await;
    let host = Person::register(gateway, &name("host")).await;
    let slug = make_room(&host).await;
    let nonce = uuid::Uuid::new_v4().to_string();
    let kept = [("history", "yes"), ("nonce", &*nonce)];
    assert_eq!(host.post(&format!("/r/{slug}/settings/history"), &kept).await.status, 200);
    let (ann_name, bob_name) = (name("ann"), name("bob"));
    let (ann, bob) =
        tokio::join!(somebody_in(gateway, &ann_name, &slug), somebody_in(gateway, &bob_name, &slug));
    say(&ann, "tea at four").await;
    is_said_once(&bob, "tea at four").await;
    is_said_once(&ann, "tea at four").await;
    ann.keys(UP).await;
    ann.until("the words are there to be changed", EDITS).await;
    ann.keys(format!(", or five{ENTER}")).await;
    ann.until("it is saved", WRITES).await;
    is_said_once(&bob, "tea at four, or five").await;
    bob.click(".message .edited a").await;
    bob.reads("dialog.page-dialog .quoted", "tea at four, or five").await;
    bob.reads("dialog.page-dialog .quoted:nth-of-type(2)", "tea at four").await;
    assert_eq!(bob.js("return document.querySelector('dialog .button.danger') === null;").await, true);
    bob.click("dialog.page-dialog [data-close]").await;

    ann.click(".message .edited a").await;
    ann.click("dialog.page-dialog .button.danger").await;
    ann.until("it is done", "return !document.querySelector('dialog.page-dialog');").await;
    bob.click(".message .edited a").await;
    bob.reads("dialog.page-dialog", "No earlier versions of this message are kept.").await;
}
