//! What waits for somebody by the log of their rooms, message by message: the decision, and nothing that counts.

use std::collections::HashMap;

use proto::room::notification::{Concern, Following, Handled, Place};
use proto::room::{Around, Fact, Follow, Kind, Message, MyRoom, Query, Reply, ThreadQuery};
use proto::{At, RoomId, Seq};

use super::{History, Waiting};

/// What was put away of a conversation.
#[derive(Clone, Copy, Debug)]
pub(super) struct Away {
    /// Up to here.
    pub(super) seq: Seq,
    /// Until then.
    pub(super) until: Option<At>,
}

/// Bob and a thread; none if he never had to do with it.
pub(super) async fn follow(history: &History<'_>, room: RoomId, root: Seq) -> Option<Follow> {
    let viewer = history.bob().viewer();
    let query =
        Query::Threads { query: ThreadQuery::Page { room, viewer, root, part: Around::Latest, limit: 1 } };
    let Reply::Thread(thread) = history.ask(query).await else { return None };
    thread.mine
}

/// What waits for Bob.
pub(super) async fn waiting(history: &History<'_>) -> Waiting {
    let mut waiting = Waiting::new();
    for room in history.rooms {
        let Some(mine) = mine(history, room).await else { continue };
        let (messages, since) = messages(history, room).await;
        let mut follows = HashMap::new();
        for message in &messages {
            if let Some(root) = message.root()
                && !follows.contains_key(&root)
            {
                follows.insert(root, follow(history, room, root).await);
            }
        }
        for message in &messages {
            let follow = message.root().and_then(|root| follows.get(&root).copied().flatten());
            let concern = concern(history, &mine, message, since, follow);
            let mut add = |root: Option<Seq>, why| {
                let reason = waiting.entry((room, root)).or_insert(why);
                *reason = (*reason).min(why);
            };
            if let Ok(why) = concern.waits_in_room() {
                add(None, why);
            }
            if let Ok(why) = concern.waits_in_thread() {
                add(message.root(), why);
            }
        }
    }
    waiting
}

async fn mine(history: &History<'_>, room: RoomId) -> Option<MyRoom> {
    let query = Query::MyRoom { room, user: history.bob().id() };
    let Reply::Rooms { rooms, .. } = history.ask(query).await else { panic!("a room") };
    rooms.into_iter().next()
}

/// What was said in a room, as it stands now, and since which event Bob is there.
async fn messages(history: &History<'_>, room: RoomId) -> (Vec<Message>, Seq) {
    let (mut messages, mut since) = (Vec::new(), 0);
    for event in history.fixture.log(history.node, room).await {
        match event.fact {
            Fact::Posted { message } => messages.push(*message),
            Fact::Joined if event.actor == history.bob().id() => since = event.seq,
            _ => {}
        }
    }
    (messages, since)
}

fn concern(
    history: &History<'_>,
    mine: &MyRoom,
    message: &Message,
    since: Seq,
    follow: Option<Follow>,
) -> Concern {
    let (bob, olga) = (history.bob().id(), history.people[1].id());
    let following = match follow {
        Some(Follow { following: true, .. }) => Following::Followed,
        Some(_) => Following::Left,
        None => Following::Neither,
    };
    let place = match (message.root(), message.msg_no) {
        (None, _) => Place::Room,
        (Some(_), Some(_)) => Place::Both(following),
        (Some(_), None) => Place::Thread(following),
    };
    let calls_all = message.body.contains("@room") && mine.kind != Kind::Direct;
    let handled = |read_seq: Seq, root: Option<Seq>| {
        let away = history.away.get(&(mine.room, root)).filter(|away| away.seq >= message.seq);
        match away {
            _ if read_seq >= message.seq => Handled::Read,
            Some(Away { until: None, .. }) => Handled::Done,
            Some(Away { until: Some(until), .. }) if *until > history.now => Handled::Snoozed,
            _ => Handled::Open,
        }
    };
    Concern {
        is_member: true,
        kind: mine.kind,
        level: mine.level,
        is_own: message.author == bob
            && !(message.msg_no.is_some()
                && history.held.get(&mine.room).is_some_and(|held| message.seq <= *held)),
        is_deleted: message.deleted_at.is_some(),
        is_before: message.seq <= since,
        is_blocked: history.blocks && message.author == olga,
        // Nobody calls themselves.
        is_mentioned: message.author != bob && (message.body.contains("@bob") || calls_all),
        has_keyword: false,
        place,
        in_room: handled(mine.read_seq, None),
        in_thread: handled(follow.map_or(0, |follow| follow.read_seq), message.root()),
        is_quiet: false,
        is_looking: false,
    }
}
