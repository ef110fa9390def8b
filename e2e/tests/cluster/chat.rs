//! Three people at two gateways, and the checks every test of faults ends with: is what was acked in the log, and did everybody
//! hear the log?

use std::collections::HashSet;

use e2e::{Cluster, Participant, Person};
use proto::Seq;
use proto::id::GENERAL;

use crate::PROGRAM;

/// Two gateways, two room-services, two auth-services; ann and bob at one gateway first, cleo at the other.
pub(crate) async fn chat() -> (Cluster, Vec<Participant>) {
    let cluster = Cluster::start(PROGRAM, 2, 2, 2).await;
    let gateways = [cluster.address(0), cluster.address(1)];
    let mut people = Vec::new();
    for (n, name) in ["ann", "bob", "cleo"].into_iter().enumerate() {
        let person = Person::register(gateways[n % 2], name).await;
        let order = [gateways[n % 2], gateways[(n + 1) % 2]];
        people.push(person.participate(GENERAL, &order));
    }
    talk(&people, 0).await;
    (cluster, people)
}

/// Everybody says five things, at the same time; returns when each has been acked.
pub(crate) async fn talk(people: &[Participant], round: usize) {
    let before: Vec<usize> = people.iter().map(|person| person.diary().acked.len()).collect();
    say(people, round);
    for (person, before) in people.iter().zip(before) {
        person.until("five more acks", |diary| diary.acked.len() >= before + 5).await;
    }
}

pub(crate) fn say(people: &[Participant], round: usize) {
    for person in people {
        for n in 0..5 {
            person.say(&format!("{} says {round}.{n}", person.username));
        }
    }
}

/// Everything acked is in the log, once and where it was said to be; everyone heard the log itself, each event once and
/// in order; every author's words stand in the order in which they were said.
pub(crate) async fn nothing_was_lost(cluster: &Cluster, people: &[Participant]) {
    for person in people {
        person.until("everything said is acked", |diary| diary.acked.len() == diary.said).await;
    }
    let database = cluster.database().await;
    let rows = database
        .query(
            "select e.seq, e.nonce, coalesce(m.body, ''), e.kind from chat.event e
             left join chat.message m on m.room_id = e.room_id and m.seq = e.seq
             where e.room_id = $1 order by e.seq",
            &[&GENERAL.0],
        )
        .await
        .expect("the log");
    let log: Vec<(Seq, uuid::Uuid, String, String)> =
        rows.iter().map(|row| (row.get(0), row.get(1), row.get(2), row.get(3))).collect();
    let head = i64::try_from(log.len()).expect("a length");
    assert!(log.iter().map(|event| event.0).eq(1..=head), "the log has a hole");
    let nonces: HashSet<_> = log.iter().filter(|event| event.3 == "posted").map(|event| event.1).collect();
    let said: usize = people.iter().map(|person| person.diary().said).sum();
    assert_eq!(nonces.len(), said, "everything said is in the log once");

    for person in people {
        person.until("all of the log is heard", |diary| diary.last() == head).await;
        let diary = person.diary();
        assert!(diary.faults.is_empty(), "{}: {:?}", person.username, diary.faults);
        for (seq, (nonce, action)) in &diary.acked {
            let event = &log[usize::try_from(*seq - 1).expect("an index")];
            assert_eq!(
                (&event.1, Some(&event.2)),
                (&nonce.0, action.body.as_ref()),
                "{} at {seq}",
                person.username
            );
        }
        for (seq, heard) in &diary.heard {
            let event = &log[usize::try_from(*seq - 1).expect("an index")];
            let shown = (event.3 != "void").then_some(event.1);
            let nonce = heard.nonce.map(|nonce| nonce.0);
            assert_eq!(nonce, shown, "{} heard another event at {seq}", person.username);
            assert_eq!(&event.2, &heard.words.clone().unwrap_or_default());
        }
        let own: Vec<&String> = diary.acked.values().filter_map(|(_, action)| action.body.as_ref()).collect();
        let mut sorted = own.clone();
        sorted.sort_by_key(|words| order(words));
        assert_eq!(own, sorted, "{}'s words stand in another order", person.username);
    }
}

/// `ann says 3.4` → (3, 4)
fn order(words: &str) -> (usize, usize) {
    let (round, n) = words.rsplit_once(' ').expect("words").1.split_once('.').expect("numbers");
    (round.parse().expect("a number"), n.parse().expect("a number"))
}
