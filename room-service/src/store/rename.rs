//! Calling a room something else. Names and addresses span rooms, so this is no part of the append; the function is in
//! `migrations/V4__settings.sql`, and holds the room's row while it decides.
//!
//! Called by the command listener.

use proto::room::{Action, Answer, Command, Done, Event, Fact, Fingerprint, Head, OrgRole};
use proto::text::{RoomName, Slug};
use proto::{Code, Reason, Refusal};
use serde_json::{Value, json};
use tokio_postgres::Row;
use tokio_postgres::types::Json;

use super::rooms::{addresses, unlisted};
use super::{Pool, StoreError};
use crate::room::{Known, VoidReason};

const RENAME: &str = "
select answer, seq, at, fingerprint, data, head, last_msg, acl
from chat.rename_room($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";

/// What came of it.
pub(crate) struct Renamed {
    /// What the asker is told.
    pub(crate) answer: Answer,
    /// What is in the log now and was not before, if anyone is to see it.
    pub(crate) event: Option<Event>,
    /// Where the room stands.
    pub(crate) head: Option<Head>,
}

/// Renames a room, if this person may.
///
/// # Errors
/// The database is away; whether the room was renamed is then unknown, and the same again finds out.
pub(crate) async fn rename(
    pool: &Pool,
    command: &Command,
    name: &RoomName,
    taken: &Refusal,
) -> Result<Renamed, StoreError> {
    let Command { room, actor, nonce, again, action, .. } = command;
    let fingerprint = Fingerprint::of(action);
    let whys = [
        ("not_found", Refusal::not_found()),
        ("forbidden", Refusal::new(Reason::RoomOwnersOnly)),
        ("archived", Refusal::archived()),
        ("taken", taken.clone()),
    ];
    let mut voids = serde_json::Map::new();
    for (why, refusal) in &whys {
        voids.insert(
            (*why).to_owned(),
            serde_json::to_value(VoidReason::Refused { refusal: refusal.clone() })?,
        );
    }
    voids.insert("unchanged".to_owned(), json!(VoidReason::Unchanged));

    let client = pool.get().await?;
    let rename = client.prepare_cached(RENAME).await?;
    let admin = actor.org_role >= OrgRole::Admin;
    let row = client
        .query_one(
            &rename,
            &[
                &room.0,
                &actor.id.0,
                &actor.name,
                &admin,
                &nonce.0,
                &fingerprint.0,
                again,
                &name.as_str(),
                &name.key(),
                &addresses(name),
                &unlisted(name),
                &Json(Value::Object(voids)),
                &matches!(action, Action::ByAdmin { .. }),
            ],
        )
        .await?;
    let done = Answer::Done(Done { seq: row.try_get("seq")?, at: row.try_get("at")?, dup: false });
    let (answer, event) = match row.try_get("answer")? {
        "ok" => (done, Some(event(command, &row)?)),
        "unchanged" => (done, None),
        "known" => (known(command, &row)?.answer(action, fingerprint), None),
        why => {
            let refusal = whys.into_iter().find(|(name, _)| *name == why).map(|(_, refusal)| refusal);
            (Answer::Refused(refusal.unwrap_or_else(Refusal::unavailable)), None)
        }
    };
    let is_there = !matches!(&answer, Answer::Refused(refusal) if refusal.code == Code::NotFound);
    let head = Head {
        room: *room,
        head: row.try_get("head")?,
        last_msg: row.try_get("last_msg")?,
        acl: row.try_get("acl")?,
    };
    Ok(Renamed { answer, event, head: is_there.then_some(head) })
}

fn known(command: &Command, row: &Row) -> Result<Known, StoreError> {
    let void_reason: Option<Json<VoidReason>> = row.try_get("data")?;
    Ok(Known {
        actor: command.actor.id,
        nonce: command.nonce,
        seq: row.try_get("seq")?,
        fingerprint: Fingerprint(row.try_get("fingerprint")?),
        at: row.try_get("at")?,
        void_reason: void_reason.map(|Json(reason)| reason),
    })
}

fn event(command: &Command, row: &Row) -> Result<Event, StoreError> {
    #[derive(serde::Deserialize)]
    struct Data {
        room_name: String,
        slug: Slug,
        before: String,
    }
    let Json(Data { room_name, slug, before }) = row.try_get("data")?;
    Ok(Event {
        room: command.room,
        seq: row.try_get("seq")?,
        at: row.try_get("at")?,
        actor: command.actor.id,
        name: command.actor.name.clone(),
        nonce: command.nonce,
        fact: Fact::Renamed { room_name, slug, before },
    })
}
