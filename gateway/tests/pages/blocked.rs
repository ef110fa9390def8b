//! What somebody says whom the reader has blocked, without JavaScript: folded wherever it is shown, for that reader alone.

use crate::browser::{Browser, Page};
use crate::fixture::Fixture;

const FOLD: &str = "Message from somebody you blocked";

async fn block(who: &Browser, whom: &str) {
    let done = who.post(&format!("/u/{whom}/block"), &[]).await;
    assert_eq!(done.status, 303, "{}", done.body);
}

/// Whether the page says so, beside what scripts take their pieces from.
fn has_fold(page: &Page) -> bool {
    page.body.split("<template").next().is_some_and(|shown| shown.contains(FOLD))
}

/// The row of the message that says this.
fn row(page: &Page, words: &str) -> String {
    let shown = page.body.split("<template").next().unwrap_or_default();
    let rows = shown.split("<div class=\"message").skip(1);
    rows.map(str::to_owned)
        .find(|row| row.contains(words))
        .unwrap_or_else(|| panic!("{words}: {}", page.body))
}

#[tokio::test(flavor = "multi_thread")]
async fn what_somebody_blocked_says_is_one_line_that_opens_for_who_blocked_them_alone() {
    let fixture = Fixture::open().await;
    let (owner, ann, bob) =
        (fixture.person("owner").await, fixture.person("ann").await, fixture.person("bob").await);
    let room = owner.make_room("Kitchen").await;
    for person in [&ann, &bob] {
        person.post(&format!("{room}/join"), &[]).await;
    }
    bob.say(&room, "Nobody likes your soup.").await;
    let said = bob.get(&room).await.last_message();
    let reply = owner.get(&format!("{room}/m/{said}/reply")).await;
    let fields = [("body", "Be kind."), ("nonce", &*reply.nonce())];
    assert_eq!(owner.post(&format!("{room}/m/{said}/reply"), &fields).await.status, 303);
    ann.post(&format!("{room}/m/{said}/save"), &[("when", "never")]).await;
    let threaded = format!("{room}/t/{said}");
    let nonce = owner.get(&threaded).await.nonce();
    owner.post(&threaded, &[("body", "Why that?"), ("nonce", &nonce)]).await;
    owner.post(&format!("{room}/m/{said}/pin"), &[]).await;
    assert!(!has_fold(&ann.get(&room).await));

    block(&ann, "bob").await;
    let page = ann.get(&room).await;
    let folded = row(&page, &format!("id=\"m-{said}\""));
    assert!(folded.contains("<details class=\"blocked-fold\">") && folded.contains(FOLD), "{folded}");
    assert!(page.has("/css/blocked.css"), "{}", page.body);
    let answer = row(&page, "Be kind.");
    assert!(answer.contains("quote-line blocked") && !answer.contains("blocked-fold"), "{answer}");
    for place in [
        format!("{room}/m/{said}"),
        threaded.clone(),
        format!("{room}/pins"),
        "/saved".into(),
        "/unread".into(),
    ] {
        let page = ann.get(&place).await;
        assert!(has_fold(&page), "{place}: {}", page.body);
    }
    for place in ["/saved", &format!("{room}/m/{said}/quote")] {
        let page = ann.get(place).await;
        assert!(has_fold(&page) && !page.has("Nobody likes"), "{place}: {}", page.body);
    }
    bob.say(&room, "Nor your tea.").await;
    let home = ann.get("/").await;
    assert!(has_fold(&home) && !home.has("Nor your tea."), "what is told of it is told here: {}", home.body);
    let found =
        ann.until_has("/search?q=soup", "Nobody likes your", std::time::Duration::from_secs(30)).await;
    assert!(has_fold(&found), "{}", found.body);

    // For everybody else it is what it was; the one it is about included.
    for other in [&owner, &bob] {
        for place in [&room, &threaded, "/saved", "/search?q=soup"] {
            let page = other.get(place).await;
            let body = page.body.split("<template").next().unwrap_or_default();
            assert!(!body.contains("blocked-fold"), "{place}: {body}");
        }
    }
    ann.post("/u/bob/unblock", &[]).await;
    assert!(!row(&ann.get(&room).await, &format!("id=\"m-{said}\"")).contains("blocked-fold"));
}

#[tokio::test(flavor = "multi_thread")]
async fn in_a_conversation_of_two_nothing_is_folded_and_in_a_group_it_is() {
    let fixture = Fixture::open().await;
    let (ann, bob) = (fixture.person("ann").await, fixture.person("bob").await);
    fixture.person("eve").await;
    let pair = ann.post("/d", &[("people", "bob")]).await.location().to_owned();
    let group = ann.post("/d", &[("people", "bob, eve")]).await.location().to_owned();
    for room in [&pair, &group] {
        bob.say(room, "Nobody likes your soup.").await;
    }
    block(&ann, "bob").await;
    let folds =
        async |room: &str| row(&ann.get(room).await, "Nobody likes your soup.").contains("blocked-fold");
    assert!(!folds(&pair).await, "nothing else is said there");
    assert!(folds(&group).await, "others talk there, too");
}
