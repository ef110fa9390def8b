//! `hubbub admin seed demo`: an installation as it is after a month, for a first impression. Everything goes the way of all
//! commands, by the rules and the append; only the times are set afterwards.

mod script;

use std::time::Instant;

use auth_service::admin::{AdminError, NewUser, People};
use proto::room::{Action, Actor, Command, Kind, OrgRole, Role};
use proto::text::{Body, DisplayName, Email, RoomName, Topic, Username};
use proto::{At, Nonce, RoomId, Seq, UserId};
use room_service::admin::Rooms;
use time::{Duration, Time};

use super::rooms::{open, refused};
use super::{say, users};
use crate::cli;
use crate::database;
use crate::error::{CliError, worded};
use script::{PEOPLE, ROOMS, Script};

/// Over so many days it was said.
const DAYS: i64 = 30;

/// The verb.
pub(super) async fn seed(about: cli::Seed) -> Result<(), CliError> {
    let cli::Seed::Demo { force, target } = about;
    let since = Instant::now();
    let claimed = database::is_claimed(&database::open(&target).await?).await?;
    let mut rooms = open(&target).await?;
    if !force && rooms.is_lived_in().await.map_err(refused)? {
        return Err(CliError::Refused(
            "this database already has rooms or messages; use --force to add the demo anyway".to_owned(),
        ));
    }
    let (people, password) = invent(&users::people(&target).await?, claimed).await?;
    let mut said = 0;
    for index in 0..ROOMS.len() {
        said += fill(&mut rooms, index, &people).await?;
    }
    say(&format!(
        "{} people, {} rooms, {said} messages in {:.1} s",
        people.len(),
        ROOMS.len(),
        since.elapsed().as_secs_f32()
    ));
    let names: Vec<&str> = people.iter().map(|(username, _)| username.as_str()).collect();
    say(&format!("sign in as {} with the password {password}", names.join(", ")));
    Ok(())
}

/// The people. The first of them becomes the owner if there is none.
async fn invent(accounts: &People, claimed: bool) -> Result<(Vec<(String, Actor)>, String), CliError> {
    let (_, password) = users::generate("demo")?;
    let mut people = Vec::new();
    for (n, (username, name)) in PEOPLE.iter().enumerate() {
        let org_role = match n {
            0 if !claimed => OrgRole::Owner,
            1 => OrgRole::Admin,
            _ => OrgRole::Member,
        };
        people.push(somebody(accounts, username, name, &password, org_role).await?);
    }
    Ok((people, password))
}

/// An account; with a number behind the name if that is in use.
async fn somebody(
    accounts: &People,
    username: &str,
    name: &str,
    password: &str,
    org_role: OrgRole,
) -> Result<(String, Actor), CliError> {
    for n in 1..100 {
        let username = if n == 1 { username.to_owned() } else { format!("{username}{n}") };
        let wrong = |refusal: proto::Refusal| CliError::Failed(worded(&refusal));
        let user = NewUser {
            username: Username::parse(&username).map_err(wrong)?,
            email: Email::parse(&format!("{username}@example.org")).map_err(wrong)?,
            display_name: DisplayName::parse(name).map_err(wrong)?,
            password: proto::text::Password::choose(password, &username).map_err(wrong)?,
            org_role,
        };
        match accounts.create(user).await {
            Ok(id) => return Ok((username, Actor { id, name: name.to_owned(), org_role })),
            Err(AdminError::UsernameTaken | AdminError::EmailTaken) => {}
            Err(error) => return Err(users::failed(error)),
        }
    }
    Err(CliError::Failed(format!("every username like {username} is taken")))
}

/// One room with all that was said in it. Says how many messages that were.
async fn fill(rooms: &mut Rooms, index: usize, people: &[(String, Actor)]) -> Result<usize, CliError> {
    let plan = &ROOMS[index];
    let inside: Vec<&Actor> = plan.people.iter().map(|n| &people[*n].1).collect();
    let (room, old) = match plan.name {
        None => (proto::id::GENERAL, true),
        Some(name) => (make(rooms, inside[0], name, plan.kind).await?, false),
    };
    let mut commands = Commands { room, all: Vec::new() };
    for who in &inside[usize::from(!old)..] {
        match plan.kind {
            Kind::Public => commands.add(who, Action::Join),
            // Everyone is in a conversation from the beginning; none is planned.
            Kind::Direct => {}
            Kind::Private => commands.add(inside[0], Action::Add { user: who.id, whom: who.name.clone() }),
        }
    }
    if !old {
        let topic = Topic::parse(plan.topic).map_err(|refusal| CliError::Failed(worded(&refusal)))?;
        commands.add(inside[0], Action::Describe { topic });
        if inside.len() > 2 {
            commands.add(inside[0], Action::Appoint { user: inside[1].id, role: Role::Moderator });
        }
    }
    let mut script = Script::new(index, commands.all.len() as Seq + rooms.head(room).await.map_err(refused)?);
    for _ in 0..plan.messages {
        let line = script.next(plan, inside.len());
        let body = Body::parse(&line.words).map_err(|refusal| CliError::Failed(worded(&refusal)))?;
        commands.add(inside[line.who], Action::Post { body, reply_to: line.reply_to, files: Vec::new() });
        if let Some(words) = script.second_thought(&line) {
            let action = match words {
                Some(words) => Action::Edit {
                    target: line.seq,
                    body: Body::parse(&words).map_err(|refusal| CliError::Failed(worded(&refusal)))?,
                    text_rev: None,
                    without: Vec::new(),
                },
                None => Action::Delete { target: line.seq, reason: None },
            };
            commands.add(inside[line.who], action);
        }
    }
    if plan.archived {
        commands.add(inside[0], Action::Archive);
    }
    let before = rooms.head(room).await.map_err(refused)?;
    let events = rooms.carry_out(commands.all).await.map_err(refused)? as Seq;
    let head = before + events;
    if before <= 1 {
        rooms.date(room, &moments(index, head)).await.map_err(refused)?;
    }
    let read: Vec<(UserId, Seq)> = inside
        .iter()
        .enumerate()
        .map(|(n, who)| (who.id, if n % 3 == 2 { head - 3 * n as Seq } else { head }))
        .collect();
    rooms.mark(room, &read).await.map_err(refused)?;
    Ok(plan.messages)
}

async fn make(rooms: &Rooms, owner: &Actor, name: &str, kind: Kind) -> Result<RoomId, CliError> {
    for n in 1..100 {
        let name = if n == 1 { name.to_owned() } else { format!("{name} {n}") };
        let name = RoomName::parse(&name).map_err(|refusal| CliError::Failed(worded(&refusal)))?;
        match rooms.create(owner, &name, kind).await {
            Ok(room) => return Ok(room),
            Err(room_service::admin::AdminError::Refused(_)) => {}
            Err(error) => return Err(refused(error)),
        }
    }
    Err(CliError::Failed(format!("every room name like {name} is taken")))
}

/// Commands for one room.
struct Commands {
    room: RoomId,
    all: Vec<Command>,
}

impl Commands {
    fn add(&mut self, who: &Actor, action: Action) {
        self.all.push(Command::new(self.room, who.clone(), Nonce::new(), action));
    }
}

/// So many moments of the last weeks, in order, in bursts by day, none at night.
fn moments(room: usize, count: Seq) -> Vec<At> {
    let now = At::now_utc();
    let first = (now - Duration::days(DAYS)).date();
    let mut moments: Vec<At> = (0..count)
        .map(|n| {
            let share = n as f64 / count.max(1) as f64;
            // A wave, so that talk comes in bursts of a few minutes.
            let wave = (share * DAYS as f64 * 6.0).fract().powi(3) / (DAYS as f64 * 6.0);
            let day = ((share * DAYS as f64 * 6.0).floor() / (DAYS as f64 * 6.0) + wave) * DAYS as f64;
            let minutes = 8.0 * 60.0 + day.fract() * 13.0 * 60.0 + room as f64 * 3.0;
            let date = first + Duration::days(day.floor() as i64);
            date.with_time(Time::MIDNIGHT).assume_utc()
                + Duration::seconds_f64(minutes * 60.0 + n as f64 % 7.0)
        })
        .map(|at| at.min(now - Duration::minutes(2)))
        .collect();
    moments.sort_unstable();
    moments
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_never_go_back_and_none_is_to_come() {
        let moments = moments(2, 700);
        assert!(moments.is_sorted() && moments.len() == 700);
        assert!(moments.iter().all(|at| *at < At::now_utc()));
        assert!(moments[699] - moments[0] > Duration::days(20));
    }

    #[test]
    fn two_thousand_messages_are_planned() {
        assert_eq!(ROOMS.iter().map(|room| room.messages).sum::<usize>(), 2_000);
        assert_eq!((PEOPLE.len(), ROOMS.len()), (12, 6));
    }
}
