//! Names of people: a cache that is asked without waiting where a message is on its way to readers, and with waiting where
//! a page is drawn or a message on its way to its room names somebody.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use chassis::Lifecycle;
use proto::UserId;
use proto::auth::{Person, Query, Reply};
use proto::room::{Action, MENTIONS, Named};
use proto::text::{Username, mentions};
use tokio::sync::mpsc;
use tokio::time::timeout;
use uuid::Uuid;

use crate::cluster::Cluster;

/// How long a name is believed; the feed tells of changes sooner.
const FRESH: Duration = Duration::from_secs(600);
/// How many people are remembered.
const CAPACITY: usize = 50_000;
/// How many are asked for at once.
const BATCH: usize = 500;
/// The most names of one message that are asked about.
const NAMES: usize = 2 * MENTIONS;
/// How long a message waits for whom it names.
const DEADLINE: Duration = Duration::from_millis(600);
/// How many may wait to be asked for; beyond that they are asked for when they are next seen.
const WAITING: usize = 2_048;

/// People as this gateway knows them. Clones share them.
#[derive(Clone, Debug)]
pub struct People {
    cluster: Cluster,
    known: Arc<Mutex<HashMap<UserId, Entry>>>,
    /// Who goes by which username: nobody ever goes by another.
    names: Arc<Mutex<HashMap<Username, UserId>>>,
    pending: mpsc::Sender<UserId>,
}

#[derive(Debug)]
struct Entry {
    person: Person,
    read: Instant,
}

impl People {
    /// Knows nobody yet; asks in the background until `life` ends.
    pub fn start(cluster: Cluster, life: &Lifecycle) -> Self {
        let (pending, waiting) = mpsc::channel(WAITING);
        let people = Self { cluster, known: Arc::default(), names: Arc::default(), pending };
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
            let _ = self.pending.try_send(id);
        }
        known
    }

    /// Whom the `@names` in the words of an action mean, as far as somebody can tell in time: a message waits for nobody's
    /// name for long, and without an answer it goes out mentioning those alone who are known here.
    pub async fn mentioned(&self, action: &Action) -> Vec<Named> {
        let Some(body) = action.body() else { return Vec::new() };
        let mut names: Vec<Username> = Vec::new();
        for name in mentions(body.as_str()).flat_map(|mention| mention.names) {
            if names.len() < NAMES && !names.contains(&name) {
                names.push(name);
            }
        }
        let mut found = self.known_by(&names);
        names.retain(|name| !found.iter().any(|named| named.name == *name));
        if !names.is_empty() {
            let query = Query::ByUsername { usernames: names.clone() };
            let asking = self.cluster.ask_auth(Uuid::new_v4(), &query);
            if let Ok(Ok(Reply::People(people))) = timeout(DEADLINE, asking).await {
                self.remember(people);
                found.extend(self.known_by(&names));
            }
        }
        found
    }

    fn known_by(&self, names: &[Username]) -> Vec<Named> {
        let known = self.names.lock().unwrap_or_else(PoisonError::into_inner);
        let named = |name: &Username| Some(Named { name: name.clone(), user: *known.get(name)? });
        names.iter().filter_map(named).collect()
    }

    /// Remembers someone who has just shown up.
    pub fn learn(&self, person: &Person) {
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
            let pending: HashSet<UserId> = batch.drain(..).collect();
            let known = self.peek_all(&pending.iter().copied().collect::<Vec<_>>());
            let missing: Vec<UserId> = pending.into_iter().filter(|id| !known.contains_key(id)).collect();
            if !missing.is_empty() {
                self.ask(&missing).await;
            }
        }
    }

    async fn ask(&self, ids: &[UserId]) -> Vec<Person> {
        let query = Query::People { ids: ids.to_vec() };
        let key = ids.first().map_or(Uuid::nil(), |id| id.0);
        match self.cluster.ask_auth(key, &query).await {
            Ok(Reply::People(people)) => {
                self.remember(people.clone());
                people
            }
            _ => Vec::new(),
        }
    }

    fn remember(&self, people: Vec<Person>) {
        let mut names = self.names.lock().unwrap_or_else(PoisonError::into_inner);
        if names.len() + people.len() > CAPACITY {
            names.clear();
        }
        names.extend(
            people.iter().filter_map(|person| Some((Username::parse(&person.username).ok()?, person.id))),
        );
        drop(names);
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
