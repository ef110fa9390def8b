//! What a log holds under some nonces, for a room to which nothing is appended any more: elsewhere the append looks them up.
//!
//! Called by the room actor.

use proto::room::Fingerprint;
use proto::{Nonce, RoomId, UserId};
use tokio_postgres::Row;
use tokio_postgres::types::Json;
use uuid::Uuid;

use super::{Pool, StoreError};
use crate::room::{Known, VoidReason};

/// A read alone could acknowledge a commit that a standby lacks and a fail-over would lose: it writes something.
const KNOWN: &str = "
with touched as (update chat.room r set head = r.head where r.id = $1)
select e.actor_id, e.nonce, e.seq, e.fingerprint, e.at, case when e.kind = 'void' then e.data end as data
from unnest($2::uuid[], $3::uuid[]) w (actor, nonce)
join chat.event e on e.room_id = $1 and e.actor_id = w.actor and e.nonce = w.nonce";

/// The events under these nonces of these people.
///
/// # Errors
/// The database is away, or holds what this release cannot read.
pub(crate) async fn known(
    pool: &Pool,
    room: RoomId,
    names: impl Iterator<Item = (UserId, Nonce)>,
) -> Result<Vec<Known>, StoreError> {
    let (actors, nonces): (Vec<Uuid>, Vec<Uuid>) = names.map(|(actor, nonce)| (actor.0, nonce.0)).unzip();
    pool.read(KNOWN, &[&room.0, &actors, &nonces]).await?.iter().map(read).collect()
}

fn read(row: &Row) -> Result<Known, StoreError> {
    let void_reason: Option<Json<VoidReason>> = row.try_get("data")?;
    Ok(Known {
        actor: UserId(row.try_get("actor_id")?),
        nonce: Nonce(row.try_get("nonce")?),
        seq: row.try_get("seq")?,
        fingerprint: Fingerprint(row.try_get("fingerprint")?),
        at: row.try_get("at")?,
        void_reason: void_reason.map(|Json(reason)| reason),
    })
}
