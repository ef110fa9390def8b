//! Attempts by plain values: who is asked, when, and whose word counts.

use proto::At;
use proto::room::Done;

use super::*;

/// One command under way, and the processes it may go to.
struct Command {
    attempts: Attempts,
    ranked: Vec<Candidate>,
    budget: Budget,
    began: Instant,
    now: Instant,
}

impl Command {
    /// It begins, and the first of so many processes is asked.
    fn among(nodes: usize) -> Self {
        let now = Instant::now();
        let ranked = (0..nodes).map(|_| Candidate { node: NodeId::new(), suspect: false }).collect();
        let budget = Budget::default();
        let mut command = Self { attempts: Attempts::new(now, false), ranked, budget, began: now, now };
        let first = command.step(Input::Tick);
        assert_eq!(first, (nodes > 0).then(|| command.ask(1, 0, false)));
        command
    }

    fn step(&mut self, input: Input) -> Option<Output> {
        self.attempts.step(self.now, &self.ranked, &self.budget, input)
    }

    fn says(&mut self, attempt: usize, answer: Answer) -> Option<Output> {
        self.step(Input::Answered(attempt, Ok(answer)))
    }

    /// Lets time pass until something comes of it.
    fn wait(&mut self) -> (Duration, Output) {
        loop {
            self.now = self.attempts.wake();
            if let Some(output) = self.step(Input::Tick) {
                return (self.now - self.began, output);
            }
        }
    }

    fn ask(&self, attempt: usize, at: usize, again: bool) -> Output {
        Output::Ask { attempt, node: self.ranked[at].node, again }
    }
}

fn done() -> Answer {
    Answer::Done(Done { seq: 7, at: At::UNIX_EPOCH, dup: false })
}

fn refused(reason: Reason) -> Answer {
    Answer::Refused(Refusal::new(reason))
}

fn code(output: Option<Output>) -> Code {
    match output {
        Some(Output::Done(Answer::Refused(refusal))) => refusal.code,
        other => panic!("it should be refused: {other:?}"),
    }
}

#[test]
fn the_next_is_asked_at_once_where_the_first_is_unavailable_and_knows_that_it_is_not_the_first() {
    let mut command = Command::among(2);
    let next = command.says(1, refused(Reason::Unavailable));
    assert_eq!(next, Some(command.ask(2, 1, true)));
    assert_eq!(command.says(2, done()), Some(Output::Done(done())));
}

#[test]
fn a_refusal_counts_from_the_latest_attempt_only_and_a_commit_from_any() {
    let mut command = Command::among(3);
    command.says(1, refused(Reason::Unavailable));
    assert_eq!(command.says(1, refused(Reason::JoinFirst)), None);
    assert_eq!(code(command.says(2, refused(Reason::JoinFirst))), Code::Forbidden);
    let mut command = Command::among(3);
    command.says(1, refused(Reason::Unavailable));
    assert_eq!(command.says(1, Answer::Cancelled), Some(Output::Done(Answer::Cancelled)));
}

#[test]
fn a_silent_process_has_a_second_if_it_is_suspect_and_three_if_not() {
    let mut command = Command::among(2);
    command.ranked[0].suspect = true;
    assert_eq!(command.wait(), (Duration::from_secs(1), command.ask(2, 1, true)));
    let mut command = Command::among(2);
    assert_eq!(command.wait(), (Duration::from_secs(3), command.ask(2, 1, true)));
    let mut command = Command::among(2);
    let gone = command.ranked.remove(0);
    let (waited, next) = command.wait();
    assert_eq!((waited, next), (Duration::from_secs(1), command.ask(2, 0, true)));
    assert_ne!(gone.node, command.ranked[0].node);
}

#[test]
fn with_nobody_else_to_ask_it_waits_for_the_one_that_may_be_at_work() {
    let mut command = Command::among(1);
    command.ranked[0].suspect = true;
    let (waited, end) = command.wait();
    assert_eq!((waited, code(Some(end))), (DEADLINE, Code::Unavailable));
}

#[test]
fn where_nobody_got_it_the_next_is_asked_for_nothing() {
    let mut command = Command::among(2);
    while command.budget.spend() {}
    let nobody = Input::Answered(1, Err(RequestError::NobodyThere));
    assert_eq!(command.step(nobody), Some(command.ask(2, 1, true)));
}

#[test]
fn beyond_the_budget_a_second_attempt_is_busy() {
    let mut command = Command::among(2);
    while command.budget.spend() {}
    assert_eq!(code(command.says(1, refused(Reason::Unavailable))), Code::Busy);
}

#[test]
fn a_process_that_is_starting_is_waited_for() {
    let mut command = Command::among(0);
    let (waited, end) = command.wait();
    assert!(waited > NO_NODE_DEADLINE && waited < DEADLINE, "{waited:?}");
    assert_eq!(code(Some(end)), Code::Unavailable);
    let mut command = Command::among(0);
    command.ranked.push(Candidate { node: NodeId::new(), suspect: false });
    assert_eq!(command.wait(), (NO_NODE_PAUSE, command.ask(1, 0, false)));
}

#[test]
fn a_connection_that_is_back_has_it_asked_once_more_even_of_the_same_process() {
    let mut command = Command::among(1);
    assert_eq!(command.step(Input::Reconnected), Some(command.ask(2, 0, true)));
    let mut command = Command::among(0);
    assert_eq!(command.step(Input::Reconnected), None, "nothing was under way");
}

#[test]
fn a_process_that_was_silent_and_is_heard_again_is_asked_once_more() {
    let mut command = Command::among(1);
    command.ranked[0].suspect = true;
    command.now = command.attempts.wake();
    assert_eq!(command.step(Input::Tick), None, "it may be at work");
    command.ranked[0].suspect = false;
    command.now = command.attempts.wake();
    assert_eq!(command.step(Input::Tick), Some(command.ask(2, 0, true)));
    assert_eq!(command.says(1, done()), Some(Output::Done(done())));
}

#[test]
fn the_only_process_is_asked_once_more_where_it_is_heard_and_does_not_answer() {
    let mut command = Command::among(1);
    assert_eq!(command.wait(), (Duration::from_secs(3), command.ask(2, 0, true)));
    let mut command = Command::among(1);
    while command.budget.spend() {}
    let (waited, end) = command.wait();
    assert_eq!((waited, code(Some(end))), (DEADLINE, Code::Unavailable), "it may be at work");
}

#[test]
fn a_connection_that_is_being_made_is_waited_for_and_not_for_long() {
    let mut command = Command::among(1);
    let down = |attempt| Input::Answered(attempt, Err(RequestError::Down));
    assert_eq!(command.step(down(1)), None);
    assert_eq!(command.wait(), (NO_NODE_PAUSE, command.ask(2, 0, true)));
    command.now = command.began + NO_CONNECTION_DEADLINE + NO_NODE_PAUSE;
    assert_eq!(code(command.step(down(2))), Code::Unavailable);
}
