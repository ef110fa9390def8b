//! One connection through the proxy: two pumps, until they end or the connection is ended.

use std::io;
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::{mpsc, watch};
use tokio::time::{Instant, sleep, sleep_until};

use super::Behaviour;

/// Bytes read at a time.
const CHUNK: usize = 16 * 1024;
/// Chunks on their way in one direction: 1 MiB, then the sender waits.
const UNDER_WAY: usize = 64;
/// How often a throttled connection passes some.
const THROTTLED: Duration = Duration::from_millis(50);

#[derive(Clone, Copy)]
enum Direction {
    ToServer,
    ToClient,
}

/// How one direction fares.
#[derive(Clone, Copy)]
enum Flow {
    Pass,
    Hold,
    Delay(Duration),
    Throttle(usize),
}

impl Behaviour {
    fn flow(self, direction: Direction) -> Flow {
        match (self, direction) {
            (Self::Delay(time), _) => Flow::Delay(time),
            (Self::Throttle(rate), _) => Flow::Throttle((rate as usize / 20).max(1)),
            (Self::Pass, _)
            | (Self::HoldRequests, Direction::ToClient)
            | (Self::HoldAnswers, Direction::ToServer) => Flow::Pass,
            _ => Flow::Hold,
        }
    }

    fn ends(&self) -> bool {
        matches!(self, Self::Cut | Self::Reset | Self::LoseServer | Self::LoseClient)
    }
}

/// Carries it to its end, whichever way that comes.
pub(super) async fn carry(
    mut client: TcpStream,
    mut server: TcpStream,
    mut behaviour: watch::Receiver<Behaviour>,
) {
    let ending = {
        let mut ending = behaviour.clone();
        tokio::select! {
            // First: what was set before a byte came is in force for that byte.
            biased;
            ending = ending.wait_for(Behaviour::ends) => ending.map_or(Behaviour::Cut, |ending| *ending),
            carried = both(&mut client, &mut server, &behaviour) => match carried {
                Ok(()) => return,
                Err(_) => Behaviour::Reset,
            },
        }
    };
    let (left, lost) = match ending {
        Behaviour::LoseServer => (client, server),
        Behaviour::LoseClient => (server, client),
        Behaviour::Reset => return reset([client, server]),
        _ => return,
    };
    drop(lost);
    let _ = behaviour.wait_for(|now| *now != ending).await;
    reset([left]);
}

/// Ends connections as no program does by itself.
pub(super) fn reset(streams: impl IntoIterator<Item = TcpStream>) {
    for stream in streams {
        // One that is gone already needs no more.
        let _ = stream.set_zero_linger();
    }
}

async fn both(
    client: &mut TcpStream,
    server: &mut TcpStream,
    behaviour: &watch::Receiver<Behaviour>,
) -> io::Result<()> {
    client.set_nodelay(true)?;
    server.set_nodelay(true)?;
    let ((from_client, to_client), (from_server, to_server)) = (client.split(), server.split());
    tokio::try_join!(
        pump(from_client, to_server, Direction::ToServer, behaviour),
        pump(from_server, to_client, Direction::ToClient, behaviour)
    )?;
    Ok(())
}

async fn pump(
    from: impl AsyncRead + Unpin,
    to: impl AsyncWrite + Unpin,
    direction: Direction,
    behaviour: &watch::Receiver<Behaviour>,
) -> io::Result<()> {
    let (sender, receiver) = mpsc::channel(UNDER_WAY);
    let reading = Link { direction, behaviour: behaviour.clone() };
    let writing = Link { direction, behaviour: behaviour.clone() };
    tokio::try_join!(reading.read(from, sender), writing.write(to, receiver))?;
    Ok(())
}

struct Link {
    direction: Direction,
    behaviour: watch::Receiver<Behaviour>,
}

type Chunk = (Instant, Vec<u8>);

impl Link {
    async fn read(mut self, mut from: impl AsyncRead + Unpin, chunks: mpsc::Sender<Chunk>) -> io::Result<()> {
        let mut buffer = vec![0; CHUNK];
        loop {
            let at_once = match self.flow() {
                Flow::Hold => {
                    self.changed().await;
                    continue;
                }
                Flow::Throttle(bytes) => bytes.min(CHUNK),
                Flow::Pass | Flow::Delay(_) => CHUNK,
            };
            let read = tokio::select! {
                biased;
                () = self.changed() => continue,
                read = from.read(&mut buffer[..at_once]) => read?,
            };
            if read == 0 || chunks.send((Instant::now(), buffer[..read].to_vec())).await.is_err() {
                return Ok(());
            }
        }
    }

    async fn write(
        mut self,
        mut to: impl AsyncWrite + Unpin,
        mut chunks: mpsc::Receiver<Chunk>,
    ) -> io::Result<()> {
        while let Some((read, chunk)) = chunks.recv().await {
            self.due(read).await;
            to.write_all(&chunk).await?;
        }
        self.due(Instant::now()).await;
        to.shutdown().await
    }

    /// Waits until what was read then may be written.
    async fn due(&mut self, read: Instant) {
        loop {
            let now = self.flow();
            let waiting = async {
                match now {
                    Flow::Pass => {}
                    Flow::Hold => std::future::pending().await,
                    Flow::Delay(time) => sleep_until(read + time).await,
                    Flow::Throttle(_) => sleep(THROTTLED).await,
                }
            };
            tokio::select! {
                biased;
                () = waiting => return,
                () = self.changed() => {}
            }
        }
    }

    fn flow(&mut self) -> Flow {
        self.behaviour.borrow_and_update().flow(self.direction)
    }

    async fn changed(&mut self) {
        if self.behaviour.changed().await.is_err() {
            // The proxy is gone, and this connection with it in a moment.
            std::future::pending::<()>().await;
        }
    }
}
