//! Threads without JavaScript: a page of its own, a form to reply with, and the list of those with something new.

use crate::browser::Browser;
use crate::fixture::Fixture;

const GENERAL: &str = "/r/general";

/// The seq of the newest message on a page whose words begin like this.
async fn seq_of(browser: &Browser, page: &str, words: &str) -> String {
    let page = browser.get(page).await;
    let said = format!("<div class=\"body\" dir=\"auto\"><p>{words}");
    let (above, _) = page.body.rsplit_once(&said).unwrap_or_else(|| panic!("{words}: {}", page.body));
    let (_, seq) = above.rsplit_once("id=\"m-").expect("its row");
    seq.split_once('"').expect("its end").0.to_owned()
}

async fn reply(browser: &Browser, thread: &str, words: &str, also: bool) {
    let nonce = browser.get(thread).await.nonce();
    let mut fields = vec![("body", words), ("nonce", &*nonce)];
    if also {
        fields.push(("also_in_room", "yes"));
    }
    for _ in 0..2 {
        let sent = browser.post(thread, &fields).await;
        let to = format!("{thread}#latest");
        assert_eq!((sent.status, sent.location()), (303, &*to), "sent twice it is said once: {}", sent.body);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_thread_is_begun_read_and_followed_by_forms_alone() {
    let fixture = Fixture::open().await;
    let (rosa, anton) = (fixture.person("rosa").await, fixture.person("anton").await);
    rosa.say(GENERAL, "Who brings the <lights>?").await;
    let root = seq_of(&anton, GENERAL, "Who brings").await;
    let message = format!("{GENERAL}/m/{root}");
    assert!(anton.get(&message).await.has(&format!("href=\"{message}/thread\"")), "it is offered");
    let way = anton.get(&format!("{message}/thread")).await;
    let thread = format!("{GENERAL}/t/{root}");
    assert_eq!((way.status, way.location()), (303, &*thread));
    let empty = anton.get(&thread).await;
    assert!(
        empty.status == 200 && empty.has("Who brings the &lt;lights&gt;?") && empty.has("No replies yet")
    );
    reply(&anton, &thread, "I can, on Wednesday.", false).await;
    let room = rosa.get(GENERAL).await;
    assert!(room.has("1 reply") && !room.has("on Wednesday"), "{}", room.body);
    assert!(room.has("data-unread=\"1\">1 new"), "she wrote what it began with: {}", room.body);
    let list = rosa.get("/threads").await;
    assert!(list.has(&format!("href=\"{thread}\"")) && list.has("I can, on Wednesday."), "{}", list.body);

    let page = rosa.get(&thread).await;
    assert!(page.has("I can, on Wednesday.") && page.has("Unfollow"), "{}", page.body);
    let said = seq_of(&rosa, &thread, "I can").await;
    let at = rosa.get(&format!("{GENERAL}/m/{said}")).await;
    let inside = format!("{thread}?m={said}#m-{said}");
    assert_eq!((at.status, at.location()), (303, &*inside), "its address opens its thread");
    assert_eq!(rosa.get(&inside).await.body.matches(" chosen\"").count(), 1);
    let of_reply = rosa.get(&format!("{GENERAL}/m/{said}/thread")).await;
    assert_eq!(of_reply.location(), thread, "no thread begins in a thread");
    rosa.post(&format!("{thread}/read"), &[("seq", &*said)]).await;
    assert!(!rosa.get("/threads").await.has(&thread) && !rosa.get(GENERAL).await.has("1 new"));

    reply(&rosa, &thread, "Said to everyone.", true).await;
    let room = anton.get(GENERAL).await;
    assert!(room.has("<p>Said to everyone.") && room.has("2 replies"), "{}", room.body);
    anton.post(&format!("{thread}/follow"), &[("follow", "no")]).await;
    assert!(anton.get(&thread).await.has("value=\"yes\">Follow"));
    assert!(!anton.get("/threads").await.has(&thread));
    anton.post(&format!("{thread}/follow"), &[("follow", "yes")]).await;
    assert!(anton.get("/threads").await.has(&thread), "what he had not read is new to him");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_said_in_a_thread_is_given_back_with_the_reason() {
    let fixture = Fixture::open().await;
    let rosa = fixture.person("rosa").await;
    rosa.say(GENERAL, "It begins here").await;
    let root = seq_of(&rosa, GENERAL, "It begins").await;
    let thread = format!("{GENERAL}/t/{root}");
    reply(&rosa, &thread, "first", false).await;
    let first = seq_of(&rosa, &thread, "first").await;
    for (seq, status) in [(&*first, 422), ("1", 404), ("0", 404), ("-3", 404), ("99999", 404), ("x", 404)] {
        let nonce = uuid::Uuid::new_v4().to_string();
        let form = [("body", "Yes & no"), ("nonce", &*nonce)];
        let refused = rosa.post(&format!("{GENERAL}/t/{seq}"), &form).await;
        assert!(refused.has("Yes &amp; no"), "{seq}: {}", refused.body);
        assert_eq!(refused.status, status, "{seq}");
        assert_eq!(rosa.get(&format!("{GENERAL}/t/{seq}")).await.status, 404, "{seq}");
    }
    for body in [" \n ", ""] {
        let nonce = rosa.get(&thread).await.nonce();
        let page = rosa.post(&thread, &[("body", body), ("nonce", &*nonce), ("also_in_room", "yes")]).await;
        assert!(page.status == 422 && page.has("aria-invalid") && page.has("value=\"yes\" checked"));
    }
    let nonce = rosa.get(&thread).await.nonce();
    rosa.post("/logout", &[]).await;
    let page = rosa.post(&thread, &[("body", "a long thought"), ("nonce", &*nonce)]).await;
    assert!(page.status == 401 && page.has("a long thought"), "{}", page.body);
}
