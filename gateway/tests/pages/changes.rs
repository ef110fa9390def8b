//! One message without JavaScript: looked at in its place, changed by its author, taken back by whoever may.

use crate::browser::Browser;
use crate::fixture::Fixture;

const GENERAL: &str = "/r/general";

/// The address of the newest message that says this.
async fn address(browser: &Browser, words: &str) -> String {
    let page = browser.get(GENERAL).await;
    let (above, _) = page.body.split_once(words).expect("it is said");
    let (_, seq) = above.rsplit_once("id=\"m-").expect("its row");
    format!("{GENERAL}/m/{}", seq.split_once('"').expect("its end").0)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_has_an_address_that_shows_it_in_its_place() {
    let fixture = Fixture::open().await;
    let (rosa, anton) = (fixture.person("rosa").await, fixture.person("anton").await);
    rosa.say(GENERAL, "The jetty is booked.").await;
    anton.say(GENERAL, "And the boat?").await;
    let jetty = address(&anton, "The jetty").await;
    let page = anton.get(&jetty).await;
    assert!(page.status == 200 && page.has("And the boat?"), "{}", page.body);
    assert_eq!(page.body.matches(" chosen\"").count(), 1, "one message stands out");
    assert!(!page.has(&format!("{jetty}/edit")), "hers is not his to change");
    assert!(rosa.get(&jetty).await.has(&format!("{jetty}/edit")), "but hers");
    let seq = jetty.rsplit_once('/').expect("a seq").1;
    let time = anton.get(&format!("{GENERAL}?m={seq}")).await;
    assert_eq!((time.status, time.location()), (303, &*format!("{jetty}#m-{seq}")), "its time leads to it");
    for not_found in ["0", "-1", "x", "99999"] {
        assert_eq!(anton.get(&format!("{GENERAL}/m/{not_found}")).await.status, 404, "{not_found}");
    }
    let stranger = fixture.stranger().get(&jetty).await;
    assert_eq!(stranger.status, 303, "strangers sign in first");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_author_changes_their_words_and_nobody_else_does() {
    let fixture = Fixture::open().await;
    let (rosa, anton) = (fixture.person("rosa").await, fixture.person("anton").await);
    rosa.say(GENERAL, "The jety is *booked*.").await;
    let message = address(&rosa, "The jety").await;
    let form = rosa.get(&format!("{message}/edit")).await;
    assert!(form.status == 200 && form.has("The jety is *booked*.</textarea>"), "{}", form.body);
    let nonce = form.nonce();
    for _ in 0..2 {
        let sent = [("body", "The jetty is **booked**."), ("nonce", &*nonce)];
        let saved = rosa.post(&format!("{message}/edit"), &sent).await;
        assert_eq!(saved.status, 303, "sent twice it is done once: {}", saved.body);
        assert!(saved.location().starts_with(&message));
    }
    let page = anton.get(GENERAL).await;
    assert!(page.has("The jetty is <strong>booked</strong>.") && page.has("(edited") && !page.has("jety is"));

    assert_eq!(anton.get(&format!("{message}/edit")).await.status, 403);
    let nonce = uuid::Uuid::new_v4().to_string();
    let meddled = anton.post(&format!("{message}/edit"), &[("body", "Sunk!"), ("nonce", &*nonce)]).await;
    assert!(meddled.status == 403 && meddled.has("Sunk!"), "what was typed comes back: {}", meddled.body);
    assert!(!rosa.get(GENERAL).await.has("Sunk!"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_that_cannot_be_is_given_back_with_the_reason() {
    let fixture = Fixture::open().await;
    let rosa = fixture.person("rosa").await;
    rosa.say(GENERAL, "as it was").await;
    let edit = format!("{}/edit", address(&rosa, "as it was").await);
    let huge = "é".repeat(8 * 1024 + 1);
    for (body, status) in [(" \n ", 422), ("\u{2800}", 422), (&*huge, 413)] {
        let nonce = rosa.get(&edit).await.nonce();
        let page = rosa.post(&edit, &[("body", body), ("nonce", &*nonce)]).await;
        assert_eq!(page.status, status, "{}", page.body);
        assert!(page.has("aria-invalid") && page.has("edit-form"));
    }
    let page = rosa.post(&edit, &[("body", "other words"), ("nonce", "none")]).await;
    assert!(page.status == 422 && page.has("other words"));
    assert_eq!(rosa.post(&edit, &[("body", "other words"), ("nonce", &*page.nonce())]).await.status, 303);
    assert!(rosa.get(GENERAL).await.has("other words"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_taken_back_leaves_a_line_and_cannot_be_changed_any_more() {
    let fixture = Fixture::open().await;
    let (rosa, anton) = (fixture.person("rosa").await, fixture.person("anton").await);
    anton.say(GENERAL, "a slip of the tongue").await;
    let message = address(&anton, "a slip").await;
    let editing = anton.get(&format!("{message}/edit")).await.nonce();
    let sure = anton.get(&format!("{message}/delete")).await;
    assert!(sure.status == 200 && sure.has("a slip of the tongue"), "{}", sure.body);
    let (delete, nonce) = (format!("{message}/delete"), sure.nonce());
    for _ in 0..2 {
        assert_eq!(anton.post(&delete, &[("nonce", &*nonce)]).await.status, 303);
    }
    let page = rosa.get(GENERAL).await;
    assert!(page.has("This message was deleted.") && !page.has("a slip"), "{}", page.body);
    let thoughts = [("body", "second thoughts"), ("nonce", &*editing)];
    let late = anton.post(&format!("{message}/edit"), &thoughts).await;
    assert!(late.status == 404 && late.has("second thoughts"), "{}", late.body);
    assert_eq!(anton.get(&format!("{message}/edit")).await.status, 404);
    assert!(!anton.get(&message).await.has(&delete), "nothing is left to do");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_admin_takes_back_what_others_said_and_a_member_does_not() {
    let fixture = Fixture::open().await;
    // The first account is the installation's owner, who counts as a moderator where they are.
    let (rosa, anton, bo) =
        (fixture.person("rosa").await, fixture.person("anton").await, fixture.person("bo").await);
    anton.say(GENERAL, "an unkind word").await;
    let message = address(&rosa, "an unkind word").await;
    let delete = format!("{message}/delete");
    assert_eq!(bo.get(&delete).await.status, 403);
    let nonce = uuid::Uuid::new_v4().to_string();
    assert_eq!(bo.post(&delete, &[("nonce", &*nonce)]).await.status, 403);
    assert!(bo.get(GENERAL).await.has("an unkind word"));
    assert_eq!(rosa.get(&format!("{message}/edit")).await.status, 403, "she puts no words in his mouth");
    let nonce = rosa.get(&delete).await.nonce();
    assert_eq!(rosa.post(&delete, &[("nonce", &*nonce)]).await.status, 303);
    assert!(!bo.get(GENERAL).await.has("an unkind word"));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_edit_begun_before_another_shows_both_and_replaces_nothing_unseen() {
    let fixture = Fixture::open().await;
    let rosa = fixture.person("rosa").await;
    rosa.say(GENERAL, "Boats at four").await;
    let message = address(&rosa, "Boats at four").await;
    let (here, elsewhere) =
        (rosa.get(&format!("{message}/edit")).await, rosa.get(&format!("{message}/edit")).await);
    let save = async |form: &crate::browser::Page, body: &str| {
        let (nonce, text_rev) = (form.nonce(), form.value("text_rev"));
        rosa.post(&format!("{message}/edit"), &[("body", body), ("nonce", &*nonce), ("text_rev", &*text_rev)])
            .await
    };
    assert_eq!(save(&elsewhere, "Boats at six").await.status, 303);
    let refused = save(&here, "Boats at five").await;
    assert_eq!(refused.status, 409, "{}", refused.body);
    assert!(
        refused.has("Boats at five</textarea>") && refused.has("Boats at six</blockquote>"),
        "{}",
        refused.body
    );
    assert!(rosa.get(GENERAL).await.has("Boats at six"));
    assert_eq!(save(&refused, "Boats at five").await.status, 303, "both have been seen");
    assert!(rosa.get(GENERAL).await.has("Boats at five"));
}
