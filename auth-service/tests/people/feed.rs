//! The feed of endings and changes.

use auth_service::admin;
use futures_util::future::join_all;
use proto::auth::{Change, FeedEntry};
use proto::room::OrgRole;
use proto::text::DisplayName;

use super::stage::{Place, username};

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_reader_misses_nothing_however_many_write() {
    const WRITERS: usize = 6;
    const EACH: usize = 40;
    let all: Vec<i64> = (1..=(WRITERS * EACH) as i64).collect();
    let place = Place::open().await;
    for n in 0..WRITERS {
        place.register(&format!("writer{n}")).await;
    }
    let mut connections = Vec::new();
    for _ in 0..WRITERS {
        connections.push(place.another_connection().await);
    }
    let writing = connections.iter().enumerate().map(|(n, db)| async move {
        let who = username(&format!("writer{n}"));
        for change in 0..EACH {
            let name = DisplayName::parse(&format!("Writer {change}")).expect("a name");
            assert!(admin::rename(db, &who, &name).await.expect("renamed").1);
        }
    });
    let reading = async {
        let mut seen: Vec<FeedEntry> = Vec::new();
        let mut last = 0;
        while last < all.len() as i64 {
            let feed = place.feed(last).await;
            assert!(feed.head >= last);
            seen.extend(feed.entries);
            last = seen.last().map_or(0, |entry| entry.n);
        }
        seen
    };
    let (seen, _) = tokio::join!(reading, join_all(writing));
    let numbers: Vec<i64> = seen.iter().map(|entry| entry.n).collect();
    assert_eq!(numbers, all, "each number once, in order, none missed");
    assert_eq!(place.feed(0).await.head, *all.last().expect("some"));
}

#[tokio::test]
async fn a_long_absence_is_told_in_parts() {
    let place = Place::open().await;
    let rosa = place.register("rosa").await.session.person.id;
    place
        .db
        .execute("select auth.tell('renamed', $1, null, null) from generate_series(1, 501)", &[&rosa.0])
        .await
        .expect("told");
    let first = place.feed(0).await;
    assert_eq!((first.entries.len(), first.more, first.head), (500, true, 501));
    let rest = place.feed(first.entries[499].n).await;
    assert_eq!((rest.entries.len(), rest.more, rest.head), (1, false, 501));
    let nothing = place.feed(501).await;
    assert_eq!((nothing.entries.len(), nothing.more, nothing.head), (0, false, 501));
    assert_eq!(place.feed(9_000).await.head, 501);
}

#[tokio::test]
async fn the_feed_tells_each_change_of_a_person_in_its_own_words() {
    let place = Place::owned().await;
    let rosa = place.register("rosa").await;
    let name = username("rosa");
    let org_role = |org_role| Change::OrgRole { org_role };
    place.log_out(&rosa).await;
    admin::promote(&place.db, &name, OrgRole::Admin).await.expect("made admin");
    admin::rename(&place.db, &name, &DisplayName::parse("Rosa S.").expect("a name")).await.expect("renamed");
    admin::deactivate(&place.db, &name).await.expect("deactivated");
    admin::reactivate(&place.db, &name).await.expect("reactivated");
    let feed = place.feed(0).await;
    let told: Vec<_> = feed.entries.iter().map(|entry| entry.change).collect();
    assert_eq!(
        told,
        [
            Change::SessionEnded { session: rosa.session.id },
            org_role(OrgRole::Admin),
            Change::Renamed,
            org_role(OrgRole::Inactive),
            Change::AllSessionsEnded,
            org_role(OrgRole::Admin),
        ]
    );
    assert!(feed.entries.iter().all(|entry| entry.user == rosa.session.person.id));
}

#[tokio::test]
async fn a_number_is_seen_only_when_all_below_it_are() {
    let place = Place::open().await;
    let rosa = place.register("rosa").await.session.person.id;
    let mut operator = place.another_connection().await;
    let first = operator.transaction().await.expect("begun");
    first.execute("select auth.tell('all_sessions_ended', $1, null, null)", &[&rosa.0]).await.expect("told");
    let other = place.another_connection().await;
    let (name, called) = (username("rosa"), DisplayName::parse("Rosa S.").expect("a name"));
    let (second, ()) = tokio::join!(admin::rename(&other, &name, &called), async {
        place.somebody_waits().await;
        assert_eq!(place.feed(0).await.head, 0, "the second does not overtake the first");
        first.commit().await.expect("committed");
    });
    assert!(second.expect("renamed").1);
    let told: Vec<_> = place.feed(0).await.entries.iter().map(|entry| (entry.n, entry.change)).collect();
    assert_eq!(told, [(1, Change::AllSessionsEnded), (2, Change::Renamed)]);
}
