//! What somebody does next, by what they know of their room. Pure: the diary and chance are given.

use std::collections::{BTreeMap, BTreeSet};

use proto::Seq;
use proto::frame::ActionFrame;

use super::dice::Dice;
use crate::Diary;

/// Only what happened lately is come back to, so that people meet at the same messages.
const LATELY: usize = 40;
/// With which people react.
const TOKENS: [&str; 6] = ["👍", "🎉", "😂", "👀", "✅", "lgtm"];

/// Something somebody does.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Deed {
    /// In the room.
    Act(ActionFrame),
    /// A small file first, and then a message that has it.
    Upload,
    /// A search for a word that only this message of theirs has, or had.
    Search(Seq),
}

/// A number for each of their messages, so that its words are like no other's.
pub(super) fn words(username: &str, n: usize) -> String {
    format!("{username}x{n} says something")
}

/// The word by which a message that was said like this is found.
pub(super) fn word(words: &str) -> &str {
    words.split_once(' ').map_or(words, |(word, _)| word)
}

/// The `n`th thing that this person does.
pub(super) fn next(diary: &Diary, dice: &mut Dice, username: &str, n: usize) -> Deed {
    let known = Known::of(diary);
    let say = |action: ActionFrame| Deed::Act(ActionFrame { body: Some(words(username, n)), ..action });
    let named = |action: &str| ActionFrame { action: action.into(), ..ActionFrame::default() };
    let chosen = match dice.below(100) {
        0..20 => known.to_react(dice).map(Deed::Act),
        20..30 => dice
            .one_of(&known.roots)
            .map(|root| say(ActionFrame { target: Some(*root), ..named("post_in_thread") })),
        30..36 => {
            dice.one_of(&known.others).map(|seq| say(ActionFrame { reply_to: Some(*seq), ..named("post") }))
        }
        36..43 => known.one_of_mine(dice).map(|(target, text_rev)| {
            say(ActionFrame { target: Some(target), text_rev: Some(text_rev), ..named("edit") })
        }),
        43..48 => known
            .one_of_mine(dice)
            .map(|(target, _)| Deed::Act(ActionFrame { target: Some(target), ..named("delete") })),
        48..52 => Some(Deed::Upload),
        52..55 => dice.one_of(&known.said).map(|seq| Deed::Search(*seq)),
        _ => None,
    };
    chosen.unwrap_or_else(|| say(named("post")))
}

/// What they know of the last messages.
#[derive(Debug, Default)]
struct Known {
    /// Messages of theirs that they have not deleted, each with its `text_rev`.
    mine: BTreeMap<Seq, Seq>,
    /// All that they have said, what is deleted included.
    said: Vec<Seq>,
    /// Messages of anybody.
    others: Vec<Seq>,
    /// Those of them that are in no thread: one may begin there.
    roots: Vec<Seq>,
    /// What they react with themselves, to which message.
    reacted: BTreeSet<(Seq, String)>,
}

impl Known {
    fn of(diary: &Diary) -> Self {
        let mut known = Self::default();
        let first = diary.acked.keys().rev().nth(LATELY).copied().unwrap_or(0);
        for (seq, (_, action)) in diary.acked.range(first..) {
            match (action.action.as_str(), action.target) {
                ("post" | "post_in_thread", _) => {
                    known.mine.insert(*seq, *seq);
                    known.said.push(*seq);
                }
                ("edit", Some(target)) => {
                    known.mine.entry(target).and_modify(|text_rev| *text_rev = *seq);
                }
                ("delete", Some(target)) => _ = known.mine.remove(&target),
                ("react", Some(target)) => {
                    known.reacted.extend(action.reaction.clone().map(|token| (target, token)));
                }
                ("unreact", Some(target)) => {
                    let token = action.reaction.clone().unwrap_or_default();
                    known.reacted.remove(&(target, token));
                }
                _ => {}
            }
        }
        for (seq, heard) in diary.heard.iter().rev().take(LATELY) {
            // An edit brings the words of a message that stands elsewhere.
            let is_said = heard.words.is_some() && !diary.edits.contains(seq);
            let is_gone = known.said.contains(seq) && !known.mine.contains_key(seq);
            if is_said && !is_gone {
                known.others.push(*seq);
                known.roots.extend(heard.root.is_none().then_some(*seq));
            }
        }
        known
    }

    fn one_of_mine(&self, dice: &mut Dice) -> Option<(Seq, Seq)> {
        let mine: Vec<_> = self.mine.iter().map(|(seq, text_rev)| (*seq, *text_rev)).collect();
        dice.one_of(&mine).copied()
    }

    /// A reaction that they have not given yet, or one in three times one of theirs taken back.
    fn to_react(&self, dice: &mut Dice) -> Option<ActionFrame> {
        let with = |action: &str, target: Seq, token: &str| ActionFrame {
            action: action.into(),
            target: Some(target),
            reaction: Some(token.into()),
            ..ActionFrame::default()
        };
        let given: Vec<_> = self.reacted.iter().collect();
        if let (0, Some((target, token))) = (dice.below(3), dice.one_of(&given)) {
            return Some(with("unreact", *target, token));
        }
        let (target, token) = (*dice.one_of(&self.others)?, *dice.one_of(&TOKENS)?);
        (!self.reacted.contains(&(target, token.to_owned()))).then(|| with("react", target, token))
    }
}

#[cfg(test)]
mod tests {
    use proto::Nonce;

    use super::*;
    use crate::Heard;

    fn acked(diary: &mut Diary, seq: Seq, action: &str, target: Option<Seq>) {
        let reaction = action.ends_with("react").then(|| "👍".to_owned());
        let action = ActionFrame { action: action.into(), target, reaction, ..ActionFrame::default() };
        diary.acked.insert(seq, (Nonce::new(), action));
    }

    fn heard(diary: &mut Diary, seq: Seq, root: Option<Seq>) {
        diary.heard.insert(seq, Heard { nonce: None, words: Some("words".into()), root });
    }

    /// One has said 1, 2 and 5, changed 1 and deleted 2; others 6, and 7 in a thread.
    fn diary() -> Diary {
        let mut diary = Diary::default();
        for (seq, action, target) in [
            (1, "post", None),
            (2, "post", None),
            (3, "edit", Some(1)),
            (4, "delete", Some(2)),
            (5, "post", None),
            (8, "react", Some(6)),
        ] {
            acked(&mut diary, seq, action, target);
        }
        for (seq, root) in [(1, None), (2, None), (3, None), (5, None), (6, None), (7, Some(6))] {
            heard(&mut diary, seq, root);
        }
        diary.edits.insert(3);
        diary
    }

    #[test]
    fn what_is_known_is_what_stands_there_now() {
        let known = Known::of(&diary());
        assert_eq!(known.mine, BTreeMap::from([(1, 3), (5, 5)]));
        assert_eq!(known.said, [1, 2, 5]);
        assert_eq!((known.others, known.roots), (vec![7, 6, 5, 1], vec![6, 5, 1]));
        assert_eq!(known.reacted, BTreeSet::from([(6, "👍".to_owned())]));
    }

    #[test]
    fn everything_that_can_be_done_is_done_and_nothing_that_changes_nothing() {
        let (diary, mut dice) = (diary(), Dice::new(1));
        let mut kinds = BTreeSet::new();
        for n in 0..2_000 {
            match next(&diary, &mut dice, "ann", n) {
                Deed::Act(action) => {
                    let token = (action.target, action.reaction.as_deref());
                    match action.action.as_str() {
                        "edit" => assert!(
                            [(Some(1), Some(3)), (Some(5), Some(5))]
                                .contains(&(action.target, action.text_rev))
                        ),
                        "delete" => assert!([Some(1), Some(5)].contains(&action.target)),
                        "react" => assert_ne!(token, (Some(6), Some("👍"))),
                        "unreact" => assert_eq!(token, (Some(6), Some("👍"))),
                        _ => assert!(action.body.is_some_and(|body| body == words("ann", n))),
                    }
                    kinds.insert(action.action);
                }
                Deed::Upload => _ = kinds.insert("upload".into()),
                Deed::Search(seq) => {
                    assert!([1, 2, 5].contains(&seq));
                    kinds.insert("search".into());
                }
            }
        }
        let all = ["delete", "edit", "post", "post_in_thread", "react", "search", "unreact", "upload"];
        assert!(kinds.iter().eq(all.iter()), "{kinds:?}");
    }

    #[test]
    fn whoever_knows_nothing_yet_begins_by_saying_something() {
        let (diary, mut dice) = (Diary::default(), Dice::new(2));
        for n in 0..100 {
            let deed = next(&diary, &mut dice, "ann", n);
            assert!(deed == Deed::Upload || matches!(deed, Deed::Act(action) if action.action == "post"));
        }
    }
}
