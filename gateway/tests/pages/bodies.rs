//! What the words of a message can be used for without JavaScript: boxes ticked, code and hidden text, what a slash does, and what
//! is quoted of one that another links to.

use crate::browser::Browser;
use crate::fixture::Fixture;

/// The address of the newest message of a room that says this.
async fn address(browser: &Browser, room: &str, words: &str) -> String {
    let page = browser.get(room).await;
    let (above, _) = page.body.rsplit_once(words).expect("it is said");
    let (_, seq) = above.rsplit_once("id=\"m-").expect("its row");
    format!("{room}/m/{}", seq.split_once('"').expect("its end").0)
}

#[tokio::test(flavor = "multi_thread")]
async fn boxes_are_ticked_by_their_author_alone_and_as_an_edit() {
    let fixture = Fixture::open().await;
    let (rosa, anton) = (fixture.person("rosa").await, fixture.person("anton").await);
    let room = "/r/general";
    rosa.say(room, "Für 日曜:\n- [ ] Lights\n- [x] Cable").await;
    let message = address(&rosa, room, "Lights").await;
    let page = rosa.get(&message).await;
    assert!(page.has(&format!("action=\"{message}/tick\"")) && page.has("Untick: "), "{}", page.body);
    let rev = page.value("rev");
    let lights = page.between("name=\"tick\" value=\"", "\"").expect("a box to tick");
    let seen = anton.get(&message).await;
    assert!(!seen.has("/tick\"") && seen.has("<input type=\"checkbox\" disabled=\"\""), "{}", seen.body);

    let tick = format!("{message}/tick");
    let sent = [("tick", &*lights), ("rev", &*rev)];
    assert_eq!(anton.post(&tick, &sent).await.status, 403);
    for _ in 0..2 {
        // Sent twice, the second finds it done, or the words moved by it.
        let ticked = rosa.post(&tick, &sent).await;
        assert!([303, 409].contains(&ticked.status), "{}", ticked.body);
    }
    let page = anton.get(room).await;
    assert_eq!(page.body.matches("disabled=\"\" checked=\"\"").count(), 2, "{}", page.body);
    assert!(page.has("(edited"), "{}", page.body);

    let outdated = rosa.post(&tick, &[("untick", &*lights), ("rev", &*rev)]).await;
    assert_eq!(outdated.status, 409, "the words have moved since: {}", outdated.body);
    let rev = rosa.get(&message).await.value("rev");
    for (at, status) in [("1", 409), ("99999", 409), (&*lights, 303)] {
        let unticked = rosa.post(&tick, &[("untick", at), ("rev", &*rev)]).await;
        assert_eq!(unticked.status, status, "{at}: {}", unticked.body);
    }
    assert_eq!(anton.get(room).await.body.matches("disabled=\"\" checked=\"\"").count(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn code_and_hidden_text_are_given_their_controls_in_the_language_of_who_reads() {
    let fixture = Fixture::open().await;
    let rosa = fixture.person("rosa").await;
    let room = "/r/general";
    rosa.say(room, "```rust\nlet a;\n```\nIt was ||the cook||.\n| a |\n|---|\n| b |").await;
    let page = rosa.get(room).await;
    for part in [
        "<figcaption>Rust<span class=\"code-tools\">",
        "<pre tabindex=\"0\"><code><span class=\"keyword\">let</span> a;",
        "<span data-done=\"Copied\">Copy</span>",
        "<input type=\"checkbox\" autocomplete=\"off\" aria-label=\"Hidden text\"><span>the cook</span>",
        "<div class=\"table\" tabindex=\"0\">",
    ] {
        assert!(page.has(part), "{part}: {}", page.body);
    }
    rosa.post("/settings/appearance", &[("language", "de")]).await;
    let page = rosa.get(room).await;
    assert!(page.has("aria-label=\"Verdeckter Text\"") && page.has(">Kopieren</span>"), "{}", page.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_begins_with_a_slash_is_done_or_explained_and_never_said() {
    let fixture = Fixture::open().await;
    let (rosa, anton) = (fixture.person("rosa").await, fixture.person("anton").await);
    let room = rosa.make_room("harbour").await;
    anton.post(&format!("{room}/join"), &[]).await;
    for (typed, shown) in [
        ("/me waves", "<p><em>waves</em></p>"),
        ("/shrug Who knows", "<p>Who knows ¯\\_(ツ)_/¯</p>"),
        ("//etc/hosts", "<p>/etc/hosts</p>"),
    ] {
        assert_eq!(rosa.say(&room, typed).await.status, 303, "{typed}");
        let page = anton.get(&room).await;
        assert!(page.has(shown), "{typed}: {}", page.body);
    }
    for (typed, why) in
        [("/dance now", "/dance"), ("/help", "/shrug"), ("/me", "words"), ("/usr/bin", "/usr/bin")]
    {
        let page = rosa.say(&room, typed).await;
        assert_eq!((page.status, &*page.composer()), (422, typed), "{}", page.body);
        assert!(page.has("id=\"body-note\"") && page.has(why), "{typed}: {}", page.body);
        assert!(!anton.get(&room).await.has(&format!("<p>{typed}</p>")), "{typed}");
    }
    assert_eq!(rosa.say(&room, "/topic Tea at five").await.status, 303);
    assert!(anton.get(&room).await.has("Tea at five"));
    let refused = anton.say(&room, "/topic Coffee").await;
    assert_eq!((refused.status, &*refused.composer()), (403, "/topic Coffee"), "{}", refused.body);
    let left = anton.say(&room, "/leave").await;
    assert_eq!((left.status, left.location()), (303, "/"));
    assert!(anton.get(&room).await.has("class=\"join\""), "out of it");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_is_quoted_for_who_may_read_it_as_it_is_now() {
    let fixture = Fixture::open().await;
    let (rosa, anton) = (fixture.person("rosa").await, fixture.person("anton").await);
    let nonce = rosa.get("/rooms/new").await.nonce();
    let made = rosa.post("/rooms", &[("name", "Board"), ("kind", "private"), ("nonce", &nonce)]).await;
    let board = made.location().to_owned();
    let nonce = uuid::Uuid::new_v4().to_string();
    let added = rosa.post(&format!("{board}/members"), &[("username", "anton"), ("nonce", &*nonce)]).await;
    assert_eq!(added.status, 303, "{}", added.body);
    rosa.say(&board, "We have *40* bowls, says ||the cook||.").await;
    let message = address(&rosa, &board, "bowls").await;
    let quote = format!("{message}/quote");
    let quoted = anton.get(&quote).await;
    assert_eq!(quoted.status, 200, "{}", quoted.body);
    assert!(
        quoted.has("We have 40 bowls, says ….") && quoted.has("rosa") && quoted.has("Board"),
        "{}",
        quoted.body
    );
    assert!(!quoted.has("cook"), "what is hidden stays so: {}", quoted.body);

    let mallory = fixture.person("mallory").await;
    let none = mallory.get("/r/no-such-room/m/2/quote").await;
    assert_eq!((mallory.get(&quote).await.status, none.status), (404, 404));
    let nonce = uuid::Uuid::new_v4().to_string();
    rosa.post(&format!("{message}/edit"), &[("body", "We have 60 bowls."), ("nonce", &*nonce)]).await;
    assert!(anton.get(&quote).await.has("We have 60 bowls."));
    anton.post(&format!("{board}/leave"), &[]).await;
    assert_eq!(anton.get(&quote).await.status, 404, "whoever is out of it reads it no more");
    let nonce = uuid::Uuid::new_v4().to_string();
    rosa.post(&format!("{message}/delete"), &[("nonce", &*nonce)]).await;
    assert_eq!(rosa.get(&quote).await.status, 404, "deleted");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_room_that_a_message_names_is_a_link_for_who_may_see_it() {
    let fixture = Fixture::open().await;
    let (rosa, anton) = (fixture.person("rosa").await, fixture.person("anton").await);
    let nonce = rosa.get("/rooms/new").await.nonce();
    let made = rosa.post("/rooms", &[("name", "Board"), ("kind", "private"), ("nonce", &nonce)]).await;
    let board = made.location().to_owned();
    let slug = board.trim_start_matches("/r/");
    rosa.say("/r/general", &format!("see #{slug} and #nowhere")).await;
    let link = format!("<a class=\"room-ref\" href=\"/r/{slug}\">#{slug}</a>");
    let page = rosa.get("/r/general").await;
    assert!(page.has(&link) && page.has("data-slug=\"nowhere\">#nowhere</span>"), "{}", page.body);
    let page = anton.get("/r/general").await;
    assert!(!page.has("<a class=\"room-ref\"") && page.has(&format!("#{slug}</span>")), "{}", page.body);
    let seen = rosa.get(&format!("{board}/ref")).await;
    assert!(seen.status == 200 && seen.has("title=\"Board\""), "{}", seen.body);
    assert_eq!(anton.get(&format!("{board}/ref")).await.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn emoji_are_offered_by_their_names() {
    let fixture = Fixture::open().await;
    let rosa = fixture.person("rosa").await;
    let found = rosa.get("/emoji?q=tad").await;
    assert!(
        found.has("data-emoji=\"🎉\"") && found.has(":tada:") && found.has("role=\"option\""),
        "{}",
        found.body
    );
    assert!(!rosa.get("/emoji?q=%3Cb%3E").await.has("option"));
}
