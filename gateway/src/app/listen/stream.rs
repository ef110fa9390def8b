//! The bytes of one connection, requests and socket alike: it holds its places until the last of them, does not wait for ever for who
//! takes nothing, and lets who is still sending hear the last word.

use std::io::{self, Read, Write};
use std::net::IpAddr;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use chassis::telemetry::metrics;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, ReadBuf};
use tokio::net::TcpStream;
use tokio::runtime::Handle;
use tokio::sync::OwnedSemaphorePermit;
use tokio::time::{Instant, Sleep};

use super::pace::Pace;
use crate::places::Place;

/// Bytes a second that whoever takes an answer takes at least, once the deadline of its beginning is over.
const SLOWEST: u64 = 2 * 1024;
/// A connection that is closed on somebody who is still sending is read for so long, and up to so many bytes: otherwise the network
/// throws away what was written last.
const LINGER: Duration = Duration::from_secs(2);
const LINGER_BYTES: usize = 4 * 1024 * 1024;

/// What a connection holds for as long as it is there.
#[derive(Debug)]
pub(super) struct Held {
    _permit: OwnedSemaphorePermit,
    _place: Option<Place<IpAddr>>,
}

impl Held {
    /// One of all connections, and one of its address; none of that if it is a proxy of the operator's.
    pub(super) fn new(permit: OwnedSemaphorePermit, place: Option<Place<IpAddr>>) -> Self {
        Self { _permit: permit, _place: place }
    }
}

/// A connection.
pub(super) struct ClientStream {
    /// Gone only while it is dropped.
    tcp: Option<TcpStream>,
    held: Option<Held>,
    /// How long the other side may take nothing.
    patience: Duration,
    pace: Pace,
    /// Running while bytes wait to be taken.
    stalled: Option<Pin<Box<Sleep>>>,
    /// The other side sends nothing more.
    ended: bool,
}

impl ClientStream {
    pub(super) fn new(tcp: TcpStream, held: Held, patience: Duration, pace: Pace) -> Self {
        Self { tcp: Some(tcp), held: Some(held), patience, pace, stalled: None, ended: false }
    }

    fn tcp(&mut self) -> io::Result<Pin<&mut TcpStream>> {
        self.tcp.as_mut().map(Pin::new).ok_or_else(|| io::ErrorKind::NotConnected.into())
    }

    /// Some bytes were taken, or none: then the deadline runs.
    fn written(&mut self, cx: &mut Context<'_>, result: Poll<io::Result<usize>>) -> Poll<io::Result<usize>> {
        match (&result, &mut self.stalled) {
            (Poll::Ready(Ok(bytes)), Some(deadline)) => {
                let earned = Duration::from_millis(1_000 * *bytes as u64 / SLOWEST);
                let later = deadline.deadline() + earned;
                deadline.as_mut().reset(later.min(Instant::now() + self.patience));
            }
            (Poll::Ready(_), _) => {}
            (Poll::Pending, stalled) => {
                let deadline = stalled.get_or_insert_with(|| Box::pin(tokio::time::sleep(self.patience)));
                ready!(deadline.as_mut().poll(cx));
                metrics::deadline_passed("http_response");
                return Poll::Ready(Err(io::ErrorKind::TimedOut.into()));
            }
        }
        result
    }
}

impl AsyncRead for ClientStream {
    fn poll_read(self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        ready!(this.pace.poll(cx));
        let (before, room) = (buf.filled().len(), buf.remaining());
        let result = ready!(this.tcp()?.poll_read(cx, buf));
        let read = buf.filled().len() - before;
        this.pace.spend(read);
        this.ended |= result.is_err() || room > 0 && read == 0;
        Poll::Ready(result)
    }
}

impl AsyncWrite for ClientStream {
    fn poll_write(self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        let this = self.get_mut();
        let result = this.tcp()?.poll_write(cx, buf);
        this.written(cx, result)
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bufs: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let this = self.get_mut();
        let result = this.tcp()?.poll_write_vectored(cx, bufs);
        this.written(cx, result)
    }

    fn is_write_vectored(&self) -> bool {
        true
    }

    /// Asked once all that waited has been handed over.
    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        this.stalled = None;
        this.tcp()?.poll_flush(cx)
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.get_mut().tcp()?.poll_shutdown(cx)
    }
}

impl Drop for ClientStream {
    fn drop(&mut self) {
        if let (Some(tcp), false, Ok(runtime)) = (self.tcp.take(), self.ended, Handle::try_current()) {
            runtime.spawn(farewell(tcp, b"", self.held.take()));
        }
    }
}

/// The same to one of a crowd: what they have sent so far is read and thrown away, what they send later is not waited for.
pub(super) fn brief_farewell(tcp: TcpStream, word: &[u8]) {
    // Of itself, the runtime would not know yet that it can be written to.
    let Ok(mut tcp) = tcp.into_std() else { return };
    let mut bytes = [0; 4 * 1024];
    // It is non-blocking, and the word fits into what the kernel keeps for a new connection.
    if tcp.write_all(word).is_ok() {
        let mut left = LINGER_BYTES;
        while let Ok(read @ 1..) = tcp.read(&mut bytes)
            && left > 0
        {
            left = left.saturating_sub(read);
        }
    }
}

/// Says a last word and closes; the other side hears what was said, as long as it does not send without end. What is held stays
/// taken meanwhile.
pub(super) async fn farewell<H>(mut tcp: TcpStream, word: &[u8], held: H) {
    let closing = async {
        tcp.write_all(word).await?;
        tcp.shutdown().await?;
        let (mut left, mut bytes) = (LINGER_BYTES, [0; 4 * 1024]);
        while left > 0 {
            match tcp.read(&mut bytes).await? {
                0 => break,
                read => left = left.saturating_sub(read),
            }
        }
        Ok::<_, io::Error>(())
    };
    let _ = tokio::time::timeout(LINGER, closing).await;
    drop((tcp, held));
}
