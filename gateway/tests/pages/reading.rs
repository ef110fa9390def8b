//! Reading without JavaScript: all that is unread on one page, and the way to a day.

use crate::fixture::Fixture;

#[tokio::test(flavor = "multi_thread")]
async fn all_that_is_unread_is_one_page_and_reading_it_marks_nothing() {
    let fixture = Fixture::open().await;
    let (owner, rosa) = (fixture.person("owner").await, fixture.person("rosa").await);
    assert!(rosa.get("/unread").await.has("You’re all caught up."));
    let (kitchen, board) = (owner.make_room("Kitchen").await, owner.make_room("Board").await);
    for room in [&kitchen, &board] {
        rosa.post(&format!("{room}/join"), &[]).await;
    }
    for n in 1..=7 {
        owner.say(&kitchen, &format!("line <{n}>")).await;
    }
    owner.say(&board, "Is the date final?").await;

    let page = rosa.get("/unread").await;
    let (newest, oldest) = (page.body.find("Is the date final?"), page.body.find("line &lt;1&gt;"));
    assert!(newest.is_some() && newest < oldest, "the newest room comes first: {}", page.body);
    assert!(page.has("line &lt;5&gt;") && !page.has("line &lt;6&gt;") && page.has("2 more messages"));
    assert!(page.has("7 new messages since") && page.has("1 new message since"));
    let list = page.between("<hub-unread>", "</hub-unread>").expect("the list");
    assert!(
        !list.contains("href=\"?") && page.has(&format!("href=\"{kitchen}?m=")),
        "links lead into the room"
    );
    let again = rosa.get("/unread").await;
    assert!(again.has("7 new messages since"), "to look at it is not to have read it");

    // As far as it is shown.
    let (form, _) = page
        .body
        .split_once(&format!("action=\"{kitchen}/read\""))
        .map_or(("", ""), |(_, rest)| rest.split_once("</form>").expect("its end"));
    let seq = form.split("name=\"seq\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
    let marked =
        rosa.post(&format!("{kitchen}/read"), &[("seq", seq.expect("a seq")), ("from", "unread")]).await;
    assert_eq!((marked.status, marked.location()), (303, "/unread"));
    let page = rosa.get("/unread").await;
    assert!(page.has("line &lt;6&gt;") && !page.has("line &lt;5&gt;"), "{}", page.body);
    owner.post(&format!("{board}/archive"), &[]).await;
    rosa.post(&format!("{board}/leave"), &[]).await;
    assert!(!rosa.get("/unread").await.has("Is the date final?"), "out of the room, nothing of it is shown");
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_is_added_or_written_to_after_a_slash() {
    let fixture = Fixture::open().await;
    let (owner, rosa) = (fixture.person("owner").await, fixture.person("rosa").await);
    let room = owner.make_room("Kitchen").await;
    let send = async |who: &crate::browser::Browser, page: &str, to: &str, body: &str| {
        let nonce = who.get(page).await.nonce();
        who.post(to, &[("body", body), ("nonce", &*nonce)]).await
    };
    let messages = format!("{room}/messages");
    let added = send(&owner, &room, &messages, "/invite @rosa").await;
    assert_eq!((added.status, added.location()), (303, &*format!("{room}#latest")), "{}", added.body);
    assert!(rosa.get(&room).await.has("data-member=\"yes\""));
    let unknown = send(&owner, &room, &messages, "/invite nobody").await;
    assert!(unknown.status >= 400 && unknown.has("/invite nobody"), "it stays in the box: {}", unknown.body);
    let refused = send(&rosa, &room, &messages, "/invite owner").await;
    assert_eq!(refused.status, 403, "members add nobody");

    let written = send(&rosa, &room, &messages, "/msg @owner Are you *there*?").await;
    assert_eq!(written.status, 303, "{}", written.body);
    let conversation = written.location().split('#').next().expect("a path").to_owned();
    assert!(conversation.starts_with("/d/"));
    assert!(owner.get(&conversation).await.has("Are you <em>there</em>?"));
    let nobody = send(&rosa, &room, &messages, "/msg nobody hello").await;
    assert!(nobody.status >= 400 && nobody.has("/msg nobody hello"), "{}", nobody.body);
    let back = send(&owner, &conversation, &format!("{conversation}/messages"), "/msg rosa").await;
    assert_eq!(back.location(), conversation, "the same conversation, and nothing said");

    // In a thread something is said, and nothing done to the room.
    let seq = owner.get(&room).await.between("data-head=\"", "\"").expect("where it stands");
    owner.say(&room, "lights?").await;
    let root: i64 = seq.parse::<i64>().expect("a seq") + 1;
    let thread = format!("{room}/t/{root}");
    assert_eq!(send(&rosa, &thread, &thread, "/me waves").await.status, 303);
    assert!(rosa.get(&thread).await.has("<em>waves</em>"));
    let explained = send(&rosa, &thread, &thread, "/topic Tea").await;
    assert!(explained.status == 422 && explained.has("not in a thread") && explained.has("/topic Tea"));
    assert_eq!(send(&rosa, &thread, &thread, "//etc").await.status, 303);
    assert!(rosa.get(&thread).await.has("<p>/etc</p>"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_day_leads_to_the_first_message_written_on_it_or_next() {
    let fixture = Fixture::open().await;
    let (owner, rosa) = (fixture.person("owner").await, fixture.person("rosa").await);
    let room = owner.make_room("Kitchen").await;
    for words in ["long ago", "on the day", "later that day", "today"] {
        owner.say(&room, words).await;
    }
    // A day each but for one, as if they had been written so.
    for (words, at) in [
        ("long ago", "2026-03-01 12:00Z"),
        ("on the day", "2026-03-05 00:00Z"),
        ("later that day", "2026-03-05 18:00Z"),
    ] {
        let statement = format!(
            "update chat.event e set at = '{at}' from chat.message m
             where m.room_id = e.room_id and m.seq = e.seq and m.body = '{words}'"
        );
        fixture.sql(&statement).await;
    }
    fixture
        .sql("update chat.event set at = '2026-02-28' where kind <> 'posted' and room_id in (select id from chat.room where slug = 'kitchen')")
        .await;
    let seq = async |words: &str| {
        let page = owner.get(&room).await;
        let (above, _) = page.body.split_once(&format!("<p>{words}</p>")).expect("it is there");
        above.rsplit_once("id=\"m-").expect("its row").1.split('"').next().expect("a seq").to_owned()
    };
    let at = |seq: String| format!("{room}/m/{seq}#m-{seq}");
    let way = async |at: &str| {
        let page = rosa.get(&format!("{room}?at={at}")).await;
        assert_eq!(page.status, 303, "{}", page.body);
        page.location().to_owned()
    };
    assert_eq!(way("2026-03-05").await, at(seq("on the day").await));
    assert_eq!(way("2026-03-02").await, at(seq("on the day").await), "what was written next");
    assert_eq!(way("2020-01-01").await, at(seq("long ago").await));
    assert_eq!(way("2026-03-05T20:00:00%2B05:00").await, at(seq("later that day").await), "a day elsewhere");
    assert_eq!(way("2026-03-06").await, at(seq("today").await));
    assert_eq!(way("9999-01-01").await, format!("{room}#latest"));
    assert_eq!(way("yesterday").await, room);
    assert!(rosa.get(&room).await.has("name=\"at\""), "there is a form for it");
    let private = owner
        .post(
            "/rooms",
            &[("name", "Board"), ("kind", "private"), ("nonce", &uuid::Uuid::new_v4().to_string())],
        )
        .await;
    assert_eq!(rosa.get(&format!("{}?at=2020-01-01", private.location())).await.status, 404);
}
