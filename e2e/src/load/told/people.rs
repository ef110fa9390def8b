//! People with a device each, the rooms they are in, and who talks there.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use proto::{Nonce, RoomId, Seq};
use reqwest::StatusCode;
use tokio::time::{Instant, sleep};

use super::device::Device;
use super::settings::{Chosen, KEYWORD};
use super::{Gone, PACE, Said};
use crate::load::accounts::room_of;
use crate::load::dice::Dice;
use crate::load::error::LoadError;
use crate::{Cluster, Participant, Person};

/// Rooms, every other one private.
const ROOMS: usize = 12;
/// Rooms of one person.
const EACH: usize = 4;

/// Somebody who only reads what their device shows.
pub(super) struct Recipient {
    pub(super) username: String,
    pub(super) chosen: Chosen,
    pub(super) device: Device,
    person: Person,
}

/// A room and its address.
#[derive(Clone)]
pub(super) struct Place {
    pub(super) room: RoomId,
    path: String,
}

/// All of it.
pub(super) struct Setting {
    pub(super) people: Vec<Recipient>,
    pub(super) places: Vec<Place>,
    hosts: Vec<Participant>,
}

impl Setting {
    /// Everyone comes in, chooses, and adds a device.
    pub(super) async fn make(cluster: &Cluster, origin: &str, count: usize) -> Result<Self, LoadError> {
        let gateways = [cluster.address(0), cluster.address(1)];
        let mut hosts = Vec::new();
        for n in 0..ROOMS {
            hosts.push(Person::register(gateways[n % 2], &format!("host{n:02}")).await);
        }
        let mut people = Vec::new();
        for n in 0..count {
            people.push(Recipient::register(n, cluster, origin).await?);
        }
        let mut places = Vec::new();
        for (n, host) in hosts.iter().enumerate() {
            let inside = people.iter().zip(0..).filter(|(_, person)| is_in(*person, n));
            let names: Vec<&str> = inside.clone().map(|(one, _)| &*one.username).collect();
            let place = make_room(host, n, &names).await?;
            for (one, _) in inside {
                one.choose(&place.path).await;
            }
            places.push(place);
        }
        let talk = |(host, place): (Person, &Place)| host.participate(place.room, &gateways);
        let hosts = hosts.into_iter().zip(&places).map(talk).collect();
        Ok(Self { people, places, hosts })
    }

    /// Whether somebody is in a room at first.
    pub(super) fn is_in(&self, person: usize, room: RoomId) -> bool {
        self.places.iter().position(|place| place.room == room).is_some_and(|place| is_in(person, place))
    }

    /// So much is said, as fast as one may, by one person in each room.
    pub(super) fn talk(&self, messages: usize, seed: u64) {
        let mut dice = Dice::new(seed ^ 0x7011);
        for n in 0..messages {
            let called = dice.one_of(&self.people).map_or("nobody", |one| &one.username);
            let words = match dice.below(10) {
                0..=3 => format!("{n} tea, @{called}?"),
                4 | 5 => format!("{n} {KEYWORD}"),
                _ => format!("{n} tea"),
            };
            self.hosts[n % ROOMS].say(&words);
        }
    }

    /// Waits until half of it is said; then every seventh person leaves one of their rooms.
    pub(super) async fn leave_halfway(&self) -> Result<Gone, LoadError> {
        let half = self.hosts.iter().map(|host| host.look_up(|diary| diary.said)).sum::<usize>() / 2;
        while self.done() < half {
            sleep(PACE).await;
        }
        let mut gone = Gone::new();
        for (n, one) in self.people.iter().enumerate().step_by(7) {
            let Some(place) = (0..ROOMS).rev().find(|place| is_in(n, *place)) else { continue };
            let place = &self.places[place];
            one.leave(&place.path).await?;
            gone.push((n, place.clone()));
        }
        Ok(gone)
    }

    /// Waits until all of it is said, but not for ever.
    pub(super) async fn until_said(&self, patience: Duration) {
        let (deadline, all) =
            (Instant::now() + patience, self.hosts.iter().map(|host| host.look_up(|diary| diary.said)).sum());
        while self.done() < all && Instant::now() < deadline {
            sleep(PACE).await;
        }
    }

    fn done(&self) -> usize {
        self.hosts.iter().map(|host| host.look_up(crate::Diary::done)).sum()
    }

    /// What was acknowledged in each room.
    pub(super) fn said(&self) -> Said {
        let of = |host: &Participant| -> BTreeMap<Seq, String> {
            let words = |(seq, (_, action)): (&Seq, &(Nonce, proto::frame::ActionFrame))| {
                (*seq, action.body.clone().unwrap_or_default())
            };
            host.look_up(|diary| diary.acked.iter().map(words).collect())
        };
        self.places.iter().zip(&self.hosts).map(|(place, host)| (place.room, of(host))).collect()
    }

    /// Where those who left did so, as the log has it.
    pub(super) async fn left(
        &self,
        cluster: &Cluster,
        gone: &Gone,
    ) -> Result<BTreeMap<(usize, RoomId), Seq>, LoadError> {
        let database = cluster.database().await;
        let query = "select e.seq, u.username from chat.event e join auth.account u on u.id = e.actor_id
            where e.room_id = $1 and e.kind = 'left'";
        let rooms: BTreeSet<RoomId> = gone.iter().map(|(_, place)| place.room).collect();
        let mut left = BTreeMap::new();
        for room in rooms {
            let rows = database.query(query, &[&room.0]).await;
            for row in rows.map_err(LoadError::doing("the log cannot be read"))? {
                let (seq, username): (Seq, String) = (row.get(0), row.get(1));
                let person = self.people.iter().position(|one| one.username == username);
                left.extend(person.map(|person| ((person, room), seq)));
            }
        }
        if left.len() != gone.len() {
            return Err(LoadError::Failed(format!("{} left, the log has {}", gone.len(), left.len())));
        }
        Ok(left)
    }
}

fn is_in(person: usize, place: usize) -> bool {
    (0..EACH).any(|k| (person + k * ROOMS / EACH) % ROOMS == place)
}

impl Recipient {
    async fn register(n: usize, cluster: &Cluster, origin: &str) -> Result<Self, LoadError> {
        let (username, chosen) = (format!("p{n:03}"), Chosen::of(n));
        let person = Person::register(cluster.address(n % 2), &username).await;
        let device = Device::new().ok_or_else(|| LoadError::Failed("no randomness".into()))?;
        let ([key, auth], endpoint) = (device.keys(), format!("{origin}/p/{n}"));
        let words = if n.is_multiple_of(2) { "yes" } else { "" };
        let fields = [("endpoint", &*endpoint), ("key", &key), ("auth", &auth), ("words", words)];
        let page = person.post("/settings/notifications/devices", &fields).await;
        if !page.status.is_success() {
            return Err(LoadError::Failed(format!("{username} cannot add a device: {}", page.text)));
        }
        match chosen {
            Chosen::Keyword => {
                person.post("/settings/notifications/keywords", &[("keyword", KEYWORD)]).await;
            }
            Chosen::Paused => {
                person.post("/settings/notifications/pause", &[("pause", "hour")]).await;
            }
            _ => {}
        }
        Ok(Self { username, chosen, device, person })
    }

    /// What they want to be told of a room.
    async fn choose(&self, path: &str) {
        let level = match self.chosen {
            Chosen::Everything => "everything",
            Chosen::Nothing => "nothing",
            _ => return,
        };
        self.person.post(&format!("{path}/notifications"), &[("level", level)]).await;
    }

    /// Not every gateway is there, and not every room answers.
    async fn leave(&self, path: &str) -> Result<(), LoadError> {
        for _ in 0..200 {
            let leaving = self.person.request(reqwest::Method::POST, &format!("{path}/leave"));
            let answer = leaving.form::<[(&str, &str)]>(&[]).send().await;
            // Who had left when the answer was lost is outside of a private room.
            let has_left = |status: StatusCode| status.is_success() || status == StatusCode::NOT_FOUND;
            if answer.is_ok_and(|answer| has_left(answer.status())) {
                return Ok(());
            }
            sleep(PACE).await;
        }
        Err(LoadError::Failed(format!("{} cannot leave {path}", self.username)))
    }
}

async fn make_room(host: &Person, n: usize, members: &[&str]) -> Result<Place, LoadError> {
    let (name, nonce) = (format!("Told {n}"), Nonce::new().to_string());
    let (kind, people) = (if n.is_multiple_of(2) { "public" } else { "private" }, members.join(", "));
    let fields = [("name", &*name), ("kind", kind), ("people", &people), ("nonce", &nonce)];
    let page = host.post("/rooms", &fields).await;
    let room = room_of(&page.text).ok_or_else(|| LoadError::Failed(format!("no room: {}", page.text)))?;
    Ok(Place { room, path: page.path })
}
