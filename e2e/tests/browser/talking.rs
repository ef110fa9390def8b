//! Two people talk, each in a browser of their own.

use e2e::{Browser, Person, quoted};

use crate::fixture::{enter, is_here, is_said_once, make_room, name, said, say, shared, somebody_in};

#[tokio::test(flavor = "multi_thread")]
async fn what_one_types_the_other_sees_and_every_request_stays_here() {
    let gateway = shared().await;
    let host = Person::register(gateway, &name("host")).await;
    let slug = make_room(&host).await;
    let (names, ann, bob) = ((name("ann"), name("bob")), &slug, &slug);
    let (ann, bob) = tokio::join!(somebody_in(gateway, &names.0, ann), somebody_in(gateway, &names.1, bob));
    say(&ann, "Can you see this?").await;
    is_said_once(&bob, "Can you see this?").await;
    say(&bob, "Yes, **clearly**.").await;
    is_said_once(&ann, "Yes, clearly.").await;
    ann.find(".message .body strong").await;
    assert!(ann.driver.title().await.expect("a title").contains(&slug));

    let elsewhere = "return performance.getEntriesByType('resource').map((entry) => entry.name)\
                     .filter((name) => new URL(name).origin !== location.origin);";
    assert_eq!(
        ann.js(elsewhere).await,
        serde_json::json!([]),
        "every request goes to where the page came from"
    );
    let here = "return performance.getEntriesByType('resource').length > 2;";
    assert_eq!(ann.js(here).await, true, "and they are counted");
}

#[tokio::test(flavor = "multi_thread")]
async fn in_a_room_of_any_name_people_talk_and_no_words_become_tags() {
    let gateway = shared().await;
    let host = Person::register(gateway, &name("host")).await;
    let browser = Browser::open().await;
    browser.register(gateway, &name("ann")).await;
    for called in ["my room <b>", "dev-ops / 日本語クラブ"] {
        let called = name(called);
        let nonce = uuid::Uuid::new_v4().to_string();
        let made = host.post("/rooms", &[("name", &called), ("nonce", &nonce)]).await;
        let path = made.path.trim_start_matches("/r/").to_owned();
        enter(&browser, gateway, &path).await;
        let words =
            "<img src=x onerror=\"document.title='broken'\"> & <script>document.title='broken'</script>";
        say(&browser, words).await;
        is_said_once(&browser, words).await;
        let time = "return document.querySelector('.messages .message time').textContent.trim().length > 3;";
        assert_eq!(browser.js(time).await, true, "a live message says when");
        let inside = "return document.querySelectorAll('.messages .body :is(img, script), h1 b').length;";
        assert_eq!(browser.js(inside).await, 0);
        assert!(browser.driver.title().await.expect("a title").contains(&called));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn shift_and_enter_breaks_the_line_and_a_composed_word_is_not_sent() {
    let gateway = shared().await;
    let host = Person::register(gateway, &name("host")).await;
    let slug = make_room(&host).await;
    let mei = somebody_in(gateway, &name("mei"), &slug).await;
    mei.type_into("textarea#body", "one\u{e008}\u{e007}\u{e000}two").await;
    let value = "return document.querySelector('textarea#body').value;";
    assert_eq!(mei.js(value).await, "one\ntwo");
    let composed = "const box = document.querySelector('textarea#body');
        const enter = (more) => box.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true, ...more }));
        return [enter({ isComposing: true }), enter({ keyCode: 229 }), box.value];";
    assert_eq!(
        mei.js(composed).await,
        serde_json::json!([true, true, "one\ntwo"]),
        "the composing keeps its Enter"
    );
    mei.keys("\u{e007}").await;
    is_said_once(&mei, "one\ntwo").await;
    assert_eq!(said(&mei).await, ["one\ntwo"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_here_appears_and_goes() {
    let gateway = shared().await;
    let host = Person::register(gateway, &name("host")).await;
    let slug = make_room(&host).await;
    let (first, second) = (name("ann"), name("bob"));
    let ann = somebody_in(gateway, &first, &slug).await;
    let bob = somebody_in(gateway, &second, &slug).await;
    ann.reads("hub-presence .people", &second).await;
    bob.reads("hub-presence .people", &first).await;
    bob.goto(gateway, "/rooms").await;
    let gone =
        format!("return !document.querySelector('hub-presence').innerText.includes({});", quoted(&second));
    ann.until("bob is no longer here", &gone).await;
    is_here(&ann).await;
}
