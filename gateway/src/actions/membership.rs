//! Membership: people added, removed, banned, let back, muted, and given roles.

use std::time::Duration;

use proto::auth::{Person, Query, Reply, Session};
use proto::room::permissions::Asker;
use proto::room::{Action, ActionKind, Authority, Minutes, OrgRole, Role, RoomView};
use proto::text::{ModerationReason, Username};
use proto::{Reason, Refusal, UserId};
use tokio::time::timeout;
use uuid::Uuid;

use super::Actions;

/// How long a command waits for the name of whom it is done to.
const NAMES: Duration = Duration::from_millis(600);

/// Gives a member another role.
///
/// # Errors
/// There is no such role.
pub(crate) fn appoint(user: UserId, role: &str) -> Result<Action, Refusal> {
    let role = match role {
        "member" => Role::Member,
        "moderator" => Role::Moderator,
        "owner" => Role::Owner,
        _ => return Err(Refusal::new(Reason::UnknownRoomRole)),
    };
    Ok(Action::Appoint { user, role })
}

/// Why somebody is removed or muted, or a message deleted; none if nothing is said.
///
/// # Errors
/// It is too long, or holds what must not be in it.
pub(super) fn moderation_reason(typed: &str) -> Result<Option<ModerationReason>, Refusal> {
    Some(typed).filter(|text| !text.trim().is_empty()).map(ModerationReason::parse).transpose()
}

fn parse_minutes(typed: &str) -> Result<Minutes, Refusal> {
    let minutes = typed.parse().map_err(|_| Refusal::new(Reason::UnknownDuration).on("minutes"))?;
    Minutes::new(minutes)
}

impl Actions {
    /// Makes somebody a member, by their username. Whether there is such a person is told to those alone who may add them.
    ///
    /// # Errors
    /// Nobody has this username, or it is not for this person to know.
    pub(crate) async fn add(
        &self,
        session: &Session,
        room: &RoomView,
        username: &str,
    ) -> Result<Action, Refusal> {
        Asker::viewing(session.org_role, room).check(Authority::Member, ActionKind::Add)?;
        let person = self.by_username(username).await?;
        Ok(Action::Add { user: person.id, whom: person.display_name })
    }

    /// Ends somebody's membership; with `ban`, they may not come back, for good or for so many minutes.
    ///
    /// # Errors
    /// The reason is none, or the minutes are.
    pub(crate) async fn remove(
        &self,
        user: UserId,
        ban: bool,
        minutes: &str,
        reason: &str,
    ) -> Result<Action, Refusal> {
        let minutes = if ban && !minutes.is_empty() { Some(parse_minutes(minutes)?) } else { None };
        let reason = moderation_reason(reason)?;
        Ok(Action::Remove { user, ban, minutes, reason, whom: self.name(user).await })
    }

    /// Lets somebody say nothing for so many minutes.
    ///
    /// # Errors
    /// The reason is none, or the minutes are.
    pub(crate) async fn mute(&self, user: UserId, minutes: &str, reason: &str) -> Result<Action, Refusal> {
        let (minutes, reason) = (parse_minutes(minutes)?, moderation_reason(reason)?);
        Ok(Action::Mute { user, minutes, reason, whom: self.name(user).await })
    }

    /// The same, by their username. Whether there is such a person is told to those alone who may mute them.
    ///
    /// # Errors
    /// Nobody has this username, the reason is none, or it is not for this person to know.
    pub(crate) async fn mute_named(
        &self,
        session: &Session,
        room: &RoomView,
        username: &str,
        minutes: Minutes,
        reason: &str,
    ) -> Result<Action, Refusal> {
        Asker::viewing(session.org_role, room).check(Authority::Member, ActionKind::Mute)?;
        let (person, reason) = (self.by_username(username).await?, moderation_reason(reason)?);
        Ok(Action::Mute { user: person.id, minutes, reason, whom: person.display_name })
    }

    /// Lets somebody speak again, by their username.
    ///
    /// # Errors
    /// Nobody has this username, or it is not for this person to know.
    pub(crate) async fn unmute_named(
        &self,
        session: &Session,
        room: &RoomView,
        username: &str,
    ) -> Result<Action, Refusal> {
        Asker::viewing(session.org_role, room).check(Authority::Member, ActionKind::Unmute)?;
        let person = self.by_username(username).await?;
        Ok(Action::Unmute { user: person.id, whom: person.display_name })
    }

    /// Lets them speak again.
    pub(crate) async fn unmute(&self, user: UserId) -> Action {
        Action::Unmute { user, whom: self.name(user).await }
    }

    /// Lets somebody come back who was banned.
    pub(crate) async fn unban(&self, user: UserId) -> Action {
        Action::Unban { user, whom: self.name(user).await }
    }

    /// Whoever has this username and may sign in.
    async fn by_username(&self, username: &str) -> Result<Person, Refusal> {
        let nobody = || Refusal::new(Reason::UsernameUnknown).on("username");
        let username = Username::parse(username.trim().trim_start_matches('@')).map_err(|_| nobody())?;
        match self.cluster.ask_auth(Uuid::new_v4(), &Query::Profile { username }).await? {
            Reply::Profile(Some(profile)) if profile.org_role > OrgRole::Inactive => Ok(profile.person),
            Reply::Profile(_) => Err(nobody()),
            _ => Err(Refusal::unavailable()),
        }
    }

    /// Those whose usernames are listed, with spaces or commas between them, except whoever lists them.
    ///
    /// # Errors
    /// Somebody of them is not there, or they are too many.
    pub(super) async fn people_listed(
        &self,
        session: &Session,
        usernames: &str,
        most: usize,
        too_many: Reason,
    ) -> Result<Vec<Person>, Refusal> {
        let typed = usernames.split(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '،' | '、'));
        let mut names = Vec::new();
        for typed in typed.map(|name| name.trim_start_matches('@')).filter(|name| !name.is_empty()) {
            let nobody = |_| Refusal::new(Reason::PersonUnknown { name: typed.to_owned() }).on("people");
            let name = Username::parse(typed).map_err(nobody)?;
            if !names.contains(&name) && name.as_str() != session.person.username {
                names.push(name);
            }
        }
        if names.len() > most {
            return Err(Refusal::new(too_many).on("people"));
        }
        if names.is_empty() {
            return Ok(Vec::new());
        }
        let query = Query::ByUsername { usernames: names.clone() };
        let Reply::People(people) = self.cluster.ask_auth(Uuid::new_v4(), &query).await? else {
            return Err(Refusal::unavailable());
        };
        let missing = names.iter().find(|name| !people.iter().any(|person| person.username == name.as_str()));
        match missing {
            Some(name) => Err(Refusal::new(Reason::PersonUnknown { name: name.to_string() }).on("people")),
            None => Ok(people),
        }
    }

    /// What somebody is called, for those who read the log; empty if nobody can tell in time.
    async fn name(&self, user: UserId) -> String {
        let found = timeout(NAMES, self.people.get(&[user])).await.unwrap_or_default();
        found.get(&user).map(|person| person.display_name.clone()).unwrap_or_default()
    }
}
