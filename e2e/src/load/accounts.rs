//! The people and rooms of a run, made as everybody makes them: by forms. A run against a cluster that has been used
//! before finds its people there and makes new rooms.

use std::time::Duration;

use futures_util::{StreamExt, TryStreamExt, stream};
use proto::{Nonce, RoomId};
use reqwest::header::{COOKIE, LOCATION, SET_COOKIE};
use reqwest::{Client, Response, StatusCode, redirect};

use super::crowd::sentence;
use super::error::LoadError;
use super::layout::Layout;
use super::progress::Progress;
use super::socket::Endpoint;
use crate::PASSWORD;

/// Requests at once. Passwords cost a core each, so more would only wait.
const AT_ONCE: usize = 8;
const DEADLINE: Duration = Duration::from_secs(30);

/// Signed in, in their rooms.
#[derive(Debug)]
pub(super) struct Accounts {
    /// One a person.
    pub(super) cookies: Vec<String>,
    /// Each with the last part of its address.
    rooms: Vec<(RoomId, String)>,
}

impl Accounts {
    /// Makes them, or finds them.
    ///
    /// # Errors
    /// When the cluster refuses one of them.
    pub(super) async fn provide(layout: Layout, endpoints: &[Endpoint]) -> Result<Self, LoadError> {
        let _progress =
            Progress::start(format!("{} people come in", layout.people), layout.people as u32 / 80);
        let visitors = visitors(endpoints)?;
        let visitor = |n: usize| &visitors[n % visitors.len()];
        let cookies: Vec<String> = stream::iter(0..layout.people)
            .map(|n| async move { visitor(n).enter(&username(n)).await })
            .buffered(AT_ONCE)
            .try_collect()
            .await?;
        // Whoever makes a room is in it; the others join.
        let (founders, others) = cookies.split_at(layout.rooms);
        let mut rooms = Vec::new();
        for (n, cookie) in founders.iter().enumerate() {
            rooms.push(visitor(0).create_room(cookie, n).await?);
        }
        let slug_of = |person: usize| layout.room_of(person).map(|room| rooms[room].1.as_str());
        let joining =
            others.iter().zip(layout.rooms..).filter_map(|(cookie, n)| Some((cookie, n, slug_of(n)?)));
        stream::iter(joining)
            .map(|(cookie, n, slug)| visitor(n).join(cookie, slug))
            .buffer_unordered(AT_ONCE)
            .try_collect::<()>()
            .await?;
        Ok(Self { cookies, rooms })
    }

    /// The rooms.
    pub(super) fn rooms(&self) -> Vec<RoomId> {
        self.rooms.iter().map(|(room, _)| *room).collect()
    }

    /// The address of everybody's room, with their cookie.
    pub(super) fn pages(&self, layout: Layout) -> Vec<(String, String)> {
        let people = self.cookies.iter().enumerate();
        let page = |(n, cookie): (usize, &String)| {
            Some((format!("/r/{}", self.rooms[layout.room_of(n)?].1), cookie.clone()))
        };
        people.filter_map(page).collect()
    }

    /// So many messages in each room, from the people in it in turn.
    pub(super) async fn fill(
        &self,
        layout: Layout,
        endpoints: &[Endpoint],
        messages: usize,
    ) -> Result<(), LoadError> {
        let visitors = visitors(endpoints)?;
        let (visitors, rooms) = (&visitors, &self.rooms);
        stream::iter(0..messages * layout.rooms)
            .map(|n| async move {
                let (person, room) = (n % layout.people, n % layout.rooms);
                // The one who is in this room and comes next.
                let person = person - person % layout.rooms + room;
                let cookie = self.cookies.get(person).unwrap_or(&self.cookies[room]);
                visitors[n % visitors.len()].say(cookie, &rooms[room].1, n).await
            })
            .buffer_unordered(AT_ONCE)
            .try_collect()
            .await
    }
}

/// What somebody is called.
pub(super) fn username(person: usize) -> String {
    format!("load{person:05}")
}

fn visitors(endpoints: &[Endpoint]) -> Result<Vec<Visitor>, LoadError> {
    let client = Client::builder().redirect(redirect::Policy::none()).timeout(DEADLINE).build();
    let client = client.map_err(LoadError::doing("there is no HTTP"))?;
    Ok(endpoints.iter().map(|endpoint| Visitor::at(endpoint, &client)).collect())
}

/// Somebody with a browser.
pub(super) struct Visitor {
    client: Client,
    home: String,
}

impl Visitor {
    pub(super) fn at(endpoint: &Endpoint, client: &Client) -> Self {
        Self { client: client.clone(), home: format!("http://{}", endpoint.authority) }
    }

    /// Registers, or signs in if that is refused; the cookie.
    async fn enter(&self, username: &str) -> Result<String, LoadError> {
        let email = format!("{username}@example.org");
        let fields =
            [("username", username), ("email", &email), ("display_name", username), ("password", PASSWORD)];
        let registered = self.post("/register", "", &fields).await?;
        if let Some(cookie) = cookie(&registered) {
            return Ok(cookie);
        }
        self.sign_in(username).await.map_err(|why| {
            let hint = match registered.status() {
                StatusCode::TOO_MANY_REQUESTS => {
                    ": start its auth-services with HUBBUB_REGISTRATIONS_PER_ADDRESS=10000"
                }
                _ => ": is sign-up open there?",
            };
            LoadError::Failed(format!(
                "{username} can neither register ({}) nor sign in ({why}) at {}{hint}",
                registered.status(),
                self.home
            ))
        })
    }

    /// Signs in with the password; the cookie, or why there is none.
    pub(super) async fn sign_in(&self, username: &str) -> Result<String, String> {
        let signed_in = self.post("/login", "", &[("login", username), ("password", PASSWORD)]).await;
        let signed_in = signed_in.map_err(|error| error.to_string())?;
        cookie(&signed_in).ok_or_else(|| format!("status {}", signed_in.status().as_u16()))
    }

    /// A new room, and the last part of its address.
    async fn create_room(&self, cookie: &str, n: usize) -> Result<(RoomId, String), LoadError> {
        let nonce = Nonce::new();
        let name = format!("Load {n} {}", &nonce.to_string()[..8]);
        let fields = [("name", name.as_str()), ("kind", "public"), ("nonce", &nonce.to_string())];
        let made = self.post("/rooms", cookie, &fields).await?;
        let address = made.headers().get(LOCATION).and_then(|value| value.to_str().ok());
        match address.and_then(|address| address.strip_prefix("/r/")) {
            Some(slug) => Ok((self.room_at(cookie, slug).await?, slug.to_owned())),
            None => Err(LoadError::Failed(format!("the room {name} was not made: {}", made.status()))),
        }
    }

    /// The room of a page, as the page says it.
    async fn room_at(&self, cookie: &str, slug: &str) -> Result<RoomId, LoadError> {
        let address = format!("{}/r/{slug}", self.home);
        let failed = || format!("{address} does not answer");
        let answer = self.client.get(&address).header(COOKIE, cookie).send().await;
        let page =
            answer.map_err(LoadError::doing(failed()))?.text().await.map_err(LoadError::doing(failed()))?;
        room_of(&page).ok_or_else(|| LoadError::Failed(format!("{address} is no room")))
    }

    async fn join(&self, cookie: &str, slug: &str) -> Result<(), LoadError> {
        let joined = self.post(&format!("/r/{slug}/join"), cookie, &[]).await?;
        match joined.status().is_redirection() {
            true => Ok(()),
            false => Err(LoadError::Failed(format!("somebody could not join {slug}: {}", joined.status()))),
        }
    }

    async fn say(&self, cookie: &str, slug: &str, n: usize) -> Result<(), LoadError> {
        let (nonce, body) = (Nonce::new().to_string(), sentence(n as u64));
        let fields = [("body", body.as_str()), ("nonce", nonce.as_str())];
        let said = self.post(&format!("/r/{slug}/messages"), cookie, &fields).await?;
        match said.status().is_redirection() {
            true => Ok(()),
            false => Err(LoadError::Failed(format!("nothing could be said in {slug}: {}", said.status()))),
        }
    }

    async fn post(&self, path: &str, cookie: &str, fields: &[(&str, &str)]) -> Result<Response, LoadError> {
        let request = self.client.post(format!("{}{path}", self.home)).header(COOKIE, cookie).form(fields);
        request.send().await.map_err(LoadError::doing(format!("{}{path} does not answer", self.home)))
    }
}

/// The room that a page shows, among those it names.
pub(super) fn room_of(page: &str) -> Option<RoomId> {
    let (_, timeline) = page.split_once("<hub-timeline ")?;
    let (_, rest) = timeline.split_once("data-room=\"")?;
    rest.split_once('"')?.0.parse().ok()
}

/// What the browser would send back.
fn cookie(response: &Response) -> Option<String> {
    let cookies = response.headers().get_all(SET_COOKIE).iter().filter_map(|value| value.to_str().ok());
    let pairs: Vec<&str> = cookies.filter_map(|cookie| cookie.split(';').next()).collect();
    (response.status().is_redirection() && !pairs.is_empty()).then(|| pairs.join("; "))
}
