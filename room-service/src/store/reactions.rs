//! Reactions: those of messages that are read, those that somebody missed, and who reacted.
//!
//! Called by `load`, `messages` and `events` for what they read, and by `query_handler`.

use std::collections::BTreeMap;

use proto::room::{ReactedMessage, ReactionCount, Reactions, Reactors, Viewer};
use proto::{RoomId, Seq, UserId};
use tokio_postgres::Row;
use uuid::Uuid;

use super::{Pool, StoreError, may_read};
use crate::room::Tokens;

/// How many people react how to a message, as [`Reactions`] read it; null where nobody does.
macro_rules! reaction_counts {
    ($message:literal) => {
        concat!(
            "(select json_agg(json_build_object('reaction', n.token, 'count', n.count, 'since', n.since_seq) order by n.since_seq)
            from chat.reaction_count n where n.room_id = ", $message, ".room_id and n.seq = ", $message, ".seq)"
        )
    };
}
pub(super) use reaction_counts;

/// The same for many messages at once, as columns for [`counts`]: these take Postgres half the time that JSON does, and less in any
/// order. A part of a `from`, for [`reaction_columns!`].
macro_rules! reactions_to {
    ($message:literal) => {
        concat!(
            "left join lateral (
        select array_agg(n.token) as tokens, array_agg(n.count) as counts, array_agg(n.since_seq) as since
        from chat.reaction_count n where n.room_id = ",
            $message,
            ".room_id and n.seq = ",
            $message,
            ".seq
    ) reacted on true"
        )
    };
}
pub(super) use reactions_to;

/// What [`reactions_to!`] found; nulls where nobody reacts.
macro_rules! reaction_columns {
    () => {
        "reacted.tokens as reaction_tokens, reacted.counts as reaction_counts, reacted.since as reaction_since"
    };
}
pub(super) use reaction_columns;

/// What somebody reacts to a message with; null where they do not.
macro_rules! own_reactions {
    ($message:literal, $user:literal) => {
        concat!(
            "(select array_agg(o.token) from chat.reaction o
            where o.room_id = ",
            $message,
            ".room_id and o.seq = ",
            $message,
            ".seq and o.user_id = ",
            $user,
            ")"
        )
    };
}
pub(super) use own_reactions;

/// Messages that were reacted to after a seq; to members.
const MISSED: &str = concat!(
    "
select m.seq, m.rev, ",
    reaction_columns!(),
    ", ",
    own_reactions!("m", "$2"),
    " as mine
from chat.member me
join lateral (
    select distinct e.target_seq as seq from chat.event e
    where e.room_id = me.room_id and e.seq > $3 and e.kind in ('reacted', 'unreacted')
) t on true
join chat.message m on m.room_id = me.room_id and m.seq = t.seq and m.deleted_at is null
",
    reactions_to!("m"),
    "
where me.room_id = $1 and me.user_id = $2 and me.role in ('member', 'moderator', 'owner')
order by m.seq"
);

/// Whoever asks comes first, then those who reacted first. A row without a reaction says that the message is there.
const REACTORS: &str = concat!(
    "
select n.token, n.count, p.people, p.chosen
from chat.room r left join chat.member me on me.room_id = r.id and me.user_id = $2
join chat.message m on m.room_id = r.id and m.seq = $4 and m.deleted_at is null
left join chat.reaction_count n on n.room_id = m.room_id and n.seq = m.seq
left join lateral (
    select array_agg(x.user_id order by x.place) as people, array_agg(x.chosen order by x.place) as chosen
    from (
        select user_id, chosen, row_number() over (order by user_id <> $2, since_seq) as place
        from chat.reaction where room_id = m.room_id and seq = m.seq and token = n.token
        order by user_id <> $2, since_seq limit 20
    ) x
) p on true
where r.id = $1 and r.deleted_at is null and ",
    may_read!("$3"),
    "
order by n.since_seq"
);

/// What of somebody's reactions is needed for deciding, as the load reads it.
#[derive(serde::Deserialize)]
pub(super) struct Own {
    seq: Seq,
    user: UserId,
    token: String,
}

/// The same by message and person.
pub(super) fn by_person(own: Vec<Own>) -> Vec<((Seq, UserId), Tokens)> {
    let mut tokens: BTreeMap<(Seq, UserId), Tokens> = BTreeMap::new();
    for Own { seq, user, token } in own {
        tokens.entry((seq, user)).or_default().insert(token);
    }
    tokens.into_iter().collect()
}

/// The reactions to the message of a row, which has [`reaction_columns!`].
pub(super) fn counts(row: &Row) -> Result<Reactions, StoreError> {
    let Some(tokens) = row.try_get::<_, Option<Vec<String>>>("reaction_tokens")? else {
        return Ok(Reactions::default());
    };
    let (counts, since): (Vec<i32>, Vec<Seq>) =
        (row.try_get("reaction_counts")?, row.try_get("reaction_since")?);
    let one = |((reaction, count), since): ((String, i32), Seq)| ReactionCount {
        reaction,
        count: u32::try_from(count).unwrap_or_default(),
        since,
    };
    let mut counts: Vec<ReactionCount> = tokens.into_iter().zip(counts).zip(since).map(one).collect();
    counts.sort_unstable_by_key(|count| count.since);
    Ok(counts.into_iter().collect())
}

/// The messages whose reactions a member missed after a seq, as they stand now.
///
/// # Errors
/// The database is away, or holds what this release cannot read.
pub(super) async fn missed(
    pool: &Pool,
    room: RoomId,
    user: UserId,
    after: Seq,
) -> Result<Vec<ReactedMessage>, StoreError> {
    let rows = pool.read(MISSED, &[&room.0, &user.0, &after]).await?;
    let message = |row: &Row| {
        let mine: Option<Vec<String>> = row.try_get("mine")?;
        let (seq, rev) = (row.try_get("seq")?, row.try_get("rev")?);
        Ok(ReactedMessage { seq, rev, reactions: counts(row)?, mine: mine.unwrap_or_default() })
    };
    rows.iter().map(message).collect()
}

/// Who reacted to a message, at most 20 of each reaction; none where it is not there, or not theirs to read.
///
/// # Errors
/// The database is away.
pub(crate) async fn reactors(
    pool: &Pool,
    room: RoomId,
    viewer: Viewer,
    seq: Seq,
) -> Result<Option<Vec<Reactors>>, StoreError> {
    let rows = pool.read(REACTORS, &[&room.0, &viewer.user.0, &viewer.is_visitor(), &seq]).await?;
    if rows.is_empty() {
        return Ok(None);
    }
    let with_reactions = rows.iter().filter_map(|row| reactors_of(row).transpose());
    with_reactions.collect::<Result<_, _>>().map(Some)
}

fn reactors_of(row: &Row) -> Result<Option<Reactors>, StoreError> {
    let Some(reaction) = row.try_get("token")? else { return Ok(None) };
    let count: i32 = row.try_get("count")?;
    let people: Vec<Uuid> = row.try_get("people")?;
    let chosen: Vec<String> = row.try_get("chosen")?;
    let people = people.into_iter().map(UserId).zip(chosen).collect();
    Ok(Some(Reactors { reaction, count: u32::try_from(count).unwrap_or(0), people }))
}
