//! One query on its way: it changes nothing, so the next process is asked early and the first answer is taken.
//!
//! Pure: time, ranking and answers are given. `query` drives it over the bus, and the simulation over a network of its own.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use chassis::RequestError;
use proto::{Code, NodeId, Refusal};

use super::Budget;

/// Silence after which the next process is asked too.
pub const HEDGE_AFTER: Duration = Duration::from_millis(500);
/// The same where an answer is dear, and takes no longer than this but from a process that hardly hears or is hardly heard.
pub const DEAR_HEDGE_AFTER: Duration = Duration::from_secs(2);
/// Silence of all of them after which the first is asked again: what it was sent may have been lost with its connection.
pub const AGAIN_AFTER: Duration = Duration::from_millis(2_500);
/// All attempts of a query together.
pub const DEADLINE: Duration = Duration::from_secs(4);

/// What has happened.
#[derive(Clone, Debug, PartialEq)]
pub enum Input<A> {
    /// It is time to begin, or what [`Inquiry::wake`] said.
    Tick,
    /// One of those asked has come back.
    Answered(Result<Result<A, Refusal>, RequestError>),
    /// The connection was lost and is back: what was under way on the old one is lost, or its answer is.
    Reconnected,
    /// None of those asked is heard of any more.
    AllGone,
}

/// What is to be done.
#[derive(Clone, Debug, PartialEq)]
pub enum Output<A> {
    /// Ask this process.
    Ask(NodeId),
    /// The query has its answer; nothing is to be done any more.
    Done(Result<A, Refusal>),
}

/// A query and those who may be asked.
#[derive(Debug)]
pub struct Inquiry {
    ranked: Vec<NodeId>,
    /// Those not asked yet, in this round.
    rest: VecDeque<NodeId>,
    under_way: usize,
    /// Silence after which the next is asked too; none: one process alone is asked, unless nobody is there.
    hedge_after: Option<Duration>,
    /// When that is, and when it is given up.
    hedge: Option<Instant>,
    deadline: Instant,
    begun: bool,
    last: Refusal,
}

impl Inquiry {
    /// A query to these, in this order, that is given up at the deadline.
    pub fn new(
        ranked: impl IntoIterator<Item = NodeId>,
        hedge_after: Option<Duration>,
        deadline: Instant,
    ) -> Self {
        let (ranked, last): (Vec<NodeId>, _) = (ranked.into_iter().collect(), Refusal::unavailable());
        let rest = ranked.iter().copied().collect();
        Self { ranked, rest, under_way: 0, hedge_after, hedge: None, deadline, begun: false, last }
    }

    /// When it wants a `Tick`, if nothing else happens.
    pub fn wake(&self) -> Instant {
        self.hedge.map_or(self.deadline, |hedge| hedge.min(self.deadline))
    }

    /// Takes in what has happened.
    pub fn step<A>(&mut self, now: Instant, budget: &Budget, input: Input<A>) -> Option<Output<A>> {
        let ask_next = match input {
            Input::Tick if now >= self.deadline => return Some(Output::Done(Err(Refusal::unavailable()))),
            Input::Tick if !std::mem::replace(&mut self.begun, true) => true,
            Input::Tick if now < self.wake() => return None,
            Input::Tick => {
                self.begin_again();
                budget.spend()
            }
            // Another may be asked in their stead where it may be asked twice, and its turn comes by the clock.
            Input::AllGone if self.hedge_after.is_some() => return None,
            Input::AllGone => return Some(Output::Done(Err(Refusal::unavailable()))),
            Input::Reconnected => {
                self.rest.clear();
                self.begin_again();
                budget.spend()
            }
            Input::Answered(answer) => {
                self.under_way = self.under_way.saturating_sub(1);
                match answer {
                    Ok(Err(refusal)) if refusal.code == Code::Unavailable => {
                        self.last = refusal;
                        self.hedge_after.is_some() && budget.spend()
                    }
                    Ok(answer) => return Some(Output::Done(answer)),
                    Err(RequestError::NobodyThere) => true,
                    Err(RequestError::Down) => return Some(Output::Done(Err(Refusal::unavailable()))),
                    Err(RequestError::TooSlow | RequestError::TooLong | RequestError::Garbled(_)) => {
                        self.hedge_after.is_some() && budget.spend()
                    }
                }
            }
        };
        let next = if ask_next { self.rest.pop_front() } else { None };
        self.hedge = self.hedge_after.map(|time| now + if self.rest.is_empty() { AGAIN_AFTER } else { time });
        if let Some(node) = next {
            self.under_way += 1;
            return Some(Output::Ask(node));
        }
        (self.under_way == 0).then(|| Output::Done(Err(self.last.clone())))
    }

    /// Everyone has been asked, and nobody has answered: they may be asked once more.
    fn begin_again(&mut self) {
        if self.rest.is_empty() {
            self.rest.extend(&self.ranked);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Query {
        inquiry: Inquiry,
        nodes: Vec<NodeId>,
        budget: Budget,
        now: Instant,
    }

    impl Query {
        fn among(nodes: usize, hedge_after: Option<Duration>) -> Self {
            let (nodes, now): (Vec<NodeId>, _) =
                ((0..nodes).map(|_| NodeId::new()).collect(), Instant::now());
            let inquiry = Inquiry::new(nodes.clone(), hedge_after, now + DEADLINE);
            let mut query = Self { inquiry, nodes, budget: Budget::default(), now };
            assert_eq!(query.step(Input::Tick), Some(query.ask(0)));
            query
        }

        fn step(&mut self, input: Input<u8>) -> Option<Output<u8>> {
            self.inquiry.step(self.now, &self.budget, input)
        }

        fn wait(&mut self) -> Option<Output<u8>> {
            self.now = self.inquiry.wake();
            self.step(Input::Tick)
        }

        fn ask(&self, at: usize) -> Output<u8> {
            Output::Ask(self.nodes[at])
        }
    }

    fn unavailable() -> Option<Output<u8>> {
        Some(Output::Done(Err(Refusal::unavailable())))
    }

    #[test]
    fn where_answers_are_dear_the_next_is_asked_late_and_still_in_time() {
        let mut query = Query::among(2, Some(DEAR_HEDGE_AFTER));
        let began = query.now;
        assert_eq!(query.wait(), Some(query.ask(1)));
        assert_eq!((query.now - began) * 2, DEADLINE);
    }

    #[test]
    fn the_next_is_asked_after_half_a_second_and_the_first_answer_is_taken() {
        let mut query = Query::among(2, Some(HEDGE_AFTER));
        let began = query.now;
        assert_eq!(query.wait(), Some(query.ask(1)));
        assert_eq!(query.now - began, HEDGE_AFTER);
        assert_eq!(query.step(Input::Answered(Ok(Ok(7)))), Some(Output::Done(Ok(7))));
    }

    #[test]
    fn who_is_unavailable_is_passed_over_and_when_all_are_so_is_the_query() {
        let mut query = Query::among(2, Some(HEDGE_AFTER));
        assert_eq!(query.step(Input::Answered(Ok(Err(Refusal::unavailable())))), Some(query.ask(1)));
        assert_eq!(query.step(Input::Answered(Err(RequestError::NobodyThere))), unavailable());
    }

    #[test]
    fn a_refusal_is_an_answer() {
        let mut query = Query::among(2, Some(HEDGE_AFTER));
        let no = Err(Refusal::not_found());
        assert_eq!(query.step(Input::Answered(Ok(no.clone()))), Some(Output::Done(no)));
    }

    #[test]
    fn a_query_that_must_not_be_asked_twice_goes_to_another_only_where_nobody_is() {
        let mut query = Query::among(2, None);
        assert_eq!(query.step(Input::Answered(Err(RequestError::NobodyThere))), Some(query.ask(1)));
        assert_eq!(query.step(Input::Answered(Err(RequestError::TooSlow))), unavailable());
        let mut query = Query::among(2, None);
        assert_eq!(query.wait(), unavailable());
    }

    #[test]
    fn who_must_not_be_asked_twice_and_is_gone_is_not_waited_for() {
        assert_eq!(Query::among(2, None).step(Input::AllGone), unavailable());
        let mut query = Query::among(2, Some(HEDGE_AFTER));
        assert_eq!(query.step(Input::AllGone), None);
        assert_eq!(query.wait(), Some(query.ask(1)));
    }

    #[test]
    fn beyond_the_budget_nobody_else_is_asked() {
        let mut query = Query::among(2, Some(HEDGE_AFTER));
        while query.budget.spend() {}
        assert_eq!(query.wait(), None);
        assert_eq!(query.step(Input::Answered(Ok(Ok(7)))), Some(Output::Done(Ok(7))));
    }

    #[test]
    fn those_who_stay_silent_are_asked_again_from_the_first() {
        let mut query = Query::among(2, Some(HEDGE_AFTER));
        assert_eq!(query.wait(), Some(query.ask(1)));
        let asked = query.now;
        assert_eq!(query.wait(), Some(query.ask(0)));
        assert_eq!(query.now - asked, AGAIN_AFTER);
    }

    #[test]
    fn a_connection_that_is_back_has_the_first_asked_again_whatever_may_be_asked_twice() {
        for hedge_after in [Some(HEDGE_AFTER), None] {
            let mut query = Query::among(2, hedge_after);
            assert_eq!(query.step(Input::Reconnected), Some(query.ask(0)));
            assert_eq!(query.step(Input::Answered(Ok(Ok(7)))), Some(Output::Done(Ok(7))));
        }
    }

    #[test]
    fn a_query_that_nobody_answers_is_given_up() {
        let mut query = Query::among(1, Some(HEDGE_AFTER));
        let began = query.now;
        assert_eq!(query.wait(), Some(query.ask(0)));
        assert_eq!(query.wait(), unavailable());
        assert_eq!(query.now - began, DEADLINE);
    }
}
