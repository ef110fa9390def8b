//! Direct conversations by plain values: who they are of, who may begin one, and what happens in one.

use proto::room::FirstContact;
use proto::room::permissions::Asker;

use super::*;
use crate::room::direct::{MOST, Participants, Standing, check_others};

fn person(n: u128) -> UserId {
    UserId(Uuid::from_u128(n))
}

#[test]
fn the_same_people_are_the_same_room_whoever_asks_and_in_whichever_order() {
    let namespace = Uuid::from_u128(7);
    let room = |actor, others: &[UserId]| Participants::new(actor, others).expect("people").room(namespace);
    let (ann, bob, eve) = (person(1), person(2), person(3));
    assert_eq!(room(ann, &[bob]), room(bob, &[ann]));
    assert_eq!(room(ann, &[bob, eve]), room(eve, &[ann, bob, bob, eve]));
    assert_eq!(room(ann, &[]), room(ann, &[ann, ann]), "to oneself, twice");
    let all = [room(ann, &[]), room(ann, &[bob]), room(ann, &[bob, eve]), room(bob, &[eve]), room(bob, &[])];
    let different: std::collections::HashSet<_> = all.iter().collect();
    assert_eq!(different.len(), all.len());
    let elsewhere = Participants::new(ann, &[bob]).expect("people").room(Uuid::from_u128(8));
    assert_ne!(elsewhere, room(ann, &[bob]), "in another installation");
}

#[test]
fn whoever_asks_is_always_in_it_and_they_are_twelve_at_most() {
    let others: Vec<UserId> = (2..=12).map(person).collect();
    let twelve = Participants::new(person(1), &others).expect("twelve");
    assert_eq!((twelve.all().len(), twelve.without(person(1))), (MOST, others.clone()));
    let thirteen: Vec<UserId> = (2..=13).map(person).collect();
    let refusal = Participants::new(person(1), &thirteen).expect_err("thirteen");
    assert_eq!(refusal.reason, Reason::DirectTooMany { max: 11 });
    let system = Participants::new(person(1), &[proto::id::SYSTEM]).expect_err("nobody");
    assert_eq!(system.reason, Reason::DirectNobody);
}

#[test]
fn nobody_writes_first_to_who_is_not_there_and_guests_only_to_whom_they_share_a_room_with() {
    use OrgRole::{Admin, Guest, Inactive, Member};
    let may = |actor, other, shares_room| {
        check_others(
            actor,
            &[Standing {
                user: person(2),
                org_role: other,
                shares_room,
                first_contact: FirstContact::Everybody,
            }],
        )
        .is_ok()
    };
    assert!(may(Member, Some(Member), false) && may(Admin, Some(Member), false));
    for shares_room in [true, false] {
        assert!(!may(Member, None, shares_room) && !may(Member, Some(Inactive), shares_room));
        assert_eq!(may(Guest, Some(Member), shares_room), shares_room);
        assert_eq!(may(Member, Some(Guest), shares_room), shares_room);
    }
    assert_eq!(check_others(Inactive, &[]), Err(Refusal::revoked()));
    assert_eq!(check_others(Guest, &[]), Ok(()), "notes to oneself");
    let standing = |org_role| Standing {
        user: person(2),
        org_role,
        shares_room: false,
        first_contact: FirstContact::Everybody,
    };
    let one_of_two = check_others(Member, &[standing(Some(Member)), standing(None)]);
    assert_eq!(one_of_two, Err(Reason::DirectNobody.into()));
    let foreign = check_others(Guest, &[standing(Some(Member))]);
    assert_eq!(foreign, check_others(Guest, &[standing(None)]), "not there, or not for them: told alike");
}

#[test]
fn everyone_says_who_may_write_to_them_first() {
    let may = |first_contact, shares_room| {
        let standing =
            Standing { user: person(2), org_role: Some(OrgRole::Member), shares_room, first_contact };
        check_others(OrgRole::Owner, &[standing]).map_err(|refusal| refusal.reason)
    };
    let refused = Err(Reason::DirectNobody);
    assert_eq!([may(FirstContact::Everybody, false), may(FirstContact::SharedRoom, true)], [Ok(()), Ok(())]);
    assert_eq!(may(FirstContact::SharedRoom, false), refused);
    assert_eq!(
        [may(FirstContact::Nobody, false), may(FirstContact::Nobody, true)],
        [refused.clone(), refused]
    );
}

#[test]
fn in_a_conversation_all_are_alike_and_an_admin_has_no_more_to_say() {
    let asker = |org_role, role| Asker {
        org_role,
        role,
        kind: Kind::Direct,
        archived: false,
        blocked: false,
        muted_until: None,
        posting: proto::room::LeastRole::Member,
        broadcast: proto::room::LeastRole::Member,
    };
    let inside = asker(OrgRole::Member, Some(Role::Member));
    let admin = asker(OrgRole::Owner, Some(Role::Member));
    let stranger = asker(OrgRole::Owner, None);
    for action in proto::room::ActionKind::all() {
        let own = inside.check(Authority::Member, action);
        assert_eq!(own, admin.check(Authority::Member, action), "{action:?}");
        let outside = stranger.check(Authority::Member, action);
        let expected =
            if action == proto::room::ActionKind::Create { Ok(()) } else { Err(Refusal::not_found()) };
        assert_eq!(outside, expected, "{action:?}");
    }
    let others_message = admin.check_author(Authority::Member, proto::room::ActionKind::Delete, false);
    assert_eq!(others_message, Err(Reason::AuthorOrModeratorOnly.into()));
}

#[test]
fn everyone_is_inside_from_its_first_event_on() {
    let participants = vec![ANN, BOB];
    let mut room = Room::before(RoomId(Uuid::from_u128(9)));
    let fact = Fact::Created { room_name: String::new(), room_kind: Kind::Direct, participants };
    let (id, at) = (room.id, At::UNIX_EPOCH);
    room.apply(&Event { room: id, seq: 1, at, actor: ANN, name: String::new(), nonce: Nonce(id.0), fact });
    assert_eq!((room.kind, room.members, room.owners, room.acl), (Kind::Direct, 2, 0, 1));
    assert_eq!(room.name, None);
    for user in [ANN, BOB] {
        assert_eq!(room.member(user).map(|row| row.role), Some(Role::Member));
    }
}

/// A conversation of these people, ready to decide.
fn conversation(participants: &[UserId]) -> Room {
    let mut room = Room::before(RoomId(Uuid::from_u128(9)));
    let participants = participants.to_vec();
    let fact = Fact::Created { room_name: String::new(), room_kind: Kind::Direct, participants };
    happens(&mut room, ANN, fact);
    room
}

fn happens(room: &mut Room, actor: UserId, fact: Fact) {
    let (id, seq, at) = (room.id, room.head + 1, At::UNIX_EPOCH);
    room.apply(&Event { room: id, seq, at, actor, name: String::new(), nonce: Nonce::new(), fact });
}

fn decides(room: &Room, who: UserId, action: Action) -> Decision {
    let actor = Actor { id: who, name: String::new(), org_role: OrgRole::Member };
    room.decide(&Command::new(room.id, actor, Nonce::new(), action), None)
}

#[test]
fn a_block_stops_new_messages_both_ways_until_whoever_made_it_takes_it_back() {
    let mut room = conversation(&[ANN, BOB]);
    let stopped = |room: &Room| {
        [ANN, BOB]
            .map(|who| decides(room, who, post("hello")) == Decision::Refused(Reason::Unreachable.into()))
    };
    assert_eq!(decides(&room, ANN, Action::Unblock), Decision::Unchanged);
    assert_eq!(decides(&room, ANN, Action::Block), Decision::Happens(Fact::Blocked));
    assert_eq!(stopped(&room), [false, false]);
    happens(&mut room, ANN, Fact::Blocked);
    assert_eq!(decides(&room, ANN, Action::Block), Decision::Unchanged);
    assert_eq!(stopped(&room), [true, true]);
    assert_eq!(decides(&room, BOB, Action::Unblock), Decision::Unchanged, "it is not his");
    // Each has a block of their own.
    happens(&mut room, BOB, Fact::Blocked);
    happens(&mut room, ANN, Fact::Unblocked);
    assert_eq!(stopped(&room), [true, true]);
    happens(&mut room, BOB, Fact::Unblocked);
    assert_eq!(stopped(&room), [false, false]);
    assert!(room.member(ANN).is_some_and(|row| !row.blocks) && room.blocks.is_empty());
}

#[test]
fn only_in_a_conversation_of_two_is_there_somebody_to_block() {
    for participants in [&[ANN][..], &[ANN, BOB, EVE]] {
        let room = conversation(participants);
        for action in [Action::Block, Action::Unblock] {
            assert_eq!(decides(&room, ANN, action), Decision::Refused(Refusal::not_found()));
        }
    }
    let fixture = Fixture::new(Kind::Private);
    assert_eq!(fixture.refused(OLGA, Action::Block), Code::NotFound);
}

#[test]
fn of_a_block_nobody_is_told_more_than_of_a_void() {
    let event = |fact| Event {
        room: RoomId(Uuid::from_u128(9)),
        seq: 7,
        at: At::UNIX_EPOCH,
        actor: ANN,
        name: "Ann".to_owned(),
        nonce: Nonce::new(),
        fact,
    };
    let void = event(Fact::Void).disclosed().into_owned();
    for fact in [Fact::Blocked, Fact::Unblocked] {
        assert_eq!(event(fact).disclosed().into_owned(), void);
    }
}
