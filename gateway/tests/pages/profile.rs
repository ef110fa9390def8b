//! What people say of themselves: by a form, and as others see it.

use crate::browser::{Browser, Page};
use crate::fixture::Fixture;

async fn describe(who: &Browser, [pronouns, title, zone, about]: [&str; 4]) -> Page {
    let fields = [("pronouns", pronouns), ("title", title), ("zone", zone), ("about", about)];
    who.post("/settings/profile", &fields).await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_one_says_of_oneself_is_on_the_profile_with_the_time_there() {
    let fixture = Fixture::open().await;
    let (rosa, tomas) = (fixture.person("rosa").await, fixture.person("tomas").await);
    let before = tomas.get("/u/rosa").await;
    assert!(!before.has("Local time") && !before.has("card-pronouns") && !before.has("card-words"));

    let said = ["she/her", "Stage <manager>", "Asia/Kathmandu", "Keeps\r\nthe kettle warm."];
    let saved = describe(&rosa, said).await;
    assert_eq!((saved.status, saved.location()), (303, "/settings?saved=profile"), "{}", saved.body);
    let settings = rosa.get(saved.location()).await;
    assert!(
        settings.has("Your profile was changed.") && settings.has("value=\"she/her\""),
        "{}",
        settings.body
    );
    assert!(settings.has("<option selected>Asia/Kathmandu"), "{}", settings.body);

    describe(&tomas, ["", "", "Asia/Kolkata", ""]).await;
    let profile = tomas.get("/u/rosa").await;
    for words in
        ["she/her", "Stage &lt;manager&gt;", "Keeps the kettle warm.", "Local time", "15 min ahead of you"]
    {
        assert!(profile.has(words), "{words}: {}", profile.body);
    }
    assert!(!rosa.get("/u/rosa").await.has("ahead of you"), "her own clock is hers");

    describe(&rosa, [""; 4]).await;
    let after = tomas.get("/u/rosa").await;
    assert!(!after.has("Local time") && !after.has("kettle") && !after.has("she/her"));
}

#[tokio::test(flavor = "multi_thread")]
async fn all_that_is_wrong_with_a_profile_is_said_at_once_and_nothing_typed_is_lost() {
    let fixture = Fixture::open().await;
    let rosa = fixture.person("rosa").await;
    let long = "x".repeat(10_000);
    let refused = describe(&rosa, [&long, "a\u{202e}b", "Europe/Atlantis", &long]).await;
    assert_eq!(refused.status, 422);
    for words in ["at most 40 characters", "at most 200 characters", "Choose a time zone from the list."] {
        assert!(refused.has(words), "{words}");
    }
    assert_eq!(refused.body.matches("aria-invalid").count(), 4, "each beside its field");
    assert_eq!(refused.body.matches(&long).count(), 2, "what was typed is given back");
    let mixed = describe(&rosa, ["she/her", "fine", "", "a\0b"]).await;
    assert!(mixed.status == 422 && mixed.has("value=\"she/her\"") && mixed.has("value=\"fine\""));
    assert!(!rosa.get("/u/rosa").await.has("she/her"), "nothing was saved");
    // Spelt as an older browser has it, and in a case that is nobody's.
    assert_eq!(describe(&rosa, ["", "", "US/Pacific", ""]).await.status, 303);
    assert!(rosa.get("/settings").await.has("<option selected>US/Pacific"));
    assert_eq!(rosa.get("/settings/profile").await.location(), "/settings");
}
