//! A message is answered without JavaScript: the reply shows what it answers as that stands, and leads there.

use crate::browser::Browser;
use crate::fixture::Fixture;

const GENERAL: &str = "/r/general";

/// The address of the newest message whose own words these are.
async fn address(browser: &Browser, words: &str) -> String {
    let page = browser.get(GENERAL).await;
    let said = format!("<div class=\"body\" dir=\"auto\"><p>{words}");
    let (above, _) = page.body.rsplit_once(&said).expect("it is said");
    let (_, seq) = above.rsplit_once("id=\"m-").expect("its row");
    format!("{GENERAL}/m/{}", seq.split_once('"').expect("its end").0)
}

/// The lines above the words of replies, as a page shows them.
async fn quotes(browser: &Browser) -> Vec<String> {
    let page = browser.get(GENERAL).await;
    let lines = page.body.split("class=\"quote-words\" dir=\"auto\">").skip(1);
    let words = lines.filter_map(|rest| Some(rest.split_once("</span>")?.0.trim().to_owned()));
    // The last is where scripts put what is being answered.
    words.take_while(|words| !words.is_empty()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reply_shows_what_it_answers_as_that_stands_now() {
    let fixture = Fixture::open().await;
    let (rosa, anton) = (fixture.person("rosa").await, fixture.person("anton").await);
    rosa.say(GENERAL, "Who has the <key>?").await;
    let asked = address(&rosa, "Who has").await;
    assert!(anton.get(&asked).await.has(&format!("href=\"{asked}/reply\"")), "it is offered");
    let form = anton.get(&format!("{asked}/reply")).await;
    assert!(form.status == 200 && form.has("Who has the &lt;key&gt;?"), "{}", form.body);
    let nonce = form.nonce();
    for _ in 0..2 {
        let sent = [("body", "I do."), ("nonce", &*nonce)];
        let said = anton.post(&format!("{asked}/reply"), &sent).await;
        assert_eq!((said.status, said.location()), (303, "/r/general#latest"), "sent twice it is said once");
    }
    assert_eq!(quotes(&rosa).await, ["Who has the &lt;key&gt;?"]);
    let page = rosa.get(GENERAL).await;
    let seq = asked.rsplit_once('/').expect("a seq").1;
    assert!(
        page.has(&format!("href=\"?m={seq}\"")) && page.has("<b class=\"quote-author\" dir=\"auto\">rosa")
    );

    let (edit, nonce) = (format!("{asked}/edit"), rosa.get(&format!("{asked}/edit")).await.nonce());
    rosa.post(&edit, &[("body", "Who has the *spare* key?"), ("nonce", &*nonce)]).await;
    assert_eq!(quotes(&anton).await, ["Who has the spare key?"], "as it stands");
    assert!(anton.get(GENERAL).await.has("<span class=\"quote-edited\">"));

    let late = anton.get(&format!("{asked}/reply")).await.nonce();
    let nonce = rosa.get(&format!("{asked}/delete")).await.nonce();
    rosa.post(&format!("{asked}/delete"), &[("nonce", &*nonce)]).await;
    assert_eq!(quotes(&anton).await, ["This message was deleted."]);
    assert!(!anton.get(GENERAL).await.has("spare"), "nothing of it is left");
    assert_eq!(anton.get(&format!("{asked}/reply")).await.status, 404);
    let refused = anton.post(&format!("{asked}/reply"), &[("body", "Or not."), ("nonce", &*late)]).await;
    assert!(refused.status == 404 && refused.has("Or not.</textarea>"), "{}", refused.body);
    assert!(refused.has("was deleted. Send yours on its own."), "{}", refused.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reply_to_what_is_not_there_gives_the_words_back() {
    let fixture = Fixture::open().await;
    let rosa = fixture.person("rosa").await;
    let elsewhere = rosa.make_room("elsewhere").await;
    rosa.say(&elsewhere, "said elsewhere").await;
    for seq in ["1", "0", "-3", "9999", "9223372036854775807", "x"] {
        let (reply, nonce) = (format!("{GENERAL}/m/{seq}/reply"), uuid::Uuid::new_v4().to_string());
        let refused = rosa.post(&reply, &[("body", "Yes & no"), ("nonce", &*nonce)]).await;
        assert_eq!((refused.status, refused.has("Yes &amp; no")), (404, true), "{seq}: {}", refused.body);
        assert_eq!(rosa.get(&reply).await.status, 404, "{seq}");
    }
    rosa.say(GENERAL, "as it was").await;
    let reply = format!("{}/reply", address(&rosa, "as it was").await);
    let huge = "é".repeat(8 * 1024 + 1);
    for (body, status) in [(" \n ", 422), (&*huge, 413)] {
        let nonce = rosa.get(&reply).await.nonce();
        let page = rosa.post(&reply, &[("body", body), ("nonce", &*nonce)]).await;
        assert!(page.status == status && page.has("aria-invalid"), "{}", page.body);
    }
    let nonce = rosa.get(&reply).await.nonce();
    rosa.post("/logout", &[]).await;
    let page = rosa.post(&reply, &[("body", "a long thought"), ("nonce", &*nonce)]).await;
    assert!(page.status == 401 && page.has("a long thought"), "{}", page.body);
}
