//! The append: the orders of many rooms in one autocommitted call of `chat.append`, and what came of each.
//!
//! Called by the journal alone (and by tests and benchmarks); the function itself is in `migrations/V2__append.sql`.

use std::collections::HashMap;

use proto::room::{Fact, Fingerprint, Role};
use proto::{At, Nonce, RoomId, Seq, UserId};
use serde::Serialize;
use serde_json::{Value, json};
use tokio_postgres::types::Json;
use tokio_postgres::{Client, Row, Statement};

use super::StoreError;
use crate::render;
use crate::room::{Draft, Known, Order, Outcome, VoidReason};

const APPEND: &str = "
select room, answer, head, at, actor, nonce, seq, fingerprint, data
from chat.append($1, $2)";

/// Prepares the append on a connection.
///
/// # Errors
/// Postgres refused, or the connection broke.
pub async fn prepare(client: &Client) -> Result<Statement, tokio_postgres::Error> {
    client.prepare(APPEND).await
}

/// Appends the orders of different rooms, each all or nothing; what came of each, in the same order.
///
/// # Errors
/// The call failed as a whole: nothing is written if Postgres says so, or it is unknown if the connection broke.
pub async fn append(
    client: &Client,
    append: &Statement,
    orders: &[&Order],
) -> Result<Vec<Outcome>, StoreError> {
    let rooms: Vec<Wanted> = orders.iter().map(|order| Wanted::of(order)).collect();
    let drafts: Vec<DraftRow> = orders.iter().flat_map(|order| &order.drafts).map(DraftRow::of).collect();
    let rows = client.query(append, &[&Json(rooms), &Json(drafts)]).await?;
    let mut outcomes = HashMap::new();
    for row in &rows {
        take(&mut outcomes, row)?;
    }
    Ok(orders.iter().map(|order| outcomes.remove(&order.room).unwrap_or(Outcome::Busy)).collect())
}

fn take(outcomes: &mut HashMap<RoomId, Outcome>, row: &Row) -> Result<(), StoreError> {
    let room = RoomId(row.try_get("room")?);
    match row.try_get("answer")? {
        "ok" => {
            outcomes.insert(room, Outcome::Written(row.try_get("at")?));
        }
        "moved" => {
            outcomes.insert(room, Outcome::Moved(row.try_get("head")?));
        }
        "known" => {
            let known = known(row)?;
            match outcomes.entry(room).or_insert_with(|| Outcome::Known(Vec::new())) {
                Outcome::Known(all) => all.push(known),
                other => *other = Outcome::Known(vec![known]),
            }
        }
        _ => {
            outcomes.insert(room, Outcome::Busy);
        }
    }
    Ok(())
}

fn known(row: &Row) -> Result<Known, StoreError> {
    let void_reason: Option<Json<VoidReason>> = row.try_get("data")?;
    Ok(Known {
        actor: UserId(row.try_get("actor")?),
        nonce: Nonce(row.try_get("nonce")?),
        seq: row.try_get("seq")?,
        fingerprint: Fingerprint(row.try_get("fingerprint")?),
        at: row.try_get::<_, At>("at")?,
        void_reason: void_reason.map(|Json(reason)| reason),
    })
}

/// `chat.wanted`.
#[derive(Debug, Serialize)]
struct Wanted {
    room: RoomId,
    expected: Seq,
    head: Seq,
    last_msg: i64,
    acl: Seq,
    members: i64,
    rules: i32,
}

impl Wanted {
    fn of(order: &Order) -> Self {
        let Order { room, expected, head, last_msg, acl, members, rules, .. } = *order;
        Self { room, expected, head, last_msg, acl, members, rules }
    }
}

/// `chat.draft`.
#[derive(Debug, Default, Serialize)]
struct DraftRow<'a> {
    room: Option<RoomId>,
    seq: Seq,
    kind: &'static str,
    actor: Option<UserId>,
    name: &'a str,
    target: Option<Seq>,
    nonce: Option<Nonce>,
    fingerprint: i64,
    data: Option<Value>,
    msg_no: Option<i64>,
    body: Option<&'a str>,
    html: Option<&'a str>,
    renderer: i32,
    reply_to: Option<Seq>,
    member: Option<UserId>,
    role: Option<Role>,
    since: Option<Seq>,
    since_msg: Option<i64>,
    mentions: Option<&'a [UserId]>,
}

impl<'a> DraftRow<'a> {
    fn of(draft: &'a Draft) -> Self {
        let event = &draft.event;
        let mut row = Self {
            room: Some(event.room),
            seq: event.seq,
            kind: event.fact.kind(),
            actor: Some(event.actor),
            name: &event.name,
            nonce: Some(event.nonce),
            fingerprint: draft.fingerprint.0,
            renderer: render::VERSION,
            ..Self::default()
        };
        match &event.fact {
            Fact::Posted { message } | Fact::Edited { message } => {
                row.target = (message.seq != event.seq).then_some(message.seq);
                row.msg_no = Some(message.msg_no);
                row.body = Some(&message.body);
                row.html = Some(&message.html);
                row.reply_to = message.reply_to;
                // Words that were changed mention nobody else any more; new ones need not say that they mention nobody.
                row.mentions =
                    (row.target.is_some() || !draft.mentions.is_empty()).then_some(&draft.mentions);
            }
            Fact::Deleted { target } => row.target = Some(*target),
            Fact::Void => {
                row.data = draft.void_reason.as_ref().and_then(|reason| serde_json::to_value(reason).ok());
            }
            Fact::Joined
            | Fact::Left
            | Fact::Archived
            | Fact::Restored
            | Fact::Inspected
            | Fact::RoomDeleted => {}
            fact @ (Fact::Created { .. }
            | Fact::Removed { .. }
            | Fact::Added { .. }
            | Fact::Unbanned { .. }
            | Fact::Appointed { .. }
            | Fact::Renamed { .. }
            | Fact::Described { .. }) => {
                row.data = rest_of(fact);
            }
        }
        if draft.by_admin && draft.void_reason.is_none() {
            row.data.get_or_insert_with(|| json!({}))["admin"] = true.into();
        }
        if let Some(change) = draft.change {
            row.member = Some(change.user);
            row.role = Some(change.row.role);
            row.since = Some(change.row.since);
            row.since_msg = Some(change.row.since_msg);
        }
        row
    }
}

/// A fact's fields without its kind, which has a column of its own.
fn rest_of(fact: &Fact) -> Option<Value> {
    let mut value = serde_json::to_value(fact).ok()?;
    value.as_object_mut()?.remove("kind");
    Some(value)
}
