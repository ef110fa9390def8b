//! Times are the reader's own, wherever they stand.

use e2e::Person;

use crate::fixture::{enter, is_said_once, make_room, name, say, shared, somebody_in};

/// The hour beside a message.
const WHEN: &str = ".message .when time";

#[tokio::test(flavor = "multi_thread")]
async fn a_time_is_the_reader_s_own_in_rooms_lists_and_dialogs_alike() {
    let gateway = shared().await;
    let host = Person::register(gateway, &name("host")).await;
    let slug = make_room(&host).await;
    let ann = somebody_in(gateway, &name("ann"), &slug).await;
    ann.in_time_zone("Asia/Kathmandu").await;
    enter(&ann, gateway, &slug).await;
    say(&ann, "tea?").await;
    is_said_once(&ann, "tea?").await;
    let seq = ann.js("return document.querySelector('.messages .message').dataset.seq;").await;
    let message = format!("/r/{slug}/m/{}", seq.as_str().expect("a seq"));
    let nonce = uuid::Uuid::new_v4().to_string();
    host.post(&format!("{message}/pin"), &[("nonce", &nonce)]).await;
    // Five hours and three quarters from the server's.
    let script = format!(
        "const time = document.querySelector('.messages {WHEN}');
         const minutes = (new Date(time.dateTime).getUTCMinutes() + 45) % 60;
         return time.textContent.includes(`:${{String(minutes).padStart(2, '0')}}`);"
    );
    ann.until("it is hers", &script).await;
    let hers = ann.js(&format!("return document.querySelector('.messages {WHEN}').textContent;")).await;
    let hers = hers.as_str().expect("an hour");
    ann.goto(gateway, &format!("/r/{slug}/pins")).await;
    ann.reads(WHEN, hers).await;
    ann.goto(gateway, &format!("{message}/delete")).await;
    ann.reads(WHEN, hers).await;
}
