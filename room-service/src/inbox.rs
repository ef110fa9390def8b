//! What waits for somebody, and what they put away: what they do on one device all of theirs are told of.
//!
//! Called by `query_handler`.

use chassis::Bus;
use proto::node::UserHint;
use proto::room::{Conversation, InboxQuery, Reply, SNOOZED_MAX};
use proto::{At, Reason, Refusal, Seq, UserId};

use crate::announce;
use crate::store::put_away::Changed;
use crate::store::{Pool, StoreError, inbox, put_away};

/// Answers.
///
/// # Errors
/// The database is away, or holds what this release cannot read.
pub(crate) async fn answer(pool: &Pool, bus: &Bus, query: InboxQuery) -> Result<Reply, StoreError> {
    match query {
        InboxQuery::List { user, part, why, offset } => {
            Ok(Reply::Inbox(inbox::page(pool, user, part, why, offset).await?))
        }
        InboxQuery::PutAway { user, conversation, seq, until } => {
            put_away(pool, bus, user, (conversation, seq), until).await
        }
        InboxQuery::PutAllAway { user, said_until } => put_all_away(pool, bus, user, said_until).await,
        InboxQuery::BringBack { user, conversation } => bring_back(pool, bus, user, conversation).await,
    }
}

/// Puts a conversation away up to a seq, for good or until a moment ahead.
async fn put_away(
    pool: &Pool,
    bus: &Bus,
    user: UserId,
    (conversation, seq): (Conversation, Seq),
    until: Option<At>,
) -> Result<Reply, StoreError> {
    if until.is_some() && !put_away::may_snooze(pool, user, conversation).await? {
        return Ok(Reply::Refused(Refusal::new(Reason::SnoozedFull { max: SNOOZED_MAX })));
    }
    let changed = put_away::put_away(pool, user, &[(conversation, seq)], until).await?;
    Ok(told(bus, user, changed).await)
}

/// Puts away all that waits and was said until a moment.
async fn put_all_away(pool: &Pool, bus: &Bus, user: UserId, said_until: At) -> Result<Reply, StoreError> {
    let all = inbox::said_until(pool, user, said_until).await?;
    let changed = put_away::put_away(pool, user, &all, None).await?;
    Ok(told(bus, user, changed).await)
}

/// What was put away of a conversation waits again.
async fn bring_back(
    pool: &Pool,
    bus: &Bus,
    user: UserId,
    conversation: Conversation,
) -> Result<Reply, StoreError> {
    let changed = put_away::bring_back(pool, user, conversation).await?;
    Ok(told(bus, user, changed).await)
}

/// One room is told as such; of several all are told again, and with them how many threads wait.
async fn told(bus: &Bus, user: UserId, Changed { rooms, is_any_thread }: Changed) -> Reply {
    let hint = match &*rooms {
        [] => is_any_thread.then_some(UserHint::Personal),
        [room] if !is_any_thread => Some(UserHint::MembershipAdded { room: *room }),
        _ => Some(UserHint::Rooms),
    };
    if let Some(hint) = hint {
        announce::hint_to(bus, user, &hint).await;
    }
    Reply::PutAway
}
