//! Direct conversations: begun, taken off one's list, and called by the names of those in them.

use std::collections::HashMap;
use std::time::Duration;

use proto::auth::{Person, Session};
use proto::room::{Kind, MyRoom, OrgRole, Query, Reply, RoomView};
use proto::{Reason, Refusal, RoomId, UserId};
use tokio::time::timeout;

use super::{Actions, actor};
use crate::people::People;

/// The most others in a conversation.
const OTHERS: usize = 11;
/// How long a list waits for names that are not known yet.
const NAMES: Duration = Duration::from_millis(600);
/// What somebody is called whose name nobody can tell at the moment.
const UNKNOWN: &str = "…";

impl Actions {
    /// The conversation of a person with others, whose usernames are listed with spaces or commas between them; of nobody, their
    /// notes to themselves.
    ///
    /// # Errors
    /// Somebody is not there or not for them to reach, or they are too many.
    pub(crate) async fn open_direct(&self, session: &Session, usernames: &str) -> Result<RoomView, Refusal> {
        self.rate_limiter.durable(session.person.id)?;
        let too_many = Reason::DirectTooMany { max: OTHERS };
        let listed = self.people_listed(session, usernames, OTHERS, too_many).await;
        let others = listed.map_err(|refusal| as_seen_by(session, refusal))?;
        let others = others.iter().map(|person| person.id).collect();
        let query = Query::Direct { actor: actor(session), others };
        match self.cluster.ask_room(session.person.id.0, &query).await {
            Ok(Reply::Room(view)) => Ok(*view),
            Ok(_) => Err(Refusal::unavailable()),
            Err(refusal) if is_about_people(&refusal) => Err(refusal.on("people")),
            Err(refusal) => Err(refusal),
        }
    }

    /// Takes a conversation off a person's list until more is said in it. What was said is read by that.
    ///
    /// # Errors
    /// It is none of theirs, or nobody answers.
    pub(crate) async fn hide_direct(&self, session: &Session, room: &RoomView) -> Result<(), Refusal> {
        let (room, head, user) = (room.room, room.head, session.person.id);
        self.mark_all_read(user, room, head).await?;
        self.hide(room, user).await
    }

    async fn hide(&self, room: RoomId, user: UserId) -> Result<(), Refusal> {
        match self.cluster.ask_room(room.0, &Query::Hide { room, user }).await? {
            Reply::Hidden => Ok(()),
            _ => Err(Refusal::unavailable()),
        }
    }
}

fn is_about_people(refusal: &Refusal) -> bool {
    matches!(refusal.reason, Reason::DirectTooMany { .. } | Reason::DirectNobody)
}

/// Guests are not told who has an account beside those they are in a room with.
fn as_seen_by(session: &Session, refusal: Refusal) -> Refusal {
    match refusal.reason {
        Reason::PersonUnknown { .. } if session.org_role <= OrgRole::Guest => {
            Refusal::new(Reason::DirectNobody).on("people")
        }
        _ => refusal,
    }
}

/// Calls direct conversations by the names of the others in them, as far as somebody can tell in time.
pub(crate) async fn name_rooms(people: &People, me: UserId, rooms: &mut [MyRoom]) {
    let mut direct: Vec<&mut MyRoom> = rooms.iter_mut().filter(|room| room.kind == Kind::Direct).collect();
    if direct.is_empty() {
        return;
    }
    let known = names(people, me, direct.iter().map(|room| &room.others)).await;
    for room in &mut direct {
        room.name = title(me, &room.others, &known);
    }
}

/// The same of one, as somebody looks at it.
pub(crate) async fn name_view(people: &People, me: UserId, room: &mut RoomView) {
    if room.kind == Kind::Direct {
        let known = names(people, me, std::iter::once(&room.others)).await;
        room.name = title(me, &room.others, &known);
    }
}

/// The name of one with these others in it.
pub(crate) async fn name_of(people: &People, me: UserId, others: &[UserId]) -> String {
    title(me, others, &names(people, me, std::iter::once(&others.to_vec())).await)
}

async fn names<'a>(
    people: &People,
    me: UserId,
    rooms: impl Iterator<Item = &'a Vec<UserId>>,
) -> HashMap<UserId, Person> {
    let mut ids: Vec<UserId> = rooms.flatten().copied().chain([me]).collect();
    ids.sort_unstable();
    ids.dedup();
    timeout(NAMES, people.get(&ids)).await.unwrap_or_default()
}

/// The name of the other; of several, their first names, in order of these; alone, one's own.
fn title(me: UserId, others: &[UserId], known: &HashMap<UserId, Person>) -> String {
    let whole = |user: &UserId| known.get(user).map_or_else(|| UNKNOWN.to_owned(), Person::shown_name);
    match others {
        [] => whole(&me),
        [other] => whole(other),
        several => {
            let mut names: Vec<String> = several.iter().map(|user| first_name(*user, known)).collect();
            names.sort_by_cached_key(|name| name.to_lowercase());
            names.join(", ")
        }
    }
}

fn first_name(user: UserId, known: &HashMap<UserId, Person>) -> String {
    match known.get(&user) {
        Some(person) if !person.ambiguous => {
            person.display_name.split_whitespace().next().unwrap_or(&person.username).to_owned()
        }
        Some(person) => person.shown_name(),
        None => UNKNOWN.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn people(names: &[(u128, &str, bool)]) -> HashMap<UserId, Person> {
        let person = |&(n, name, ambiguous): &(u128, &str, bool)| Person {
            id: id(n),
            username: format!("u{n}"),
            display_name: name.to_owned(),
            ambiguous,
            status: None,
            invisible: false,
            avatar: None,
            quiet: None,
        };
        names.iter().map(person).map(|person| (person.id, person)).collect()
    }

    fn id(n: u128) -> UserId {
        UserId(uuid::Uuid::from_u128(n))
    }

    #[test]
    fn a_conversation_is_called_by_the_others_in_it() {
        let known = people(&[
            (1, "Ingrid Moe", false),
            (2, "Rosa Silva", false),
            (3, "Jonas Ott", false),
            (4, "Rosa Silva", true),
        ]);
        let title =
            |others: &[u128]| title(id(1), &others.iter().copied().map(id).collect::<Vec<_>>(), &known);
        assert_eq!(title(&[2]), "Rosa Silva");
        assert_eq!(title(&[2, 3]), "Jonas, Rosa", "whatever the order of their ids");
        assert_eq!(title(&[]), "Ingrid Moe", "notes to oneself");
        assert_eq!(title(&[9]), UNKNOWN);
        assert!(
            title(&[3, 4]).contains("u4"),
            "who is not told apart by name is by username: {}",
            title(&[3, 4])
        );
    }
}
