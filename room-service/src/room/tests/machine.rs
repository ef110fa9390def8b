//! The shell of the rounds, step by step: what it wants done, given what has come of it so far.

use std::time::Duration;

use proto::room::Done;

use super::*;
use crate::room::{Loaded, Needs, Order};

/// When these tests commit.
fn now() -> At {
    At::UNIX_EPOCH + Duration::from_secs(9)
}

/// A room's machine, and a log beside it that the tests write into.
struct Shell {
    fixture: Fixture,
    machine: RoundMachine,
    now: Instant,
}

impl Shell {
    fn new() -> Self {
        Self { fixture: Fixture::new(Kind::Public), machine: RoundMachine::new(), now: Instant::now() }
    }

    fn step(&mut self, input: Input) -> Vec<Output> {
        self.machine.step(self.now, input)
    }

    fn commands(&mut self, commands: &[Command]) -> Vec<Output> {
        let asked = commands.iter().map(|command| Asked::new(command.clone(), String::new()));
        self.step(Input::Commands(asked.collect()))
    }

    /// What the log holds of what a step wants to be read.
    fn read(&self, outputs: &[Output]) -> Loaded {
        let Some(Output::Load(needs)) = outputs.last() else { panic!("nothing is to be read: {outputs:?}") };
        self.fixture.log.load(self.fixture.id, needs).expect("the room")
    }

    fn load(&mut self, outputs: &[Output]) -> Vec<Output> {
        let loaded = self.read(outputs);
        self.step(Input::Loaded(Some(loaded)))
    }

    /// Does with the log what a step wants to be appended.
    fn append(&mut self, outputs: &[Output]) -> Vec<Output> {
        let outcome = self.fixture.log.append(&order(outputs), now());
        self.step(Input::Appended(outcome))
    }
}

impl Shell {
    /// Carries out one command with the log.
    fn asks(&mut self, command: Command) -> Answer {
        let mut outputs = self.commands(&[command]);
        loop {
            if let Some((_, answer)) = answers(&outputs).first() {
                return (*answer).clone();
            }
            outputs = match outputs.last() {
                Some(Output::Load(_)) => self.load(&outputs),
                _ => self.append(&outputs),
            };
        }
    }

    fn cancels(&mut self, who: UserId) -> Answer {
        let command = self.fixture.command(who, Action::Cancel);
        self.asks(command)
    }
}

fn order(outputs: &[Output]) -> Order {
    match outputs.last() {
        Some(Output::Append(order, _)) => (**order).clone(),
        _ => panic!("nothing is to be appended: {outputs:?}"),
    }
}

fn answers(outputs: &[Output]) -> Vec<(usize, &Answer)> {
    let answer = |output| {
        if let &Output::Answer(command, ref answer) = output { Some((command, answer)) } else { None }
    };
    outputs.iter().filter_map(answer).collect()
}

fn unavailable(outputs: &[Output]) -> Vec<usize> {
    let all = answers(outputs).into_iter().filter(|(_, answer)| refusal(answer) == Code::Unavailable);
    all.map(|(command, _)| command).collect()
}

#[test]
fn a_command_is_answered_after_it_was_committed_and_announced() {
    let mut shell = Shell::new();
    let load = shell.commands(&[shell.fixture.command(ANN, post("hi"))]);
    let loaded = shell.load(&load);
    assert!(answers(&loaded).is_empty(), "nothing is said before the commit");
    let written = shell.append(&loaded);
    let done = Answer::Done(Done { seq: 4, at: now(), dup: false });
    let [Output::Announce(told, by), Output::Stands(head), Output::Answer(0, answer)] = &written[..] else {
        panic!("{written:?}");
    };
    assert_eq!((told.drafts.len(), &by[..], head.head, answer), (1, &[0][..], 4, &done));
    assert!(shell.machine.is_idle());
    // What was needed once is remembered.
    let next = shell.commands(&[shell.fixture.command(ANN, post("again"))]);
    assert_eq!(order(&next).expected, 4);
}

#[test]
fn a_no_from_memory_alone_is_compared_with_the_log_first() {
    let mut shell = Shell::new();
    let load = shell.commands(&[shell.fixture.command(EVE, post("hi"))]);
    assert_eq!(refusal(answers(&shell.load(&load))[0].1), Code::Forbidden);
    shell.fixture.does(EVE, Action::Join);
    let compare = shell.commands(&[shell.fixture.command(EVE, post("hi"))]);
    assert_eq!(compare, [Output::Load(Needs::default())]);
    // The room has moved on: all is read anew, and now she may.
    let load = shell.load(&compare);
    assert!(!shell.read(&load).people.is_empty());
    let append = shell.load(&load);
    assert_eq!(order(&append).expected, 4);
}

#[test]
fn commands_of_a_room_that_moved_on_are_decided_anew_in_their_order() {
    let mut shell = Shell::new();
    let both = [shell.fixture.command(ANN, post("one")), shell.fixture.command(BOB, post("two"))];
    let load = shell.commands(&both);
    let append = shell.load(&load);
    shell.fixture.does(OLGA, post("first"));
    let moved = shell.append(&append);
    assert!(shell.machine.remembered().is_none(), "everything is forgotten");
    let append = shell.load(&moved);
    let written = shell.append(&append);
    assert_eq!(
        answers(&written).iter().map(|(n, answer)| (*n, seq(answer))).collect::<Vec<_>>(),
        [(0, 5), (1, 6)]
    );
}

#[test]
fn an_unknown_outcome_is_resolved_by_nonce_however_long_the_database_is_away() {
    let mut shell = Shell::new();
    let load = shell.commands(&[shell.fixture.command(ANN, post("hi"))]);
    let append = shell.load(&load);
    // It was committed, but nobody heard.
    shell.fixture.log.append(&order(&append), now());
    let load = shell.step(Input::Appended(Outcome::Unknown));
    assert!(matches!(load[..], [Output::Load(_)]));
    assert!(matches!(shell.step(Input::LoadFailed)[..], [Output::Wait(_)]), "not given up");
    let load = shell.step(Input::Elapsed);
    let append = shell.load(&load);
    let known = shell.append(&append);
    assert_eq!(known, [Output::Answer(0, Answer::Done(Done { seq: 4, at: now(), dup: true }))]);
}

#[test]
fn a_refusal_after_an_unknown_outcome_is_written_down() {
    let mut shell = Shell::new();
    let load = shell.commands(&[shell.fixture.command(ANN, post("hi"))]);
    shell.load(&load);
    shell.fixture.does(
        OLGA,
        Action::Remove { user: ANN, ban: false, minutes: None, reason: None, whom: String::new() },
    );
    let load = shell.step(Input::Appended(Outcome::Unknown));
    let append = shell.load(&load);
    assert_eq!(order(&append).drafts[0].event.fact, Fact::Void);
    assert_eq!(refusal(answers(&shell.append(&append))[0].1), Code::Forbidden);
}

#[test]
fn a_busy_room_is_tried_again_in_a_moment() {
    let mut shell = Shell::new();
    let load = shell.commands(&[shell.fixture.command(ANN, post("hi"))]);
    shell.load(&load);
    let wait = shell.step(Input::Appended(Outcome::Busy));
    assert!(matches!(wait[..], [Output::Wait(time)] if time < Duration::from_millis(10)));
    let load = shell.step(Input::Elapsed);
    assert!(matches!(load[..], [Output::Load(_)]));
}

#[test]
fn one_that_cannot_be_written_does_not_take_the_others_with_it() {
    let mut shell = Shell::new();
    let both = [shell.fixture.command(ANN, post("bad")), shell.fixture.command(BOB, post("good"))];
    let load = shell.commands(&both);
    let append = shell.load(&load);
    assert_eq!(order(&append).drafts.len(), 2);
    let load = shell.step(Input::Appended(Outcome::Failed));
    let append = shell.load(&load);
    assert_eq!(order(&append).drafts.len(), 1, "each for itself");
    let next = shell.step(Input::Appended(Outcome::Failed));
    assert_eq!(unavailable(&next), [0]);
    let append = shell.load(&next);
    let written = shell.append(&append);
    assert_eq!(answers(&written).iter().map(|(n, answer)| (*n, seq(answer))).collect::<Vec<_>>(), [(1, 4)]);
    assert!(shell.machine.is_idle());
}

#[test]
fn nobody_waits_for_ever_but_an_append_under_way_is_waited_for() {
    let mut shell = Shell::new();
    let load = shell.commands(&[shell.fixture.command(ANN, post("hi"))]);
    let append = shell.load(&load);
    shell.now += Duration::from_secs(11);
    assert_eq!(seq(answers(&shell.append(&append))[0].1), 4);
    let append = shell.commands(&[shell.fixture.command(ANN, post("ho"))]);
    assert_eq!(order(&append).expected, 4);
    shell.now += Duration::from_secs(11);
    assert_eq!(unavailable(&shell.step(Input::Appended(Outcome::Moved(9)))), [0]);
}

#[test]
fn a_database_that_is_away_is_said_to_be_unavailable() {
    let mut shell = Shell::new();
    let command = shell.fixture.command(ANN, post("hi"));
    shell.commands(std::slice::from_ref(&command));
    assert_eq!(unavailable(&shell.step(Input::LoadFailed)), [0]);
    let load = shell.commands(&[command]);
    shell.load(&load);
    assert_eq!(unavailable(&shell.step(Input::Appended(Outcome::Away))), [0]);
}

#[test]
fn a_made_up_room_may_rest_and_a_room_of_newer_rules_is_left_to_others() {
    let mut shell = Shell::new();
    let command = shell.fixture.command(ANN, post("hi"));
    let load = shell.commands(std::slice::from_ref(&command));
    let mut newer = shell.read(&load);
    let nothing = shell.step(Input::Loaded(None));
    assert_eq!(nothing[0], Output::Rest);
    assert_eq!(refusal(answers(&nothing)[0].1), Code::NotFound);
    shell.commands(&[command]);
    newer.room.rules = i32::MAX;
    assert_eq!(unavailable(&shell.step(Input::Loaded(Some(newer)))), [0]);
}

#[test]
fn what_was_done_before_a_room_was_deleted_is_found_by_its_nonce() {
    let mut shell = Shell::new();
    let said = shell.fixture.command(ANN, post("hi"));
    shell.fixture.asks(said.clone());
    let news = shell.fixture.command(ANN, post("ho"));
    let load = shell.commands(&[said.clone(), news]);
    let mut loaded = shell.read(&load);
    loaded.room.deleted = true;
    let look = shell.step(Input::Loaded(Some(loaded)));
    let [.., Output::LookUpNonces(names)] = &look[..] else { panic!("{look:?}") };
    let found = shell.fixture.log.known(shell.fixture.id, names);
    let told = shell.step(Input::NoncesFound(found));
    let told = answers(&told);
    assert_eq!((told[0].0, seq(told[0].1)), (0, 4));
    assert_eq!((told[1].0, refusal(told[1].1)), (1, Code::NotFound));
}

#[test]
fn what_is_not_waited_for_changes_nothing() {
    let mut shell = Shell::new();
    assert!(shell.step(Input::Elapsed).is_empty() && shell.machine.is_idle());
    let load = shell.commands(&[shell.fixture.command(ANN, post("hi"))]);
    assert!(shell.step(Input::Appended(Outcome::Failed)).is_empty());
    assert_eq!(order(&shell.load(&load)).drafts.len(), 1);
}

#[test]
fn people_outside_leave_few_voids_a_minute_and_are_told_when_there_may_be_more() {
    let mut shell = Shell::new();
    shell.fixture.does(
        OLGA,
        Action::Remove { user: ANN, ban: true, minutes: None, reason: None, whom: String::new() },
    );
    for outside in [EVE, ANN] {
        for _ in 0..5 {
            assert_eq!(shell.cancels(outside), Answer::Cancelled);
        }
        let head = shell.fixture.log.head(shell.fixture.id);
        let Answer::Refused(refused) = shell.cancels(outside) else { panic!("the sixth within a minute") };
        assert_eq!((refused.code, refused.retry_ms), (Code::RateLimited, Some(60_000)));
        assert_eq!(shell.fixture.log.head(shell.fixture.id), head, "nothing is written");
    }
    // A definite no would have to be in the log.
    let again = Command { again: true, ..shell.fixture.command(EVE, post("hi")) };
    assert_eq!(refusal(&shell.asks(again)), Code::RateLimited);
    for _ in 0..10 {
        assert_eq!(shell.cancels(OLGA), Answer::Cancelled, "who is inside is not counted");
    }
    shell.now += Duration::from_secs(60);
    assert_eq!(shell.cancels(EVE), Answer::Cancelled);
}

#[test]
fn voids_from_outside_are_counted_within_a_round_too() {
    let mut shell = Shell::new();
    let cancels: Vec<_> = (0..8).map(|_| shell.fixture.command(EVE, Action::Cancel)).collect();
    let load = shell.commands(&cancels);
    let append = shell.load(&load);
    assert_eq!(order(&append).drafts.len(), 5);
    let answered = shell.append(&append);
    let refused =
        answers(&answered).iter().filter(|(_, answer)| matches!(answer, Answer::Refused(_))).count();
    assert_eq!(refused, 3);
}

#[test]
fn a_room_that_stays_awake_lets_a_mute_end_by_the_clock_of_its_database() {
    let mut shell = Shell::new();
    let minutes = proto::room::Minutes::new(1).expect("a minute");
    let mute = Action::Mute { user: ANN, minutes, reason: None, whom: String::new() };
    let mute = shell.fixture.command(OLGA, mute);
    seq(&shell.asks(mute));
    let Fact::Muted { until, .. } = shell.fixture.last().fact else { panic!("she is muted") };
    let says = |shell: &mut Shell, seconds| {
        shell.now += Duration::from_secs(seconds);
        let outputs = shell.commands(&[shell.fixture.command(ANN, post("hi"))]);
        // What is remembered would have said no: the log is asked first, whose clock stands still here.
        if matches!(outputs.last(), Some(Output::Load(_))) { shell.load(&outputs) } else { outputs }
    };
    let early = says(&mut shell, 30);
    assert_eq!(refusal(answers(&early)[0].1), Code::Forbidden);
    shell.fixture.does(OLGA, post("the clock of the log goes on"));
    let load = shell.commands(&[shell.fixture.command(ANN, post("hi"))]);
    let moved = shell.load(&load);
    let mut loaded = shell.read(&moved);
    loaded.room.now = until - Duration::from_secs(1);
    let refused = shell.step(Input::Loaded(Some(loaded)));
    assert_eq!(refusal(answers(&refused)[0].1), Code::Forbidden);
    shell.now += Duration::from_secs(1);
    let written = shell.commands(&[shell.fixture.command(ANN, post("a second later, from memory"))]);
    assert_eq!(order(&written).drafts[0].event.fact.kind(), "posted");
}
