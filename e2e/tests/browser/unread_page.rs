//! All that is unread on one page, at two gateways.

use e2e::{Cluster, Person};

use crate::PROGRAM;
use crate::fixture::{make_room, name};
use crate::looks::{faults, with_axe};

#[tokio::test(flavor = "multi_thread")]
async fn what_is_seen_on_the_page_of_all_that_is_unread_is_read() {
    let cluster = Cluster::start(PROGRAM, 2, 1, 1).await;
    let (here, there) = (cluster.address(0), cluster.address(1));
    let host = Person::register(there, &name("host")).await;
    let (one, two, three) = (make_room(&host).await, make_room(&host).await, make_room(&host).await);
    let ann = with_axe().await;
    ann.register(here, &name("ann")).await;
    for slug in [&one, &two, &three] {
        ann.goto(here, &format!("/r/{slug}")).await;
        ann.click("form.join button").await;
        ann.find("textarea#body").await;
    }
    // So long that what comes below them is not in view.
    let long = "a line\n".repeat(20);
    for n in 0..4 {
        host.post_message(&two, &format!("{n}\n{long}")).await;
    }
    host.post_message(&one, "Is the date final?").await;
    ann.goto(here, "/unread").await;
    ann.reads("hub-unread .unread-room h2", &one).await;
    ann.find("hub-unread:defined").await;
    ann.until(
        "what is in view is read",
        "return document.querySelector('.unread-room').classList.contains('read');",
    )
    .await;
    assert_eq!(faults(&ann).await, [""; 0]);
    let counted = |slug: &str| {
        format!(
            "return document.querySelector(\".side a[href='/r/{slug}'] .count:not(.named)\").hidden === false;"
        )
    };
    assert_eq!(ann.js(&counted(&one)).await, false);
    assert_eq!(ann.js(&counted(&two)).await, true, "nobody has seen the end of it");
    let at = "return document.querySelectorAll('.unread-room')[1].getBoundingClientRect().top;";
    let before = ann.js(at).await;
    // Something new is offered, and moves nothing.
    host.post_message(&three, "And the boats?").await;
    ann.until("it is offered", "return !document.querySelector('.unread-news').hidden;").await;
    assert_eq!(ann.js(at).await, before);
    ann.js("for (const row of document.querySelectorAll('.unread-room .message')) row.classList.remove('long');
            window.seen = setInterval(() => scrollBy(0, 0), 100);
            const rows = [...document.querySelectorAll('.unread-room:nth-of-type(2) .message')];
            let n = 0; window.walk = setInterval(() => rows[n++ % rows.length].scrollIntoView({ block: 'end' }), 900); return null;").await;
    ann.until(
        "all of it was seen",
        &format!("return document.querySelector(\".side a[href='/r/{two}'] .count:not(.named)\").hidden;"),
    )
    .await;
    ann.click(".unread-news a").await;
    ann.reads("hub-unread .unread-room h2", &three).await;
}
