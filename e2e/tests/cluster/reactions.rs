//! What reactions, replies and threads cost: not a statement more, however many there are.

use std::collections::BTreeMap;

use e2e::{Cluster, Person};
use proto::frame::ActionFrame;
use proto::id::GENERAL;

use crate::PROGRAM;

/// How often the database has been read, by what was read.
async fn statements(cluster: &Cluster) -> BTreeMap<String, u64> {
    let mut counts = BTreeMap::new();
    for node in cluster.nodes() {
        let metrics = node.ops("/metrics").await;
        let lines =
            metrics.lines().filter(|line| line.starts_with("db_client_operation_duration_seconds_count{"));
        for line in lines.filter(|line| line.contains("db_query_summary=\"select chat.")) {
            let (_, rest) = line.split_once("db_query_summary=\"").expect("a summary");
            let (what, _) = rest.split_once('"').expect("its end");
            let (_, count) = line.rsplit_once(' ').expect("a count");
            *counts.entry(what.to_owned()).or_default() += count.parse::<f64>().expect("a number") as u64;
        }
    }
    counts
}

/// What is read of messages and rooms while the page is loaded and the room opened. What others read meanwhile (who follows the log,
/// somewhat later on a busy machine) only adds to it, so the least of some times counts.
async fn read(cluster: &Cluster, ann: &Person) -> BTreeMap<String, u64> {
    let mut least = read_once(cluster, ann).await;
    for _ in 0..4 {
        let again = read_once(cluster, ann).await;
        least.retain(|what, _| again.contains_key(what));
        for (what, count) in &mut least {
            *count = (*count).min(again[what]);
        }
    }
    least
}

async fn read_once(cluster: &Cluster, ann: &Person) -> BTreeMap<String, u64> {
    let before = statements(cluster).await;
    assert_eq!(ann.get("/r/general").await.status, 200);
    ann.connect().await.open_room(GENERAL, None).await;
    let mut after = statements(cluster).await;
    for (what, count) in &mut after {
        *count -= before.get(what).copied().unwrap_or(0);
    }
    // What is read once a second in any case.
    after.retain(|what, count| *count > 0 && !what.contains("feed"));
    after
}

/// So many replies, and after them so many messages with a thread each.
async fn converse(ann: &Person, replies: usize, threads: usize) {
    let mut socket = ann.connect().await;
    let words = |action: &str| ActionFrame {
        action: action.into(),
        body: Some("words".into()),
        ..ActionFrame::default()
    };
    for _ in 0..replies {
        let answered = socket.send(GENERAL, "a question").await;
        socket.act(GENERAL, ActionFrame { reply_to: Some(answered), ..words("post") }).await;
    }
    for _ in 0..threads {
        let root = socket.send(GENERAL, "a beginning").await;
        socket.act(GENERAL, ActionFrame { target: Some(root), ..words("post_in_thread") }).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_full_of_reactions_replies_and_threads_takes_as_many_statements_as_a_plain_one() {
    let cluster = Cluster::start(PROGRAM, 1, 1, 1).await;
    let ann = Person::register(cluster.address(0), "ann").await;
    for line in 0..50 {
        ann.post_message("general", &format!("line {line}")).await;
    }
    let plain = read(&cluster, &ann).await;
    converse(&ann, 1, 1).await;
    let few = read(&cluster, &ann).await;
    assert!(
        few.values().sum::<u64>() <= plain.values().sum::<u64>() + 1,
        "what I follow is asked once: {few:?}"
    );
    converse(&ann, 10, 5).await;
    assert_eq!(read(&cluster, &ann).await, few, "with many replies and threads");
    let database = cluster.database().await;
    let filled = "
        insert into chat.reaction (room_id, seq, user_id, token, chosen, since_seq)
        select m.room_id, m.seq, gen_random_uuid(), t.token, t.token, m.seq + t.n from chat.message m
        cross join unnest(array['👍', '🎉', '😂', '❤️', 'lgtm']) with ordinality t (token, n) cross join generate_series(1, 20);
        insert into chat.reaction_count (room_id, seq, token, count, since_seq)
        select room_id, seq, token, count(*), min(since_seq) from chat.reaction group by room_id, seq, token";
    database.batch_execute(filled).await.expect("filled");
    let page = ann.get("/r/general").await;
    assert_eq!(page.text.matches("class=\"reaction-count\">20<").count(), 250, "each is there");
    // Scripts find another quote among the templates.
    let there = |part: &str| page.text.matches(part).count();
    assert!(there("class=\"quote-line\"") >= 11 && there("class=\"thread-line\"") >= 6, "{}", page.text);
    let full = read(&cluster, &ann).await;
    assert_eq!(full, few);
    assert!(plain.values().sum::<u64>() > 2, "{plain:?}");
}
