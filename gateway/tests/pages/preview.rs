//! What is being written, seen as its message would be, without JavaScript: nothing is said by it, and nothing typed is lost.

use futures_util::future::join_all;

use crate::fixture::Fixture;

const GENERAL: &str = "/r/general";
const PREVIEW: &str = "/r/general/preview";

#[tokio::test(flavor = "multi_thread")]
async fn what_is_written_is_seen_as_its_message_would_be_and_sent_from_there() {
    let fixture = Fixture::open().await;
    let (rosa, anton) = (fixture.person("rosa").await, fixture.person("anton").await);
    let room = rosa.get(GENERAL).await;
    assert!(room.has(&format!("formaction=\"{PREVIEW}\"")), "a button without a script: {}", room.body);
    let body = "**Tea** for @anton, ||cake||\n\n- [ ] <b>cups</b>\n\nsee #general";
    let nonce = room.nonce();
    let page = rosa.post(PREVIEW, &[("body", body), ("nonce", &nonce)]).await;
    assert_eq!(page.status, 200, "{}", page.body);
    let shown = page.between("<div class=\"preview", "<form").expect("a preview");
    for part in [
        "<strong>Tea</strong>",
        "href=\"/u/anton\"",
        "class=\"spoiler\"",
        "&lt;b&gt;cups",
        "href=\"/r/general\"",
    ] {
        assert!(shown.contains(part), "{part}: {shown}");
    }
    assert_eq!(
        (page.nonce(), page.composer()),
        (nonce.clone(), body.replace('<', "&lt;").replace('>', "&gt;"))
    );
    assert!(page.has(&format!("action=\"{GENERAL}/messages\"")), "{}", page.body);
    assert!(!anton.get(GENERAL).await.has("Tea"), "nothing is said by it");
    assert_eq!(rosa.say_as(GENERAL, body, &page.nonce()).await.status, 303);
    let said = anton.get(GENERAL).await;
    assert!(said.has("<strong>Tea</strong>") && said.body.matches("<strong>Tea").count() == 1);
    assert_eq!((rosa.get(PREVIEW).await.status, rosa.get(PREVIEW).await.location()), (303, GENERAL));
}

#[tokio::test(flavor = "multi_thread")]
async fn edits_replies_and_threads_are_seen_before_they_are_sent_and_keep_what_their_forms_carry() {
    let fixture = Fixture::open().await;
    let rosa = fixture.person("rosa").await;
    rosa.say(GENERAL, "The jetty is booked.").await;
    let seq = rosa.get(GENERAL).await.last_message();
    let of = |what: &str| format!("{PREVIEW}?{what}={seq}");
    for (form, what) in [("/edit", "edit"), ("/reply", "reply")] {
        let page = rosa.get(&format!("{GENERAL}/m/{seq}{form}")).await;
        assert!(page.has(&format!("formaction=\"{}\"", of(what))), "{}", page.body);
    }
    assert!(rosa.get(&format!("{GENERAL}/t/{seq}")).await.has(&format!("formaction=\"{}\"", of("thread"))));

    let typed =
        [("body", "/me *mends* it"), ("nonce", "n"), ("text_rev", &*seq), ("without", "a"), ("without", "b")];
    let edit = rosa.post(&of("edit"), &typed).await;
    assert!(edit.has("<p>/me <em>mends</em> it</p>"), "an edit is no command: {}", edit.body);
    assert!(edit.has(&format!("action=\"{GENERAL}/m/{seq}/edit\"")) && edit.value("text_rev") == seq);
    assert_eq!(edit.body.matches("name=\"without\"").count(), 2);
    let thread = [("body", "In *time*."), ("nonce", "n"), ("also_in_room", "yes")];
    let thread = rosa.post(&of("thread"), &thread).await;
    assert!(thread.has("In <em>time</em>.") && thread.value("also_in_room") == "yes", "{}", thread.body);
    assert!(thread.has(&format!("action=\"{GENERAL}/t/{seq}\"")));
    let reply = rosa.post(&of("reply"), &[("body", "*Yes*."), ("nonce", "n")]).await;
    assert!(reply.has("<em>Yes</em>.") && reply.has(&format!("action=\"{GENERAL}/m/{seq}/reply\"")));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_said_is_explained_instead_of_shown_and_stays_in_the_box() {
    let fixture = Fixture::open().await;
    let rosa = fixture.person("rosa").await;
    let long = "é".repeat(8 * 1024 + 1);
    let cases = [
        ("", 422, "Write something first."),
        (&*long, 413, "up to 16 KiB"),
        ("/topic Tea", 422, "a command, not a message"),
        ("/dance", 422, "no command /dance"),
    ];
    for (body, status, why) in cases {
        let page = rosa.post(PREVIEW, &[("body", body)]).await;
        assert_eq!((page.status, page.has(why)), (status, true), "{why}: {}", page.body);
        assert!(!page.has("class=\"preview") && page.composer() == body, "{why}");
    }
    for (body, shown) in [("/me waves", "<em>waves</em>"), ("//etc", "<p>/etc</p>")] {
        let page = rosa.post(PREVIEW, &[("body", body)]).await;
        assert!(page.has(shown) && page.composer() == body, "{}", page.body);
    }
    let stranger = fixture.stranger().post(PREVIEW, &[("body", "my words")]).await;
    assert!(stranger.status == 401 && stranger.has("my words"), "{}", stranger.body);
    let odd = rosa.post(&format!("{PREVIEW}?edit=first"), &[("body", "my words")]).await;
    assert!(odd.status == 400 || odd.status == 404, "{}", odd.status);
}

#[tokio::test(flavor = "multi_thread")]
async fn previews_count_as_much_as_what_is_said() {
    let fixture = Fixture::open().await;
    let rosa = fixture.person("rosa").await;
    for _ in 0..10 {
        let asked = (0..150).map(|_| rosa.post(PREVIEW, &[("body", "hurry")]));
        if let Some(stopped) = join_all(asked).await.into_iter().find(|page| page.status == 429) {
            assert!(stopped.header("retry-after").parse::<u32>().expect("seconds") >= 1);
            assert!(stopped.has("hurry"), "{}", stopped.body);
            return;
        }
    }
    panic!("nobody said stop");
}
