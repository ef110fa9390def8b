//! An open page follows its room: name, topic, archive, role. Draft, place and focus stay.

use e2e::Person;

use crate::fixture::{is_here, is_said_once, make_room, name, say, shared, somebody_in};

async fn change(owner: &Person, slug: &str, what: &str, more: &[(&str, &str)]) {
    let nonce = uuid::Uuid::new_v4().to_string();
    let fields: Vec<(&str, &str)> = more.iter().copied().chain([("nonce", &*nonce)]).collect();
    let page = owner.post(&format!("/r/{slug}/settings/{what}"), &fields).await;
    assert!(page.status.is_success(), "{what}: {}", page.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_room_is_called_something_else_and_described_under_the_eyes_of_who_reads_it() {
    let gateway = shared().await;
    let host = Person::register(gateway, &name("host")).await;
    let slug = make_room(&host).await;
    let ann = somebody_in(gateway, &name("ann"), &slug).await;
    for line in 0..40 {
        host.post_message(&slug, &format!("line {line}")).await;
    }
    is_said_once(&ann, "line 39").await;
    ann.type_into("textarea#body", "half a thou").await;
    ann.js("document.querySelector('.scroller').scrollTop -= 300; return null;").await;
    let place = "const row = [...document.querySelectorAll('.messages > .message')].find((row) => row.innerText.includes('line 25'));
        return row.getBoundingClientRect().top;";
    let before = ann.js(place).await.as_f64().expect("a place");

    let fetched = "return performance.getEntriesByType('resource').filter(({ name }) => new URL(name).pathname.startsWith('/r/')).length;";
    let pages = ann.js(fetched).await;
    let after = name("quay");
    change(&host, &slug, "name", &[("name", &after)]).await;
    ann.reads("h1", &after).await;
    let followed = format!(
        "return location.pathname === '/r/{after}' && document.title.includes('{after}') && document.querySelector('.details h2').textContent === '{after}'
            && document.querySelector('textarea#body').placeholder.includes('{after}')
            && document.querySelector(\".side .room-link[href='/r/{after}']\")?.innerText.includes('{after}');"
    );
    ann.until("head, details, title, list, composer and address follow", &followed).await;
    change(&host, &after, "topic", &[("topic", "Ropes and bollards")]).await;
    ann.reads(".room-about", "Ropes and bollards").await;
    ann.reads(".details .topic", "Ropes and bollards").await;
    assert_eq!(ann.js(fetched).await, pages, "name and topic come with their events; nobody fetches a page");
    ann.keys("ght").await;
    let kept = "return document.activeElement.id === 'body' && document.activeElement.value;";
    assert_eq!(ann.js(kept).await, "half a thought");
    let now = ann.js(place).await.as_f64().expect("a place");
    assert!((now - before).abs() <= 1.0, "what is read does not move: {before} and {now}");
    ann.keys("\u{e007}").await;
    is_said_once(&ann, "half a thought").await;

    // The former address goes on leading here, and Back does too.
    ann.goto(gateway, &format!("/r/{slug}")).await;
    ann.until("it leads to the new one", &format!("return location.pathname === '/r/{after}';")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_archived_room_says_why_nothing_can_be_written_and_gives_the_draft_back_when_it_opens() {
    let gateway = shared().await;
    let host = Person::register(gateway, &name("host")).await;
    let slug = make_room(&host).await;
    let ann_name = name("ann");
    let ann = somebody_in(gateway, &ann_name, &slug).await;
    say(&ann, "mine").await;
    is_said_once(&ann, "mine").await;
    ann.type_into("textarea#body", "a draft").await;
    change(&host, &slug, "archive", &[]).await;
    ann.reads(".room-foot .closed", "archived").await;
    let writes = "return document.querySelector('hub-composer').checkVisibility();";
    assert_eq!(ann.js(writes).await, false);
    let edits = "return JSON.parse(document.querySelector('hub-timeline').dataset.offers).some(({ action }) => action === 'edit');";
    assert_eq!(ann.js(edits).await, false, "nothing is offered that would be refused");
    change(&host, &slug, "restore", &[]).await;
    ann.until("the composer is back", writes).await;
    let back = "return !document.querySelector('.closed') && document.querySelector('textarea#body').value;";
    assert_eq!(ann.js(back).await, "a draft");
    ann.type_into("textarea#body", "\u{e007}").await;
    is_said_once(&ann, "a draft").await;

    // A page opened while it was archived becomes one to write in.
    change(&host, &slug, "archive", &[]).await;
    ann.reads(".room-foot .closed", "archived").await;
    ann.goto(gateway, &format!("/r/{slug}")).await;
    ann.find(".closed").await;
    is_here(&ann).await;
    change(&host, &slug, "restore", &[]).await;
    say(&ann, "open again").await;
    is_said_once(&ann, "open again").await;

    // Made an owner, she is shown the way to the settings; made a moderator, she can take back what others say.
    let id = ann.js("return document.body.dataset.user;").await;
    let path = format!("/r/{slug}/members/{}/role", id.as_str().expect("an id"));
    let powers = "return JSON.parse(document.querySelector('hub-timeline').dataset.offers).some(({ action, own }) => action === 'delete' && !own);";
    let nonce = uuid::Uuid::new_v4().to_string();
    host.post(&path, &[("role", "moderator"), ("nonce", &nonce)]).await;
    ann.until("she moderates", powers).await;
    let nonce = uuid::Uuid::new_v4().to_string();
    host.post(&path, &[("role", "owner"), ("nonce", &nonce)]).await;
    ann.find(&format!(".details a[href='/r/{slug}/settings']")).await;
}
