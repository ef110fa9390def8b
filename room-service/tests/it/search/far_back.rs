//! What was said long before the newest thousand blocks of the index.

use super::*;

#[tokio::test(flavor = "multi_thread")]
async fn what_the_newest_blocks_only_promise_is_found_however_far_back_it_was_said() {
    let setup = Setup::new().await;
    let ann = &setup.ann;
    let old = setup.say(setup.room, ann, "the old jetty by the sea").await;
    setup.fill(setup.room).await;
    let name = RoomName::parse("promises").expect("a name");
    let made = ann.wants(RoomId::new(), Action::Create { name, kind: Kind::Private });
    let room = RoomId::made_by(ann.id(), made.nonce);
    done(&setup.fixture.send(&setup.node, &Command { room, ..made }).await);
    // Blocks that have the words, and no message that does.
    let promises = "insert into chat.search (room_id, block, first_at, last_at, rev, words)
        select r.id, 1000 + n, now() + n * interval '1 second', now() + n * interval '1 second', r.head, '''jetty'' ''sea'' ''the'''
        from chat.room r, generate_series(1, 1500) n where r.id = $1";
    assert_eq!(setup.fixture.db.execute(promises, &[&room.0]).await.expect("written"), 1_500);
    for (question, kind) in [
        ("jetty", "common among the newest"),
        ("\"the sea\"", "a phrase of what is common there"),
        ("\"old jetty\"", "rare there"),
        ("jetty -boat", "common but for a word"),
    ] {
        assert_eq!(setup.seqs(ann, typed(question)).await, [old], "{kind}");
    }
    assert!(setup.seqs(ann, typed("\"sea the\"")).await.is_empty(), "nowhere");
}
