//! Mail of what stays unread: who is told what, once, and how it is ended; over a server that really takes it.

mod trouble;

use std::collections::BTreeSet;
use std::time::Duration;

use services::testbed::smtp::{Fault, Mail, Smtp};

use crate::browser::Browser;
use crate::fixture::Fixture;

const DEADLINE: Duration = Duration::from_secs(90);
const HERE: &str = "/settings/notifications";
const CHOOSE: &str = "/settings/notifications/mail";
const GENERAL: &str = "/r/general";
const OURS: &str = "https://chat.example.org";
const NAME: &str = "Harbour & Co";

/// An installation that sends mail, decides at once whom it concerns, and has these people, whose addresses are confirmed.
async fn open<const N: usize>(people: [&str; N], more: &[(&str, &str)]) -> (Fixture, Smtp, [Browser; N]) {
    let server = Smtp::start().await.expect("a server");
    let address = server.address().to_string();
    let settings = [
        ("HUBBUB_PUBLIC_URL", OURS),
        ("HUBBUB_NAME", NAME),
        ("HUBBUB_MAIL_SERVER", &*address),
        ("HUBBUB_MAIL_TLS", "none"),
        ("HUBBUB_MAIL_FROM", "Harbour <harbour@example.org>"),
        ("HUBBUB_ROOM_PUSH_SECONDS", "0"),
    ];
    let fixture = Fixture::open_with(&[&settings, more].concat()).await;
    fixture.stranger().until_has("/forgot", "name=\"login\"", DEADLINE).await;
    let mut all = Vec::new();
    for name in people {
        all.push(fixture.person(name).await);
    }
    fixture.sql("update auth.account set email_confirmed = true").await;
    (fixture, server, all.try_into().unwrap_or_else(|_| unreachable!("as many")))
}

async fn choose(who: &Browser, pace: &str, words: &str) {
    let chosen = who.post(CHOOSE, &[("pace", pace), ("words", words)]).await;
    assert_eq!(
        (chosen.status, chosen.location()),
        (303, &*format!("{HERE}?saved=yes#mail")),
        "{}",
        chosen.body
    );
}

async fn until_empty(fixture: &Fixture, query: &str) {
    let waiting = async {
        while !fixture.sql_lines(query).await.is_empty() {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    tokio::time::timeout(DEADLINE, waiting).await.expect("it settles");
}

/// Waits until the notifier has come to the end of every room.
async fn decided(fixture: &Fixture) {
    let behind = "select e.seq::text from chat.event e
        left join chat.cursor c on c.room_id = e.room_id and c.follower = 'notifier'
        where e.kind = 'posted' and e.seq > coalesce(c.seq, 0)";
    until_empty(fixture, behind).await;
}

/// Their time has come: waits until nothing is due any more.
async fn told(fixture: &Fixture) {
    decided(fixture).await;
    fixture.sql("update chat.mail set due_at = now() where due_at is not null").await;
    // What a gateway has taken is due again in some minutes only.
    until_empty(fixture, "select user_id::text from chat.mail where due_at < now() + interval '7 minutes'")
        .await;
}

/// Mails about unread messages that have been taken.
async fn mails(server: &Smtp) -> Vec<Mail> {
    let mut found = Vec::new();
    while let Some(mail) = server.mail_now().await {
        if !mail.header("List-Unsubscribe").is_empty() {
            found.push(mail);
        }
    }
    found
}

/// The one mail that has been taken.
async fn one(server: &Smtp) -> Mail {
    let mut found = mails(server).await;
    assert_eq!(found.len(), 1, "{found:?}");
    found.remove(0)
}

/// The words of its HTML, as they are read.
fn read(html: &str) -> Vec<String> {
    let (_, body) = html.split_once("<body>").expect("a body");
    let mut text = String::new();
    for part in body.split('<') {
        text.push_str(part.split_once('>').map_or(part, |(_, text)| text));
        text.push(' ');
    }
    for (from, to) in
        [("&lt;", "<"), ("&gt;", ">"), ("&#x2F;", "/"), ("&#x27;", "'"), ("&quot;", "\""), ("&amp;", "&")]
    {
        text = text.replace(from, to);
    }
    text.split_whitespace().map(str::to_owned).collect()
}

fn assert_same_words(mail: &Mail) {
    let text = mail.text();
    let words: Vec<&str> = text.split_whitespace().filter(|word| *word != "--").collect();
    let html = read(&mail.html()).join("").replace(' ', "");
    assert_eq!(html, words.join(""), "the same words");
}

fn path(link: &str) -> String {
    link.trim_matches(['<', '>']).strip_prefix(OURS).expect("ours").to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_stays_unread_is_mailed_once_with_all_that_is_in_one_thread_and_the_words_twice() {
    let (fixture, server, [rosa, anton]) = open(["rosa", "anton"], &[]).await;
    assert!(
        anton.get(HERE).await.has("name=\"pace\" value=\"never\" checked"),
        "nobody is mailed who did not ask"
    );
    choose(&anton, "minutes", "yes").await;
    assert!(anton.get(HERE).await.has("name=\"pace\" value=\"minutes\" checked"));
    rosa.say(GENERAL, "The <oven> is **fixed**, @anton!").await;
    rosa.say(GENERAL, "Nothing for you.").await;
    rosa.say(GENERAL, "@anton \u{e000}\u{e001} again").await;
    let direct = rosa.post("/d", &[("people", "anton")]).await.location().to_owned();
    rosa.say(&direct, "Come to dinner?").await;
    decided(&fixture).await;
    let waits = "select 'yes' from chat.mail where due_at between now() + interval '8 minutes' and now() + interval '10 minutes'";
    assert_eq!(fixture.sql_lines(waits).await, ["yes"]);
    assert!(mails(&server).await.is_empty(), "it is given ten minutes");
    told(&fixture).await;
    let mail = one(&server).await;
    assert_eq!(mail.to, ["anton@example.org"]);
    assert_eq!(mail.header("Subject"), format!("Unread messages on {NAME}"));
    let text = mail.text();
    for words in [
        "Hello anton,",
        "3 messages on",
        "general",
        "rosa: The <oven> is fixed, @anton!",
        "rosa: Come to dinner?",
    ] {
        assert!(text.contains(words), "{words}: {text}");
    }
    assert!(!text.contains("Nothing for you") && text.contains("rosa: @anton  again"), "{text}");
    assert!(
        text.contains(&format!("{OURS}{direct}/m/")) && text.contains(&format!("{OURS}{GENERAL}/m/")),
        "{text}"
    );
    assert_same_words(&mail);
    assert_eq!(mail.header("List-Unsubscribe-Post"), "List-Unsubscribe=One-Click");
    assert!(mail.header("List-Unsubscribe").starts_with(&format!("<{OURS}/unsubscribe/")));
    assert_eq!(mail.header("In-Reply-To"), mail.header("References"));

    told(&fixture).await;
    assert!(mails(&server).await.is_empty(), "once");
    let mut threads = BTreeSet::from([mail.header("References")]);
    for n in 0..2 {
        rosa.say(GENERAL, &format!("@anton, look {n}")).await;
        told(&fixture).await;
        let mail = one(&server).await;
        assert_eq!(mail.header("Subject"), "Unread messages in general");
        // What they have not read yet, though they were mailed of it, is not mailed again.
        assert!(
            mail.text().contains(&format!("look {n}")) && !mail.text().contains("fixed"),
            "{}",
            mail.text()
        );
        threads.insert(mail.header("References"));
    }
    assert_eq!(threads.len(), 2, "what is about one conversation is one thread: {threads:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_read_deleted_or_closed_to_somebody_by_then_is_not_mailed() {
    let names = ["rosa", "reader", "leaver", "quiet", "stranger", "never", "deleted", "witness"];
    let (fixture, server, [rosa, reader, leaver, quiet, stranger, _, deleted, witness]) =
        open(names, &[]).await;
    fixture.sql("update auth.account set email_confirmed = false where username = 'stranger'").await;
    assert!(stranger.get(HERE).await.has("an address that you’ve confirmed"));
    let room = rosa.make_room("Kitchen").await;
    for who in [&reader, &leaver, &quiet, &stranger, &deleted, &witness] {
        who.post(&format!("{room}/join"), &[]).await;
        choose(who, "hour", "yes").await;
    }
    rosa.say(&room, "@reader @leaver @quiet @stranger @never @witness: soup!").await;
    let last = rosa.get(&room).await.last_message();
    let direct = rosa.post("/d", &[("people", "deleted")]).await.location().to_owned();
    rosa.say(&direct, "Never mind").await;
    decided(&fixture).await;
    assert_eq!(
        fixture.sql_lines("select user_id::text from chat.mail where due_at is not null").await.len(),
        6
    );

    reader.post(&format!("{room}/read"), &[("seq", &last.to_string())]).await;
    leaver.post(&format!("{room}/leave"), &[]).await;
    quiet.post(&format!("{HERE}/pause"), &[("pause", "hour")]).await;
    let delete = format!("{direct}/m/{}/delete", rosa.get(&direct).await.last_message());
    let nonce = rosa.get(&delete).await.nonce();
    assert_eq!(rosa.post(&delete, &[("nonce", &nonce)]).await.status, 303);
    told(&fixture).await;
    let mail = one(&server).await;
    assert_eq!(
        (mail.to.as_slice(), mail.text().contains("soup!")),
        (&["witness@example.org".to_owned()][..], true)
    );
    let waits = "select a.username from chat.mail m join auth.account a on a.id = m.user_id where m.due_at is not null";
    assert_eq!(fixture.sql_lines(waits).await, ["quiet"], "it waits until they may be disturbed");
    quiet.post(&format!("{HERE}/pause"), &[("resume", "yes")]).await;
    told(&fixture).await;
    assert_eq!(one(&server).await.to, ["quiet@example.org"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_digest_comes_in_the_morning_and_keeps_private_what_is_to_stay_private() {
    let (fixture, server, [rosa, anton, uma]) = open(["rosa", "anton", "uma"], &[]).await;
    choose(&anton, "daily", "").await;
    fixture.sql("update auth.account set zone = 'America/New_York' where username = 'uma'").await;
    choose(&uma, "daily", "yes").await;
    rosa.say(GENERAL, "@anton @uma, the code is 1234.").await;
    decided(&fixture).await;
    let mornings = "select a.username || to_char(m.due_at at time zone coalesce(a.zone, 'UTC'), ' HH24:MI') from chat.mail m
        join auth.account a on a.id = m.user_id where m.due_at > now() order by 1";
    assert_eq!(fixture.sql_lines(mornings).await, ["anton 08:00", "uma 08:00"]);
    told(&fixture).await;
    let found = mails(&server).await;
    assert_eq!(found.len(), 2);
    for mail in found {
        let (text, is_private) = (mail.text(), mail.to == ["anton@example.org"]);
        assert!(text.contains("general") && text.contains("once a day"), "{text}");
        assert_eq!(text.contains("1234") || text.contains("rosa"), !is_private, "{text}");
        assert_eq!(text.contains("1 new"), is_private, "{text}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_mailed_ends_it_without_signing_in_by_a_button_and_not_by_a_look() {
    let settings = [("HUBBUB_GATEWAY_PUSH_WORDS", "false")];
    let (fixture, server, [rosa, anton]) = open(["rosa", "anton"], &settings).await;
    choose(&anton, "minutes", "yes").await;
    rosa.say(GENERAL, "@anton, the code is 1234.").await;
    told(&fixture).await;
    let mail = one(&server).await;
    assert!(
        !mail.data.contains("1234") && mail.text().contains("1 new"),
        "the installation keeps words to itself"
    );
    let link = path(&mail.header("List-Unsubscribe"));
    assert!(mail.text().contains(&link), "it stands in the mail, too");
    // Programs that look into mail open its links.
    let reader = fixture.stranger();
    let page = reader.get(&link).await;
    assert!(page.status == 200 && page.has("<form") && page.has("Stop these emails"), "{}", page.body);
    assert!(anton.get(HERE).await.has("name=\"pace\" value=\"minutes\" checked"));
    rosa.say(GENERAL, "@anton?").await;
    decided(&fixture).await;
    for _ in 0..2 {
        let done = reader.post(&link, &[("List-Unsubscribe", "One-Click")]).await;
        assert!(done.status == 200 && done.has("No more emails about unread messages"), "{}", done.body);
    }
    assert!(anton.get(HERE).await.has("name=\"pace\" value=\"never\" checked"));
    rosa.say(GENERAL, "@anton!").await;
    told(&fixture).await;
    assert!(mails(&server).await.is_empty() && reader.get(&link).await.has("No more emails"));
    for unknown in ["/unsubscribe/0", "/unsubscribe/00000000000040008000000000000000"] {
        assert_eq!((reader.get(unknown).await.status, reader.post(unknown, &[]).await.status), (404, 404));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_comes_back_is_counted_and_ends_mail_until_its_person_asks_again() {
    let (fixture, server, [rosa, anton]) = open(["rosa", "anton"], &[]).await;
    choose(&anton, "minutes", "yes").await;
    server.set(Fault::Later);
    rosa.say(GENERAL, "@anton, one").await;
    decided(&fixture).await;
    fixture.sql("update chat.mail set due_at = now()").await;
    until_empty(&fixture, "select 'no' from chat.mail where tries = 0 or due_at > now() + interval '2 minutes' or due_at < now()").await;
    server.set(Fault::Refused);
    fixture.sql("update chat.mail set bounces = 1").await;
    told(&fixture).await;
    assert_eq!(fixture.sql_lines("select bounces::text from chat.mail").await, ["2"]);
    assert!(!anton.get(HERE).await.has("came back"));
    rosa.say(GENERAL, "@anton, two").await;
    told(&fixture).await;
    assert!(anton.get(HERE).await.has("Several emails to you came back"));
    server.set(Fault::None);
    rosa.say(GENERAL, "@anton, three").await;
    decided(&fixture).await;
    assert!(mails(&server).await.is_empty());
    choose(&anton, "minutes", "yes").await;
    assert!(!anton.get(HERE).await.has("came back"));
    told(&fixture).await;
    let text = one(&server).await.text();
    assert!(text.contains("three") && !text.contains("one"), "what came back is not sent again: {text}");
    // So many a day.
    fixture.sql("update chat.mail set day = current_date, mails = 20").await;
    rosa.say(GENERAL, "@anton, four").await;
    decided(&fixture).await;
    fixture.sql("update chat.mail set due_at = now()").await;
    rosa.say("/r/general", "@rosa").await;
    choose(&rosa, "minutes", "yes").await;
    anton.say(GENERAL, "@rosa, five").await;
    decided(&fixture).await;
    fixture.sql("update chat.mail set due_at = now()").await;
    until_empty(&fixture, "select 'no' from chat.mail where mails = 0").await;
    assert_eq!(one(&server).await.to, ["rosa@example.org"], "beyond the quota it waits");
}

#[tokio::test(flavor = "multi_thread")]
async fn gateways_and_auth_services_side_by_side_send_each_mail_once() {
    let names = ["rosa", "ada", "bea", "cleo", "dora", "ella", "fay", "gwen"];
    let (fixture, server, [rosa, others @ ..]) = open(names, &[]).await;
    let address = server.address().to_string();
    let settings = [
        ("HUBBUB_PUBLIC_URL", OURS),
        ("HUBBUB_MAIL_SERVER", &*address),
        ("HUBBUB_MAIL_TLS", "none"),
        ("HUBBUB_MAIL_FROM", "Harbour <harbour@example.org>"),
        ("HUBBUB_ROOM_PUSH_SECONDS", "0"),
    ];
    fixture.start_auth(&settings).await;
    fixture.start_rooms(&settings).await;
    fixture.second_gateway(&settings).await;
    for who in &others {
        choose(who, "minutes", "yes").await;
    }
    for round in 0..2 {
        rosa.say(GENERAL, &format!("@ada @bea @cleo @dora @ella @fay @gwen, round {round}")).await;
        told(&fixture).await;
        let found: Vec<String> = mails(&server).await.into_iter().flat_map(|mail| mail.to).collect();
        let people: BTreeSet<&String> = found.iter().collect();
        assert_eq!((found.len(), people.len()), (7, 7), "{found:?}");
    }
}
