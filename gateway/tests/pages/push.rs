//! Devices are told while no page is open there: what, when, and what becomes of it when their push service does not play along.

use std::collections::BTreeSet;
use std::time::Duration;

use crate::browser::Browser;
use crate::fixture::Fixture;
use crate::push_service::{Manner, PushService, Subscriber};

const HERE: &str = "/settings/notifications";
const DEVICES: &str = "/settings/notifications/devices";
const GENERAL: &str = "/r/general";
const SECRET: (&str, &str) = ("HUBBUB_PUSH_SECRET", "a secret of the test that is long enough");
/// Nobody waits for anybody to read.
const AT_ONCE: (&str, &str) = ("HUBBUB_ROOM_PUSH_SECONDS", "0");
/// Nothing is decided as long as the test lasts.
const NEVER: (&str, &str) = ("HUBBUB_ROOM_PUSH_SECONDS", "600");
const DEADLINE: Duration = Duration::from_secs(60);

async fn add(who: &Browser, device: &Subscriber, words: &str) {
    let keys = device.keys();
    let added = who.post(DEVICES, &device.fields(&keys, words)).await;
    assert_eq!(
        (added.status, added.location()),
        (303, "/settings/notifications?saved=yes#devices"),
        "{}",
        added.body
    );
}

/// Waits until the notifier has come to the end of every room and nothing waits to be sent.
async fn settled(fixture: &Fixture) {
    until_followed(fixture, "notifier").await;
    until_empty(fixture, "select device_id::text from chat.push_order where waiting <> '{}'").await;
}

/// Waits until this follower has handled all that was said.
async fn until_followed(fixture: &Fixture, follower: &str) {
    let behind = format!(
        "select e.seq::text from chat.event e
        left join chat.cursor c on c.room_id = e.room_id and c.follower = '{follower}'
        where e.kind = 'posted' and e.seq > coalesce(c.seq, 0)"
    );
    until_empty(fixture, &behind).await;
}

async fn until_empty(fixture: &Fixture, query: &str) {
    let waiting = async {
        while !fixture.sql_lines(query).await.is_empty() {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    tokio::time::timeout(DEADLINE, waiting).await.expect("it settles");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_said_reaches_a_device_sealed_for_it_and_signed_by_us() {
    let mut service = PushService::start().await;
    let origin = service.origin();
    let fixture = Fixture::open_with(&[SECRET, AT_ONCE, ("HUBBUB_GATEWAY_OUTGOING_ALLOWED", &origin)]).await;
    let (rosa, anton) = (fixture.person("rosa").await, fixture.person("anton").await);
    let device = Subscriber::at(&service, "phone");
    add(&anton, &device, "yes").await;
    let page = anton.get(HERE).await;
    assert!(page.has("Push to your devices") && page.has("This device") && page.has("Last used just now"));
    let key = page.between("data-push-key=\"", "\"").expect("the key");

    rosa.say(GENERAL, "The oven is **fixed**, @anton!").await;
    let received = service.next().await;
    let seq = anton.get(GENERAL).await.last_message();
    let room = fixture.sql_lines("select id::text from chat.room where slug = 'general'").await.remove(0);
    assert_eq!(
        device.open(&received),
        serde_json::json!({
            "title": "rosa in general", "body": "The oven is fixed, @anton!", "tag": room,
            "address": format!("{GENERAL}/m/{seq}#m-{seq}"), "renotify": true
        })
    );
    let header = |name: &str| received.headers[name].to_str().expect("text").to_owned();
    assert_eq!(
        (&*header("content-encoding"), &*header("ttl"), &*header("urgency")),
        ("aes128gcm", "86400", "high")
    );
    let topic = header("topic");
    assert!(topic.len() == 32 && !topic.contains(&room[..8]), "{topic}");
    let authorization = header("authorization");
    assert!(
        authorization.starts_with("vapid t=") && authorization.ends_with(&format!(", k={key}")),
        "{authorization}"
    );

    rosa.say(GENERAL, "Nothing for you.").await;
    anton.say(GENERAL, "@anton is me.").await;
    settled(&fixture).await;
    assert!(service.rest().is_empty(), "neither what calls nobody nor what one says oneself");
}

#[tokio::test(flavor = "multi_thread")]
async fn whom_it_concerns_is_told_and_nobody_else() {
    let mut service = PushService::start().await;
    let origin = service.origin();
    let allowed = ("HUBBUB_GATEWAY_OUTGOING_ALLOWED", &*origin);
    let fixture = Fixture::open_with(&[SECRET, NEVER, allowed]).await;
    let rosa = fixture.person("rosa").await;
    let room = rosa.make_room("Kitchen").await;
    let names = [
        "named",
        "everything",
        "keyword",
        "follower",
        "nothing",
        "hidden",
        "blocker",
        "quiet",
        "left",
        "reader",
    ];
    let mut people = Vec::new();
    for name in names {
        let person = fixture.person(name).await;
        person.post(&format!("{room}/join"), &[]).await;
        add(&person, &Subscriber::at(&service, name), "yes").await;
        people.push(person);
    }
    let of = |name: &str| &people[names.iter().position(|one| *one == name).expect("there")];
    let outsider = fixture.person("outsider").await;
    add(&outsider, &Subscriber::at(&service, "outsider"), "yes").await;
    add(&rosa, &Subscriber::at(&service, "rosa"), "yes").await;
    for (name, level) in [("everything", "everything"), ("nothing", "nothing"), ("hidden", "hidden")] {
        of(name).post(&format!("{room}/notifications"), &[("level", level)]).await;
    }
    of("keyword").post(&format!("{HERE}/keywords"), &[("keyword", "soup")]).await;
    of("quiet").post(&format!("{HERE}/pause"), &[("pause", "hour")]).await;
    of("blocker").post("/u/rosa/block", &[]).await;
    of("follower").say(&room, "Who cooks?").await;
    let root = rosa.get(&room).await.last_message();
    let thread = format!("{room}/t/{root}");
    let nonce = rosa.get(&thread).await.nonce();
    rosa.post(&thread, &[("body", "I do."), ("nonce", &nonce)]).await;
    rosa.say(&room, "@named @nothing @hidden @blocker @quiet @left @reader @outsider: come, please!").await;
    rosa.say(&room, "There is soup.").await;
    let last = rosa.get(&room).await.last_message();
    of("left").post(&format!("{room}/leave"), &[]).await;
    of("reader").post(&format!("{room}/read"), &[("seq", &last.to_string())]).await;
    until_followed(&fixture, "keywords").await;

    // What was said before the service ended is told by the next one.
    fixture.restart_rooms(&[AT_ONCE]).await;
    settled(&fixture).await;
    let told: BTreeSet<String> = service.rest().into_iter().map(|one| one.name).collect();
    assert_eq!(told, ["everything", "follower", "keyword", "named"].map(str::to_owned).into());
    rosa.say(&room, "@room, it gets cold!").await;
    settled(&fixture).await;
    let told: BTreeSet<String> = service.rest().into_iter().map(|one| one.name).collect();
    assert_eq!(told, ["everything", "follower", "keyword", "named", "reader"].map(str::to_owned).into());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_deleted_is_not_told_and_a_burst_is_one_notification_with_a_count() {
    let mut service = PushService::start().await;
    let origin = service.origin();
    let allowed = ("HUBBUB_GATEWAY_OUTGOING_ALLOWED", &*origin);
    let fixture = Fixture::open_with(&[SECRET, NEVER, allowed]).await;
    let (rosa, anton) = (fixture.person("rosa").await, fixture.person("anton").await);
    let (phone, desk) = (Subscriber::at(&service, "phone"), Subscriber::at(&service, "desk"));
    add(&anton, &phone, "yes").await;
    add(&anton, &desk, "").await;
    let direct = rosa.post("/d", &[("people", "anton")]).await.location().to_owned();
    for words in ["One", "Two", "Three", "Never mind"] {
        rosa.say(&direct, words).await;
    }
    let last = rosa.get(&direct).await.last_message();
    let delete = format!("{direct}/m/{last}/delete");
    let nonce = rosa.get(&delete).await.nonce();
    assert_eq!(rosa.post(&delete, &[("nonce", &nonce)]).await.status, 303);
    fixture.restart_rooms(&[AT_ONCE]).await;
    settled(&fixture).await;
    let mut told: Vec<(String, String, String)> = Vec::new();
    for received in service.rest() {
        let device = if received.name == "phone" { &phone } else { &desk };
        let said = device.open(&received);
        let text = |part: &str| said[part].as_str().expect("text").to_owned();
        told.push((received.name.clone(), text("title"), text("body")));
    }
    told.sort();
    let told: Vec<_> = told.iter().map(|(name, title, body)| (&**name, &**title, &**body)).collect();
    assert_eq!(
        told,
        [("desk", "rosa", "3 new"), ("phone", "rosa (3)", "rosa: Three")],
        "without words, and with"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_installation_may_keep_who_wrote_and_what_to_itself() {
    let mut service = PushService::start().await;
    let origin = service.origin();
    let allowed = ("HUBBUB_GATEWAY_OUTGOING_ALLOWED", &*origin);
    let fixture =
        Fixture::open_with(&[SECRET, AT_ONCE, allowed, ("HUBBUB_GATEWAY_PUSH_WORDS", "false")]).await;
    let (rosa, anton) = (fixture.person("rosa").await, fixture.person("anton").await);
    let phone = Subscriber::at(&service, "phone");
    add(&anton, &phone, "yes").await;
    rosa.say(GENERAL, "@anton, the code is 1234.").await;
    let said = phone.open(&service.next().await);
    assert_eq!((said["title"].as_str(), said["body"].as_str()), (Some("general"), Some("1 new")));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_device_that_is_gone_removed_or_signed_out_is_told_no_more() {
    let mut service = PushService::start().await;
    let origin = service.origin();
    let fixture = Fixture::open_with(&[SECRET, AT_ONCE, ("HUBBUB_GATEWAY_OUTGOING_ALLOWED", &origin)]).await;
    let (rosa, anton) = (fixture.person("rosa").await, fixture.person("anton").await);
    let other = fixture.stranger();
    other.log_in("anton", "/").await;
    add(&anton, &Subscriber::at(&service, "kept"), "yes").await;
    add(&anton, &Subscriber::at(&service, "gone"), "yes").await;
    add(&anton, &Subscriber::at(&service, "removed"), "yes").await;
    add(&other, &Subscriber::at(&service, "signed-out"), "yes").await;
    service.answers("gone", Manner::Status(410));
    let id = "select id::text from chat.push_device where endpoint like '%/removed'";
    let id = fixture.sql_lines(id).await.remove(0);
    assert_eq!(rosa.post(DEVICES, &[("remove", &id)]).await.status, 303, "another's stays");
    assert_eq!(fixture.sql_lines("select id::text from chat.push_device").await.len(), 4);
    assert_eq!(anton.post(DEVICES, &[("remove", &id)]).await.status, 303);
    other.post("/logout", &[]).await;
    assert_eq!(
        anton.get(HERE).await.body.matches("name=\"remove\"").count(),
        2,
        "one that is signed out is not listed"
    );

    rosa.say(GENERAL, "@anton?").await;
    settled(&fixture).await;
    let told: BTreeSet<String> = service.rest().into_iter().map(|one| one.name).collect();
    assert_eq!(told, ["gone", "kept"].map(str::to_owned).into());
    rosa.say(GENERAL, "@anton!").await;
    settled(&fixture).await;
    let told: Vec<String> = service.rest().into_iter().map(|one| one.name).collect();
    assert_eq!(told, ["kept"], "what is gone is forgotten");
    assert_eq!(anton.get(HERE).await.body.matches("name=\"remove\"").count(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_push_service_that_hangs_leads_inside_or_talks_without_end_holds_nobody_up() {
    let (mut service, mut inside) = (PushService::start().await, PushService::start().await);
    let origin = service.origin();
    let fixture = Fixture::open_with(&[SECRET, AT_ONCE, ("HUBBUB_GATEWAY_OUTGOING_ALLOWED", &origin)]).await;
    let (rosa, anton) = (fixture.person("rosa").await, fixture.person("anton").await);
    for (name, manner) in [
        ("hangs", Manner::Hang),
        ("leads-inside", Manner::Redirect(inside.address)),
        ("talks", Manner::Talk(200 * 1024 * 1024)),
        ("is-busy", Manner::Status(429)),
        ("takes-it", Manner::Status(201)),
    ] {
        service.answers(name, manner);
        add(&anton, &Subscriber::at(&service, name), "yes").await;
    }
    rosa.say(GENERAL, "@anton?").await;
    let mut told = BTreeSet::new();
    while told.len() < 5 {
        told.insert(service.next().await.name);
    }
    // Who hangs and who is busy are tried again later; the others are done with.
    let waiting = "select substring(d.endpoint from '/p/(.*)') from chat.push_order o join chat.push_device d on d.id = o.device_id
        where o.waiting <> '{}' and d.endpoint !~ '/(hangs|is-busy)$'";
    until_empty(&fixture, waiting).await;
    assert!(service.rest().is_empty(), "each is tried once");
    assert!(inside.rest().is_empty(), "nobody is led inside");
    let used = "select substring(endpoint from '/p/(.*)') from chat.push_device where used_at > (select max(at) from chat.event) order by 1";
    assert_eq!(fixture.sql_lines(used).await, ["takes-it", "talks"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn no_device_is_added_that_we_may_not_ask_or_cannot_seal_for_and_of_many_the_newest_stay() {
    let service = PushService::start().await;
    let origin = service.origin();
    let fixture = Fixture::open_with(&[SECRET, AT_ONCE, ("HUBBUB_GATEWAY_OUTGOING_ALLOWED", &origin)]).await;
    let anton = fixture.person("anton").await;
    let device = Subscriber::at(&service, "phone");
    let [key, auth] = device.keys();
    for (endpoint, key, auth) in [
        ("https://127.0.0.1:9443/p", &*key, &*auth),
        ("http://169.254.169.254/latest", &key, &auth),
        ("file:///etc/passwd", &key, &auth),
        (&device.endpoint, "AAAA", &auth),
        (&device.endpoint, &key, "AAAA"),
        ("", "", ""),
    ] {
        let fields = [("endpoint", endpoint), ("key", key), ("auth", auth), ("words", "")];
        assert_eq!(anton.post(DEVICES, &fields).await.status, 422, "{endpoint}");
    }
    for n in 0..23 {
        add(&anton, &Subscriber::at(&service, &format!("d{n}")), "yes").await;
    }
    add(&anton, &Subscriber::at(&service, "d22"), "yes").await;
    let kept = "select substring(endpoint from '/p/d(.*)') from chat.push_device order by used_at";
    let kept = fixture.sql_lines(kept).await;
    assert_eq!((kept.len(), kept.first().map(String::as_str)), (20, Some("3")), "{kept:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_secret_no_device_is_told_and_the_page_says_so() {
    let fixture = Fixture::open_with(&[AT_ONCE]).await;
    let anton = fixture.person("anton").await;
    let page = anton.get(HERE).await;
    assert!(page.has("Push to your devices") && page.has("hasn’t set up") && !page.has("name=\"push\""));
    let refused = anton.post(DEVICES, &[("endpoint", "https://push.example.net/p/1")]).await;
    assert_eq!(refused.status, 422);
}
