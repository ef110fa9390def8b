//! What deciding needs, read in one statement, so that position, people and messages are of one moment.
//!
//! Called by the room actor between rounds.

use proto::room::Message;
use proto::{At, RoomId, UserId};
use tokio_postgres::types::Json;
use uuid::Uuid;

use super::files::message_files;
use super::quote::quoted;
use super::reactions::{self, reaction_counts};
use super::{Pool, StoreError, word};
use crate::room::{Loaded, Member, Needs, Room};

const LOAD: &str = concat!(
    "
select r.kind, r.name, r.settings, r.head, r.head_at, clock_timestamp() as now, r.last_msg, r.acl, r.revised, r.members, r.rules, r.archived_at is not null as archived,
    r.deleted_at is not null as deleted,
    (select count(*) from chat.member o where o.room_id = r.id and o.role = 'owner') as owners,
    case when r.kind = 'direct' then array(select b.user_id from chat.member b where b.room_id = r.id and b.blocks) else '{}' end as blocks,
    (select coalesce(jsonb_agg(jsonb_build_object(
        'user', m.user_id, 'role', m.role, 'since', m.since_seq, 'since_msg', m.since_msg,
        'banned_until', m.banned_until, 'muted_until', m.muted_until, 'muted_seq', m.muted_seq, 'spoke_at', m.spoke_at, 'blocks', m.blocks)), '[]')
     from chat.member m where m.room_id = r.id and m.user_id = any ($2)) as people,
    (select coalesce(jsonb_agg(jsonb_build_object(
        'seq', m.seq, 'msg_no', m.msg_no, 'rev', m.rev, 'text_rev', m.text_rev, 'author', m.author_id, 'name', e.name, 'at', e.at,
        'body', '', 'html', left(m.html, 600), 'reply_to', ",
    quoted!("m"),
    ", 'thread', to_jsonb(t), 'edited_at', m.edited_at, 'deleted_at', m.deleted_at,
        'reactions', coalesce(",
    reaction_counts!("m"),
    ", '[]'), 'files', coalesce(",
    message_files!("m"),
    ", '[]'), 'previews', coalesce(m.previews, '{}'), 'nonce', e.nonce)), '[]')
     from chat.message m join chat.event e using (room_id, seq)
     left join chat.thread t on t.room_id = m.room_id and t.root = coalesce(m.root, m.seq)
     where m.room_id = r.id and m.seq = any ($3)) as targets,
    (select coalesce(jsonb_agg(jsonb_build_object('seq', o.seq, 'user', o.user_id, 'token', o.token)), '[]')
     from unnest($4::bigint[], $5::uuid[]) w (seq, user_id) join chat.reaction o on o.room_id = r.id and o.seq = w.seq and o.user_id = w.user_id) as own
from chat.room r where r.id = $1"
);

#[derive(serde::Deserialize)]
struct Person {
    user: UserId,
    #[serde(flatten)]
    row: Member,
}

/// The room and the rows needed; none if there is no such room.
///
/// # Errors
/// The database is away, or holds what this release cannot read.
pub(crate) async fn load(pool: &Pool, id: RoomId, needs: &Needs) -> Result<Option<Loaded>, StoreError> {
    let people: Vec<Uuid> = needs.people.iter().map(|user| user.0).collect();
    let targets: Vec<i64> = needs.targets.iter().copied().collect();
    let (seqs, users): (Vec<i64>, Vec<Uuid>) =
        needs.reactions.iter().map(|(seq, user)| (*seq, user.0)).unzip();
    let Some(row) = pool.read_first(LOAD, &[&id.0, &people, &targets, &seqs, &users]).await? else {
        return Ok(None);
    };
    let mut room = Room::before(id);
    room.kind = word(row.try_get("kind")?)?;
    room.name = row.try_get("name")?;
    room.head = row.try_get("head")?;
    room.head_at = row.try_get("head_at")?;
    room.now = row.try_get::<_, At>("now")?.max(room.head_at);
    room.last_msg = row.try_get("last_msg")?;
    room.acl = row.try_get("acl")?;
    room.revised = row.try_get("revised")?;
    room.members = row.try_get("members")?;
    room.owners = row.try_get("owners")?;
    room.rules = row.try_get("rules")?;
    room.blocks = row.try_get::<_, Vec<Uuid>>("blocks")?.into_iter().map(UserId).collect();
    room.archived = row.try_get("archived")?;
    room.deleted = row.try_get("deleted")?;
    Json(room.settings) = row.try_get("settings")?;
    let Json(people): Json<Vec<Person>> = row.try_get("people")?;
    let Json(targets): Json<Vec<Message>> = row.try_get("targets")?;
    let Json(own) = row.try_get("own")?;
    Ok(Some(Loaded {
        room,
        people: people.into_iter().map(|person| (person.user, person.row)).collect(),
        targets,
        reactions: reactions::by_person(own),
    }))
}
