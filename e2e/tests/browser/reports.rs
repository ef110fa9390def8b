//! A message is reported by whoever reads it, and dealt with by a moderator at another gateway.

use e2e::{Cluster, Person};

use crate::PROGRAM;
use crate::fixture::{enter, is_here, is_said_once, make_room, name, say, somebody_in};
use crate::looks::{faults, with_axe};
use crate::saved::press;

#[tokio::test(flavor = "multi_thread")]
async fn a_reported_message_is_counted_for_its_moderator_at_once_and_dealt_with_in_the_list() {
    let cluster = Cluster::start(PROGRAM, 2, 1, 1).await;
    let (here, there) = (cluster.address(0), cluster.address(1));
    let first = Person::register(here, &name("first")).await;
    let slug = make_room(&first).await;
    let (ann, host) = (with_axe().await, with_axe().await);
    ann.register(here, &name("ann")).await;
    enter(&ann, here, &slug).await;
    let username = name("host");
    host.register(there, &username).await;
    enter(&host, there, &slug).await;
    appoint(&first, &slug, &username).await;
    host.goto(there, &format!("/r/{slug}")).await;
    is_here(&host).await;
    let bob = somebody_in(there, &name("bob"), &slug).await;
    say(&bob, "Cheap engines!").await;
    is_said_once(&ann, "Cheap engines!").await;
    say(&ann, "Not here, please.").await;
    is_said_once(&bob, "Not here, please.").await;
    ann.until(
        "one's own is not to be reported",
        "const row = [...document.querySelectorAll('main .messages > .message')].at(-1);
         row.dispatchEvent(new PointerEvent('pointerover', { bubbles: true, pointerType: 'mouse' }));
         return row.querySelector('.tools [data-action=report]')?.hidden;",
    )
    .await;
    say(&bob, "Cheapest engines!").await;
    is_said_once(&ann, "Cheapest engines!").await;

    press(&ann, "report").await;
    ann.reads("dialog.page-dialog h1", "Report this message").await;
    assert_eq!(faults(&ann).await, [""; 0]);
    ann.click("dialog.page-dialog [value=spam]").await;
    ann.type_into("#report-note", "Twice today.").await;
    ann.click("dialog.page-dialog button.primary").await;
    ann.reads("dialog.page-dialog h1", "Thank you").await;
    ann.click("dialog.page-dialog [data-close]").await;
    ann.until("the room is there", "return !document.querySelector('dialog.page-dialog');").await;

    host.reads(".side .reports-link .number", "1").await;
    host.click(".side .reports-link").await;
    host.reads(".reported-words", "Cheapest engines!").await;
    assert_eq!(faults(&host).await, [""; 0]);
    host.click(".report-ways details summary").await;
    host.click(".report-ways [value=mute]").await;
    host.reads(".notice", "Muted.").await;
    host.until("nothing waits", "return document.querySelector('.side .reports-link').hidden;").await;
    bob.reads("hub-until", "A moderator muted you in this room until").await;
}

/// Makes somebody a moderator.
async fn appoint(owner: &Person, slug: &str, username: &str) {
    let page = owner.get(&format!("/r/{slug}/members?q={username}")).await;
    let members = format!("/r/{slug}/members");
    let user =
        page.text.split(&format!("action=\"{members}/")).nth(1).and_then(|rest| rest.split('/').next());
    let role = format!("{members}/{}/role", user.expect("a form about them"));
    let nonce = uuid::Uuid::new_v4().to_string();
    let done = owner.post(&role, &[("role", "moderator"), ("nonce", &nonce)]).await;
    assert_eq!(done.status, 200, "{}", done.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_finger_finds_report_last_and_only_on_what_others_say() {
    let cluster = Cluster::start(PROGRAM, 1, 1, 1).await;
    let gateway = cluster.address(0);
    let first = Person::register(gateway, &name("first")).await;
    let slug = make_room(&first).await;
    first.post_message(&slug, "Cheap engines!").await;
    let ann = somebody_in(gateway, &name("ann"), &slug).await;
    ann.on_a_phone().await;
    ann.by_touch().await;
    is_said_once(&ann, "Cheap engines!").await;
    ann.tap("main .messages > .message:last-of-type .body").await;
    ann.until(
        "it is offered, before only the way out",
        "const shown = [...document.querySelectorAll('#action-sheet[open] button:not([hidden])')];
         return shown.at(-2)?.value === 'report';",
    )
    .await;
    ann.until(
        "the sheet has slid in, and is scrolled to its end",
        "const sheet = document.querySelector('#action-sheet');
         sheet.querySelector('[value=report]').scrollIntoView();
         return sheet.getAnimations().length === 0;",
    )
    .await;
    ann.tap("#action-sheet [value=report]").await;
    ann.reads("dialog.page-dialog h1", "Report this message").await;
    ann.click("dialog.page-dialog [data-close]").await;
    // Where there is nothing but a finger, Enter breaks the line.
    ann.type_into("textarea#body", "I like it here.").await;
    ann.click(".composer .send").await;
    is_said_once(&ann, "I like it here.").await;
    ann.tap("main .messages > .message:last-of-type .body").await;
    ann.until(
        "not on one's own",
        "return document.querySelector('#action-sheet[open] [value=report]')?.hidden;",
    )
    .await;
}
