//! One connection: what is said to it, and what it answers (RFC 5321).

use std::io;
use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncWrite, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;

use super::{Fault, Mail, Security, Shared};

/// Anything that carries bytes both ways.
trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}
impl<S: AsyncRead + AsyncWrite + Send + Unpin> Stream for S {}

/// What comes of one command.
enum Next {
    Go,
    /// The client has asked for TLS.
    Secure,
    End,
}

pub(super) async fn hold(stream: TcpStream, shared: Arc<Shared>) {
    // Whoever goes in the middle of it wanted to.
    let _ = talk(stream, &shared).await;
}

async fn talk(stream: TcpStream, shared: &Shared) -> io::Result<()> {
    let at_once = shared.tls.as_ref().filter(|(_, security)| *security == Security::Tls);
    let (stream, secured): (Box<dyn Stream>, bool) = match at_once {
        Some((acceptor, _)) => (Box::new(acceptor.accept(stream).await?), true),
        None => (Box::new(stream), false),
    };
    if shared.fault() == Fault::Silent {
        return std::future::pending().await;
    }
    let mut talk = Talk { stream: BufReader::new(stream), secured, mail: Mail::default(), shared };
    talk.say("220 mail.example.org").await?;
    loop {
        match talk.hear().await? {
            Next::Go => {}
            Next::End => return Ok(()),
            Next::Secure => {
                let Some((acceptor, _)) = &shared.tls else { return Ok(()) };
                let stream = acceptor.accept(talk.stream.into_inner()).await?;
                talk = Talk {
                    stream: BufReader::new(Box::new(stream)),
                    secured: true,
                    mail: Mail::default(),
                    shared,
                };
            }
        }
    }
}

struct Talk<'a> {
    stream: BufReader<Box<dyn Stream>>,
    secured: bool,
    mail: Mail,
    shared: &'a Shared,
}

impl Talk<'_> {
    async fn hear(&mut self) -> io::Result<Next> {
        let mut line = String::new();
        if self.stream.read_line(&mut line).await? == 0 {
            return Ok(Next::End);
        }
        let line = line.trim_end();
        let word = line.split_once(' ').map_or(line, |(word, _)| word).to_ascii_uppercase();
        match word.as_str() {
            "EHLO" => self.greet().await?,
            "STARTTLS" => {
                self.say("220 go ahead").await?;
                return Ok(Next::Secure);
            }
            "AUTH" => self.let_in(line).await?,
            "MAIL" if self.shared.login.is_some() && self.mail.user.is_none() => {
                self.say("530 5.7.0 say who you are").await?;
            }
            "MAIL" => {
                self.mail.from = address(line);
                self.say("250 OK").await?;
            }
            "RCPT" => self.recipient(address(line)).await?,
            "DATA" => return self.data().await,
            "QUIT" => {
                self.say("221 goodbye").await?;
                return Ok(Next::End);
            }
            _ => self.say("250 OK").await?,
        }
        Ok(Next::Go)
    }

    async fn greet(&mut self) -> io::Result<()> {
        let can_secure = self.shared.tls.is_some() && !self.secured;
        let offers = if can_secure { "250-STARTTLS\r\n" } else { "250-AUTH PLAIN\r\n" };
        self.say(&format!("250-mail.example.org\r\n{offers}250 8BITMIME")).await
    }

    async fn let_in(&mut self, line: &str) -> io::Result<()> {
        let given =
            line.rsplit_once(' ').and_then(|(_, word)| STANDARD.decode(word).ok()).unwrap_or_default();
        let given = String::from_utf8_lossy(&given).into_owned();
        let mut parts = given.split('\0').skip(1);
        let login = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
        if self.shared.login.as_ref().is_none_or(|(user, password)| login == (user, password)) {
            self.mail.user = Some(login.0.to_owned());
            return self.say("235 2.7.0 welcome").await;
        }
        self.say("535 5.7.8 another password").await
    }

    async fn recipient(&mut self, address: String) -> io::Result<()> {
        match self.shared.fault() {
            Fault::Later => {
                self.heard();
                self.say("451 4.7.1 not now").await
            }
            Fault::Refused => {
                self.heard();
                self.say(&format!("550 5.1.1 <{address}>: nobody is called so")).await
            }
            _ => {
                self.mail.to.push(address);
                self.say("250 OK").await
            }
        }
    }

    async fn data(&mut self) -> io::Result<Next> {
        self.say("354 go on").await?;
        let mut data = String::new();
        loop {
            let mut line = String::new();
            if self.stream.read_line(&mut line).await? == 0 {
                return Ok(Next::End);
            }
            if line == ".\r\n" {
                break;
            }
            data.push_str(line.strip_prefix('.').unwrap_or(&line));
        }
        self.heard();
        match self.shared.fault() {
            Fault::SilentAfterData => std::future::pending().await,
            Fault::ClosedAfterData => Ok(Next::End),
            _ => {
                let next = Mail { user: self.mail.user.clone(), ..Mail::default() };
                let mail = std::mem::replace(&mut self.mail, next);
                // The test may have ended.
                let _ = self.shared.keep.send(Mail { data, secured: self.secured, ..mail });
                self.say("250 2.0.0 taken").await?;
                Ok(Next::Go)
            }
        }
    }

    fn heard(&self) {
        self.shared.heard.send_modify(|heard| *heard += 1);
    }

    async fn say(&mut self, words: &str) -> io::Result<()> {
        self.stream.write_all(format!("{words}\r\n").as_bytes()).await?;
        self.stream.flush().await
    }
}

/// What stands between the angle brackets.
fn address(line: &str) -> String {
    let inside = line.split_once('<').and_then(|(_, rest)| rest.split_once('>'));
    inside.map_or_else(String::new, |(address, _)| address.to_owned())
}
