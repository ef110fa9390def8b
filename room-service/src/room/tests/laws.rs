//! Laws that hold whatever people do.

use proptest::prelude::*;

use super::*;
use crate::room::Needs;

/// What somebody might want, right or wrong, and by what right.
fn action() -> impl Strategy<Value = (Authority, Action)> {
    prop_oneof![
        14 => as_member().prop_map(|action| (Authority::Member, action)),
        1 => as_admin().prop_map(|action| (Authority::Admin, action)),
    ]
}

fn as_member() -> impl Strategy<Value = Action> {
    let who = || (1_u128..5).prop_map(|n| UserId(Uuid::from_u128(n)));
    let role = prop_oneof![Just(Role::Member), Just(Role::Moderator), Just(Role::Owner), Just(Role::Banned)];
    prop_oneof![
        2 => (0_i64..12).prop_map(|n| Action::PostInThread { root: n, body: body("x"), also_in_room: n % 2 == 0, files: Vec::new() }),
        4 => (0_i64..12).prop_map(|n| Action::Post { body: body("x"), reply_to: (n > 8).then_some(n), files: Vec::new() }),
        2 => (0_i64..12).prop_map(|target| Action::Edit { target, body: body("y"), text_rev: None, without: Vec::new() }),
        2 => (0_i64..12).prop_map(|target| Action::Delete { target, reason: None }),
        2 => (0_i64..12, any::<bool>()).prop_map(|(target, is)| if is { Action::Pin { target } } else { Action::Unpin { target } }),
        4 => (0_i64..12, 0_usize..3, any::<bool>()).prop_map(|(target, n, is)| {
            let reaction = Reaction::parse(["👍", "👍🏽", "🎉"][n]).expect("a reaction");
            if is { Action::React { target, reaction } } else { Action::Unreact { target, reaction } }
        }),
        2 => Just(Action::Join),
        1 => Just(Action::Leave),
        1 => (who(), any::<bool>()).prop_map(|(user, ban)| Action::Remove { user, ban, minutes: None, reason: None, whom: String::new() }),
        1 => (who(), any::<bool>()).prop_map(|(user, is)| {
            let (minutes, whom) = (proto::room::Minutes::new(1).expect("a minute"), String::new());
            if is { Action::Mute { user, minutes, reason: None, whom } } else { Action::Unmute { user, whom } }
        }),
        1 => (who(), role).prop_map(|(user, role)| Action::Appoint { user, role }),
        1 => Just(Action::Cancel),
    ]
}

fn as_admin() -> impl Strategy<Value = Action> {
    prop_oneof![
        8 => (0_i64..12).prop_map(|target| Action::Delete { target, reason: None }),
        4 => Just(Action::Archive),
        4 => Just(Action::Restore),
        1 => Just(Action::DeleteRoom),
    ]
}

/// (who, nonce out of a few, again, what)
fn commands() -> impl Strategy<Value = Vec<(u128, u128, bool, (Authority, Action))>> {
    proptest::collection::vec((1_u128..5, 0_u128..12, any::<bool>(), action()), 1..60)
}

/// Everything that can be remembered of these messages.
fn everything() -> Needs {
    let users = [OLGA, ANN, BOB, EVE];
    Needs {
        people: users.into(),
        targets: (1..=70).collect(),
        reactions: (1..=70).flat_map(|seq| users.map(|user| (seq, user))).collect(),
    }
}

/// Whoever acts as an admin is one.
fn asked(fixture: &Fixture, who: u128, (authority, action): &(Authority, Action)) -> Command {
    let mut command = fixture.command(UserId(Uuid::from_u128(who)), action.clone()).by(*authority);
    if *authority == Authority::Admin {
        command.actor.org_role = OrgRole::Admin;
    }
    command
}

proptest! {
    #[test]
    fn the_log_is_dense_and_replaying_it_gives_the_room(all in commands(), size in 1_usize..8) {
        let mut fixture = Fixture::empty(Kind::Public);
        for some in all.chunks(size) {
            let round = some.iter().map(|(who, nonce, again, action)| Command {
                nonce: Nonce(Uuid::from_u128(100 + nonce)),
                again: *again,
                ..asked(&fixture, *who, action)
            });
            let round: Vec<Command> = round.collect();
            fixture.round(round);
        }
        let events = fixture.log.after(fixture.id, 0);
        prop_assert_eq!(events.iter().map(|event| event.seq).collect::<Vec<_>>(), (1..=fixture.log.head(fixture.id)).collect::<Vec<_>>());

        let mut replayed = Room::before(fixture.id);
        events.iter().for_each(|event| replayed.apply(event));
        let stored = fixture.log.load(fixture.id, &Default::default()).expect("the room").room;
        prop_assert_eq!((replayed.head, replayed.last_msg, replayed.acl, replayed.members, &replayed.settings), (stored.head, stored.last_msg, stored.acl, stored.members, &stored.settings));
        prop_assert_eq!(stored.members, i64::try_from(fixture.log.members(fixture.id).len()).expect("few"));
        for (user, role) in fixture.log.members(fixture.id) {
            prop_assert_eq!(replayed.member(user).map(|row| row.role), Some(role));
        }

        let mut names: Vec<_> = events.iter().map(|event| (event.actor, event.nonce)).collect();
        names.sort_unstable();
        names.dedup();
        prop_assert_eq!(names.len(), events.len(), "a nonce is in the log once");
    }

    #[test]
    fn what_a_room_remembers_is_what_the_log_says(all in commands(), size in 1_usize..8) {
        let (mut fixture, mut machine) = (Fixture::empty(Kind::Public), RoundMachine::new());
        for some in all.chunks(size) {
            let round = some.iter().map(|(who, nonce, again, action)| Command {
                nonce: Nonce(Uuid::from_u128(100 + nonce)),
                again: *again,
                ..asked(&fixture, *who, action)
            });
            let round: Vec<Command> = round.collect();
            fixture.round_of(&mut machine, round);
            let Some(room) = machine.remembered().filter(|room| room.head == fixture.log.head(fixture.id)) else { continue };
            // What it would not ask for again.
            let (every, lacks) = (everything(), room.lacks(&everything()));
            let known = Needs {
                people: Default::default(),
                targets: &every.targets - &lacks.targets,
                reactions: &every.reactions - &lacks.reactions,
            };
            let loaded = fixture.log.load(fixture.id, &known).expect("the room");
            if room.deleted {
                continue;
            }
            for target in &known.targets {
                let stored = loaded.targets.iter().find(|message| message.seq == *target);
                prop_assert_eq!(room.target(*target), stored);
            }
            for key in known.reactions.iter().filter(|(seq, _)| room.target(*seq).is_some_and(|one| one.deleted_at.is_none())) {
                let stored = loaded.reactions.iter().find(|(stored, _)| stored == key).map(|(_, tokens)| tokens.clone());
                prop_assert_eq!(room.reactions_of(key.0, key.1), &stored.unwrap_or_default());
            }
        }
    }

    #[test]
    fn whatever_happens_is_allowed_and_whoever_acts_has_a_row(all in commands()) {
        let mut fixture = Fixture::empty(Kind::Public);
        for (who, _, again, action) in all {
            let was_inside = fixture.is_inside(UserId(Uuid::from_u128(who)));
            let as_admin = action.0 == Authority::Admin;
            let head = fixture.log.head(fixture.id);
            let command = Command { again, ..asked(&fixture, who, &action) };
            let answer = fixture.asks(command);
            let events = fixture.log.after(fixture.id, head);
            prop_assert!(events.len() <= 1);
            for event in events {
                prop_assert!(was_inside || as_admin || matches!(event.fact, Fact::Joined | Fact::Void), "{:?}", event);
            }
            if let Answer::Done(done) = answer {
                prop_assert!(done.seq <= fixture.log.head(fixture.id));
            }
        }
    }
}
