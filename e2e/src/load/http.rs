//! Connections that are kept alive, as a browser keeps them, with as little around them as can be.

use std::cell::RefCell;
use std::future::poll_fn;
use std::pin::Pin;
use std::rc::Rc;

use hyper::body::{Body, Incoming};
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper::header::{ACCEPT_ENCODING, COOKIE, HOST};
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tokio::sync::Semaphore;

use super::socket::Endpoint;

/// At most so many at once; whoever finds none free waits.
pub(super) struct Connections {
    endpoint: Endpoint,
    gzip: bool,
    free: Semaphore,
    idle: RefCell<Vec<SendRequest<String>>>,
}

impl Connections {
    /// None open yet. With `gzip` pages are asked for as browsers do.
    pub(super) fn new(endpoint: &Endpoint, most: usize, gzip: bool) -> Self {
        Self { endpoint: endpoint.clone(), gzip, free: Semaphore::new(most), idle: RefCell::default() }
    }

    /// A page; how many bytes it came in.
    pub(super) async fn get(&self, path: &str, cookie: &str) -> Result<usize, String> {
        let _turn = self.free.acquire().await.map_err(|_| "closed".to_owned())?;
        let idle = self.idle.borrow_mut().pop();
        let mut connection = match idle {
            Some(connection) => connection,
            None => self.connect().await?,
        };
        let mut request = Request::get(path).header(HOST, &self.endpoint.authority).header(COOKIE, cookie);
        if self.gzip {
            request = request.header(ACCEPT_ENCODING, "gzip");
        }
        let request = request.body(String::new()).map_err(|error| error.to_string())?;
        connection.ready().await.map_err(|error| error.to_string())?;
        let answer = connection.send_request(request).await.map_err(|error| error.to_string())?;
        let (status, length) = (answer.status(), read(answer).await.map_err(|error| error.to_string())?);
        self.idle.borrow_mut().push(connection);
        if status == StatusCode::OK { Ok(length) } else { Err(format!("status {}", status.as_u16())) }
    }

    async fn connect(&self) -> Result<SendRequest<String>, String> {
        let stream = TcpStream::connect(self.endpoint.address).await.map_err(|error| error.to_string())?;
        stream.set_nodelay(true).map_err(|error| error.to_string())?;
        let (sender, connection) =
            handshake(TokioIo::new(stream)).await.map_err(|error| error.to_string())?;
        // How it ends is told to whoever asks for a page.
        tokio::task::spawn_local(async { connection.await.ok() });
        Ok(sender)
    }
}

/// Pages that are loaded in turn, each by whose it is, over the connections to one gateway after the other.
pub(super) struct Pages {
    connections: Vec<Connections>,
    /// Addresses, each with the cookie of whoever loads it.
    pages: Vec<(String, String)>,
}

impl Pages {
    /// These pages over these connections, of which there are some of each.
    pub(super) fn new(
        connections: impl IntoIterator<Item = Connections>,
        pages: Vec<(String, String)>,
    ) -> Self {
        Self { connections: connections.into_iter().collect(), pages }
    }

    /// The one whose turn it is with this number.
    pub(super) async fn get(self: Rc<Self>, n: usize) -> Result<(), String> {
        let (path, cookie) = &self.pages[n % self.pages.len()];
        self.connections[n % self.connections.len()].get(path, cookie).await.map(drop)
    }
}

async fn read(mut answer: Response<Incoming>) -> Result<usize, hyper::Error> {
    let mut length = 0;
    while let Some(frame) = poll_fn(|context| Pin::new(answer.body_mut()).poll_frame(context)).await {
        length += frame?.data_ref().map_or(0, bytes::Bytes::len);
    }
    Ok(length)
}
