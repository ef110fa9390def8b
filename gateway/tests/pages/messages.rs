//! Saying something without JavaScript: it is said once, and whatever is refused is given back.

use futures_util::future::join_all;

use crate::fixture::Fixture;

const GENERAL: &str = "/r/general";

#[tokio::test(flavor = "multi_thread")]
async fn what_is_said_is_on_the_page_for_everyone() {
    let fixture = Fixture::open().await;
    let (rosa, anton) = (fixture.person("rosa").await, fixture.person("anton").await);
    let said = rosa.say(GENERAL, "The jetty is **booked**.").await;
    assert_eq!((said.status, said.location()), (303, "/r/general#latest"));
    let page = anton.get(GENERAL).await;
    assert!(page.has("The jetty is <strong>booked</strong>."), "{}", page.body);
    assert!(page.has("rosa"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_that_is_sent_twice_says_it_once() {
    let fixture = Fixture::open().await;
    let rosa = fixture.person("rosa").await;
    let nonce = rosa.get(GENERAL).await.nonce();
    for _ in 0..2 {
        assert_eq!(rosa.say_as(GENERAL, "only once", &nonce).await.status, 303);
    }
    assert_eq!(rosa.get(GENERAL).await.body.matches("only once").count(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_old_form_with_other_words_is_drawn_again_with_a_fresh_nonce() {
    let fixture = Fixture::open().await;
    let rosa = fixture.person("rosa").await;
    let nonce = rosa.get(GENERAL).await.nonce();
    assert_eq!(rosa.say_as(GENERAL, "first", &nonce).await.status, 303);
    let again = rosa.say_as(GENERAL, "second", &nonce).await;
    assert_eq!((again.status, &*again.composer()), (409, "second"), "{}", again.body);
    assert_ne!(again.nonce(), nonce);
    assert_eq!(rosa.say_as(GENERAL, "second", &again.nonce()).await.status, 303);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_said_is_given_back_with_the_reason() {
    let fixture = Fixture::open().await;
    let rosa = fixture.person("rosa").await;
    let huge = "é".repeat(8 * 1024 + 1);
    let very_huge = "я".repeat(32 * 1024);
    let cases = [
        (" \n ", 422, "Write something first."),
        ("\u{200b}", 422, "Write something first."),
        ("\u{2800}\u{200d}", 422, "Write something first."),
        ("\0\u{1b}", 422, "Write something first."),
        (&*huge, 413, "up to 16 KiB"),
        (&*very_huge, 413, "up to 16 KiB"),
    ];
    for (body, status, reason) in cases {
        let start: String = body.chars().take(20).collect();
        let page = rosa.say(GENERAL, body).await;
        assert_eq!(page.status, status, "{start:?}: {}", page.body);
        assert!(page.has(reason), "{start:?}");
        assert_eq!(page.composer().replace("\r\n", "\n"), body, "{start:?} is kept");
    }
    let form = rosa.get(&format!("{GENERAL}/messages")).await;
    assert_eq!((form.status, form.location()), (303, GENERAL), "the address of a refused form leads back");
    for nonce in ["", "not-a-nonce"] {
        let page = rosa.say_as(GENERAL, "my words", nonce).await;
        assert_eq!((page.status, &*page.composer()), (422, "my words"));
        assert_eq!(rosa.say_as(GENERAL, &format!("my words {nonce}"), &page.nonce()).await.status, 303);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn sixteen_kib_to_the_byte_can_be_said() {
    let fixture = Fixture::open().await;
    let rosa = fixture.person("rosa").await;
    assert_eq!(rosa.say(GENERAL, &"é".repeat(8 * 1024)).await.status, 303);
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_typed_becomes_markup() {
    let fixture = Fixture::open().await;
    let evil = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'</textarea><b>";
    let rosa = fixture.stranger();
    let (mail, password) = ("rosa@example.org", crate::browser::PASSWORD);
    let fields = [
        ("username", "rosa"),
        ("email", mail),
        ("display_name", "<img src=x onerror=alert(1)>"),
        ("password", password),
    ];
    assert_eq!(rosa.post("/register", &fields).await.status, 303);
    rosa.say(GENERAL, evil).await;
    let room = rosa.make_room("<script>alert(1)</script>").await;
    let kept = rosa.say_as(GENERAL, evil, "no nonce").await;
    let pages =
        [rosa.get(GENERAL).await, rosa.get("/").await, rosa.get("/rooms").await, rosa.get(&room).await, kept];
    for page in pages {
        assert!(!page.has("<script>alert") && !page.has("<img") && !page.has("<b>"), "{}", page.body);
    }
    let turned = rosa.get("/login?next=/%22%3E%3Cscript%3Ealert(1)%3C/script%3E").await;
    assert!(!turned.has("<script>alert"));
}

#[tokio::test(flavor = "multi_thread")]
async fn words_sent_after_the_session_ended_come_back_with_the_sign_in_page() {
    let fixture = Fixture::open().await;
    let rosa = fixture.person("rosa").await;
    let nonce = rosa.get(GENERAL).await.nonce();
    rosa.post("/logout", &[]).await;
    let page = rosa.say_as(GENERAL, "a long <thought>", &nonce).await;
    assert_eq!(page.status, 401);
    assert!(page.has("a long &lt;thought&gt;") && page.has("name=\"password\""), "{}", page.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_sends_too_fast_is_told_when_to_go_on_and_keeps_the_words() {
    let fixture = Fixture::open().await;
    let rosa = fixture.person("rosa").await;
    for _ in 0..10 {
        let wave = (0..150).map(|_| {
            let (rosa, nonce) = (&rosa, uuid::Uuid::new_v4().to_string());
            async move { (rosa.say_as(GENERAL, "hurry", &nonce).await, nonce) }
        });
        let answers = join_all(wave).await;
        let stopped: Vec<_> = answers.iter().filter(|(page, _)| page.status == 429).collect();
        for (page, _) in &stopped {
            assert!(page.header("retry-after").parse::<u32>().expect("seconds") >= 1);
            assert!(page.has("hurry"), "{}", page.body);
        }
        // In such a crowd the room itself is not always drawn: then the words stand on the page that says so.
        if let Some((page, nonce)) = stopped.iter().find(|(page, _)| page.has("name=\"nonce\"")) {
            assert_eq!((&page.composer(), &page.nonce()), (&"hurry".to_owned(), nonce));
            return;
        }
    }
    panic!("nobody said stop");
}

#[tokio::test(flavor = "multi_thread")]
async fn older_messages_are_a_link_away() {
    let fixture = Fixture::open().await;
    let rosa = fixture.person("rosa").await;
    for count in 1..=60 {
        let nonce = uuid::Uuid::new_v4().to_string();
        assert_eq!(rosa.say_as(GENERAL, &format!("line {count}."), &nonce).await.status, 303);
    }
    let latest = rosa.get(GENERAL).await;
    assert!(latest.has("line 60.") && latest.has("line 11.") && !latest.has("line 10."));
    let (_, rest) = latest.body.split_once("?before=").expect("a link to older messages");
    let before = rest.split_once('"').expect("its end").0;
    let older = rosa.get(&format!("{GENERAL}?before={before}")).await;
    assert!(older.has("line 10.") && older.has("line 1.") && !older.has("line 11."));
    let around = rosa.get(&format!("{GENERAL}?around={before}")).await;
    assert!(around.has("line 11.") && around.has("line 10."));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pinned_message_is_on_the_page_of_pins_and_leads_back_to_its_place() {
    let fixture = Fixture::open().await;
    let (rosa, tomas) = (fixture.person("rosa").await, fixture.person("tomas").await);
    let room = rosa.make_room("harbour").await;
    rosa.say(&room, "The jetty is booked.").await;
    rosa.say(&room, "Bring lanterns.").await;
    assert_eq!(tomas.post(&format!("{room}/join"), &[]).await.status, 303);
    assert!(tomas.get(&format!("{room}/pins")).await.has("No messages are pinned yet"));

    let message = format!("{room}/m/2");
    let page = rosa.get(&message).await;
    assert!(page.has(&format!("action=\"{message}/pin\"")), "{}", page.body);
    assert!(!tomas.get(&message).await.has("/pin\""), "it is not offered to who may not");
    assert_eq!(tomas.post(&format!("{message}/pin"), &[]).await.status, 403);
    let pinned = rosa.post(&format!("{message}/pin"), &[]).await;
    assert_eq!((pinned.status, pinned.location()), (303, &*format!("{message}#m-2")));
    assert!(rosa.get(&message).await.has(&format!("action=\"{message}/unpin\"")));

    let pins = tomas.get(&format!("{room}/pins")).await;
    assert!(pins.has("The jetty is booked.") && !pins.has("Bring lanterns."), "{}", pins.body);
    assert!(pins.has(&format!("href=\"{message}#m-2\"")) && !pins.has("/unpin"), "{}", pins.body);
    assert!(tomas.get(&room).await.has(&format!("href=\"{room}/pins\"")));

    let unpin = format!("{message}/unpin?list=pins");
    assert!(rosa.get(&format!("{room}/pins")).await.has(&format!("action=\"{unpin}\"")));
    assert_eq!(rosa.post(&unpin, &[]).await.location(), format!("{room}/pins"));
    for unknown in ["post", "join", "nothing"] {
        assert_eq!(rosa.post(&format!("{message}/{unknown}"), &[]).await.status, 404, "{unknown}");
    }
    assert!(rosa.get(&format!("{room}/pins")).await.has("No messages are pinned yet"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_sent_from_a_page_of_one_person_is_not_done_as_another() {
    let fixture = Fixture::open().await;
    let (rosa, anton) = (fixture.person("rosa").await, fixture.person("anton").await);
    let roses = rosa.get(GENERAL).await.value("person");
    let nonce = uuid::Uuid::new_v4().to_string();
    let words = [("person", &*roses), ("body", "for Rosa to say"), ("nonce", &*nonce)];
    let refused = anton.post(&format!("{GENERAL}/messages"), &words).await;
    assert_eq!(refused.status, 403, "{}", refused.body);
    assert!(refused.has("someone else") && refused.has("for Rosa to say"), "given back: {}", refused.body);
    assert!(!rosa.get(GENERAL).await.has("for Rosa to say"));

    let name = [("person", &*roses), ("display_name", "Rosa Rosa")];
    let refused = anton.post("/settings/name", &name).await;
    assert!(refused.status == 403 && refused.has("Rosa Rosa"), "{}", refused.body);
    let password = [("person", &*roses), ("old", "guessed-by-nobody"), ("password", "never-to-be-seen")];
    let refused = anton.post("/settings/password", &password).await;
    assert!(refused.status == 403 && !refused.has("guessed-by") && !refused.has("never-to-be"));
    assert_eq!(anton.post("/logout", &[("person", &*roses)]).await.status, 403);
    assert_eq!(anton.post("/logout", &[("person", "nobody")]).await.status, 403);
    assert_eq!(anton.get(GENERAL).await.status, 200, "still signed in");

    assert_eq!(rosa.post(&format!("{GENERAL}/messages"), &words).await.status, 303, "hers to send");
    assert_eq!(rosa.post("/logout", &[("person", &*roses)]).await.status, 303);
    let late = rosa.post(&format!("{GENERAL}/messages"), &words).await;
    assert_eq!(late.status, 401, "nobody is signed in");
}
