//! Rooms, members and messages put straight into the database of a cluster of our own, as its log would have them:
//! by forms a million of them would take a day.

use proto::RoomId;
use room_service::render::VERSION;
use tokio_postgres::Client;
use tokio_postgres::types::ToSql;
use uuid::Uuid;

use super::error::LoadError;

/// What a stored message takes on the disk with its event, their indexes and what is written ahead, in bytes, at most.
const BYTES_EACH: u64 = 1_000;

/// What fills rooms.
pub(super) struct Filler {
    database: Client,
}

/// A room to be made.
#[derive(Clone, Copy, Debug)]
pub(super) struct Content {
    /// Strangers who are members, beside those who are named.
    pub(super) strangers: u32,
    pub(super) messages: u32,
}

impl Filler {
    /// Over a connection to that database.
    pub(super) async fn new(database: Client) -> Result<Self, LoadError> {
        // What is lost in a crash is filled anew.
        let filler = Self { database };
        filler.run("set synchronous_commit = off; set statement_timeout = 0").await?;
        Ok(filler)
    }

    /// The ids of people, in the order of their names.
    pub(super) async fn people(&self, usernames: &[String]) -> Result<Vec<Uuid>, LoadError> {
        let ids = "select a.id from unnest($1::text[]) with ordinality u (name, n) join auth.account a on a.username = u.name order by u.n";
        let rows = self.database.query(ids, &[&usernames]).await.map_err(wrong)?;
        match rows.len() == usernames.len() {
            true => Ok(rows.iter().map(|row| row.get(0)).collect()),
            false => {
                Err(LoadError::Failed(format!("of {} people {} are there", usernames.len(), rows.len())))
            }
        }
    }

    /// A public room for each of these people, owned by them, with all of `members` in it too.
    pub(super) async fn rooms(
        &self,
        owners: &[Uuid],
        members: &[Uuid],
        content: Content,
    ) -> Result<Vec<RoomId>, LoadError> {
        let Content { strangers, messages } = content;
        let ids: Vec<Uuid> = owners.iter().map(|_| Uuid::new_v4()).collect();
        let (strangers, messages) = (i64::from(strangers), i64::from(messages));
        let inside = strangers + members.len() as i64 + 1;
        let statements: [(&str, &[&(dyn ToSql + Sync)]); 9] = [
            (ROOM, &[&ids, &messages, &inside]),
            (ADDRESS, &[&ids]),
            (CREATED, &[&ids, &owners]),
            (OWNER, &[&ids, &owners]),
            (MEMBER, &[&ids, &members]),
            (STRANGER, &[&ids, &strangers]),
            (EVENT, &[&ids, &owners, &messages]),
            (MESSAGE, &[&ids, &owners, &messages, &VERSION]),
            (CURSOR, &[&ids]),
        ];
        for (statement, parameters) in statements {
            self.database.execute(statement, parameters).await.map_err(wrong)?;
        }
        Ok(ids.into_iter().map(RoomId).collect())
    }

    /// What events and messages take on the disk, with their indexes.
    pub(super) async fn bytes(&self) -> Result<f64, LoadError> {
        let sizes =
            "select (pg_total_relation_size('chat.event') + pg_total_relation_size('chat.message'))::float8";
        Ok(self.database.query_one(sizes, &[]).await.map_err(wrong)?.get(0))
    }

    /// Lets the database tidy up now what it would tidy up while it is measured.
    pub(super) async fn settle(&self) -> Result<(), LoadError> {
        for table in ["room", "event", "message", "member", "name", "address", "cursor"] {
            self.run(&format!("vacuum (analyze) chat.{table}")).await?;
        }
        self.run("checkpoint").await
    }

    async fn run(&self, statements: &str) -> Result<(), LoadError> {
        self.database.batch_execute(statements).await.map_err(wrong)
    }
}

/// Whether so many messages fit on the disk that temporary files are on.
///
/// # Errors
/// When they do not.
pub(super) fn enough_disk(messages: u64) -> Result<(), LoadError> {
    let folder = std::env::temp_dir();
    let free = rustix::fs::statvfs(&folder).map(|of| of.f_bavail * of.f_frsize);
    enough(messages, free.unwrap_or(u64::MAX)).map_err(|why| {
        LoadError::Refused(format!("{why} in {}: free some, or give fewer --messages", folder.display()))
    })
}

fn enough(messages: u64, free: u64) -> Result<(), String> {
    let needed = messages * BYTES_EACH;
    let gib = |bytes: u64| bytes as f64 / f64::from(1 << 30);
    if free >= needed {
        return Ok(());
    }
    Err(format!("{messages} messages need {:.1} GiB and there are {:.1}", gib(needed), gib(free)))
}

#[allow(clippy::needless_pass_by_value, reason = "it is mapped with")]
fn wrong(error: tokio_postgres::Error) -> LoadError {
    LoadError::Failed(format!("the database cannot be filled: {}", services::said(&error)))
}

const ROOM: &str = "
insert into chat.room (id, kind, name, name_key, slug, head, last_msg, acl, members)
select id, 'public', 'load ' || id, 'load ' || id, 'load-' || id, 1 + $2::bigint, $2, 1, $3::bigint from unnest($1::uuid[]) id";
const ADDRESS: &str = "
with name as (insert into chat.name (key, skeleton, room_id) select 'load ' || id, 'load ' || id, id from unnest($1::uuid[]) id)
insert into chat.address (slug, room_id) select 'load-' || id, id from unnest($1::uuid[]) id";
const CREATED: &str = "
insert into chat.event (room_id, seq, kind, actor_id, name, nonce, fingerprint, data, at)
select id, 1, 'created', owner, 'somebody', id, 0, jsonb_build_object('room_name', 'load ' || id, 'room_kind', 'public'), now()
from unnest($1::uuid[], $2::uuid[]) r (id, owner)";
const OWNER: &str = "
insert into chat.member (room_id, user_id, role, since_seq, since_msg)
select id, owner, 'owner', 1, 0 from unnest($1::uuid[], $2::uuid[]) r (id, owner)";
const MEMBER: &str = "
insert into chat.member (room_id, user_id, role, since_seq, since_msg)
select id, member, 'member', 1, 0 from unnest($1::uuid[]) id cross join unnest($2::uuid[]) member on conflict do nothing";
const STRANGER: &str = "
insert into chat.member (room_id, user_id, role, since_seq, since_msg)
select id, gen_random_uuid(), 'member', 1, 0 from unnest($1::uuid[]) id cross join generate_series(1, $2::bigint)";
const EVENT: &str = "
insert into chat.event (room_id, seq, kind, actor_id, name, nonce, fingerprint, at)
select id, 1 + n, 'posted', owner, 'somebody', gen_random_uuid(), 0, now()
from unnest($1::uuid[], $2::uuid[]) r (id, owner) cross join generate_series(1, $3::bigint) n";
const MESSAGE: &str = "
insert into chat.message (room_id, seq, msg_no, rev, text_rev, author_id, body, html, renderer)
select id, 1 + n, n, 1 + n, 1 + n, owner, said, '<p>' || said || '</p>', $4
from unnest($1::uuid[], $2::uuid[]) r (id, owner) cross join generate_series(1, $3::bigint) n
cross join lateral (select 'Message ' || n || ' of this run, about as long as what people say to each other.') s (said)";
/// Nothing has to be done about what was never said.
const CURSOR: &str = "
insert into chat.cursor (follower, room_id, seq)
select f.follower, r.id, r.head from (select distinct follower from chat.cursor) f cross join chat.room r where r.id = any ($1::uuid[])";

#[cfg(test)]
mod tests {
    #[test]
    fn a_disk_that_is_too_small_is_told_with_how_much_it_takes() {
        super::enough(1_000, 1_000_000).expect("enough");
        let why = super::enough(10_000_000, 4 << 30).expect_err("too little");
        assert!(why.contains("9.3 GiB") && why.contains("4.0"), "{why}");
    }
}
