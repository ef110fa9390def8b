//! The append: the orders of many rooms in one autocommitted call of `chat.append`, and what came of each.
//!
//! Called by the journal alone (and by tests and benchmarks); the function itself is in `sql/append.sql`.

mod column;
mod columns;
mod rest;
mod threads;

use proto::room::Fingerprint;
use proto::{At, Nonce, UserId};
use serde::de::Error as _;
use tokio_postgres::types::Json;
use tokio_postgres::{Client, Row, Statement};

use self::columns::{Events, Posts, Rooms};
use self::rest::Rest;
use super::StoreError;
use crate::room::{Known, Order, Outcome, VoidReason};

const APPEND: &str = "
select place, answer, head, at, actor, nonce, seq, fingerprint, data
from chat.append($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22,
    $23, $24)";

/// What a connection for appending has besides: each statement is planned once, however little the tables hold by then, and
/// looks rows up by key for ever after.
pub(crate) const SETTINGS: [(&str, &str); 5] = [
    ("plan_cache_mode", "force_generic_plan"),
    ("enable_seqscan", "off"),
    ("enable_bitmapscan", "off"),
    ("enable_hashjoin", "off"),
    ("enable_mergejoin", "off"),
];

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
    let (rooms, events, posts) = (Rooms::of(orders), Events::of(orders)?, Posts::of(orders));
    let rest = Rest::of(orders).map(Json);
    let values = [&rooms.values()[..], &events.values(), &posts.values(), &[&rest]].concat();
    let rows = client.query(append, &values).await?;
    let mut outcomes = vec![None; orders.len()];
    for row in &rows {
        let place: i32 = row.try_get("place")?;
        let place = usize::try_from(place - 1).ok().and_then(|place| outcomes.get_mut(place));
        take(place.ok_or_else(|| unreadable("an answer for no room"))?, row)?;
    }
    let all: Option<Vec<Outcome>> = outcomes.into_iter().collect();
    all.ok_or_else(|| unreadable("no answer for a room"))
}

fn take(outcome: &mut Option<Outcome>, row: &Row) -> Result<(), StoreError> {
    let said = match (row.try_get("answer")?, outcome.take()) {
        ("written", _) => Outcome::Written(row.try_get("at")?),
        ("moved", _) => Outcome::Moved(row.try_get("head")?),
        ("busy", _) => Outcome::Busy,
        ("unclaimed", _) => Outcome::Unclaimed,
        ("known", Some(Outcome::Known(mut rows))) => {
            rows.push(known(row)?);
            Outcome::Known(rows)
        }
        ("known", _) => Outcome::Known(vec![known(row)?]),
        (word, _) => return Err(unreadable(word)),
    };
    *outcome = Some(said);
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

fn unreadable(what: &str) -> StoreError {
    StoreError::Unreadable(serde_json::Error::custom(format!("chat.append: {what}")))
}
