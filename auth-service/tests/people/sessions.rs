//! Sessions: whose they are, and how they end.

use proto::auth::{Change, Query, Reply, TokenHash};
use proto::node::UserHint;
use proto::{At, subject};

use super::fixture::{DEADLINE, Fixture, PASSWORD, username};

#[tokio::test]
async fn a_session_is_known_by_the_hash_of_its_token_and_by_nothing_else() {
    let fixture = Fixture::open().await;
    let rosa = fixture.register("rosa").await;
    let session = fixture.resume(&rosa).await.expect("signed in");
    assert_eq!((session.id, session.org_role), (rosa.session.id, rosa.session.org_role));
    let whole = rosa.token.0.clone();
    for bad in ["", &whole[..63], &whole.to_uppercase(), &whole[..43], "%", &"0".repeat(64), "\0"] {
        let reply = fixture.ask(&Query::Resume { token: TokenHash(bad.to_owned()) }).await;
        assert!(matches!(reply, Reply::Session(None)), "{bad:?}: {reply:?}");
    }
}

#[tokio::test]
async fn a_session_ends_when_unused_for_long_and_when_old() {
    let fixture = Fixture::open().await;
    let rosa = fixture.register("rosa").await;
    let set = async |what: &str| {
        let update = format!("update auth.session set {what}");
        fixture.db.execute(&update, &[]).await.expect("set");
        fixture.resume(&rosa).await.map(|session| (session.expires_at - At::now_utc()).whole_days())
    };
    assert_eq!(set("last_seen = now() - interval '13 days 23 hours'").await, Some(13));
    assert_eq!(set("last_seen = now() - interval '14 days'").await, None);
    assert_eq!(set("last_seen = now(), made_at = now() - interval '85 days 1 hour'").await, Some(4));
    assert_eq!(set("last_seen = now(), made_at = now() - interval '90 days'").await, None);
    assert_eq!(set("last_seen = now(), made_at = now()").await, Some(13));
}

#[tokio::test]
async fn being_used_moves_the_expiry_at_most_once_a_minute() {
    let fixture = Fixture::open().await;
    let rosa = fixture.register("rosa").await;
    let version = async || -> String {
        fixture.db.query_one("select xmin::text from auth.session", &[]).await.expect("one").get(0)
    };
    let before = version().await;
    for _ in 0..5 {
        fixture.resume(&rosa).await.expect("signed in");
    }
    assert_eq!(version().await, before, "nothing is written");
    fixture
        .db
        .execute("update auth.session set last_seen = now() - interval '61 seconds'", &[])
        .await
        .expect("set");
    let before = version().await;
    let left = fixture.resume(&rosa).await.expect("signed in").expires_at - At::now_utc();
    assert!(left.whole_seconds() > 14 * 86_400 - 60, "{left}");
    assert_ne!(version().await, before);
    let fresh = "select count(*) from auth.session where last_seen > now() - interval '30 seconds'";
    assert_eq!(fixture.count(fresh).await, 1);
}

#[tokio::test]
async fn nobody_has_more_than_fifty_sessions_and_the_one_used_longest_ago_goes() {
    let fixture = Fixture::open().await;
    let (rosa, anton) = (fixture.register("rosa").await, fixture.register("anton").await);
    fixture
        .db
        .execute("update auth.session set last_seen = now() - interval '1 hour'", &[])
        .await
        .expect("set");
    let second = fixture.log_in("rosa", PASSWORD).await.expect("another device");
    // The ones between are there already.
    let many = "insert into auth.session (token, id, user_id, net, agent)
        select encode(sha256(n::text::bytea), 'hex'), gen_random_uuid(), $1, '::1', '' from generate_series(1, 48) n";
    fixture.db.execute(many, &[&rosa.session.person.id.0]).await.expect("made");
    let before = fixture.feed(0).await.head;
    let third = fixture.log_in("rosa", PASSWORD).await.expect("one too many");
    assert!(fixture.resume(&rosa).await.is_none(), "the first one went");
    for one in [&second, &third, &anton] {
        assert!(fixture.resume(one).await.is_some());
    }
    let count = format!("select count(*) from auth.session where user_id = '{}'", rosa.session.person.id);
    assert_eq!(fixture.count(&count).await, 50);
    let told = fixture.feed(before).await.entries;
    let ended = Change::SessionEnded { session: rosa.session.id };
    assert!(matches!(&*told, [only] if only.change == ended), "{told:?}");
}

#[tokio::test]
async fn signing_out_ends_the_session_tells_the_feed_and_hints() {
    let fixture = Fixture::open().await;
    let rosa = fixture.register("rosa").await;
    let phone = fixture.log_in("rosa", PASSWORD).await.expect("a second device");
    let user = rosa.session.person.id;
    let mut hints = fixture.bus.subscribe(&subject::user_evt(user)).await.expect("listening");
    fixture.bus.barrier().await.expect("in force");

    fixture.log_out(&rosa).await;
    fixture.log_out(&rosa).await;
    assert!(fixture.resume(&rosa).await.is_none());
    assert!(fixture.resume(&phone).await.is_some(), "the other device stays");

    let feed = fixture.feed(rosa.session.feed).await;
    let told: Vec<_> = feed.entries.iter().map(|entry| (entry.user, entry.change)).collect();
    assert_eq!(told, [(user, Change::SessionEnded { session: rosa.session.id })]);
    assert_eq!((feed.head, feed.more), (feed.entries[0].n, false));
    let hint = tokio::time::timeout(DEADLINE, hints.next()).await.expect("in time").expect("a hint");
    let hint: UserHint = hint.read().expect("a hint");
    assert_eq!(hint, UserHint::SessionEnded { session: Some(rosa.session.id) });
}

#[tokio::test]
async fn a_session_says_where_the_feed_stood_when_it_was_read() {
    let fixture = Fixture::open().await;
    let rosa = fixture.register("rosa").await;
    assert_eq!(rosa.session.feed, 0);
    let phone = fixture.log_in("rosa", PASSWORD).await.expect("a second device");
    fixture.log_out(&phone).await;
    assert_eq!(fixture.resume(&rosa).await.expect("signed in").feed, 1);
    assert_eq!(fixture.log_in("rosa", PASSWORD).await.expect("again").session.feed, 1);
    assert_eq!(fixture.register("tomas").await.session.feed, 1);
}

#[tokio::test]
async fn sweeping_removes_what_is_past_its_time_and_tells_of_sessions() {
    let fixture = Fixture::open().await;
    let rosa = fixture.register("rosa").await;
    for _ in 0..3 {
        fixture.log_in("rosa", PASSWORD).await.expect("another device");
    }
    for name in ["Rosa", "Rosa S.", "Rosa Silva"] {
        let name = proto::text::DisplayName::parse(name).expect("a name");
        fixture.people.rename(&username("rosa"), &name).await.expect("renamed");
    }
    fixture
        .db
        .batch_execute(
            "update auth.session set last_seen = now() - interval '15 days' where token <> (select min(token) from auth.session);
             update auth.feed set at = now() - interval '31 days';
             update auth.throttle set ends_at = now() - interval '1 second'",
        )
        .await
        .expect("time passes");
    let sweep = async |most: i32| -> i64 {
        let swept = fixture.db.query_one("select auth.sweep(14 * 86400, 90 * 86400, $1)", &[&most]).await;
        swept.expect("swept").get(0)
    };
    sweep(2).await;
    assert_eq!(fixture.count("select count(*) from auth.session").await, 2, "two at a time");
    while sweep(2).await > 0 {}
    assert_eq!(fixture.count("select count(*) from auth.session").await, 1);
    assert_eq!(fixture.count("select count(*) from auth.throttle").await, 0);

    let feed = fixture.feed(0).await;
    let numbers: Vec<_> = feed.entries.iter().map(|entry| entry.n).collect();
    assert_eq!((feed.head, numbers), (6, vec![4, 5, 6]), "the old entries are gone, the endings are told");
    assert!(feed.entries.iter().all(|entry| entry.user == rosa.session.person.id));

    fixture
        .db
        .execute("update auth.feed set at = now() - interval '31 days'", &[])
        .await
        .expect("time passes");
    while sweep(500).await > 0 {}
    assert_eq!(fixture.count("select max(n) from auth.feed").await, 6, "the head stays");
}
