//! One person of the soak, who lives in a room: talks over a socket, visits pages, and checks in the end that what they did is so.

use std::time::Duration;

use proto::frame::ActionFrame;
use proto::{FileId, RoomId, Seq};
use tokio::time::{Instant, MissedTickBehavior, sleep};

use super::deeds::{self, Deed};
use super::dice::Dice;
use super::log::now_says;
use super::visits::{Visitor, content};
use crate::Participant;

/// Between two things that one person does.
const PAUSE: Duration = Duration::from_secs(2);
/// Until what was said last is found: the index is written behind the log, and a follower that missed a hint looks once a minute.
const FOUND: Duration = Duration::from_secs(90);
/// So many of what they said last are looked for in the end.
const LOOKED_FOR: usize = 2;

/// Somebody, with all they do.
pub(super) struct Resident {
    pub(super) room: RoomId,
    pub(super) participant: Participant,
    pub(super) visitor: Visitor,
    dice: Dice,
    done: usize,
}

impl Resident {
    /// Somebody who decides by this seed.
    pub(super) fn new(room: RoomId, participant: Participant, visitor: Visitor, seed: u64) -> Self {
        Self { room, participant, visitor, dice: Dice::new(seed), done: 0 }
    }

    /// For so long they do something now and then. `late` is when they begin, so that they do not all act at once.
    pub(super) async fn live(&mut self, length: Duration, late: Duration) {
        let begun = Instant::now();
        let mut tick = tokio::time::interval_at(begun + late, PAUSE);
        tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
        while begun.elapsed() < length {
            tick.tick().await;
            // Who waits is not made to wait more: one does nothing new while the last thing is still under way.
            if self.participant.look_up(|diary| diary.done() == diary.said) {
                self.act().await;
            }
        }
    }

    async fn act(&mut self) {
        self.done += 1;
        let (n, name, dice) = (self.done, &self.participant.username, &mut self.dice);
        match self.participant.look_up(|diary| deeds::next(diary, dice, name, n)) {
            Deed::Act(action) => self.participant.act(action),
            Deed::Upload => {
                let words = deeds::words(name, n);
                if let Some(file) = self.visitor.upload(n).await {
                    let post =
                        ActionFrame { action: "post".into(), body: Some(words), ..ActionFrame::default() };
                    self.participant.act(ActionFrame { files: vec![file], ..post });
                }
            }
            Deed::Search(seq) => {
                let (words, stands) = self.said(seq);
                let found = self.visitor.finds(deeds::word(&words)).await;
                if !stands && found == Some(true) {
                    self.visitor.faults.push(format!("{words:?} is found, which was changed or deleted"));
                }
            }
        }
    }

    /// The words of a message of theirs as it was said, and whether it still says so.
    fn said(&self, seq: Seq) -> (String, bool) {
        self.participant.look_up(|diary| {
            let words = diary.acked.get(&seq).and_then(|(_, action)| action.body.clone()).unwrap_or_default();
            let stands = now_says(diary).get(&seq).is_some_and(|now| now.as_ref() == Some(&words));
            (words, stands)
        })
    }

    /// Once it is quiet: what they said last is found, and their files are whole, or gone with their message.
    pub(super) async fn check(&mut self) {
        let (last, files) = self.participant.look_up(|diary| {
            let now = now_says(diary);
            let last: Vec<String> = now.values().rev().flatten().take(LOOKED_FOR).cloned().collect();
            let posts = diary.acked.iter().filter(|(_, (_, action))| action.action == "post");
            let files = posts.flat_map(|(seq, (_, action))| {
                let stands = now.get(seq).is_some_and(Option::is_some);
                action.files.iter().map(move |file| (*file, stands))
            });
            (last, files.collect::<Vec<_>>())
        });
        let until = Instant::now() + FOUND;
        for words in last {
            while self.visitor.finds(deeds::word(&words)).await == Some(false) {
                if Instant::now() > until {
                    self.visitor.faults.push(format!("{words:?} is not found"));
                    break;
                }
                sleep(PAUSE).await;
            }
        }
        for (file, stands) in files {
            self.check_file(file, stands).await;
        }
    }

    async fn check_file(&mut self, file: FileId, stands: bool) {
        let Some(n) = self.visitor.files.get(&file).copied() else { return };
        let Some(found) = self.visitor.download(file, n).await else { return };
        if found != stands.then(|| content(n)) {
            let length = found.map_or(0, |found| found.len());
            let name = &self.participant.username;
            self.visitor
                .faults
                .push(format!("file {n} of {name} comes as {length} bytes; it stands: {stands}"));
        }
    }
}
