//! Direct conversations by forms alone: begun from a name or a card, read, hidden, and nobody else's.

use crate::browser::{Browser, Page};
use crate::fixture::Fixture;

async fn open(browser: &Browser, people: &str) -> Page {
    browser.post("/d", &[("people", people)]).await
}

/// The address of the conversation with these people.
async fn with(browser: &Browser, people: &str) -> String {
    let page = open(browser, people).await;
    assert_eq!(page.status, 303, "{}", page.body);
    page.location().to_owned()
}

fn line(page: &Page, address: &str) -> Option<String> {
    page.between(&format!("href=\"{address}\" data-room"), "</a>")
}

#[tokio::test(flavor = "multi_thread")]
async fn two_people_write_to_each_other_and_the_list_has_it_with_the_first_message() {
    let fixture = Fixture::open().await;
    let (ann, bob) = (fixture.person("ann").await, fixture.person("bob").await);
    let room = with(&ann, "bob").await;
    assert_eq!(with(&bob, "@ann").await, room, "the same people are the same room");
    let page = ann.get(&room).await;
    assert!(
        page.has("This is the start of your conversation with") && page.has("<h1 dir=\"auto\">bob</h1>"),
        "{}",
        page.body
    );
    assert!(page.has("<p class=\"quiet\">@bob</p>"), "{}", page.body);
    assert!(!page.has("Leave room") && !page.has(&format!("{room}/members")), "{}", page.body);
    assert!(line(&bob.get("/rooms").await, &room).is_none(), "nothing is said yet");

    assert_eq!(ann.say(&room, "Did the drummer answer?").await.status, 303);
    let list = bob.get("/rooms").await;
    let shown = line(&list, &room).expect("it is in his list");
    assert!(shown.contains(">ann<") && shown.contains("data-last-msg=\"1\""), "{shown}");
    assert!(list.has("Direct messages"));
    assert!(bob.get("/").await.has("Did the drummer answer?"), "home shows what waits");
    let read = bob.get(&room).await;
    assert!(read.has("Did the drummer answer?") && read.has("<h1 dir=\"auto\">ann</h1>"));
}

#[tokio::test(flavor = "multi_thread")]
async fn hidden_it_comes_back_with_the_next_message() {
    let fixture = Fixture::open().await;
    let (ann, bob) = (fixture.person("ann").await, fixture.person("bob").await);
    let room = with(&ann, "bob").await;
    ann.say(&room, "First.").await;
    assert!(line(&bob.get("/rooms").await, &room).is_some());
    assert_eq!(bob.post(&format!("{room}/hide"), &[]).await.location(), "/");
    let without = bob.get("/rooms").await;
    assert!(line(&without, &room).is_none(), "{}", without.body);
    assert!(line(&ann.get("/rooms").await, &room).is_some(), "from his list alone");
    assert_eq!(bob.get(&room).await.status, 200, "it is there all the same");
    ann.say(&room, "Second.").await;
    assert!(line(&bob.get("/rooms").await, &room).is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_group_is_called_by_first_names_and_notes_by_one_s_own() {
    let fixture = Fixture::open().await;
    let ann = fixture.person("ann").await;
    for name in ["bob", "eve"] {
        let person = fixture.person(name).await;
        let named = person.post("/settings/name", &[("display_name", &*format!("{name} Moe"))]).await;
        assert_eq!(named.status, 303, "{}", named.body);
    }
    let group = with(&ann, "eve, bob").await;
    let page = ann.get(&group).await;
    assert!(page.has("<h1 dir=\"auto\">bob, eve</h1>") && page.has("You and 2 others"), "{}", page.body);
    assert_ne!(with(&ann, "bob").await, group, "with somebody less it is another");
    let notes = with(&ann, "").await;
    assert_eq!(with(&ann, "ann, ann").await, notes, "to oneself, twice");
    let page = ann.get(&notes).await;
    assert!(page.has("Notes to yourself. Only you can read them."), "{}", page.body);
    assert!(page.has("placeholder=\"Write a note\""), "{}", page.body);
    ann.say(&notes, "Milk, bread.").await;
    assert!(ann.get(&notes).await.has("Milk, bread."));
}

#[tokio::test(flavor = "multi_thread")]
async fn whom_one_cannot_write_to_is_said_beside_the_field_and_nothing_is_half_done() {
    let fixture = Fixture::open().await;
    let (ann, _gone) = (fixture.person("ann").await, fixture.person("gone").await);
    fixture.sql("update auth.account set active = false where username = 'gone'").await;
    for people in ["gone", "nobody-here", "ann, gone"] {
        let page = open(&ann, people).await;
        assert_eq!(page.status, 404, "{people}: {}", page.body);
        assert!(page.has(&format!("value=\"{people}\"")), "what was typed is kept: {}", page.body);
        assert!(page.has("aria-invalid"), "{}", page.body);
    }
    let crowd: Vec<String> = (0..12).map(|n| format!("someone{n}")).collect();
    let page = open(&ann, &crowd.join(", ")).await;
    assert!(page.has("at most 11 other people"), "{}", page.body);
    let made = fixture.sql_lines("select id::text from chat.room where kind = 'direct'").await;
    assert_eq!(made, Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn who_may_write_to_one_first_is_chosen_and_what_is_begun_goes_on() {
    let fixture = Fixture::open().await;
    let (ann, bob) = (fixture.person("ann").await, fixture.person("bob").await);
    let eve = fixture.person("eve").await;
    let begun = with(&ann, "bob").await;
    let settings = bob.get("/settings").await;
    assert!(settings.has("value=\"everybody\" checked"), "{}", settings.body);
    let chosen = bob.post("/settings/messages", &[("first_contact", "nobody")]).await;
    assert_eq!(chosen.location(), "/settings?saved=messages");
    assert!(bob.get("/settings").await.has("value=\"nobody\" checked"));
    assert_eq!(open(&eve, "bob").await.status, 404);
    assert_eq!(with(&ann, "bob").await, begun);
    assert_eq!(ann.say(&begun, "Still there?").await.status, 303);
    bob.post("/settings/messages", &[("first_contact", "shared_room")]).await;
    with(&eve, "bob").await;
    assert_eq!(bob.post("/settings/messages", &[("first_contact", "friends")]).await.status, 422);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_card_and_the_page_of_names_lead_to_it() {
    let fixture = Fixture::open().await;
    let (ann, _bob) = (fixture.person("ann").await, fixture.person("bob").await);
    let card = ann.get("/u/bob").await;
    assert!(card.has("<input type=\"hidden\" name=\"people\" value=\"bob\">"), "{}", card.body);
    assert!(ann.get("/u/ann").await.has("Message yourself"));
    let found = ann.get("/jump?q=bo").await;
    assert!(found.has("data-username=\"bob\"") && found.has("action=\"/d\""), "{}", found.body);
    let form = ann.get("/d/new?people=bob").await;
    assert!(form.has("value=\"bob\""), "{}", form.body);
    let room = with(&ann, "bob").await;
    ann.say(&room, "Hello.").await;
    assert!(ann.get("/jump?q=bob").await.has(&format!("href=\"{room}\"")), "by the name of the other");
}

#[tokio::test(flavor = "multi_thread")]
async fn its_address_is_its_own_and_what_cannot_be_done_in_it_is_not_there() {
    let fixture = Fixture::open().await;
    let (ann, _bob) = (fixture.person("ann").await, fixture.person("bob").await);
    let room = with(&ann, "bob").await;
    let id = room.strip_prefix("/d/").expect("an id");
    assert_eq!(ann.get(&format!("/r/{id}")).await.location(), room, "under rooms it leads there");
    assert_eq!(ann.get("/d/general").await.location(), "/r/general");
    let general = fixture.sql_lines("select id::text from chat.room where slug = 'general'").await.remove(0);
    assert_eq!(ann.get(&format!("/d/{general}")).await.status, 404, "a room with a name is no conversation");
    let nonce = uuid::Uuid::new_v4().to_string();
    let leave = ann.post(&format!("/r/{id}/leave"), &[("nonce", &nonce)]).await;
    assert!(leave.status == 403 && leave.has("isn’t possible in a direct conversation"), "{}", leave.body);
    assert_eq!(
        ann.get(&format!("/admin/rooms/{id}")).await.status,
        404,
        "the owner of the installation does not manage it"
    );
    let rooms = ann.get("/admin/rooms").await;
    assert!(!rooms.has(id), "{}", rooms.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_is_blocked_from_their_card_or_profile_and_let_go_in_the_settings_without_a_script() {
    let fixture = Fixture::open().await;
    let (rosa, tomas) = (fixture.person("rosa").await, fixture.person("tomas").await);
    let room = tomas.post("/d", &[("people", "rosa")]).await.location().to_owned();
    assert_eq!(tomas.say(&room, "Hello?").await.status, 303);
    for page in ["/u/tomas", "/u/tomas/card"] {
        let page = rosa.get(page).await;
        assert!(page.has("action=\"/u/tomas/block\""), "{}", page.body);
    }
    assert!(!rosa.get("/u/rosa").await.has("/u/rosa/block"), "nobody blocks themselves");
    assert_eq!(rosa.post("/u/rosa/block", &[]).await.status, 404);
    assert!(!rosa.get("/settings").await.has("Blocked people"));
    let profile = async |who: &Browser| {
        let page = who.get("/u/rosa").await.body;
        let main = page.split_once("<main").and_then(|(_, rest)| rest.split_once("</main>"));
        main.expect("what it is about").0.to_owned()
    };
    let before = profile(&tomas).await;
    assert_eq!(rosa.post("/u/tomas/block", &[]).await.location(), "/u/tomas");
    for _twice in 0..2 {
        assert_eq!(rosa.post("/u/tomas/block", &[]).await.status, 303);
    }
    for page in ["/u/tomas", "/u/tomas/card", "/settings"] {
        let page = rosa.get(page).await;
        assert!(page.has("action=\"/u/tomas/unblock\""), "{}", page.body);
    }
    // Both read the same line, and nothing else tells him.
    let line = "You can’t send messages in this conversation.";
    for who in [&rosa, &tomas] {
        let page = who.get(&room).await;
        assert!(page.has(line) && page.has("Hello?") && !page.has("id=\"body\""), "{}", page.body);
        let nonce = uuid::Uuid::new_v4().to_string();
        let refused = who.say_as(&room, "Are you there?", &nonce).await;
        assert!(refused.status == 403 && refused.has(line), "{}", refused.body);
    }
    assert_eq!(profile(&tomas).await, before, "nothing on her profile");
    let let_go = rosa.post("/u/tomas/unblock", &[("from", "settings")]).await;
    assert_eq!(let_go.location(), "/settings?saved=unblocked#blocked");
    assert!(rosa.get("/settings?saved=unblocked").await.has("They’re unblocked."));
    assert_eq!(tomas.say(&room, "There you are.").await.status, 303);
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_blocks_so_many_people_and_no_more() {
    let fixture = Fixture::open().await;
    let (rosa, tomas) = (fixture.person("rosa").await, fixture.person("tomas").await);
    tomas.post("/d", &[("people", "rosa")]).await;
    fixture
        .sql(
            "with me as (select id from auth.account where username = 'rosa'),
             made as (
                 insert into chat.room (id, kind, participants, head, acl, members)
                 select gen_random_uuid(), 'direct', array[me.id, gen_random_uuid()], 1, 1, 2 from me, generate_series(1, 1000)
                 returning id
             )
             insert into chat.member (room_id, user_id, role, since_seq, since_msg, blocks)
             select made.id, me.id, 'member', 1, 0, true from made, me",
        )
        .await;
    let refused = rosa.post("/u/tomas/block", &[]).await;
    assert!(refused.status == 409 && refused.has("You’ve blocked 1,000 people"), "{}", refused.body);
    fixture.sql("update chat.member set blocks = false where room_id = (select min(room_id::text)::uuid from chat.member where blocks)").await;
    for _twice in 0..2 {
        assert_eq!(rosa.post("/u/tomas/block", &[]).await.status, 303, "there is a place again");
    }
}
