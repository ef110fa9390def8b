//! What a message said before it was edited, without JavaScript.

use crate::fixture::Fixture;

#[tokio::test(flavor = "multi_thread")]
async fn where_a_room_keeps_them_edited_leads_to_earlier_words_which_their_author_erases() {
    let fixture = Fixture::open().await;
    let (owner, rosa) = (fixture.person("owner").await, fixture.person("rosa").await);
    let room = owner.make_room("Kitchen").await;
    rosa.post(&format!("{room}/join"), &[]).await;
    let edit = async |seq: &str, words: &str| {
        let nonce = uuid::Uuid::new_v4().to_string();
        let edited = rosa.post(&format!("{room}/m/{seq}/edit"), &[("body", words), ("nonce", &nonce)]).await;
        assert_eq!(edited.status, 303, "{}", edited.body);
    };
    rosa.say(&room, "Soup at one.").await;
    let before = rosa.get(&room).await.last_message();

    let settings = format!("{room}/settings");
    let form = owner.get(&settings).await;
    assert!(form.has("name=\"history\" value=\"no\" checked"), "off at first: {}", form.body);
    let keep = async |kept: &str| {
        let nonce = uuid::Uuid::new_v4().to_string();
        owner.post(&format!("{settings}/history"), &[("history", kept), ("nonce", &nonce)]).await
    };
    let kept = keep("yes").await;
    assert_eq!((kept.status, kept.location()), (303, &*format!("{settings}?done=history")));
    assert!(owner.get(&settings).await.has("name=\"history\" value=\"yes\" checked"));
    assert_eq!(keep("perhaps").await.status, 422);
    let audit = owner.get("/admin/audit").await;
    assert!(audit.has("changed the settings of") && audit.has("Kitchen"), "{}", audit.body);

    rosa.say(&room, "Soup at *two*.").await;
    let seq = rosa.get(&room).await.last_message();
    edit(&before, "Soup at noon.").await;
    edit(&seq, "Soup at three.").await;
    edit(&seq, "Soup at four.").await;
    let page = owner.get(&room).await;
    assert!(page.has(&format!("href=\"?edits={seq}\"")), "{}", page.body);
    assert!(!page.has(&format!("href=\"?edits={before}\"")), "nothing is kept of what was said before");
    let address = format!("{room}/m/{seq}/edits");
    assert_eq!(owner.get(&format!("{room}?edits={seq}")).await.location(), address);
    let edits = owner.get(&address).await;
    let place = |words: &str| edits.body.find(words).unwrap_or_else(|| panic!("{words}: {}", edits.body));
    assert!(
        place("Soup at four.") < place("Soup at three.")
            && place("Soup at three.") < place("Soup at <em>two</em>.")
    );
    assert!(!edits.has("Erase earlier versions"), "they are Rosa's");
    assert!(owner.get(&format!("{room}/m/{before}/edits")).await.has("No earlier versions"));

    assert!(rosa.get(&address).await.has("Erase earlier versions"));
    assert_eq!(owner.post(&address, &[]).await.status, 403);
    let erased = rosa.post(&address, &[]).await;
    assert_eq!((erased.status, erased.location()), (303, &*address));
    let edits = rosa.get(&address).await;
    assert!(edits.has("Soup at four.") && edits.has("No earlier versions") && !edits.has("Soup at three."));
    assert!(!rosa.get(&room).await.has(&format!("href=\"?edits={seq}\"")));
}
