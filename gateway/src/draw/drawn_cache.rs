//! Messages that have been drawn: what is to be drawn alike is not drawn anew.
//!
//! The key is all that a drawing is made of, so an entry is never out of date, and nobody is shown what was not found for them:
//! whoever asks holds the message. A message that changes, or whose author is called differently, is another key.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::message::Drawn;
use crate::catalogue::Language;

/// Bytes of a generation, keys included. There are two, so that at most twice as many are held.
const GENERATION: usize = 8 * 1024 * 1024;
/// What an entry takes beside its text, about.
const ENTRY: usize = 400;

/// The drawings of one gateway.
#[derive(Debug, Default)]
pub(super) struct DrawnCache(Mutex<Generations>);

type Drawings = [HashMap<Drawn, Arc<str>>; Language::ALL.len()];

/// What was wanted lately, and what was wanted before that.
#[derive(Debug, Default)]
struct Generations {
    young: Drawings,
    old: Drawings,
    /// Of the young.
    bytes: usize,
}

impl DrawnCache {
    /// The drawing of this message, if there is one.
    pub(super) fn get(&self, message: &Drawn, language: Language) -> Option<Arc<str>> {
        let mut generations = self.generations();
        if let Some(html) = generations.young[language as usize].get(message) {
            return Some(html.clone());
        }
        let (message, html) = generations.old[language as usize].remove_entry(message)?;
        generations.keep(message, language, html.clone());
        Some(html)
    }

    /// Keeps a drawing for as long as it is wanted now and then.
    pub(super) fn put(&self, message: Drawn, language: Language, html: Arc<str>) {
        self.generations().keep(message, language, html);
    }

    fn generations(&self) -> MutexGuard<'_, Generations> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Generations {
    fn keep(&mut self, message: Drawn, language: Language, html: Arc<str>) {
        self.bytes += ENTRY + message.len() + html.len();
        self.young[language as usize].insert(message, html);
        if self.bytes > GENERATION {
            (self.old, self.bytes) = (std::mem::take(&mut self.young), 0);
        }
    }
}

#[cfg(test)]
mod tests {
    use proto::{At, Nonce, UserId};

    use super::*;
    use crate::draw::Face;

    fn message(name: &str, html: &str) -> Drawn {
        let said = proto::room::Message {
            seq: 1,
            msg_no: Some(1),
            rev: 1,
            text_rev: 1,
            author: UserId(uuid::Uuid::nil()),
            name: name.to_owned(),
            avatar: None,
            at: At::UNIX_EPOCH,
            body: String::new(),
            html: html.to_owned(),
            reply_to: None,
            thread: None,
            edited_at: None,
            previews: proto::room::Previews::default(),
            history: false,
            deleted_at: None,
            files: Vec::new(),
            reactions: proto::room::Reactions::default(),
            nonce: Nonce(uuid::Uuid::nil()),
        };
        Drawn::of(&said, false)
    }

    #[test]
    fn whatever_is_drawn_differently_is_another_drawing() {
        let cache = DrawnCache::default();
        cache.put(message("Rosa", "hello"), Language::English, "drawn".into());
        assert_eq!(cache.get(&message("Rosa", "hello"), Language::English).as_deref(), Some("drawn"));
        for other in [message("Rosa S.", "hello"), message("Rosa", "hello!")] {
            assert_eq!(cache.get(&other, Language::English), None);
        }
        assert_eq!(cache.get(&message("Rosa", "hello"), Language::German), None);
        let mut chosen = message("Rosa", "hello");
        chosen.choose();
        assert_eq!(cache.get(&chosen, Language::English), None);
        assert_eq!(cache.get(&Drawn::blank(Face::of(UserId::new(), "Rosa")), Language::English), None);
    }

    #[test]
    fn drawings_are_bounded_and_those_that_are_wanted_stay() {
        let (cache, wanted) = (DrawnCache::default(), message("Rosa", "wanted"));
        cache.put(wanted.clone(), Language::English, "drawn".into());
        let long: Arc<str> = "x".repeat(16 * 1024).into();
        for n in 0..4 * GENERATION / long.len() {
            cache.put(message("Rosa", &n.to_string()), Language::English, long.clone());
            assert!(cache.get(&wanted, Language::English).is_some(), "{n}");
        }
        let generations = cache.generations();
        let held = generations.young.iter().chain(&generations.old).flat_map(HashMap::values);
        let bytes: usize = held.map(|html| html.len()).sum();
        assert!(bytes <= 2 * GENERATION + long.len(), "{bytes}");
    }
}
