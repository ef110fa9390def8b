//! Reported messages without JavaScript: the form, the list of those who keep order, and how a report ends.

use crate::browser::{Browser, Page};
use crate::fixture::Fixture;

struct Setup {
    fixture: Fixture,
    /// The first account, so an admin.
    root: Browser,
    owner: Browser,
    author: Browser,
    reader: Browser,
    room: String,
    message: String,
}

impl Setup {
    async fn new() -> Self {
        let fixture = Fixture::open().await;
        let root = fixture.person("root").await;
        let (owner, author) = (fixture.person("owner").await, fixture.person("author").await);
        let reader = fixture.person("reader").await;
        let room = owner.make_room("Kitchen").await;
        for person in [&author, &reader] {
            person.post(&format!("{room}/join"), &[]).await;
        }
        author.say(&room, "Cheap <engines>, write to me!").await;
        let message = format!("{room}/m/{}", author.get(&room).await.last_message());
        Self { fixture, root, owner, author, reader, room, message }
    }

    async fn report(&self, reason: &str, note: &str) -> Page {
        self.reader.post(&format!("{}/report", self.message), &[("reason", reason), ("note", note)]).await
    }
}

/// Sends a form of the first case of a list.
async fn close(who: &Browser, list: &str, how: &str, more: &[(&str, &str)]) -> Page {
    let page = who.get(list).await;
    let fields = ["room", "seq", "text_rev", "nonce"].map(|name| (name, page.value(name)));
    let mut fields: Vec<_> = fields.iter().map(|(name, value)| (*name, &**value)).collect();
    fields.push(("how", how));
    fields.extend(more);
    who.post(list, &fields).await
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_script_a_message_is_reported_and_a_moderator_dismisses_the_report() {
    let setup = Setup::new().await;
    let form = format!("{}/report", setup.message);
    assert!(setup.reader.get(&setup.message).await.has(&format!("href=\"{form}\"")), "it is offered");
    assert!(!setup.author.get(&setup.message).await.has(&form), "not on one's own");
    assert_eq!(setup.author.get(&form).await.status, 403);
    assert!(!setup.reader.get("/").await.has("class=\"room-link reports-link\" href=\"/reports\">"));

    let refused = setup.report("", "Third time.").await;
    assert_eq!(refused.status, 422);
    assert!(refused.has("Choose what’s wrong") && refused.has("Third time."), "{}", refused.body);
    let long = setup.report("spam", &"x".repeat(501)).await;
    assert!(long.status == 422 && long.has("value=\"spam\" checked"), "{}", long.body);
    assert!(setup.owner.get("/reports").await.has("No open reports."), "nothing half done");

    let done = setup.report("spam", "Third <time>.").await;
    assert!(done.status == 200 && done.has("Thank you"), "{}", done.body);
    let again = setup.report("spam", "And again.").await;
    assert!(again.status == 409 && again.has("already reported"), "{} {}", again.status, again.body);

    let list = setup.owner.get("/reports").await;
    for shown in ["Cheap &lt;engines&gt;, write to me!", "Third &lt;time&gt;.", "reader", "1 person"] {
        assert!(list.has(shown), "{shown}: {}", list.body);
    }
    assert!(list.has("<span class=\"count named\"><span class=\"number\">1</span>"), "it is counted");
    assert!(setup.owner.get(&setup.room).await.has("href=\"/reports?room="), "the way beside the room");
    for other in [&setup.reader, &setup.author] {
        let page = other.get("/reports").await;
        assert!(page.has("No open reports.") && !page.has("engines"), "{}", page.body);
        assert_eq!(close_like(other, &list).await.status, 409, "nobody else closes it");
    }

    let done = close(&setup.owner, "/reports", "dismiss", &[]).await;
    assert_eq!((done.status, done.location()), (303, "/reports?done=dismissed"));
    assert!(setup.owner.get(done.location()).await.has("The report is dismissed."));
    let closed = setup.owner.get("/reports?show=closed").await;
    assert!(closed.has("dismissed it"), "{}", closed.body);
    assert!(!closed.has("name=\"how\""), "what is closed stays so");
    let late = close_like(&setup.owner, &list).await;
    assert!(late.status == 409 || late.status == 303, "{}", late.status);
}

/// The form of a list that somebody else looks at, sent by another.
async fn close_like(who: &Browser, list: &Page) -> Page {
    let fields = ["room", "seq", "text_rev", "nonce"].map(|name| (name, list.value(name)));
    let mut fields: Vec<_> = fields.iter().map(|(name, value)| (*name, &**value)).collect();
    fields.push(("how", "mute"));
    fields.push(("minutes", "10"));
    who.post("/reports", &fields).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_ends_with_a_deletion_a_mute_or_a_ban_and_all_of_it_is_in_the_audit() {
    let setup = Setup::new().await;
    setup.report("spam", "").await;
    // What the room refuses leaves the report open, with what was typed.
    let refused = close(&setup.owner, "/reports", "mute", &[("minutes", "0"), ("reason", "Ads")]).await;
    assert_eq!(refused.status, 422);
    assert!(refused.has("<details open>") && refused.has("value=\"Ads\""), "{}", refused.body);
    let muted = close(&setup.owner, "/reports", "mute", &[("minutes", "60"), ("reason", "Ads")]).await;
    assert_eq!(muted.location(), "/reports?done=muted", "{}", muted.body);
    assert!(setup.author.get(&setup.room).await.has("A moderator muted you in this room until"));

    let other = setup.fixture.person("other").await;
    let second = format!("{}/report", setup.message);
    assert_eq!(other.post(&second, &[("reason", "other")]).await.status, 200);
    let deleted = close(&setup.owner, "/reports", "delete", &[]).await;
    assert_eq!(deleted.location(), "/reports?done=deleted", "{}", deleted.body);
    assert!(setup.reader.get(&setup.room).await.has("This message was deleted."));

    // An admin who is not in the room bans.
    setup.owner.say(&setup.room, "I never liked any of you.").await;
    let message = format!("{}/m/{}", setup.room, setup.owner.get(&setup.room).await.last_message());
    setup.reader.post(&format!("{message}/report"), &[("reason", "harassment")]).await;
    assert!(setup.owner.get("/reports").await.has("No open reports."), "not by who wrote it");
    let refused = close(&setup.root, "/admin/reports", "ban", &[("minutes", "")]).await;
    assert_eq!(refused.status, 403, "the only owner: {}", refused.body);
    assert!(refused.has("<details open>"), "{}", refused.body);
    let banned_one = close(&setup.root, "/admin/reports", "mute", &[("minutes", "60")]).await;
    assert_eq!(banned_one.location(), "/admin/reports?done=muted", "{}", banned_one.body);

    let audit = setup.root.get("/admin/audit").await;
    for shown in ["was reported", "closed a report about", "message deleted", "muted"] {
        assert!(audit.has(shown), "{shown}: {}", audit.body);
    }
    let filtered = setup.root.get("/admin/audit?action=report_closed").await;
    assert!(filtered.has("closed a report about") && !filtered.has("was reported"), "{}", filtered.body);
    assert!(!audit.has("/u/reader"), "who reported is nowhere: {}", audit.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_admin_bans_who_was_reported_from_a_room_they_are_not_in_even_after_they_left() {
    let setup = Setup::new().await;
    setup.report("spam", "").await;
    setup.author.post(&format!("{}/leave", setup.room), &[]).await;
    let overview = setup.root.get("/admin").await;
    assert!(overview.has("href=\"/admin/reports\""), "{}", overview.body);
    let banned = close(&setup.root, "/admin/reports", "ban", &[("minutes", "1440")]).await;
    assert_eq!(banned.location(), "/admin/reports?done=banned", "{}", banned.body);
    assert_eq!(setup.author.get(&setup.room).await.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_of_a_direct_message_is_the_admins_alone() {
    let setup = Setup::new().await;
    let direct = setup.author.post("/d", &[("people", "reader")]).await.location().to_owned();
    setup.author.say(&direct, "I know where you live.").await;
    let seq = setup.author.get(&direct).await.last_message();
    let report = format!("{direct}/m/{seq}/report");
    let form = setup.reader.get(&report).await;
    assert!(form.has("They see nothing else of this conversation."), "{}", form.body);
    assert_eq!(setup.root.get(&report).await.status, 404, "an admin reads no conversation of others");
    setup.reader.post(&report, &[("reason", "harassment")]).await;
    assert!(setup.owner.get("/reports").await.has("No open reports."));
    let list = setup.root.get("/admin/reports").await;
    assert!(list.has("I know where you live.") && list.has("in a direct conversation"), "{}", list.body);
    assert!(!list.has("value=\"ban\"") && !list.has(&direct), "no way in: {}", list.body);
    let deleted = close(&setup.root, "/admin/reports", "delete", &[]).await;
    assert_eq!(deleted.location(), "/admin/reports?done=deleted", "{}", deleted.body);
    assert!(setup.reader.get(&direct).await.has("This message was deleted."));
    assert_eq!(setup.root.get(&direct).await.status, 404);
}
