//! Reactions: who, to what, how many.

use proto::room::Reactions;

use super::*;

fn reaction(text: &str) -> Reaction {
    Reaction::parse(text).expect("a reaction")
}

fn react(target: Seq, text: &str) -> Action {
    Action::React { target, reaction: reaction(text) }
}

fn unreact(target: Seq, text: &str) -> Action {
    Action::Unreact { target, reaction: reaction(text) }
}

impl Fixture {
    /// What stands under a message, and its `rev` and `text_rev`.
    fn under(&self, target: Seq) -> (Vec<(String, u32)>, Seq, Seq) {
        let needs = round::needs(&[Asked::new(
            self.command(ANN, Action::Delete { target, reason: None }),
            String::new(),
        )]);
        let message = self.log.load(self.id, &needs).expect("the room").targets.remove(0);
        let counts = message.reactions.iter().map(|one| (one.reaction.clone(), one.count)).collect();
        (counts, message.rev, message.text_rev)
    }

    fn counts(&self, target: Seq) -> Vec<(String, u32)> {
        self.under(target).0
    }
}

fn counted(all: &[(&str, u32)]) -> Vec<(String, u32)> {
    all.iter().map(|(token, count)| ((*token).to_owned(), *count)).collect()
}

#[test]
fn each_person_counts_once_whatever_tone_of_skin_they_choose() {
    let mut fixture = Fixture::new(Kind::Public);
    let target = fixture.does(ANN, post("tea?"));
    let first = fixture.happens(BOB, react(target, "👍🏽"));
    assert_eq!(first, Fact::Reacted { target, reaction: reaction("👍🏽"), count: 1 });
    fixture.does(BOB, react(target, "👍🏽"));
    assert_eq!(fixture.decide(&fixture.command(BOB, react(target, "👍"))), Decision::Unchanged);
    fixture.does(ANN, react(target, "👍"));
    let rev = fixture.does(OLGA, react(target, "yes"));
    assert_eq!(
        fixture.under(target),
        (counted(&[("👍", 2), ("yes", 1)]), rev, target),
        "its words are the same"
    );
    let less = fixture.happens(BOB, unreact(target, "👍🏿"));
    assert_eq!(less, Fact::Unreacted { target, reaction: reaction("👍🏿"), count: 1 });
    fixture.does(BOB, unreact(target, "👍🏿"));
    fixture.does(ANN, unreact(target, "👍"));
    assert_eq!(fixture.counts(target), counted(&[("yes", 1)]));
    assert_eq!(fixture.decide(&fixture.command(ANN, unreact(target, "👍"))), Decision::Unchanged);
    assert_eq!(fixture.decide(&fixture.command(ANN, unreact(target, "yes"))), Decision::Unchanged, "Olga's");
}

#[test]
fn one_reacts_to_what_is_there() {
    let mut fixture = Fixture::new(Kind::Public);
    let target = fixture.does(ANN, post("tea?"));
    for nothing in [1, -1, target + 1, Seq::MAX] {
        assert_eq!(fixture.refused(BOB, react(nothing, "👍")), Code::NotFound, "{nothing}");
        assert_eq!(fixture.refused(BOB, unreact(nothing, "👍")), Code::NotFound, "{nothing}");
    }
    assert_eq!(fixture.refused(EVE, react(target, "👍")), Code::Forbidden, "who has not joined");
    fixture.does(BOB, react(target, "👍"));
    fixture.does(ANN, Action::Delete { target, reason: None });
    assert_eq!(fixture.counts(target), []);
    assert_eq!(fixture.refused(OLGA, react(target, "👍")), Code::NotFound);
    assert_eq!(fixture.refused(BOB, unreact(target, "👍")), Code::NotFound);
    let target = fixture.does(ANN, post("cake?"));
    fixture.log.archive(fixture.id);
    assert_eq!(fixture.refused(BOB, react(target, "👍")), Code::Archived);
}

#[test]
fn a_message_takes_so_many_different_ones_and_so_many_of_one_person() {
    let mut fixture = Fixture::new(Kind::Public);
    fixture.does(EVE, Action::Join);
    let target = fixture.does(ANN, post("vote!"));
    let mut vote = |who, from: usize, upto: usize| {
        for n in from..upto {
            fixture.does(who, react(target, &format!("v{n}")));
        }
    };
    vote(ANN, 0, Reactions::MAX_OF_ONE);
    vote(BOB, 20, 40);
    vote(OLGA, 40, Reactions::MAX);
    assert_eq!(fixture.refused(ANN, react(target, "v20")), Code::Limit);
    assert_eq!(fixture.counts(target).len(), Reactions::MAX);
    assert_eq!(fixture.refused(EVE, react(target, "a new one")), Code::Limit);
    fixture.does(EVE, react(target, "v0"));
    fixture.does(ANN, unreact(target, "v1"));
    fixture.does(EVE, react(target, "a new one"));
}

#[test]
fn reactions_of_one_round_are_decided_one_after_the_other() {
    let mut fixture = Fixture::new(Kind::Public);
    let target = fixture.does(ANN, post("tea?"));
    let round = [
        (ANN, react(target, "👍")),
        (BOB, react(target, "👍")),
        (BOB, react(target, "👍🏽")),
        (ANN, unreact(target, "👍")),
        (ANN, Action::Edit { target, body: body("coffee?"), text_rev: Some(target), without: Vec::new() }),
        (OLGA, react(target, "☕")),
    ];
    let commands = round.map(|(who, action)| fixture.command(who, action)).to_vec();
    let head = fixture.log.head(fixture.id);
    fixture.round(commands);
    let log = fixture.log.after(fixture.id, head);
    let counts: Vec<u32> =
        log.iter().filter_map(|event| event.fact.reacted()).map(|(.., count)| count).collect();
    assert_eq!(counts, [1, 2, 1, 1]);
    let edited = log.iter().find_map(|event| event.fact.message()).expect("the edit");
    assert_eq!(edited.reactions.count("👍"), 1, "who reads the edit sees what stands under it");
    assert_eq!(fixture.under(target), (counted(&[("👍", 1), ("☕", 1)]), head + 5, head + 4));
    assert_eq!(fixture.load(&[]).rules, 4, "rooms with reactions are left to nodes that know of them");
    assert_eq!(fixture.load(&[]).revised, head + 4, "nothing else is unread by a reaction");
}

#[test]
fn whoever_reacts_to_what_was_just_said_does_not_wait_for_the_database() {
    let (mut fixture, mut machine) = (Fixture::new(Kind::Public), RoundMachine::new());
    for who in [ANN, BOB, OLGA] {
        let said = fixture.command(who, post("tea?"));
        fixture.round_of(&mut machine, vec![said]);
    }
    let room = machine.remembered().expect("its memory");
    let target = room.head;
    let needs =
        |target| round::needs(&[Asked::new(fixture.command(BOB, react(target, "👍")), String::new())]);
    assert!(room.lacks(&needs(target)).is_empty());
    assert!(!room.lacks(&needs(1)).is_empty(), "of what was not said meanwhile nothing is known");
    let again = fixture.command(BOB, react(target, "👍"));
    fixture.round_of(&mut machine, vec![again]);
    assert_eq!(fixture.counts(target), counted(&[("👍", 1)]));
    for n in 0..40 {
        let said = fixture.command(ANN, post(&format!("and {n}")));
        fixture.round_of(&mut machine, vec![said]);
    }
    let needs = round::needs(&[Asked::new(fixture.command(BOB, react(target, "👍")), String::new())]);
    assert!(
        !machine.remembered().expect("its memory").lacks(&needs).is_empty(),
        "only the newest are remembered"
    );
}
