//! What was sent at one rate, and what became of it. Pure: times are given, in µs since the crowd was connected.

use std::ops::Range;
use std::rc::Rc;

use proto::Nonce;
use tokio::sync::Notify;
use uuid::Uuid;

use super::figures::Figures;
use super::sequence::Verdict;

/// Checks one rate after the other. Each message has a number of its own, which its nonce carries.
#[derive(Debug)]
pub(super) struct Recorder {
    /// The upper half of every nonce of this run.
    run: u64,
    /// The number of the first message at this rate. None has the number 0, which other frames use as theirs.
    first: u64,
    messages: Vec<Sent>,
    /// Which of them are measured; warming up and counting come before and after.
    measured: Range<usize>,
    /// Answers and deliveries still to come.
    outstanding: u64,
    arrived: Rc<Notify>,
    /// Deliveries since the beginning of the run.
    deliveries: u64,
    figures: Figures,
}

#[derive(Debug)]
struct Sent {
    intended: u64,
    hearers: u32,
    heard: u32,
    answer: Answer,
}

#[derive(Debug, PartialEq, Eq)]
enum Answer {
    None,
    Acked,
    Refused,
}

impl Recorder {
    /// Nothing sent yet.
    pub(super) fn new(run: u64) -> Self {
        Self {
            run,
            first: 1,
            messages: Vec::new(),
            measured: 0..0,
            outstanding: 0,
            arrived: Rc::default(),
            deliveries: 0,
            figures: Figures::default(),
        }
    }

    /// A new rate: what was sent before is closed, and of what is sent from now on these are measured.
    pub(super) fn begin(&mut self, measured: Range<usize>) {
        self.first += self.messages.len() as u64;
        self.messages.clear();
        (self.measured, self.outstanding, self.figures) = (measured, 0, Figures::default());
    }

    /// A message is due, for so many hearers. Its nonce.
    pub(super) fn send(&mut self, intended: u64, hearers: u32) -> Nonce {
        let number = self.first + self.messages.len() as u64;
        self.messages.push(Sent { intended, hearers, heard: 0, answer: Answer::None });
        self.outstanding += 1 + u64::from(hearers);
        Nonce(Uuid::from_u64_pair(self.run, number))
    }

    /// It is on its way.
    pub(super) fn written(&mut self, nonce: Nonce, now: u64) {
        if let Some((true, sent)) = self.find(nonce) {
            let took = now.saturating_sub(sent.intended);
            self.figures.lateness.record(took);
        }
    }

    /// It is in the log.
    pub(super) fn acknowledged(&mut self, nonce: Nonce, now: u64) {
        let Some((is_measured, sent)) = self.find(nonce).filter(|(_, sent)| sent.answer == Answer::None)
        else {
            return;
        };
        sent.answer = Answer::Acked;
        let took = now.saturating_sub(sent.intended);
        if is_measured {
            self.figures.messages += 1;
            self.figures.ack.record(took);
        }
        self.resolve(1);
    }

    /// The message with that number, or something else if there is none, was refused, and why.
    pub(super) fn refused(&mut self, number: u64, code: &str) {
        let nonce = Nonce(Uuid::from_u64_pair(self.run, number));
        *self.figures.faults.refused.entry(code.to_owned()).or_default() += 1;
        let Some((_, sent)) = self.find(nonce).filter(|(_, sent)| sent.answer == Answer::None) else {
            return;
        };
        sent.answer = Answer::Refused;
        let gone = 1 + u64::from(sent.hearers.saturating_sub(sent.heard));
        self.resolve(gone);
    }

    /// Somebody heard an event, a message of ours or not.
    pub(super) fn heard(&mut self, verdict: Verdict, nonce: Nonce, now: u64) {
        match verdict {
            Verdict::Duplicate => {
                self.figures.faults.duplicated += 1;
                return;
            }
            Verdict::OutOfOrder => self.figures.faults.out_of_order += 1,
            Verdict::InOrder => {}
        }
        self.deliveries += 1;
        let Some((is_measured, sent)) = self.find(nonce) else { return };
        let took = now.saturating_sub(sent.intended);
        sent.heard += 1;
        let counts = sent.heard <= sent.hearers && sent.answer != Answer::Refused;
        if is_measured {
            self.figures.deliveries += 1;
            self.figures.latency.record(took);
        }
        self.resolve(counts.into());
    }

    /// A socket was told of a gap.
    pub(super) fn gap(&mut self) {
        self.figures.faults.gaps += 1;
    }

    /// A socket was closed.
    pub(super) fn closed(&mut self) {
        self.figures.faults.closed += 1;
    }

    /// Nothing is under way.
    pub(super) fn is_resolved(&self) -> bool {
        self.outstanding == 0
    }

    /// Told whenever nothing is under way any more.
    pub(super) fn arrived(&self) -> Rc<Notify> {
        self.arrived.clone()
    }

    /// How often anything was heard since the beginning of the run, at whatever rate it was said.
    pub(super) fn deliveries(&self) -> u64 {
        self.deliveries
    }

    /// How many have been sent at this rate.
    pub(super) fn sent(&self) -> usize {
        self.messages.len()
    }

    /// What is known of this rate; whatever is still under way is lost.
    pub(super) fn finish(&mut self) -> Figures {
        let mut figures = std::mem::take(&mut self.figures);
        for sent in &self.messages {
            match sent.answer {
                Answer::None => figures.faults.unanswered += 1,
                Answer::Acked => figures.faults.lost += u64::from(sent.hearers.saturating_sub(sent.heard)),
                Answer::Refused => {}
            }
        }
        figures
    }

    fn find(&mut self, nonce: Nonce) -> Option<(bool, &mut Sent)> {
        let (run, number) = nonce.0.as_u64_pair();
        let place = usize::try_from(number.checked_sub(self.first)?).ok()?;
        let is_measured = self.measured.contains(&place);
        let ours = run == self.run;
        self.messages.get_mut(place).filter(|_| ours).map(|sent| (is_measured, sent))
    }

    fn resolve(&mut self, count: u64) {
        self.outstanding = self.outstanding.saturating_sub(count);
        if count > 0 && self.outstanding == 0 {
            self.arrived.notify_waiters();
        }
    }
}

/// The number that a nonce carries, which is also the `id` of its frame.
pub(super) fn number_of(nonce: Nonce) -> u64 {
    nonce.0.as_u64_pair().1
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::super::figures::Faults;
    use super::*;

    /// One message of the warm-up and two that are measured, to two hearers, each told of by `tell`.
    fn told(tell: impl Fn(&mut Recorder, usize, Nonce)) -> Figures {
        let mut recorder = Recorder::new(9);
        recorder.begin(1..3);
        for n in 0..3 {
            let nonce = recorder.send(n as u64 * 1_000, 2);
            tell(&mut recorder, n, nonce);
        }
        recorder.finish()
    }

    fn all_is_well(recorder: &mut Recorder, n: usize, nonce: Nonce) {
        recorder.acknowledged(nonce, n as u64 * 1_000 + 500);
        recorder.heard(Verdict::InOrder, nonce, n as u64 * 1_000 + 700);
        recorder.heard(Verdict::InOrder, nonce, n as u64 * 1_000 + 900);
        assert!(recorder.is_resolved());
    }

    #[test]
    fn times_run_from_the_intended_time_and_warming_up_is_left_out() {
        let figures = told(all_is_well);
        assert!(figures.faults.is_none(), "{:?}", figures.faults);
        assert_eq!((figures.messages, figures.deliveries), (2, 4));
        let latency = figures.latency.percentiles().expect("some");
        assert_eq!((latency.count, latency.p50, latency.max), (4, 0.7, 0.9));
        assert!((figures.ack.percentiles().expect("some").max - 0.5).abs() < 0.001);
    }

    #[test]
    fn a_planted_loss_is_found() {
        let figures = told(|recorder, n, nonce| {
            recorder.acknowledged(nonce, 0);
            recorder.heard(Verdict::InOrder, nonce, 0);
            if n != 1 {
                recorder.heard(Verdict::InOrder, nonce, 0);
            }
        });
        assert_eq!(figures.faults, Faults { lost: 1, ..Faults::default() });
    }

    #[test]
    fn a_planted_duplicate_is_found_and_makes_up_for_no_loss() {
        let figures = told(|recorder, n, nonce| {
            recorder.acknowledged(nonce, 0);
            recorder.heard(Verdict::InOrder, nonce, 0);
            recorder.heard(if n == 1 { Verdict::Duplicate } else { Verdict::InOrder }, nonce, 0);
        });
        assert_eq!(figures.faults, Faults { lost: 1, duplicated: 1, ..Faults::default() });
    }

    #[test]
    fn a_planted_disorder_is_found() {
        let figures = told(|recorder, n, nonce| {
            recorder.acknowledged(nonce, 0);
            recorder.heard(Verdict::InOrder, nonce, 0);
            recorder.heard(if n == 2 { Verdict::OutOfOrder } else { Verdict::InOrder }, nonce, 0);
        });
        assert_eq!(figures.faults, Faults { out_of_order: 1, ..Faults::default() });
    }

    #[test]
    fn what_is_refused_is_no_loss_and_what_has_no_answer_is_told() {
        let figures = told(|recorder, n, nonce| match n {
            0 => recorder.refused(number_of(nonce), "rate_limited"),
            1 => {}
            _ => all_is_well_after(recorder, nonce),
        });
        let refused = BTreeMap::from([("rate_limited".to_owned(), 1)]);
        assert_eq!(figures.faults, Faults { refused, unanswered: 1, ..Faults::default() });
    }

    fn all_is_well_after(recorder: &mut Recorder, nonce: Nonce) {
        recorder.acknowledged(nonce, 3_000);
        recorder.heard(Verdict::InOrder, nonce, 3_000);
        recorder.heard(Verdict::InOrder, nonce, 3_000);
        assert!(!recorder.is_resolved(), "the one without an answer is under way");
    }

    #[test]
    fn what_belongs_to_another_rate_or_run_counts_for_nothing() {
        let mut recorder = Recorder::new(9);
        recorder.begin(0..1);
        let before = recorder.send(0, 1);
        recorder.begin(0..1);
        let nonce = recorder.send(0, 1);
        recorder.heard(Verdict::InOrder, before, 1);
        recorder.heard(Verdict::InOrder, Nonce(Uuid::from_u64_pair(8, 2)), 1);
        recorder.acknowledged(nonce, 1);
        assert!(!recorder.is_resolved());
        assert_eq!(recorder.finish().faults.lost, 1);
    }
}
