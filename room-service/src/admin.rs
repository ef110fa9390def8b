//! What an operator does to rooms, on database connections of their own. No room-service need run: those that do find the room's head
//! moved, and the gateways' audit tells who has it open. Called by `hubbub admin`.
//!
//! The rules and the append are those of the service: an action is decided on the latest state and appended with the head it was
//! decided on.

use std::time::Duration;

use chassis::postgres::Settings;
use proto::id::SYSTEM;
use proto::room::{
    Action, Actor, AdminReply, Answer, Authority, Command, Fact, Fingerprint, Kind, OrgRole, RoomRecord,
};
use proto::text::{RoomName, Slug};
use proto::{At, Nonce, Reason, Refusal, RoomId, Seq, UserId};
use uuid::Uuid;

use crate::journal::AppendConnection;
use crate::render;
use crate::room::{Asked, Outcome, round};
use crate::store::search::rebuild;
use crate::store::{Pool, StoreError, admin, load, markers, rooms};

/// How long a statement may take.
const STATEMENT: Duration = Duration::from_secs(30);
/// How often an append is tried when a node writes to the same room.
const TRIES: u32 = 50;
/// Rooms read at once.
const PAGE: u16 = 100;

const BY_ADDRESS: &str = "
select r.id from chat.address a join chat.room r on r.id = a.room_id where a.slug = $1 and r.deleted_at is null";
const SAID: &str = "select exists (select from chat.message) or (select count(*) from chat.room) > 1";
/// The times of a log, set anew: for what is made up to look as if it had been said over weeks.
const DATE: &str = "
with moments as (select * from unnest($2::bigint[], $3::timestamptz[]) m (seq, at)),
events as (update chat.event e set at = m.at from moments m where e.room_id = $1 and e.seq = m.seq),
changes as (
    update chat.message g set edited_at = case when g.edited_at is not null then m.at end,
        deleted_at = case when g.deleted_at is not null then m.at end
    from moments m where g.room_id = $1 and g.rev = m.seq and g.rev > g.seq
)
update chat.room r set head_at = (select max(at) from moments), created_at = (select min(at) from moments),
    archived_at = case when r.archived_at is not null then (select max(at) from moments) end
where r.id = $1";

/// Rooms, as an operator reaches them.
pub struct Rooms {
    pool: Pool,
    line: AppendConnection,
}

/// Why it was not done; each a sentence for the operator.
#[derive(Debug, thiserror::Error)]
pub enum AdminError {
    /// The address of the database is none.
    #[error("This is no address of a Postgres.")]
    Address,
    /// The rules say no.
    #[error("{0}")]
    Refused(Refusal),
    /// No room has this address.
    #[error("There is no room with that address.")]
    Unknown,
    /// A newer release has written to the room.
    #[error("This room needs a newer release. Use that one.")]
    TooNew,
    /// Somebody else writes all the time, or nothing can be written.
    #[error("The database did not take it. Try again.")]
    NotWritten,
    /// The database would not.
    #[error("The database refused ({}).", .0.word())]
    Store(#[from] StoreError),
}

impl Rooms {
    /// Connects when first needed.
    ///
    /// # Errors
    /// The address is none.
    pub fn at(url: &str) -> Result<Self, AdminError> {
        let settings = |name| Settings::new(url, name, STATEMENT).map_err(|_| AdminError::Address);
        Ok(Self {
            pool: Pool::new(&settings("hubbub-admin reads")?, 2),
            line: AppendConnection::new(&settings("hubbub-admin")?),
        })
    }

    /// Every room that is there, latest first.
    ///
    /// # Errors
    /// The database would not.
    pub async fn list(&self) -> Result<Vec<RoomRecord>, AdminError> {
        let mut all = Vec::new();
        loop {
            let offset = u32::try_from(all.len()).unwrap_or(u32::MAX);
            let AdminReply::Rooms { rooms, .. } = admin::rooms(&self.pool, SYSTEM, "", offset, PAGE).await?
            else {
                return Ok(all);
            };
            let last = rooms.len() < usize::from(PAGE);
            all.extend(rooms);
            if last {
                return Ok(all);
            }
        }
    }

    /// The room with this address, present or former.
    ///
    /// # Errors
    /// There is none, or the database would not.
    pub async fn find(&self, slug: &Slug) -> Result<RoomId, AdminError> {
        let row = self.pool.read_first(BY_ADDRESS, &[&slug.as_str()]).await?.ok_or(AdminError::Unknown)?;
        Ok(RoomId(row.get("id")))
    }

    /// Does something by the system's authority, as the operator. Says whether that changed anything.
    ///
    /// # Errors
    /// The rules say no, or it could not be written.
    pub async fn act(&mut self, room: RoomId, action: Action) -> Result<bool, AdminError> {
        let actor = Actor { id: SYSTEM, name: "The operator".to_owned(), org_role: OrgRole::Owner };
        let command = Command::new(room, actor, Nonce::new(), action).by(Authority::System);
        Ok(self.carry_out(vec![command]).await? > 0)
    }

    /// Whether anything has been said here, or any room been made.
    ///
    /// # Errors
    /// The database would not.
    pub async fn is_lived_in(&self) -> Result<bool, AdminError> {
        Ok(self.pool.read_one(SAID, &[]).await?.get(0))
    }

    /// Where a room stands.
    ///
    /// # Errors
    /// There is no such room, or the database would not.
    pub async fn head(&self, room: RoomId) -> Result<Seq, AdminError> {
        let head = rooms::heads(&self.pool, &[room]).await?.pop();
        head.map(|head| head.head).ok_or(AdminError::Unknown)
    }

    /// Makes a room, with this person as its owner.
    ///
    /// # Errors
    /// The name is in use, or the database would not.
    pub async fn create(&self, owner: &Actor, name: &RoomName, kind: Kind) -> Result<RoomId, AdminError> {
        let room = RoomId(Uuid::new_v4());
        let fingerprint = Fingerprint::of(Authority::Member, &Action::Create { name: name.clone(), kind });
        match rooms::create(&self.pool, room, owner, fingerprint, name, kind).await? {
            rooms::Created::Made(_) | rooms::Created::Known(_) => Ok(room),
            rooms::Created::Reused | rooms::Created::Taken => {
                Err(AdminError::Refused(Refusal::new(Reason::RoomNameTaken)))
            }
        }
    }

    /// Carries out commands for one room in rounds, each on the state the ones before left. Says how many events that made.
    ///
    /// # Errors
    /// The rules refuse one of them, or a round could not be written: those before it are.
    pub async fn carry_out(&mut self, commands: Vec<Command>) -> Result<usize, AdminError> {
        let mut waiting = commands.into();
        let mut written = 0;
        loop {
            let some = round::gather(&mut waiting, round::weight);
            let Some(room) = some.first().map(|command: &Command| command.room) else { return Ok(written) };
            let asked: Vec<Asked> = some.into_iter().map(asked).collect();
            written += self.round(room, &asked).await?;
        }
    }

    async fn round(&mut self, id: RoomId, asked: &[Asked]) -> Result<usize, AdminError> {
        let needs = round::needs(asked);
        for _ in 0..TRIES {
            let loaded = load::load(&self.pool, id, &needs).await?.ok_or(AdminError::Unknown)?;
            let mut room = loaded.room.clone();
            if room.rules > Fact::RULES {
                return Err(AdminError::TooNew);
            }
            room.learn(&needs, loaded);
            let plan = round::decide(&mut room, asked);
            let answers = plan.answers(At::now_utc(), asked);
            if let Some(refusal) = answers.into_iter().find_map(refusal) {
                return Err(AdminError::Refused(refusal));
            }
            if plan.order.drafts.is_empty() {
                return Ok(0);
            }
            match self.line.append(&[&plan.order]).await.pop() {
                Some(Outcome::Written(_)) => return Ok(plan.order.drafts.len()),
                // Written after all, by the try whose outcome was unknown.
                Some(Outcome::Known(_)) => return Ok(plan.order.drafts.len()),
                Some(Outcome::Failed | Outcome::Unclaimed) | None => return Err(AdminError::NotWritten),
                Some(Outcome::Moved(_) | Outcome::Busy | Outcome::Away | Outcome::Unknown) => {
                    tokio::time::sleep(Duration::from_millis(20)).await;
                }
            }
        }
        Err(AdminError::NotWritten)
    }

    /// Gives the events of a room these times: the first to seq 1, and so on. They must not go back.
    ///
    /// # Errors
    /// The database would not.
    pub async fn date(&self, room: RoomId, moments: &[At]) -> Result<(), AdminError> {
        let seqs: Vec<Seq> = (1..).take(moments.len()).collect();
        self.pool.read(DATE, &[&room.0, &seqs, &moments]).await?;
        Ok(())
    }

    /// Has the search index of every room written anew by the room-services, while the present one serves. Says how many rooms that
    /// are.
    ///
    /// # Errors
    /// The database would not.
    pub async fn rebuild_search(&self) -> Result<usize, AdminError> {
        Ok(rebuild::begin(&self.pool).await?)
    }

    /// How many rooms still wait for that.
    ///
    /// # Errors
    /// The database would not.
    pub async fn search_left(&self) -> Result<i64, AdminError> {
        Ok(rebuild::left(&self.pool).await?)
    }

    /// Moves these people's markers in a room.
    ///
    /// # Errors
    /// The database would not.
    pub async fn mark(&self, room: RoomId, read: &[(UserId, Seq)]) -> Result<(), AdminError> {
        let wanted: Vec<_> = read.iter().map(|(user, seq)| (room, *user, *seq, None)).collect();
        markers::mark_all(&self.pool, &wanted).await?;
        Ok(())
    }
}

fn asked(command: Command) -> Asked {
    let html = command.action.body().map_or_else(String::new, |body| render::html(body.as_str()));
    Asked::new(command, html)
}

fn refusal(answer: Answer) -> Option<Refusal> {
    match answer {
        Answer::Refused(refusal) => Some(refusal),
        Answer::Done(_) | Answer::Cancelled => None,
    }
}
