//! A hub by plain values: who is admitted, what reaches whom, what is asked for and when.

use proto::room::{Ends, Role};

use super::*;

const PATIENCE: Duration = Duration::from_millis(100);
const ROSA: SubscriberId = 1;
const ANTON: SubscriberId = 2;

/// A hub's machine, and a clock.
struct Hub {
    machine: HubMachine<Seq>,
    now: Instant,
}

impl Hub {
    /// Nobody hears it yet, and its subscription is in force.
    fn new() -> Self {
        let mut hub = Self { machine: HubMachine::new(PATIENCE), now: Instant::now() };
        assert!(hub.step(Input::Subscribed).is_empty());
        hub
    }

    /// Rosa hears it, and it stands there.
    fn at(head: Seq) -> Self {
        let mut hub = Self::new();
        let ticket = hub.open(ROSA, None);
        assert_eq!(hub.read(ROSA, ticket, head).last(), Some(&Output::Admitted(ROSA)));
        hub
    }

    fn step(&mut self, input: Input<Seq>) -> Vec<Output<Seq>> {
        self.machine.step(self.now, input)
    }

    fn open(&mut self, socket: SubscriberId, after: Option<Seq>) -> Ticket {
        let want = Want { user: user(socket), after, stale: false };
        match self.step(Input::Open(socket, want))[..] {
            [Output::Read(of, ticket)] if of == socket => ticket,
            ref other => panic!("it should be read: {other:?}"),
        }
    }

    fn read(&mut self, socket: SubscriberId, ticket: Ticket, head: Seq) -> Vec<Output<Seq>> {
        self.step(Input::Read(socket, ticket, Ok(opened(head))))
    }

    fn event(&mut self, seq: Seq) -> Vec<Output<Seq>> {
        self.step(Input::Event(entry(seq)))
    }

    fn later(&mut self, time: Duration) -> Vec<Output<Seq>> {
        self.now += time;
        self.step(Input::Tick)
    }
}

fn user(socket: SubscriberId) -> UserId {
    UserId(uuid::Uuid::from_u128(socket.into()))
}

fn opened(head: Seq) -> Opened {
    let (events, reacted) = (Vec::new(), Vec::new());
    Opened { head, last_msg: head, acl: 1, role: Role::Member, reset: false, events, reacted }
}

fn entry(seq: Seq) -> Entry<Seq> {
    Entry { seq, ends: Ends::Nobody, payload: seq }
}

fn removal(seq: Seq, of: SubscriberId) -> Entry<Seq> {
    Entry { ends: Ends::One(user(of)), ..entry(seq) }
}

#[test]
fn an_open_is_read_after_the_subscription_is_in_force() {
    let mut hub = Hub { machine: HubMachine::new(PATIENCE), now: Instant::now() };
    let want = Want { user: user(ROSA), after: None, stale: false };
    assert!(hub.step(Input::Open(ROSA, want)).is_empty());
    assert!(!hub.machine.is_idle());
    let read = hub.step(Input::Subscribed);
    let [Output::Read(ROSA, ticket)] = read[..] else { panic!("{read:?}") };
    assert_eq!(hub.read(ROSA, ticket, 5), [Output::Opened(ROSA, opened(5)), Output::Admitted(ROSA)]);
}

#[test]
fn who_waits_for_a_subscription_is_told_once_and_read_when_it_is_in_force() {
    let mut hub = Hub { machine: HubMachine::new(PATIENCE), now: Instant::now() };
    hub.step(Input::Open(ROSA, Want { user: user(ROSA), after: None, stale: false }));
    assert!(hub.later(Duration::from_secs(5)).is_empty());
    assert_eq!(hub.later(PATIENCE), [Output::Waits(ROSA, Refusal::unavailable())]);
    assert!(hub.later(PATIENCE).is_empty());
    assert!(!hub.machine.is_idle());
    // Its answer has been given: a place for another one is found first.
    let retry = hub.step(Input::Subscribed);
    let [Output::Retry(ROSA, ticket, Duration::ZERO)] = retry[..] else { panic!("{retry:?}") };
    assert_eq!(hub.step(Input::Retry(ROSA, ticket)), [Output::Read(ROSA, ticket)]);
    assert_eq!(hub.read(ROSA, ticket, 5).last(), Some(&Output::Admitted(ROSA)));
}

#[test]
fn what_cannot_be_read_is_read_again_ever_more_slowly_until_it_can_be() {
    let mut hub = Hub::new();
    let ticket = hub.open(ROSA, Some(3));
    let mut pauses = Vec::new();
    for failure in 0..8 {
        let out = hub.step(Input::Read(ROSA, ticket, Err(Refusal::unavailable())));
        let told = matches!(out.first(), Some(Output::Waits(ROSA, _)));
        assert_eq!(told, failure == 0, "told once: {out:?}");
        let Some(Output::Retry(ROSA, again, pause)) = out.last() else { panic!("{out:?}") };
        pauses.push(*pause);
        assert_eq!(hub.step(Input::Retry(ROSA, *again)), [Output::Read(ROSA, ticket)]);
    }
    assert!(pauses.is_sorted() && pauses[0] >= Duration::from_millis(500), "{pauses:?}");
    assert!(pauses[7] < Duration::from_secs(13), "{pauses:?}");
    assert_eq!(hub.read(ROSA, ticket, 5).last(), Some(&Output::Admitted(ROSA)));
}

#[test]
fn what_waits_ends_with_a_definite_no_with_a_close_and_with_another_open() {
    let mut hub = Hub::new();
    let unavailable = || Err(Refusal::unavailable());
    let ticket = hub.open(ROSA, None);
    hub.step(Input::Read(ROSA, ticket, unavailable()));
    let no = Refusal::not_found();
    assert_eq!(hub.step(Input::Read(ROSA, ticket, Err(no.clone()))), [Output::Refused(ROSA, no)]);
    assert!(hub.step(Input::Retry(ROSA, ticket)).is_empty() && hub.machine.is_idle());
    let ticket = hub.open(ROSA, None);
    hub.step(Input::Read(ROSA, ticket, unavailable()));
    assert_eq!(hub.step(Input::Close(ROSA)), [Output::Dropped(ROSA)]);
    assert!(hub.step(Input::Retry(ROSA, ticket)).is_empty() && hub.machine.is_idle());
    let older = hub.open(ROSA, None);
    hub.step(Input::Read(ROSA, older, unavailable()));
    hub.open(ROSA, None);
    assert!(hub.step(Input::Retry(ROSA, older)).is_empty(), "the newer one is being read");
}

#[test]
fn who_was_read_behind_the_hub_is_handed_what_came_since_and_nothing_twice() {
    let mut hub = Hub::at(5);
    let ticket = hub.open(ANTON, None);
    assert_eq!(hub.event(6), [Output::Deliver(vec![ROSA], 6)]);
    let admitted = hub.read(ANTON, ticket, 5);
    assert_eq!(admitted[1..], [Output::Deliver(vec![ANTON], 6), Output::Admitted(ANTON)]);
    assert!(hub.event(6).is_empty());
    assert_eq!(hub.event(7), [Output::Deliver(vec![ROSA, ANTON], 7)]);
}

#[test]
fn who_was_read_too_far_behind_is_read_again_a_few_times_and_then_more_slowly() {
    let mut hub = Hub::at(5);
    let ticket = hub.open(ANTON, None);
    for _ in 0..4 {
        assert_eq!(hub.read(ANTON, ticket, 3), [Output::Read(ANTON, ticket)]);
    }
    let out = hub.read(ANTON, ticket, 3);
    assert!(matches!(out[..], [Output::Waits(ANTON, _), Output::Retry(ANTON, _, _)]), "{out:?}");
}

#[test]
fn only_the_latest_open_of_a_socket_is_admitted() {
    let mut hub = Hub::at(5);
    let older = hub.open(ANTON, None);
    let newer = hub.open(ANTON, Some(2));
    assert!(hub.read(ANTON, older, 5).is_empty());
    assert_eq!(hub.read(ANTON, newer, 5).last(), Some(&Output::Admitted(ANTON)));
    let ticket = hub.open(ANTON, None);
    assert_eq!(hub.step(Input::Close(ANTON)), [Output::Dropped(ANTON)]);
    assert!(hub.read(ANTON, ticket, 5).is_empty());
}

#[test]
fn who_opens_again_hears_nothing_until_they_are_admitted() {
    let mut hub = Hub::at(5);
    let ticket = hub.open(ROSA, Some(5));
    assert!(hub.event(6).is_empty());
    assert_eq!(hub.read(ROSA, ticket, 6), [Output::Opened(ROSA, opened(6)), Output::Admitted(ROSA)]);
}

#[test]
fn what_is_of_another_log_is_dropped_with_a_reset() {
    let mut hub = Hub::new();
    let want = Want { user: user(ROSA), after: Some(3), stale: true };
    let read = hub.step(Input::Open(ROSA, want));
    let [Output::Read(_, ticket)] = read[..] else { panic!("{read:?}") };
    let [Output::Opened(_, opened), ..] = &hub.read(ROSA, ticket, 5)[..] else { panic!("it opens") };
    assert!(opened.reset);
}

#[test]
fn a_removal_is_the_last_that_reaches_its_person() {
    let mut hub = Hub::at(5);
    let ticket = hub.open(ANTON, None);
    hub.read(ANTON, ticket, 5);
    hub.step(Input::Event(entry(7)));
    let out = hub.step(Input::Event(removal(6, ANTON)));
    let handed = [Output::Deliver(vec![ROSA, ANTON], 6), Output::Deliver(vec![ROSA], 7)];
    assert_eq!((&out[..2], &out[2..]), (&handed[..], &[Output::Removed(ANTON)][..]));
    // Read before it, admitted after it: the ring tells.
    let ticket = hub.open(ANTON, None);
    let admitted = hub.read(ANTON, ticket, 5);
    assert_eq!(admitted[1..], [Output::Deliver(vec![ANTON], 6), Output::Removed(ANTON)]);
}

#[test]
fn a_socket_that_does_not_take_an_event_hears_nothing_until_it_opens_again() {
    let mut hub = Hub::at(5);
    hub.event(6);
    hub.step(Input::NotTaken(ROSA));
    assert!(hub.event(7).is_empty() && hub.machine.is_idle());
    let ticket = hub.open(ROSA, Some(5));
    assert_eq!(hub.read(ROSA, ticket, 7).last(), Some(&Output::Admitted(ROSA)));
}

#[test]
fn a_hole_before_an_event_is_filled_at_once_and_asked_for_once() {
    let mut hub = Hub::at(5);
    assert_eq!(hub.event(8), [Output::Fill(5)]);
    assert!(hub.event(9).is_empty());
    let filled = hub.step(Input::Filled(Some((vec![entry(6), entry(7)], 9))));
    assert_eq!(filled, [6, 7, 8, 9].map(|seq| Output::Deliver(vec![ROSA], seq)));
}

#[test]
fn an_event_that_a_head_tells_of_is_waited_for_as_long_as_it_was_first_known() {
    let mut hub = Hub::at(5);
    assert_eq!(hub.step(Input::HeadKnown(6)), [Output::Wake(PATIENCE)]);
    hub.now += PATIENCE / 2;
    assert!(hub.step(Input::HeadKnown(7)).is_empty(), "not put off");
    assert_eq!(hub.later(PATIENCE / 2), [Output::Fill(5)]);
}

#[test]
fn an_event_that_comes_in_time_is_not_asked_for() {
    let mut hub = Hub::at(5);
    hub.step(Input::HeadKnown(6));
    assert_eq!(hub.event(6), [Output::Deliver(vec![ROSA], 6)]);
    assert!(hub.later(PATIENCE).is_empty());
    // In a busy room something is always on its way: each has its own time.
    hub.step(Input::HeadKnown(7));
    hub.now += PATIENCE / 2;
    hub.step(Input::HeadKnown(8));
    assert_eq!(hub.event(7), [Output::Deliver(vec![ROSA], 7), Output::Wake(PATIENCE)]);
    assert!(hub.later(PATIENCE / 2).is_empty());
    assert_eq!(hub.later(PATIENCE / 2), [Output::Fill(7)]);
}

#[test]
fn a_stretch_that_was_cut_off_is_asked_for_on_and_one_that_does_not_come_is_asked_for_again() {
    let mut hub = Hub::at(5);
    hub.step(Input::HeadKnown(9));
    assert_eq!(hub.later(PATIENCE), [Output::Fill(5)]);
    let cut = hub.step(Input::Filled(Some((vec![entry(6)], 9))));
    assert_eq!(cut, [Output::Deliver(vec![ROSA], 6), Output::Fill(6)]);
    assert!(hub.step(Input::Filled(None)).is_empty());
    assert_eq!(hub.later(Duration::ZERO), [Output::Fill(6)]);
    assert!(hub.later(Duration::from_secs(5)).is_empty());
    assert_eq!(hub.later(Duration::from_secs(1)), [Output::Fill(6)]);
}

#[test]
fn a_hole_too_wide_to_be_filled_sends_everyone_to_open_again() {
    let mut hub = Hub::at(5);
    assert_eq!(hub.step(Input::HeadKnown(5_000)), [Output::Gap(ROSA)]);
    assert!(hub.machine.is_idle());
}

#[test]
fn a_lost_connection_has_everything_asked_for_since_the_last_event() {
    let mut hub = Hub::at(5);
    assert_eq!(hub.step(Input::Resync), [Output::Fill(5)]);
    assert!(Hub::new().step(Input::Resync).is_empty(), "nobody hears it");
}
