//! What goes over the wire between the processes, as the bus hands it on: with header fields or without.

use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::DEADLINE;

/// A subscriber to everything, in the bus's own protocol.
pub struct Tap {
    stream: BufReader<TcpStream>,
}

/// One message.
#[derive(Clone, Debug)]
pub struct Tapped {
    /// Its subject.
    pub subject: String,
    /// Its header fields as they stand there; empty if it has none.
    pub headers: String,
    /// Bytes of what it says, header fields included.
    pub length: usize,
}

impl Tap {
    pub(crate) async fn open(url: &str) -> Self {
        let (who, address) =
            url.strip_prefix("nats://").and_then(|rest| rest.split_once('@')).expect("nats://user@address");
        let (user, password) = who.split_once(':').expect("user:password");
        let stream = TcpStream::connect(address).await.expect("the bus");
        let mut tap = Self { stream: BufReader::new(stream) };
        let hello = format!(
            "CONNECT {{\"verbose\":false,\"headers\":true,\"user\":\"{user}\",\"pass\":\"{password}\"}}\r\nSUB > 1\r\nPING\r\n"
        );
        tap.stream.get_mut().write_all(hello.as_bytes()).await.expect("written");
        while tap.line().await != "PONG" {}
        tap
    }

    /// The next message with a subject that starts like that.
    ///
    /// # Panics
    /// When none comes.
    pub async fn next(&mut self, start: &str) -> Tapped {
        let looking = async {
            loop {
                let tapped = self.message().await;
                if tapped.subject.starts_with(start) {
                    return tapped;
                }
            }
        };
        timeout(DEADLINE, looking).await.unwrap_or_else(|_| panic!("nobody said {start}…"))
    }

    /// The next message of all.
    ///
    /// # Panics
    /// When none comes: every process beats.
    pub async fn message(&mut self) -> Tapped {
        loop {
            let line = self.line().await;
            let words: Vec<&str> = line.split(' ').collect();
            let Some(subject) = words.get(1).map(|&subject| subject.to_owned()) else { continue };
            let number =
                |from_end: usize| -> usize { words[words.len() - from_end].parse().expect("a length") };
            let (headers, all) = match words[0] {
                "MSG" => (0, number(1)),
                "HMSG" => (number(2), number(1)),
                _ => continue,
            };
            let mut bytes = vec![0; all + 2];
            self.stream.read_exact(&mut bytes).await.expect("a message");
            let headers = String::from_utf8_lossy(&bytes[..headers]).into_owned();
            return Tapped { subject, headers, length: all };
        }
    }

    async fn line(&mut self) -> String {
        let mut line = String::new();
        timeout(DEADLINE, self.stream.read_line(&mut line)).await.expect("in time").expect("a line");
        line.trim_end().to_owned()
    }
}
