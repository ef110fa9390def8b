//! The machine by plain values: each line of its time is what has happened, and what is to be done.

use proto::room::{Authority, Event, Fact, Fingerprint};
use proto::{At, Nonce, RoomId, UserId};

use super::*;
use crate::room::Draft;

/// A machine and its clock.
struct Play {
    machine: JournalMachine,
    now: Instant,
}

impl Play {
    /// With so many connections, all of which are there.
    fn connected(connections: usize) -> Self {
        let mut play = Self { machine: JournalMachine::new(connections), now: Instant::now() };
        let all: Vec<String> = (0..connections).map(|number| format!("connect {number}")).collect();
        assert_eq!(play.step(Input::Start), all);
        for number in 0..connections {
            assert!(play.step(Input::Connected(number)).is_empty());
        }
        play
    }

    fn step(&mut self, input: Input) -> Vec<String> {
        self.machine.step(self.now, input).iter().map(told).collect()
    }

    fn append(&mut self, tickets: impl IntoIterator<Item = u64>) -> Vec<String> {
        self.step(Input::Append(tickets.into_iter().map(|ticket| (ticket, order())).collect()))
    }

    fn ended(&mut self, number: usize, ended: Ended) -> Vec<String> {
        self.step(Input::Ended(number, ended))
    }

    fn after(&mut self, millis: u64) -> &mut Self {
        self.now += Duration::from_millis(millis);
        self
    }
}

fn told(output: &Output) -> String {
    match output {
        Output::Connect(number) => format!("connect {number}"),
        Output::Call(number, orders, deadline) => {
            let tickets: Vec<String> = orders.iter().map(|(ticket, _)| ticket.to_string()).collect();
            format!("{number} calls {} for {}", tickets.join("+"), deadline.as_millis())
        }
        Output::Drop(number) => format!("drop {number}"),
        Output::Pause(number, time) => format!("pause {number} {}", time.as_millis()),
        Output::Outcome(ticket, outcome) => format!("{ticket} {outcome:?}"),
    }
}

fn order() -> Arc<Order> {
    let (room, nobody) = (RoomId::new(), UserId::new());
    let event = Event {
        room,
        seq: 1,
        at: At::UNIX_EPOCH,
        actor: nobody,
        name: String::new(),
        nonce: Nonce::new(),
        fact: Fact::Joined,
    };
    let draft = Draft {
        event,
        fingerprint: Fingerprint(0),
        void_reason: None,
        change: None,
        is_slow: false,
        mentions: Vec::new(),
        authority: Authority::Member,
    };
    Arc::new(Order {
        room,
        expected: 0,
        head: 1,
        last_msg: 0,
        acl: 0,
        members: 0,
        rules: 1,
        settings: None,
        drafts: vec![draft],
    })
}

fn moved(orders: usize) -> Ended {
    Ended::Answered(vec![Outcome::Moved(1); orders])
}

#[test]
fn what_comes_while_a_call_is_under_way_shares_the_next_one() {
    let mut play = Play::connected(1);
    assert_eq!(play.append([1]), ["0 calls 1 for 1500"]);
    assert!(play.append([2]).is_empty());
    assert!(play.append([3]).is_empty());
    assert_eq!(play.ended(0, moved(1)), ["1 Moved(1)", "0 calls 2+3 for 1500"]);
    assert_eq!(play.ended(0, moved(2)), ["2 Moved(1)", "3 Moved(1)"]);
}

#[test]
fn a_batch_that_is_refused_is_run_again_room_by_room() {
    let mut play = Play::connected(1);
    assert_eq!(play.append([1, 2, 3]), ["0 calls 1+2+3 for 1500"]);
    assert_eq!(play.ended(0, Ended::Refused), ["drop 0", "connect 0"]);
    assert_eq!(play.step(Input::Connected(0)), ["0 calls 1 for 1500"]);
    assert_eq!(play.ended(0, moved(1)), ["1 Moved(1)", "0 calls 2 for 1500"]);
    assert_eq!(play.ended(0, Ended::Refused), ["2 Failed", "drop 0", "connect 0"]);
    assert!(play.append([4]).is_empty(), "not before those that were refused");
    assert_eq!(play.step(Input::Connected(0)), ["0 calls 3 for 1500"]);
    assert_eq!(play.ended(0, moved(1)), ["3 Moved(1)", "0 calls 4 for 1500"]);
}

#[test]
fn an_order_that_waits_for_a_lock_is_told_that_somebody_else_has_it() {
    let mut play = Play::connected(1);
    play.append([1]);
    assert_eq!(play.ended(0, Ended::Locked), ["1 Busy", "drop 0", "connect 0"]);
}

#[test]
fn what_a_read_only_database_refuses_is_not_tried_room_by_room() {
    let mut play = Play::connected(1);
    play.append([1, 2]);
    assert_eq!(play.ended(0, Ended::Unable), ["1 Away", "2 Away", "drop 0", "connect 0"]);
}

#[test]
fn an_outcome_that_nobody_learnt_is_unknown_and_never_a_failure() {
    for ended in [Ended::Unknown, Ended::Silent, Ended::Answered(Vec::new())] {
        let mut play = Play::connected(1);
        play.append([1, 2]);
        assert_eq!(play.ended(0, ended), ["1 Unknown", "2 Unknown", "drop 0", "connect 0"]);
    }
}

#[test]
fn silence_doubles_the_deadline_and_quick_calls_bring_it_down_again() {
    let mut play = Play::connected(1);
    for deadline in [1_500, 3_000, 6_000, 12_000, 12_000] {
        assert_eq!(play.append([1]), [format!("0 calls 1 for {deadline}")]);
        play.after(deadline).ended(0, Ended::Silent);
        play.step(Input::Connected(0));
    }
    assert_eq!(play.append([1]), ["0 calls 1 for 12000"]);
    play.after(4_000).ended(0, moved(1));
    assert_eq!(play.append([1]), ["0 calls 1 for 12000"], "a slow answer is no reason to wait less");
    for deadline in [6_000, 3_000, 1_500, 1_500] {
        play.after(1).ended(0, moved(1));
        assert_eq!(play.append([1]), [format!("0 calls 1 for {deadline}")]);
    }
}

#[test]
fn one_silent_connection_casts_doubt_on_those_that_have_nothing_to_do() {
    let mut play = Play::connected(3);
    assert_eq!(play.append([1]), ["0 calls 1 for 1500"]);
    assert_eq!(play.append([2]), ["1 calls 2 for 1500"]);
    let said = play.ended(0, Ended::Silent);
    assert_eq!(said, ["1 Unknown", "drop 2", "connect 2", "drop 0", "connect 0"]);
    assert_eq!(play.ended(1, moved(1)), ["2 Moved(1)"], "this one was not silent");
}

#[test]
fn a_room_waits_for_no_connection_in_particular() {
    let mut play = Play { machine: JournalMachine::new(2), now: Instant::now() };
    play.step(Input::Start);
    play.step(Input::Connected(1));
    assert_eq!(play.step(Input::NotConnected(0)), ["pause 0 50"]);
    for ticket in 0..4 {
        assert_eq!(play.append([ticket]), [format!("1 calls {ticket} for 1500")]);
        play.ended(1, moved(1));
    }
}

#[test]
fn a_database_that_is_away_is_said_to_be_and_asked_again() {
    let mut play = Play { machine: JournalMachine::new(2), now: Instant::now() };
    assert!(play.append([1]) == ["connect 0"], "the first order does not wait for a start");
    assert_eq!(play.step(Input::NotConnected(0)), ["pause 0 50", "1 Away"]);
    assert_eq!(play.append([2]), ["connect 0"], "each is tried");
    assert_eq!(play.step(Input::NotConnected(0)), ["pause 0 100", "2 Away"]);
    for pause in [200, 400, 800, 1_000, 1_000] {
        assert_eq!(play.step(Input::Elapsed(0)), ["connect 0"]);
        assert_eq!(play.step(Input::NotConnected(0)), [format!("pause 0 {pause}")]);
    }
    assert_eq!(play.append([3]), ["connect 0"]);
    assert!(play.step(Input::Elapsed(0)).is_empty(), "it is being tried already");
    assert_eq!(play.step(Input::Connected(0)), ["0 calls 3 for 1500"]);
}

#[test]
fn a_connection_that_had_closed_before_is_made_anew_and_nobody_notices() {
    let mut play = Play::connected(1);
    play.append([1, 2]);
    assert_eq!(play.ended(0, Ended::NotSent), ["drop 0", "connect 0"]);
    assert_eq!(play.step(Input::Connected(0)), ["0 calls 1+2 for 1500"]);
    play.ended(0, moved(2));
    assert_eq!(play.step(Input::Closed(0)), ["drop 0", "connect 0"]);
}

#[test]
fn what_is_not_waited_for_changes_nothing() {
    let mut play = Play::connected(1);
    assert!(play.step(Input::Connected(0)).is_empty());
    assert!(play.step(Input::NotConnected(0)).is_empty());
    assert!(play.step(Input::Elapsed(0)).is_empty());
    assert!(play.ended(0, Ended::Silent).is_empty());
    assert_eq!(play.append([1]), ["0 calls 1 for 1500"]);
    assert!(play.step(Input::Closed(0)).is_empty(), "its call ends by itself");
}
