//! Saved messages without JavaScript: a page that saves one, and the list.

use crate::fixture::Fixture;

const GENERAL: &str = "/r/general";

#[tokio::test(flavor = "multi_thread")]
async fn without_a_script_a_message_is_saved_with_a_reminder_and_let_go() {
    let fixture = Fixture::open().await;
    let (rosa, anton) = (fixture.person("rosa").await, fixture.person("anton").await);
    rosa.say(GENERAL, "Who brings the <lights>?").await;
    assert!(anton.get("/saved").await.has("Nothing saved yet."));
    let head = anton.get(GENERAL).await.between("data-head=\"", "\"").expect("where it stands");
    let message = format!("{GENERAL}/m/{head}");
    assert!(anton.get(&message).await.has(&format!("href=\"{message}/save\"")), "it is offered");
    let form = anton.get(&format!("{message}/save")).await;
    assert!(form.has("Who brings the &lt;lights&gt;?") && form.has("in UTC"), "{}", form.body);

    let save = format!("{message}/save");
    let refused = anton.post(&save, &[("when", "date"), ("date", "2020-01-01T09:00")]).await;
    assert_eq!(refused.status, 422);
    assert!(
        refused.has("Choose a time in the future") && refused.has("2020-01-01T09:00"),
        "{}",
        refused.body
    );
    assert!(anton.get("/saved").await.has("Nothing saved yet."), "nothing half done");
    for _ in 0..2 {
        let saved = anton.post(&save, &[("when", "tomorrow")]).await;
        assert_eq!((saved.status, saved.location()), (303, &*format!("{message}#m-{head}")));
    }
    let list = anton.get("/saved").await;
    assert_eq!(list.body.matches(&format!("href=\"{message}\"")).count(), 1, "twice is once: {}", list.body);
    assert!(list.has("Who brings the &lt;lights&gt;?") && list.has("9:00"), "{}", list.body);
    assert!(!rosa.get("/saved").await.has(&message), "nobody else sees it");
    let form = anton.get(&save).await;
    assert!(form.has("As set") && form.has("name=\"keep\" value=\"no\""), "{}", form.body);

    // It comes up again, and is counted on every page.
    fixture.sql("update chat.saved set remind_at = now() - interval '1 minute'").await;
    let list = anton.get("/saved").await;
    assert!(list.has("home-row by-person due") && list.has("Reminder:"), "{}", list.body);
    let home = anton.get("/").await;
    assert!(home.has("<span class=\"count named\"><span class=\"number\">1</span>"), "{}", home.body);
    let done = anton.post(&save, &[("keep", "no"), ("from", "list")]).await;
    assert_eq!((done.status, done.location()), (303, "/saved"));
    assert!(anton.get("/saved").await.has("Nothing saved yet."));
    assert!(!anton.get("/").await.has("<span class=\"count named\"><span class=\"number\">1</span>"));
}
