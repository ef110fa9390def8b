//! What waits without JavaScript: why, done with, snoozed, saved and brought back by forms.

use crate::browser::Browser;
use crate::fixture::Fixture;

const GENERAL: &str = "/r/general";

/// What the page's forms say of its first row.
struct Row {
    room: String,
    root: String,
    seq: String,
}

impl Row {
    async fn first(browser: &Browser) -> Self {
        let page = browser.get("/inbox").await;
        let field = |name: &str| {
            let before = format!("name=\"{name}\" value=\"");
            page.between(&before, "\"").unwrap_or_else(|| panic!("no {name}: {}", page.body)).to_owned()
        };
        Self { room: field("room"), root: field("root"), seq: field("seq") }
    }

    fn form<'a>(&'a self, more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
        [&[("room", &*self.room), ("root", &self.root), ("seq", &self.seq)], more].concat()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_script_what_waits_says_why_and_is_done_snoozed_saved_and_brought_back() {
    let fixture = Fixture::open().await;
    let (rosa, anton) = (fixture.person("rosa").await, fixture.person("anton").await);
    for who in [&rosa, &anton] {
        who.get(GENERAL).await;
    }
    let empty = anton.get("/inbox").await;
    assert!(empty.has("all caught up") && !empty.has("name=\"room\""), "{}", empty.body);
    rosa.say(GENERAL, "Who brings the lights?").await;
    assert!(anton.get("/inbox").await.has("all caught up"), "nothing in it is for him");
    rosa.say(GENERAL, "@anton, the <lights>?").await;

    let page = anton.get("/inbox").await;
    assert!(page.has("mentioned you in <b dir=\"auto\">general</b>"), "{}", page.body);
    assert!(page.has("the &lt;lights&gt;?"), "{}", page.body);
    assert!(page.has("<title>(@1) Inbox"), "{}", page.body);
    assert!(
        page.has("inbox-link") && page.has("<span class=\"count named\"><span class=\"number\">1</span>")
    );
    assert!(page.has("/why\""), "and why it is here");
    assert!(anton.get("/inbox?show=mentioned").await.has("name=\"room\""));
    assert!(!anton.get("/inbox?show=thread").await.has("name=\"room\""));
    assert!(rosa.get("/inbox").await.has("all caught up"), "nobody else's");

    let row = Row::first(&anton).await;
    let done = anton.post("/inbox/done", &row.form(&[("show", "mentioned")])).await;
    let back = format!("/inbox?show=mentioned&undo={}&root=0", row.room);
    assert_eq!((done.status, done.location()), (303, &*back));
    assert!(anton.get(&back).await.has("Undo"));
    let home = anton.get("/").await;
    assert!(
        !home.has("(@1)") && !home.has("<span class=\"count named\"><span class=\"number\">@1"),
        "{}",
        home.body
    );
    assert!(anton.get("/inbox?show=done").await.has("Move to inbox"));
    let back = anton.post("/inbox/back", &row.form(&[])).await;
    assert_eq!((back.status, back.location()), (303, "/inbox"));
    assert!(anton.get("/inbox").await.has("mentioned you"));

    let past = [("when", "date"), ("date", "2020-01-01T09:00")];
    let refused = anton.post("/inbox/snooze", &row.form(&past)).await;
    assert_eq!(refused.status, 422);
    assert!(refused.has("Choose a time in the future") && refused.has("mentioned you"), "{}", refused.body);
    assert_eq!(anton.post("/inbox/snooze", &row.form(&[])).await.status, 422, "no time is no snooze");
    let snoozed = anton.post("/inbox/snooze", &row.form(&[("when", "tomorrow")])).await;
    assert_eq!((snoozed.status, snoozed.location()), (303, "/inbox"));
    assert!(anton.get("/inbox").await.has("all caught up"));
    let list = anton.get("/inbox?show=snoozed").await;
    assert!(list.has("Snoozed until") && list.has("mentioned you"), "{}", list.body);
    fixture
        .sql("update chat.marker set away_until = now() - interval '1 minute' where away_until is not null")
        .await;
    let page = anton.get("/inbox").await;
    assert!(page.has("mentioned you") && page.has("<title>(@1) Inbox"), "{}", page.body);

    let save =
        page.between("action=\"", "/save\"").map(|_| ()).map(|()| format!("{GENERAL}/m/{}/save", row.seq));
    let saved = anton.post(&save.expect("it is offered"), &[("keep", "yes"), ("from", "inbox")]).await;
    assert_eq!((saved.status, saved.location()), (303, "/inbox"));
    assert!(anton.get("/saved").await.has("the &lt;lights&gt;?"));

    let until = page.between("name=\"said_until\" value=\"", "\"").expect("all of it").to_owned();
    let all = anton.post("/inbox/all-done", &[("said_until", &*until)]).await;
    assert_eq!((all.status, all.location()), (303, "/inbox"));
    assert!(anton.get("/inbox").await.has("all caught up"));
    assert_eq!(anton.post("/inbox/all-done", &[("said_until", "soon")]).await.status, 422);
    assert_eq!(anton.post("/inbox/done", &[]).await.status, 422);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_done_with_says_so_at_the_message_and_blocked_people_are_folded() {
    let fixture = Fixture::open().await;
    let (rosa, anton) = (fixture.person("rosa").await, fixture.person("anton").await);
    for who in [&rosa, &anton] {
        who.get(GENERAL).await;
    }
    anton.post(&format!("{GENERAL}/notifications"), &[("level", "everything")]).await;
    rosa.say(GENERAL, "the lights").await;
    let row = Row::first(&anton).await;
    anton.post("/inbox/done", &row.form(&[])).await;
    let why = anton.get(&format!("{GENERAL}/m/{}/why", row.seq)).await;
    assert!(why.has("You marked it as done."), "{}", why.body);
    anton.post("/inbox/back", &row.form(&[])).await;
    anton.post("/inbox/snooze", &row.form(&[("when", "hour")])).await;
    assert!(anton.get(&format!("{GENERAL}/m/{}/why", row.seq)).await.has("You snoozed it."));
    anton.post("/inbox/back", &row.form(&[])).await;
    assert_eq!(anton.post("/u/rosa/block", &[]).await.status, 303);
    let page = anton.get("/inbox").await;
    assert!(
        page.has("general") && !page.has("the lights"),
        "counted with the rest, and not shown: {}",
        page.body
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_script_what_waits_is_answered_in_its_row_where_it_was_said() {
    let fixture = Fixture::open().await;
    let (rosa, anton) = (fixture.person("rosa").await, fixture.person("anton").await);
    for who in [&rosa, &anton] {
        who.get(GENERAL).await;
    }
    let nonce = || proto::Nonce::new().to_string();
    let answer = async |body: &str| {
        let page = anton.get("/inbox").await;
        let form = page.between("class=\"inbox-answer\"", "</form>").expect("a form").to_owned();
        let after =
            |before: &str| form.split(before).nth(1).and_then(|rest| rest.split('"').next()).expect("it");
        let (action, upto) = (after("action=\"").to_owned(), after("name=\"inbox\" value=\"").to_owned());
        let fields = [("body", body), ("nonce", &*nonce()), ("inbox", &*upto), ("show", "mentioned")];
        (action.clone(), anton.post(&action, &fields).await)
    };
    rosa.say(GENERAL, "@anton, the lights?").await;
    let (action, refused) = answer("").await;
    assert!(action.starts_with("/r/general/m/") && action.ends_with("/reply"), "{action}");
    assert_eq!(refused.status, 422, "what is not said is not done");
    assert!(anton.get("/inbox").await.has("mentioned you"));
    let (_, answered) = answer("I bring them.").await;
    assert_eq!((answered.status, answered.location()), (303, "/inbox?show=mentioned"));
    assert!(anton.get("/inbox").await.has("all caught up"));
    let room = rosa.get(GENERAL).await;
    assert!(room.has("I bring them.") && room.has("quote-line"), "{}", room.body);

    let talk = rosa.post("/d", &[("people", "anton")]).await;
    rosa.say(talk.location(), "And the ropes?").await;
    let (action, answered) = answer("Those, too.").await;
    assert_eq!(action, format!("{}/messages", talk.location()));
    assert_eq!(answered.location(), "/inbox?show=mentioned");
    assert!(rosa.get(talk.location()).await.has("Those, too."));
    assert!(anton.get("/inbox").await.has("all caught up"));

    let seq = anton.get(GENERAL).await.between("data-head=\"", "\"").expect("the last").to_owned();
    let thread = format!("{GENERAL}/t/{seq}");
    rosa.post(&thread, &[("body", "Which lights?"), ("nonce", &*nonce())]).await;
    let (action, answered) = answer("The blue ones.").await;
    assert_eq!((&*action, answered.location()), (&*thread, "/inbox?show=mentioned"));
    assert!(rosa.get(&thread).await.has("The blue ones."));
    assert!(anton.get("/inbox").await.has("all caught up"));
}
