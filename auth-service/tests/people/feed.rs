//! The feed of endings and changes.

use futures_util::future::join_all;
use proto::auth::{Change, FeedEntry};
use proto::room::OrgRole;
use proto::text::DisplayName;

use super::fixture::{Fixture, username};

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_reader_misses_nothing_however_many_write() {
    const WRITERS: usize = 6;
    const EACH: usize = 40;
    let all: Vec<i64> = (1..=(WRITERS * EACH) as i64).collect();
    let fixture = Fixture::open().await;
    for n in 0..WRITERS {
        fixture.register(&format!("writer{n}")).await;
    }
    let operators: Vec<_> = (0..WRITERS).map(|_| fixture.another_operator()).collect();
    let writing = operators.iter().enumerate().map(|(n, people)| async move {
        let who = username(&format!("writer{n}"));
        for change in 0..EACH {
            let name = DisplayName::parse(&format!("Writer {change}")).expect("a name");
            assert!(people.rename(&who, &name).await.expect("renamed"));
        }
    });
    let reading = async {
        let mut seen: Vec<FeedEntry> = Vec::new();
        let mut last = 0;
        while last < all.len() as i64 {
            let feed = fixture.feed(last).await;
            assert!(feed.head >= last);
            seen.extend(feed.entries);
            last = seen.last().map_or(0, |entry| entry.n);
        }
        seen
    };
    let (seen, _) = tokio::join!(reading, join_all(writing));
    let numbers: Vec<i64> = seen.iter().map(|entry| entry.n).collect();
    assert_eq!(numbers, all, "each number once, in order, none missed");
    assert_eq!(fixture.feed(0).await.head, *all.last().expect("some"));
}

#[tokio::test]
async fn a_long_absence_is_told_in_parts() {
    let fixture = Fixture::open().await;
    let rosa = fixture.register("rosa").await.session.person.id;
    fixture
        .db
        .execute("select auth.tell('renamed', $1, null, null) from generate_series(1, 501)", &[&rosa.0])
        .await
        .expect("told");
    let first = fixture.feed(0).await;
    assert_eq!((first.entries.len(), first.more, first.head), (500, true, 501));
    let rest = fixture.feed(first.entries[499].n).await;
    assert_eq!((rest.entries.len(), rest.more, rest.head), (1, false, 501));
    let nothing = fixture.feed(501).await;
    assert_eq!((nothing.entries.len(), nothing.more, nothing.head), (0, false, 501));
    assert_eq!(fixture.feed(9_000).await.head, 501);
}

#[tokio::test]
async fn the_feed_tells_each_change_of_a_person_in_its_own_words() {
    let fixture = Fixture::owned().await;
    let rosa = fixture.register("rosa").await;
    let name = username("rosa");
    let role = |org_role| Change::OrgRole { org_role };
    fixture.log_out(&rosa).await;
    fixture.people.set_role(&name, OrgRole::Admin).await.expect("made admin");
    fixture.people.rename(&name, &DisplayName::parse("Rosa S.").expect("a name")).await.expect("renamed");
    fixture.people.deactivate(&name).await.expect("deactivated");
    fixture.people.reactivate(&name).await.expect("reactivated");
    let feed = fixture.feed(0).await;
    let told: Vec<_> = feed.entries.iter().map(|entry| entry.change).collect();
    assert_eq!(
        told,
        [
            Change::SessionEnded { session: rosa.session.id },
            role(OrgRole::Admin),
            Change::Renamed,
            role(OrgRole::Inactive),
            Change::AllSessionsEnded,
            role(OrgRole::Admin),
        ]
    );
    assert!(feed.entries.iter().all(|entry| entry.user == rosa.session.person.id));
}

#[tokio::test]
async fn a_number_is_seen_only_when_all_below_it_are() {
    let fixture = Fixture::open().await;
    let rosa = fixture.register("rosa").await.session.person.id;
    let mut operator = fixture.another_connection().await;
    let first = operator.transaction().await.expect("begun");
    first.execute("select auth.tell('all_sessions_ended', $1, null, null)", &[&rosa.0]).await.expect("told");
    let (name, called) = (username("rosa"), DisplayName::parse("Rosa S.").expect("a name"));
    let (second, ()) = tokio::join!(fixture.people.rename(&name, &called), async {
        fixture.somebody_waits().await;
        assert_eq!(fixture.feed(0).await.head, 0, "the second does not overtake the first");
        first.commit().await.expect("committed");
    });
    assert!(second.expect("renamed"));
    let told: Vec<_> = fixture.feed(0).await.entries.iter().map(|entry| (entry.n, entry.change)).collect();
    assert_eq!(told, [(1, Change::AllSessionsEnded), (2, Change::Renamed)]);
}
