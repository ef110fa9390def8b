//! Whether everyone was told what they are to be told: all of it, nothing else, and nothing twice without a reason.

use std::collections::BTreeMap;
use std::time::Duration;

use proto::{RoomId, Seq};
use tokio::time::Instant;

use super::Said;
use super::people::Setting;
use super::push_service::Received;
use crate::load::error::LoadError;

/// So long before a process was killed, and after, nobody can know whether what was sent was noted: what a gateway says of it waits for
/// its answer, and is said once more.
const IN_DOUBT: Duration = Duration::from_secs(15);

/// Until when somebody was in a room that they left.
type Left = BTreeMap<(usize, RoomId), Seq>;

/// When each device was told of which message, by person and room.
type Told = BTreeMap<(usize, RoomId), BTreeMap<Seq, Vec<Instant>>>;

/// What is wrong, if anything is.
///
/// # Errors
/// All of it.
pub(super) fn judge(
    setting: &Setting,
    said: &Said,
    left: &Left,
    heard: &[Received],
    kills: &[(Instant, Instant)],
) -> Result<(), LoadError> {
    let mut verdict = Verdict { setting, left, kills, problems: Vec::new(), calls: 0, twice: 0 };
    let mut told = verdict.opened(heard);
    for person in 0..setting.people.len() {
        for (room, words) in said {
            let theirs = told.remove(&(person, *room)).unwrap_or_default();
            verdict.see(person, *room, words, &theirs);
        }
    }
    for ((person, room), _) in told {
        verdict.problems.push(format!("{} was told of {room}", setting.people[person].username));
    }
    verdict.say()
}

struct Verdict<'a> {
    setting: &'a Setting,
    left: &'a Left,
    kills: &'a [(Instant, Instant)],
    problems: Vec<String>,
    calls: usize,
    twice: usize,
}

impl Verdict<'_> {
    fn opened(&mut self, heard: &[Received]) -> Told {
        let mut told = Told::new();
        for one in heard {
            let person = &self.setting.people[one.person];
            if let Some((room, seq)) = person.device.told(&one.sealed) {
                told.entry((one.person, room)).or_default().entry(seq).or_default().push(one.at);
            } else {
                self.problems.push(format!("{} cannot open what came", person.username));
            }
        }
        told
    }

    /// One person and one room. What is said in quick succession is told in one, of the last; who leaves is told no more of what they
    /// left.
    fn see(
        &mut self,
        n: usize,
        room: RoomId,
        words: &BTreeMap<Seq, String>,
        theirs: &BTreeMap<Seq, Vec<Instant>>,
    ) {
        let (setting, last) = (self.setting, self.left.get(&(n, room)));
        let person = &setting.people[n];
        let calls = |seq: &Seq| {
            let is_inside = setting.is_in(n, room) && last.is_none_or(|last| seq < last);
            is_inside && words.get(seq).is_some_and(|words| person.chosen.is_told(&person.username, words))
        };
        for (seq, times) in theirs {
            if !calls(seq) {
                self.problems.push(format!("{} was told of {room}/{seq}", person.username));
            }
            self.see_times(&format!("{} of {room}/{seq}", person.username), times);
        }
        self.calls += words.keys().filter(|seq| calls(seq)).count();
        let newest = words.keys().rev().find(|seq| calls(seq)).filter(|_| last.is_none());
        if newest.is_some_and(|newest| !theirs.contains_key(newest)) {
            let told = theirs.keys().next_back();
            self.problems.push(format!(
                "{} was never told of {room}/{newest:?}, only up to {told:?}",
                person.username
            ));
        }
    }

    fn see_times(&mut self, who: &str, times: &[Instant]) {
        let [first, again @ ..] = times else { return };
        let is_in_doubt =
            |(killed, back): &(Instant, Instant)| *first + IN_DOUBT > *killed && *back + IN_DOUBT > *first;
        self.twice += again.len();
        if !again.is_empty() && !self.kills.iter().any(is_in_doubt) {
            self.problems.push(format!("{who} was told {} times", times.len()));
        }
    }

    #[allow(clippy::print_stdout, reason = "figures are for people")]
    fn say(self) -> Result<(), LoadError> {
        println!("calls of somebody: {}", self.calls);
        println!("told once more since a process was killed before it was noted: {}", self.twice);
        match self.problems.as_slice() {
            [] => Ok(()),
            problems => Err(LoadError::Failed(problems.join("\nload: "))),
        }
    }
}
