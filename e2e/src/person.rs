//! Somebody with a cookie: registers, signs in, reads pages and posts forms as a browser without JavaScript would.

mod diary;
mod participant;
mod socket;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use reqwest::cookie::{CookieStore, Jar};
use reqwest::{StatusCode, Url};

pub use diary::{Diary, Heard};
pub use participant::{Participant, SILENCE};
pub use socket::Socket;

use crate::DEADLINE;

/// Everybody's.
pub const PASSWORD: &str = "a horse, a battery, a staple";

/// Somebody.
#[derive(Clone, Debug)]
pub struct Person {
    /// What they sign in as.
    pub username: String,
    http: reqwest::Client,
    jar: Arc<Jar>,
    home: Url,
}

/// A page as it came, redirects followed.
#[derive(Clone, Debug)]
pub struct Page {
    /// How it went.
    pub status: StatusCode,
    /// Where it ended.
    pub path: String,
    /// The HTML.
    pub text: String,
}

impl Person {
    /// Somebody unknown, at that gateway.
    ///
    /// # Panics
    /// When there is no network at all.
    pub fn stranger(address: SocketAddr, username: &str) -> Self {
        let jar = Arc::new(Jar::default());
        let http = reqwest::Client::builder().cookie_provider(Arc::clone(&jar)).timeout(DEADLINE).build();
        let home = Url::parse(&format!("http://{address}/")).expect("an address");
        Self { username: username.to_owned(), http: http.expect("a client"), jar, home }
    }

    /// Registers a new person, who is signed in by that.
    ///
    /// # Panics
    /// When it is refused.
    pub async fn register(address: SocketAddr, username: &str) -> Self {
        let person = Self::stranger(address, username);
        let email = format!("{username}@example.org");
        let fields =
            [("username", username), ("email", &email), ("display_name", username), ("password", PASSWORD)];
        let page = person.post("/register", &fields).await;
        assert!(page.status.is_success() && person.cookie().is_some(), "not registered: {page:?}");
        person
    }

    /// Signs in again, perhaps at another gateway.
    ///
    /// # Panics
    /// When it is refused.
    pub async fn log_in(address: SocketAddr, username: &str) -> Self {
        let person = Self::stranger(address, username);
        let page = person.post("/login", &[("login", username), ("password", PASSWORD)]).await;
        assert!(page.status.is_success() && person.cookie().is_some(), "not signed in: {page:?}");
        person
    }

    /// The same person with the same session at another gateway: behind a balancer one does not notice.
    pub fn at(&self, address: SocketAddr) -> Self {
        let other = Self::stranger(address, &self.username);
        for cookie in self.cookie().iter().flat_map(|cookies| cookies.split("; ")) {
            other.jar.add_cookie_str(cookie, &other.home);
        }
        other
    }

    /// Reads a page.
    ///
    /// # Panics
    /// When nobody answers.
    pub async fn get(&self, path: &str) -> Page {
        self.page(self.http.get(self.url(path))).await
    }

    /// Sends a form.
    ///
    /// # Panics
    /// When nobody answers.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Page {
        self.page(self.http.post(self.url(path)).form(fields)).await
    }

    /// A request to be put together and sent; redirects are followed.
    pub fn request(&self, method: reqwest::Method, path: &str) -> reqwest::RequestBuilder {
        self.http.request(method, self.url(path))
    }

    /// Says something in a room by the form, under a nonce of its own.
    pub async fn post_message(&self, slug: &str, body: &str) -> Page {
        let nonce = uuid::Uuid::new_v4().to_string();
        self.post(&format!("/r/{slug}/messages"), &[("body", body), ("nonce", &nonce)]).await
    }

    /// Reads a page until it contains the words.
    ///
    /// # Panics
    /// When it never does.
    pub async fn sees(&self, path: &str, words: &str) -> Page {
        let looking = async {
            loop {
                let page = self.get(path).await;
                if page.text.contains(words) {
                    return page;
                }
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        };
        let seen = tokio::time::timeout(DEADLINE, looking).await;
        seen.unwrap_or_else(|_| panic!("{} never saw {words:?} on {path}", self.username))
    }

    /// Opens a socket and says hello.
    ///
    /// # Panics
    /// When the gateway does not want it.
    pub async fn connect(&self) -> Socket {
        Socket::open(&self.home, self.cookie().as_deref().unwrap_or_default(), &self.username).await
    }

    /// From now on this person's browser stays on that room, comes back whenever it loses its gateway (to the
    /// next of these, in turn), and sends what it is told to until it is acked.
    pub fn participate(&self, room: proto::RoomId, gateways: &[SocketAddr]) -> Participant {
        let gateways = gateways.iter().map(|address| self.at(*address)).map(|person| person.home).collect();
        Participant::new(self.username.clone(), self.cookie().unwrap_or_default(), gateways, room)
    }

    /// The cookies of this site.
    pub fn cookie(&self) -> Option<String> {
        self.jar.cookies(&self.home).and_then(|value| value.to_str().ok().map(str::to_owned))
    }

    fn url(&self, path: &str) -> Url {
        self.home.join(path).expect("a path")
    }

    async fn page(&self, request: reqwest::RequestBuilder) -> Page {
        let answer = request.send().await.expect("an answer");
        let (status, path) = (answer.status(), answer.url().path().to_owned());
        Page { status, path, text: answer.text().await.expect("a page") }
    }
}
