//! Queries, answered. They change nothing that matters a second time.

use proto::auth::{
    AuditEntry, AuditFilter, Confirmation, DirectoryLine, Invitation, Person, Query, Reply, ResetLink,
    Session, TokenHash,
};
use proto::text::Username;
use proto::{PictureId, Refusal, UserId};

use crate::refusals::{not_admin, too_many, unavailable};
use crate::rules::Authority;
use crate::service::AuthService;
use crate::store::PeopleSearch;

/// The most people, and the most usernames, asked about at once.
const PEOPLE: usize = 500;
const USERNAMES: usize = 100;
/// The most pictures asked about at once.
const PICTURES: usize = 1_000;
/// The most people that a guest knows.
const KNOWN: usize = 2_000;
/// The most lines of one answer, and the longest search in characters.
const LINES: u16 = 200;
const SEARCH: usize = 200;

impl AuthService {
    /// Answers a query. Every wait inside has a deadline.
    pub(crate) async fn query(&self, query: Query) -> Reply {
        let found = match query {
            Query::Resume { token } => self.resume(&token).await.map(Reply::Session),
            Query::People { ids } => self.people(&ids).await.map(Reply::People),
            Query::ByUsername { usernames } => self.by_username(&usernames).await.map(Reply::People),
            Query::Find { viewer, search, known, everyone, offset, limit } => {
                let wanted = PeopleSearch { search: &search, everyone, offset, limit };
                self.find(viewer, wanted, &known).await.map(Reply::People)
            }
            Query::Profile { username } => {
                self.store.profile(&username).await.map_err(unavailable).map(Reply::Profile)
            }
            Query::Feed { after } => self.store.feed(after).await.map_err(unavailable).map(Reply::Feed),
            Query::Installation => {
                let installation =
                    self.store.installation(self.claim_code.is_some(), self.mailer.is_on()).await;
                installation.map_err(unavailable).map(Reply::Installation)
            }
            Query::Account { user } => {
                self.store.own_account(user).await.map_err(unavailable).map(Reply::Account)
            }
            Query::Sessions { user } => {
                self.store.sessions(user, self.sessions).await.map_err(unavailable).map(Reply::Sessions)
            }
            Query::Invitation { code } => self.invitation(&code).await.map(Reply::Invitation),
            Query::InvitedBy { user } => {
                self.store.invited_by(user).await.map_err(unavailable).map(Reply::InvitedBy)
            }
            Query::ResetLink { token } => self.reset_link(&token).await.map(Reply::ResetLink),
            Query::Confirmation { token } => self.confirmation(&token).await.map(Reply::Confirmation),
            Query::Directory { actor, search, offset, limit } => {
                let found = self.directory(actor, &search, offset, limit).await;
                found.map(|(people, total)| Reply::Directory { people, total })
            }
            Query::Audit { actor, before, only, limit } => {
                let found = self.audit(actor, before, &only, limit).await;
                found.map(|(entries, more)| Reply::Audit { entries, more })
            }
            Query::Emoji => self.store.emoji().await.map_err(unavailable).map(Reply::Emoji),
            Query::Pictures { ids } => self.pictures(&ids).await.map(Reply::Pictures),
            Query::OwnInvites { user } => {
                let found = self.store.own_invites(user, LINES.into()).await;
                found.map_err(unavailable).map(Reply::Invites)
            }
            Query::Invites { actor } => {
                let found = self.store.invites(Authority::Admin(actor), LINES.into()).await;
                found.map_err(unavailable).and_then(|found| found.ok_or_else(not_admin)).map(Reply::Invites)
            }
        };
        found.unwrap_or_else(Reply::Refused)
    }

    /// None for whatever is not the hash of a session's token.
    pub(crate) async fn resume(&self, token: &TokenHash) -> Result<Option<Session>, Refusal> {
        if !token.is_valid() {
            return Ok(None);
        }
        self.store.resume(token, self.sessions).await.map_err(unavailable)
    }

    /// None if there is none.
    pub(crate) async fn invitation(&self, code: &TokenHash) -> Result<Option<Invitation>, Refusal> {
        if !code.is_valid() {
            return Ok(None);
        }
        self.store.invitation(code).await.map_err(unavailable)
    }

    /// None if there is none, or another was made since.
    pub(crate) async fn reset_link(&self, token: &TokenHash) -> Result<Option<ResetLink>, Refusal> {
        if !token.is_valid() {
            return Ok(None);
        }
        let found = self.store.reset_link(token).await.map_err(unavailable)?;
        Ok(found.map(|(link, _)| link))
    }

    async fn confirmation(&self, token: &TokenHash) -> Result<Option<Confirmation>, Refusal> {
        if !token.is_valid() {
            return Ok(None);
        }
        self.store.confirmation(token).await.map_err(unavailable)
    }

    async fn people(&self, ids: &[UserId]) -> Result<Vec<Person>, Refusal> {
        if ids.len() > PEOPLE {
            return Err(too_many());
        }
        self.store.people(ids).await.map_err(unavailable)
    }

    async fn pictures(&self, ids: &[PictureId]) -> Result<Vec<PictureId>, Refusal> {
        if ids.len() > PICTURES {
            return Err(too_many());
        }
        self.store.pictures_in_use(ids).await.map_err(unavailable)
    }

    async fn by_username(&self, usernames: &[Username]) -> Result<Vec<Person>, Refusal> {
        if usernames.len() > USERNAMES {
            return Err(too_many());
        }
        self.store.by_username(usernames).await.map_err(unavailable)
    }

    async fn find(
        &self,
        viewer: UserId,
        wanted: PeopleSearch<'_>,
        known: &[UserId],
    ) -> Result<Vec<Person>, Refusal> {
        if known.len() > KNOWN {
            return Err(too_many());
        }
        let search: String = wanted.search.chars().take(SEARCH).collect();
        let limit = wanted.limit.min(u16::try_from(PEOPLE).unwrap_or(u16::MAX));
        let wanted = PeopleSearch { search: &search, limit, ..wanted };
        self.store.find(viewer, wanted, known).await.map_err(unavailable)
    }

    async fn directory(
        &self,
        actor: UserId,
        search: &str,
        offset: u32,
        limit: u16,
    ) -> Result<(Vec<DirectoryLine>, i64), Refusal> {
        let search: String = search.chars().take(SEARCH).collect();
        let found =
            self.store.directory(Authority::Admin(actor), &search, offset, limit.min(LINES).into()).await;
        found.map_err(unavailable)?.ok_or_else(not_admin)
    }

    /// One entry more is read than is told, to see whether there are older ones.
    async fn audit(
        &self,
        actor: UserId,
        before: Option<i64>,
        only: &AuditFilter,
        limit: u16,
    ) -> Result<(Vec<AuditEntry>, bool), Refusal> {
        let limit = limit.min(LINES);
        let found = self.store.audit(actor, before, only, i64::from(limit) + 1).await;
        let mut entries = found.map_err(unavailable)?.ok_or_else(not_admin)?;
        let more = entries.len() > usize::from(limit);
        entries.truncate(limit.into());
        Ok((entries, more))
    }
}
