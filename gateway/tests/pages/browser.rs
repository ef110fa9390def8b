//! A browser without JavaScript: keeps its cookies, follows nothing by itself.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use reqwest::header::HeaderMap;
use reqwest::{Client, Method, RequestBuilder, redirect};

/// What is typed into a form.
pub(crate) type Fields<'a> = &'a [(&'a str, &'a str)];

pub(crate) const PASSWORD: &str = "correct horse battery";

/// Its cookies are its own.
pub(crate) struct Browser {
    client: Client,
    base: String,
    host: String,
}

/// What came back.
pub(crate) struct Page {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

impl Browser {
    /// That asks this gateway for the pages of a host.
    pub(crate) fn at(address: SocketAddr, host: &str) -> Self {
        let client = Client::builder().cookie_store(true).redirect(redirect::Policy::none()).build();
        Self { client: client.expect("a client"), base: format!("http://{address}"), host: host.to_owned() }
    }

    /// A request to be finished by the test.
    pub(crate) fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let request = self.client.request(method, format!("{}{path}", self.base));
        request.header("host", &self.host).header("accept", "text/html")
    }

    pub(crate) async fn get(&self, path: &str) -> Page {
        Page::of(self.request(Method::GET, path)).await
    }

    /// Sends a form.
    pub(crate) async fn post(&self, path: &str, fields: Fields<'_>) -> Page {
        Page::of(self.request(Method::POST, path).form(fields)).await
    }

    /// Asks again until the page has this status.
    pub(crate) async fn until(&self, path: &str, status: u16, timeout: Duration) -> Page {
        let began = Instant::now();
        loop {
            let page = self.get(path).await;
            if page.status == status {
                return page;
            }
            assert!(
                began.elapsed() < timeout,
                "{path} is still {} and not {status}: {}",
                page.status,
                page.body
            );
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Asks again until the page shows this.
    pub(crate) async fn until_has(&self, path: &str, text: &str, timeout: Duration) -> Page {
        let began = Instant::now();
        loop {
            let page = self.get(path).await;
            if page.has(text) {
                return page;
            }
            assert!(began.elapsed() < timeout, "{path} does not show {text}: {}", page.body);
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// The same browser at another gateway.
    pub(crate) fn moved_to(&self, address: SocketAddr) -> Self {
        Self { base: format!("http://{address}"), client: self.client.clone(), host: self.host.clone() }
    }

    /// Sends a form with files.
    pub(crate) async fn post_files(
        &self,
        path: &str,
        fields: Fields<'_>,
        files: &[(&str, &str, &[u8])],
    ) -> Page {
        Page::of(multipart(self.request(Method::POST, path), fields, files)).await
    }

    /// Sends the form of a picture that is to stand for somebody or something.
    pub(crate) async fn post_picture(&self, path: &str, person: &str, picture: &[u8]) -> Page {
        self.post_picture_with(path, &[("person", person)], picture).await
    }

    /// The same, with these fields.
    pub(crate) async fn post_picture_with(&self, path: &str, fields: Fields<'_>, picture: &[u8]) -> Page {
        let files = [("a.jpg", "image/jpeg", picture)];
        Page::of(multipart_of("picture", self.request(Method::POST, path), fields, &files)).await
    }

    pub(crate) async fn register(&self, username: &str) -> Page {
        let email = format!("{username}@example.org");
        let fields = [("username", username), ("email", &*email), ("password", PASSWORD)];
        self.post("/register", &fields).await
    }

    pub(crate) async fn log_in(&self, login: &str, next: &str) -> Page {
        self.post("/login", &[("login", login), ("password", PASSWORD), ("next", next)]).await
    }

    /// Makes a room and answers with its address.
    pub(crate) async fn make_room(&self, name: &str) -> String {
        let nonce = self.get("/rooms/new").await.nonce();
        let page = self.post("/rooms", &[("name", name), ("nonce", &nonce)]).await;
        assert_eq!(page.status, 303, "{name} is made: {}", page.body);
        page.location().to_owned()
    }

    /// Says something in a room, with a nonce from its page.
    pub(crate) async fn say(&self, room: &str, body: &str) -> Page {
        let nonce = self.get(room).await.nonce();
        self.say_as(room, body, &nonce).await
    }

    /// The same, under a nonce of choice.
    pub(crate) async fn say_as(&self, room: &str, body: &str, nonce: &str) -> Page {
        self.post(&format!("{room}/messages"), &[("body", body), ("nonce", nonce)]).await
    }
}

/// A form as browsers send it with files: of each its name, its type and its bytes.
pub(crate) fn multipart(
    request: RequestBuilder,
    fields: Fields<'_>,
    files: &[(&str, &str, &[u8])],
) -> RequestBuilder {
    multipart_of("files", request, fields, files)
}

/// The same, with the files in a field of this name.
fn multipart_of(
    field: &str,
    request: RequestBuilder,
    fields: Fields<'_>,
    files: &[(&str, &str, &[u8])],
) -> RequestBuilder {
    let mut body = Vec::new();
    for (name, value) in fields {
        let part = format!("--edge\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
        body.extend_from_slice(part.as_bytes());
    }
    for (name, kind, bytes) in files {
        let head = format!(
            "--edge\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\nContent-Type: {kind}\r\n\r\n"
        );
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(bytes);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(b"--edge--\r\n");
    request.header("content-type", "multipart/form-data; boundary=edge").body(body)
}

impl Page {
    pub(crate) async fn of(request: RequestBuilder) -> Self {
        let response = request.send().await.expect("an answer");
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        Self { status, headers, body: response.text().await.expect("a text") }
    }

    /// A header, or nothing.
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map(|value| value.to_str().expect("text")).unwrap_or_default()
    }

    /// Where it sends on to.
    pub(crate) fn location(&self) -> &str {
        self.header("location")
    }

    /// The seq of its last message.
    pub(crate) fn last_message(&self) -> String {
        let (_, later) = self.body.rsplit_once("id=\"m-").expect("a message");
        later.split('"').next().expect("a seq").to_owned()
    }

    /// The nonce of its first form that has one.
    pub(crate) fn nonce(&self) -> String {
        self.between("name=\"nonce\" value=\"", "\"").expect("a nonce")
    }

    /// The value of its first hidden field of this name.
    pub(crate) fn value(&self, name: &str) -> String {
        self.between(&format!("name=\"{name}\" value=\""), "\"").expect("a field")
    }

    /// What is in the composer.
    pub(crate) fn composer(&self) -> String {
        let inside = self.between("<textarea", "</textarea>").expect("a composer");
        // HTML drops the first line break.
        let (_, text) = inside.split_once('>').expect("a tag");
        text.strip_prefix('\n').unwrap_or(text).to_owned()
    }

    pub(crate) fn has(&self, text: &str) -> bool {
        self.body.contains(text)
    }

    /// What stands between two pieces of the page.
    pub(crate) fn between(&self, from: &str, to: &str) -> Option<String> {
        let (_, rest) = self.body.split_once(from)?;
        rest.split_once(to).map(|(inside, _)| inside.to_owned())
    }
}
