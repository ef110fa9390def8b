//! Names of people: a cache that is asked without waiting where a message is on its way, and with waiting where a
//! page is drawn.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use chassis::Lifecycle;
use proto::UserId;
use proto::auth::{Person, Question, Reply};
use tokio::sync::mpsc;
use uuid::Uuid;

use crate::cluster::Cluster;

/// How long a name is believed; the feed tells of changes sooner.
const FRESH: Duration = Duration::from_secs(600);
/// How many people are remembered.
const CAPACITY: usize = 50_000;
/// How many are asked for at once.
const BATCH: usize = 500;
/// How many may wait to be asked for; beyond that they are asked for when they are next seen.
const WAITING: usize = 2_048;

/// People as this gateway knows them. Clones share them.
#[derive(Clone, Debug)]
pub struct People {
    cluster: Cluster,
    known: Arc<Mutex<HashMap<UserId, Entry>>>,
    wanted: mpsc::Sender<UserId>,
}

#[derive(Debug)]
struct Entry {
    person: Person,
    read: Instant,
}

impl People {
    pub(super) fn start(cluster: Cluster, life: &Lifecycle) -> Self {
        let (wanted, waiting) = mpsc::channel(WAITING);
        let people = Self { cluster, known: Arc::default(), wanted };
        life.run_until_stopped(people.clone().fetch(waiting));
        people
    }

    /// These people, as far as they are known or can be asked for. Those nobody can tell about are left out.
    pub async fn get(&self, ids: &[UserId]) -> HashMap<UserId, Person> {
        let mut found = self.peek_all(ids);
        let missing: Vec<UserId> = ids.iter().filter(|id| !found.contains_key(id)).copied().collect();
        for batch in missing.chunks(BATCH) {
            found.extend(self.ask(batch).await.into_iter().map(|person| (person.id, person)));
        }
        found
    }

    /// A person, if known already; else they are asked for in the background.
    pub fn peek(&self, id: UserId) -> Option<Person> {
        let known =
            self.known().get(&id).filter(|entry| entry.read.elapsed() < FRESH).map(|e| e.person.clone());
        if known.is_none() {
            let _ = self.wanted.try_send(id);
        }
        known
    }

    /// Remembers someone who has just shown up.
    pub fn note(&self, person: &Person) {
        self.remember(vec![person.clone()]);
    }

    /// Drops what is known of someone who is called differently now.
    pub fn forget(&self, id: UserId) {
        self.known().remove(&id);
    }

    fn peek_all(&self, ids: &[UserId]) -> HashMap<UserId, Person> {
        let known = self.known();
        let fresh = |id: &UserId| known.get(id).filter(|entry| entry.read.elapsed() < FRESH);
        ids.iter().filter_map(|id| Some((*id, fresh(id)?.person.clone()))).collect()
    }

    async fn fetch(self, mut waiting: mpsc::Receiver<UserId>) {
        let mut batch = Vec::new();
        while waiting.recv_many(&mut batch, BATCH).await > 0 {
            let wanted: HashSet<UserId> = batch.drain(..).collect();
            let known = self.peek_all(&wanted.iter().copied().collect::<Vec<_>>());
            let missing: Vec<UserId> = wanted.into_iter().filter(|id| !known.contains_key(id)).collect();
            if !missing.is_empty() {
                self.ask(&missing).await;
            }
        }
    }

    async fn ask(&self, ids: &[UserId]) -> Vec<Person> {
        let question = Question::People { ids: ids.to_vec() };
        let key = ids.first().map_or(Uuid::nil(), |id| id.0);
        match self.cluster.ask_auth(key, &question).await {
            Ok(Reply::People(people)) => {
                self.remember(people.clone());
                people
            }
            _ => Vec::new(),
        }
    }

    fn remember(&self, people: Vec<Person>) {
        let (mut known, now) = (self.known(), Instant::now());
        if known.len() + people.len() > CAPACITY {
            known.retain(|_, entry| now.saturating_duration_since(entry.read) < FRESH / 2);
        }
        if known.len() + people.len() <= CAPACITY {
            known.extend(people.into_iter().map(|person| (person.id, Entry { person, read: now })));
        }
    }

    fn known(&self) -> MutexGuard<'_, HashMap<UserId, Entry>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
