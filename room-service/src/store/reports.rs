//! Reported messages: copies, by consent of whoever reported them, for those who keep order. Who may deal with a report is part of each
//! statement: moderators with those of their rooms, admins with all, and nobody with those of their own messages.
//!
//! Called by `reports`; the audit reads what was done, see `admin`.

use proto::id::SYSTEM;
use proto::room::{
    Kind, OrgRole, REPORTS_HOURLY_MAX, REPORTS_OPEN_MAX, Report, ReportCase, ReportClosed, ReportOutcome,
    ReportReason, ReportScope, Reported, Viewer,
};
use proto::text::ReportNote;
use proto::{At, RoomId, Seq, UserId};
use tokio_postgres::Row;
use tokio_postgres::types::{Json, ToSql};
use uuid::Uuid;

use super::{ANSWER_BYTES, Pool, StoreError, may_read, rooms, weight, word};

/// The most reports of a case that are told with it.
const TOLD: i64 = 10;

/// Asked again within a minute with the same words, it is the same report: a question may be asked twice before it is answered.
const FILE: &str = concat!(
    "
with it as (
    select r.id, r.kind, m.seq, m.text_rev, m.author_id, m.body, e.name, e.at, m.deleted_at is not null as deleted
    from chat.room r
    left join chat.member me on me.room_id = r.id and me.user_id = $1
    join chat.message m on m.room_id = r.id and m.seq = $3
    join chat.event e on e.room_id = m.room_id and e.seq = m.seq
    where r.id = $2 and r.deleted_at is null and ",
    may_read!("$4"),
    "
), mine as (
    select count(*) filter (where closed_at is null) as open,
        count(*) filter (where at > now() - interval '1 hour') as lately,
        coalesce(bool_or(room_id = $2 and seq = $3), false) as again,
        coalesce(bool_or(room_id = $2 and seq = $3 and reason = $5 and note is not distinct from $6
            and at > now() - interval '1 minute'), false) as same
    from chat.report where reporter_id = $1
), filed as (
    insert into chat.report (room_id, seq, text_rev, reporter_id, author_id, author_name, said_at, body, files, reason, note)
    select it.id, it.seq, it.text_rev, $1, it.author_id, it.name, it.at, it.body, array(
        select a.name from chat.attachment a
        where a.room_id = it.id and a.seq = it.seq and a.removed_at is null order by a.place
    ), $5, $6
    from it, mine
    where not it.deleted and it.author_id <> $1 and not mine.again and mine.open < $7::bigint and mine.lately < $8::bigint
    on conflict do nothing
    returning room_id, seq, author_id
), recorded as (
    insert into chat.report_act (room_id, seq, kind, actor_id, name, target_id)
    select room_id, seq, 'reported', $9, '', author_id from filed
)
select it.author_id, it.deleted, it.author_id = $1 as own, mine.again, mine.same, mine.open >= $7::bigint as full,
    mine.lately >= $8::bigint as fast
from it, mine"
);

/// Whether the person `$1` may deal with report `p` of room `r`: as an admin with all if `$2` says so, else as who moderates the room,
/// which admins do where they are inside (`$3`: they are one).
macro_rules! may_handle {
    () => {
        "p.author_id <> $1::uuid and ($2::boolean or r.kind <> 'direct' and r.deleted_at is null
        and (me.role in ('moderator', 'owner') or $3::boolean and me.role = 'member'))"
    };
}

/// Cases that `$1` may deal with, of one room or one message where that is said.
macro_rules! cases {
    () => {
        concat!(
            "chat.report p join chat.room r on r.id = p.room_id
        left join chat.member me on me.room_id = r.id and me.user_id = $1
    where ($4::uuid is null or p.room_id = $4) and ",
            may_handle!()
        )
    };
}

const LIST: &str = concat!(
    "
select c.*, r.slug, r.kind, coalesce(r.name, '') as room_name, f.author_id, f.author_name, f.said_at, f.body, f.files, f.closed_by, f.outcome,
    m.deleted_at is not null or r.deleted_at is not null as deleted,
    (select jsonb_agg(jsonb_build_object('reporter', t.reporter_id, 'reason', t.reason, 'note', t.note, 'at', t.at)
            order by t.at, t.reporter_id)
        from (
            select * from chat.report p where (p.room_id, p.seq, p.text_rev) = (c.room_id, c.seq, c.text_rev)
                and p.closed_at is not distinct from c.closed_at order by p.at, p.reporter_id limit $10
        ) t) as reports,
    (select count(distinct (o.seq, o.text_rev)) from chat.report o
        where o.room_id = c.room_id and o.author_id = f.author_id and o.closed_at is not null
            and (o.seq, o.text_rev) <> (c.seq, c.text_rev)) as earlier
from (
    select p.room_id, p.seq, p.text_rev, p.closed_at, min(p.at) as first_at, count(*) as people
    from ",
    cases!(),
    "
        and (p.closed_at is not null) = $5::boolean and ($6::bigint is null or p.seq = $6 and p.text_rev = $7::bigint)
    group by p.room_id, p.seq, p.text_rev, p.closed_at
    order by case when not $5::boolean then min(p.at) end, p.closed_at desc, p.room_id, p.seq
    offset $8 limit $9
) c
join chat.room r on r.id = c.room_id
left join chat.message m on m.room_id = c.room_id and m.seq = c.seq
cross join lateral (
    select * from chat.report p where (p.room_id, p.seq, p.text_rev) = (c.room_id, c.seq, c.text_rev)
        and p.closed_at is not distinct from c.closed_at order by p.at, p.reporter_id limit 1
) f
order by case when not $5::boolean then c.first_at end, c.closed_at desc, c.room_id, c.seq"
);

const COUNTS: &str = concat!(
    "
select count(distinct (p.room_id, p.seq, p.text_rev)) filter (where p.closed_at is null) as open,
    count(distinct (p.room_id, p.seq, p.text_rev, p.closed_at)) filter (where p.closed_at is not null) as closed
from ",
    cases!()
);

/// Once a message is deleted, whatever was reported of it is dealt with. Asked again within a minute, it is the same.
const CLOSE: &str = concat!(
    "
with closed as (
    update chat.report o set closed_at = now(), closed_by = $1, outcome = $7
    from ",
    cases!(),
    "
        and p.seq = $5 and p.closed_at is null and (p.text_rev = $6 or $7 = 'deleted')
        and (o.room_id, o.seq, o.reporter_id) = (p.room_id, p.seq, p.reporter_id) and o.closed_at is null
    returning o.room_id, o.seq, o.author_id
), recorded as (
    insert into chat.report_act (room_id, seq, kind, actor_id, name, target_id, outcome)
    select distinct room_id, seq, 'report_closed', $1::uuid, $8, author_id, $7 from closed
)
select author_id, true as now from closed
union all
select author_id, false from chat.report
where room_id = $4 and seq = $5 and text_rev = $6 and closed_by = $1 and outcome = $7 and closed_at > now() - interval '1 minute'
order by 2 desc limit 1"
);

/// Whom to tell that there is something to be dealt with, or not any more.
const MODERATORS: &str = "
select me.user_id from chat.member me join chat.room r on r.id = me.room_id
where r.id = $1 and r.kind <> 'direct' and me.role in ('moderator', 'owner') and me.user_id <> $2 limit 100";

const ERASE: &str = "delete from chat.report where closed_at < now() - interval '30 days'";

/// How many open cases there are in the rooms that a person moderates.
macro_rules! open_reports {
    ($user:literal) => {
        concat!(
            "(select count(distinct (p.room_id, p.seq, p.text_rev)) from chat.member mo
    join chat.report p on p.room_id = mo.room_id and p.closed_at is null and p.author_id <> mo.user_id
    join chat.room pr on pr.id = mo.room_id and pr.deleted_at is null
    where mo.user_id = ",
            $user,
            " and mo.role in ('moderator', 'owner'))"
        )
    };
}
pub(super) use open_reports;

/// What was done about reports, in the columns of what admins did in rooms: nobody reads there what concerns their own messages (`$6`
/// asks), and who reported them nobody at all.
macro_rules! report_acts {
    () => {
        "select a.room_id, coalesce(r.name, '') as room_name, a.seq, a.at, a.actor_id, a.name, a.kind, a.target_id as target,
        null as before, a.outcome as after, false as banned, null as reason, null::timestamptz as until, false as in_force
    from chat.report_act a join chat.room r on r.id = a.room_id
    where a.target_id <> $6::uuid and ($1::uuid is null or a.actor_id = $1) and ($3 = '' or a.kind = $3)
        and ($4::timestamptz is null or a.at < $4)"
    };
}
pub(super) use report_acts;

/// What came of reporting a message that may be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Filed {
    /// It is filed; its author is this.
    Now(UserId),
    /// It was, a moment ago, by the same question.
    Known,
    /// The message is deleted.
    Deleted,
    /// It is their own.
    Own,
    /// They have reported it before.
    Again,
    /// Too many of theirs are open.
    Full,
    /// Too many of theirs are recent.
    Fast,
}

/// Reports a message. None for those who may not read it.
///
/// # Errors
/// The database is away.
pub(crate) async fn file(
    pool: &Pool,
    viewer: Viewer,
    (room, seq): (RoomId, Seq),
    reason: ReportReason,
    note: Option<&ReportNote>,
) -> Result<Option<Filed>, StoreError> {
    let note = note.map(ReportNote::as_str);
    let (open, hourly) = (REPORTS_OPEN_MAX as i64, REPORTS_HOURLY_MAX as i64);
    let visitor = viewer.is_visitor();
    let values: [&(dyn ToSql + Sync); 9] =
        [&viewer.user.0, &room.0, &seq, &visitor, &reason.as_str(), &note, &open, &hourly, &SYSTEM.0];
    let rows = pool.read(FILE, &values).await?;
    rows.first().map(filed).transpose()
}

fn filed(row: &Row) -> Result<Filed, StoreError> {
    let is = |column| row.try_get::<_, bool>(column);
    Ok(match () {
        () if is("own")? => Filed::Own,
        () if is("same")? => Filed::Known,
        () if is("again")? => Filed::Again,
        () if is("deleted")? => Filed::Deleted,
        () if is("full")? => Filed::Full,
        () if is("fast")? => Filed::Fast,
        () => Filed::Now(UserId(row.try_get("author_id")?)),
    })
}

/// Which cases of those that somebody may deal with.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Which {
    pub(crate) room: Option<RoomId>,
    pub(crate) of: Option<Reported>,
    pub(crate) closed: bool,
    pub(crate) offset: u32,
    pub(crate) limit: u16,
}

/// A part of the cases somebody may deal with, and whether there are further ones.
///
/// # Errors
/// The database is away, or holds what this release cannot read.
pub(crate) async fn list(
    pool: &Pool,
    viewer: Viewer,
    scope: ReportScope,
    which: Which,
) -> Result<(Vec<ReportCase>, bool), StoreError> {
    let limit = i64::from(which.limit.clamp(1, 25));
    let (all, admin) = rights(viewer, scope);
    let room = which.of.map(|of| of.room).or(which.room).map(|room| room.0);
    let (seq, text_rev) = which.of.map(|of| (of.seq, of.text_rev)).unzip();
    let offset = i64::from(which.offset);
    let values: [&(dyn ToSql + Sync); 10] =
        [&viewer.user.0, &all, &admin, &room, &which.closed, &seq, &text_rev, &offset, &(limit + 1), &TOLD];
    let rows = pool.read(LIST, &values).await?;
    let mut cases = rows.iter().map(case).collect::<Result<Vec<_>, _>>()?;
    let mut bytes = 0;
    let fit = cases.iter().take(limit as usize).take_while(|case| {
        bytes += weight(case);
        bytes <= ANSWER_BYTES
    });
    let fit = fit.count();
    let more = fit < cases.len();
    cases.truncate(fit);
    Ok((cases, more))
}

/// How many cases that somebody may deal with are open, and how many closed.
///
/// # Errors
/// The database is away.
pub(crate) async fn counts(
    pool: &Pool,
    viewer: Viewer,
    scope: ReportScope,
    room: Option<RoomId>,
) -> Result<(i64, i64), StoreError> {
    let (all, admin) = rights(viewer, scope);
    let room = room.map(|room| room.0);
    let row = pool.read_one(COUNTS, &[&viewer.user.0, &all, &admin, &room]).await?;
    Ok((row.try_get("open")?, row.try_get("closed")?))
}

/// Closes a case that somebody may deal with. Answers whose message it was, and whether it was closed now rather than by the same
/// question a moment ago; none where it is not open, or not theirs.
///
/// # Errors
/// The database is away.
pub(crate) async fn close(
    pool: &Pool,
    viewer: Viewer,
    scope: ReportScope,
    of: Reported,
    outcome: ReportOutcome,
    name: &str,
) -> Result<Option<(UserId, bool)>, StoreError> {
    let (all, admin) = rights(viewer, scope);
    let values: [&(dyn ToSql + Sync); 8] =
        [&viewer.user.0, &all, &admin, &of.room.0, &of.seq, &of.text_rev, &outcome.as_str(), &name];
    let rows = pool.read(CLOSE, &values).await?;
    rows.first().map(|row| Ok((UserId(row.try_get("author_id")?), row.try_get("now")?))).transpose()
}

/// Those who moderate a room, except one: at most 100.
///
/// # Errors
/// The database is away.
pub(crate) async fn moderators(pool: &Pool, room: RoomId, except: UserId) -> Result<Vec<UserId>, StoreError> {
    let rows = pool.read(MODERATORS, &[&room.0, &except.0]).await?;
    rows.iter().map(|row| Ok(UserId(row.try_get(0)?))).collect()
}

/// Erases what was closed 30 days ago.
///
/// # Errors
/// The database is away.
pub(crate) async fn erase(pool: &Pool) -> Result<(), StoreError> {
    pool.read(ERASE, &[]).await.map(drop)
}

/// Whether everything is theirs to deal with, and whether they count as moderators wherever they are inside.
fn rights(viewer: Viewer, scope: ReportScope) -> (bool, bool) {
    let is_admin = viewer.org_role >= OrgRole::Admin;
    (is_admin && scope == ReportScope::All, is_admin)
}

fn case(row: &Row) -> Result<ReportCase, StoreError> {
    let Json(reports): Json<Vec<Report>> = row.try_get("reports")?;
    let kind: Kind = word(row.try_get("kind")?)?;
    Ok(ReportCase {
        of: Reported {
            room: RoomId(row.try_get("room_id")?),
            seq: row.try_get("seq")?,
            text_rev: row.try_get("text_rev")?,
        },
        address: rooms::address(row, "room_id")?,
        room_name: row.try_get("room_name")?,
        kind,
        author: UserId(row.try_get("author_id")?),
        author_name: row.try_get("author_name")?,
        said_at: row.try_get("said_at")?,
        body: row.try_get("body")?,
        files: row.try_get("files")?,
        deleted: row.try_get("deleted")?,
        people: row.try_get("people")?,
        reports,
        earlier: row.try_get("earlier")?,
        closed: row.try_get::<_, Option<At>>("closed_at")?.map(|at| closed(row, at)).transpose()?,
    })
}

fn closed(row: &Row, at: At) -> Result<ReportClosed, StoreError> {
    let by: Uuid = row.try_get("closed_by")?;
    Ok(ReportClosed { by: UserId(by), outcome: word(row.try_get("outcome")?)?, at })
}
