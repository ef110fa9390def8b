//! Laws that hold whatever people do.

use proptest::prelude::*;

use proto::room::Act;

use super::*;

/// What somebody might wish, right or wrong.
fn wish() -> impl Strategy<Value = Wish> {
    let who = || (1_u128..5).prop_map(|n| UserId(Uuid::from_u128(n)));
    let role = prop_oneof![Just(Role::Member), Just(Role::Moderator), Just(Role::Owner), Just(Role::Banned)];
    prop_oneof![
        4 => (0_i64..12).prop_map(|n| Wish::Post { body: body("x"), reply_to: (n > 8).then_some(n) }),
        2 => (0_i64..12).prop_map(|target| Wish::Edit { target, body: body("y") }),
        2 => (0_i64..12).prop_map(|target| Wish::Delete { target }),
        2 => Just(Wish::Join),
        1 => Just(Wish::Leave),
        1 => (who(), any::<bool>()).prop_map(|(user, ban)| Wish::Remove { user, ban, reason: None, whom: String::new() }),
        1 => (who(), role).prop_map(|(user, role)| Wish::Appoint { user, role }),
        1 => Just(Wish::Cancel),
        1 => act().prop_map(|act| Wish::ByOffice { act }),
    ]
}

fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        8 => (0_i64..12).prop_map(|target| Act::Delete { target }),
        4 => Just(Act::Archive),
        4 => Just(Act::Restore),
        1 => Just(Act::Demolish),
    ]
}

/// (who, nonce out of a few, again, what)
fn commands() -> impl Strategy<Value = Vec<(u128, u128, bool, Wish)>> {
    proptest::collection::vec((1_u128..5, 0_u128..12, any::<bool>(), wish()), 1..60)
}

/// Whoever acts by power of office holds one.
fn asked(house: &House, who: u128, wish: &Wish) -> Command {
    let mut command = house.command(UserId(Uuid::from_u128(who)), wish.clone());
    if matches!(wish, Wish::ByOffice { .. }) {
        command.actor.standing = Standing::Admin;
    }
    command
}

proptest! {
    #[test]
    fn the_log_is_dense_and_replaying_it_gives_the_room(all in commands(), size in 1_usize..8) {
        let mut house = House::empty(Kind::Public);
        for some in all.chunks(size) {
            let round = some.iter().map(|(who, nonce, again, wish)| Command {
                nonce: Nonce(Uuid::from_u128(100 + nonce)),
                again: *again,
                ..asked(&house, *who, wish)
            });
            let round: Vec<Command> = round.collect();
            house.round(round);
        }
        let events = house.log.after(house.id, 0);
        prop_assert_eq!(events.iter().map(|event| event.seq).collect::<Vec<_>>(), (1..=house.log.head(house.id)).collect::<Vec<_>>());

        let mut replayed = Room::before(house.id);
        events.iter().for_each(|event| replayed.apply(event));
        let stored = house.log.load(house.id, &Default::default()).expect("the room").room;
        prop_assert_eq!((replayed.head, replayed.last_msg, replayed.acl, replayed.members), (stored.head, stored.last_msg, stored.acl, stored.members));
        prop_assert_eq!(stored.members, i64::try_from(house.log.members(house.id).len()).expect("few"));
        for (user, role) in house.log.members(house.id) {
            prop_assert_eq!(replayed.member(user).map(|row| row.role), Some(role));
        }

        let mut names: Vec<_> = events.iter().map(|event| (event.actor, event.nonce)).collect();
        names.sort_unstable();
        names.dedup();
        prop_assert_eq!(names.len(), events.len(), "a nonce is in the log once");
    }

    #[test]
    fn whatever_happens_is_allowed_and_whoever_acts_has_a_row(all in commands()) {
        let mut house = House::empty(Kind::Public);
        for (who, _, again, wish) in all {
            let was_inside = house.is_inside(UserId(Uuid::from_u128(who)));
            let in_office = matches!(wish, Wish::ByOffice { .. });
            let head = house.log.head(house.id);
            let command = Command { again, ..asked(&house, who, &wish) };
            let answer = house.asks(command);
            let events = house.log.after(house.id, head);
            prop_assert!(events.len() <= 1);
            for event in events {
                prop_assert!(was_inside || in_office || matches!(event.fact, Fact::Joined | Fact::Void), "{:?}", event);
            }
            if let Answer::Done(done) = answer {
                prop_assert!(done.seq <= house.log.head(house.id));
            }
        }
    }
}
