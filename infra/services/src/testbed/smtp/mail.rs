//! A mail as it was taken, and as people read it.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use quoted_printable::{ParseMode, decode};

/// A mail that was taken.
#[derive(Clone, Debug, Default)]
pub struct Mail {
    /// Who sent it, as the envelope has it.
    pub from: String,
    /// Whom it goes to, as the envelope has it.
    pub to: Vec<String>,
    /// All of it, as it was sent.
    pub data: String,
    /// Who was let in.
    pub user: Option<String>,
    /// Nobody could listen.
    pub secured: bool,
}

impl Mail {
    /// A header of it, unfolded; empty where there is none.
    pub fn header(&self, name: &str) -> String {
        header(&self.data, name)
    }

    /// What it says as plain text.
    pub fn text(&self) -> String {
        self.part("text/plain")
    }

    /// What it says as HTML.
    pub fn html(&self) -> String {
        self.part("text/html")
    }

    /// Whatever begins with `start` in its text, up to a space or the end of the line.
    pub fn link(&self, start: &str) -> Option<String> {
        let text = self.text();
        let at = text.find(start)?;
        text[at..].split_whitespace().next().map(str::to_owned)
    }

    fn part(&self, kind: &str) -> String {
        let boundary = self.header("Content-Type");
        let boundary = boundary.split_once("boundary=\"").and_then(|(_, rest)| rest.split_once('"'));
        let mark = boundary.map_or_else(String::new, |(boundary, _)| format!("--{boundary}"));
        let parts =
            if mark.is_empty() { vec![self.data.as_str()] } else { self.data.split(&*mark).collect() };
        let mut parts = parts.into_iter().map(|part| part.trim_start_matches("\r\n"));
        let part = parts.find(|part| header(part, "Content-Type").starts_with(kind)).unwrap_or_default();
        let (_, body) = part.split_once("\r\n\r\n").unwrap_or_default();
        let bytes = match header(part, "Content-Transfer-Encoding").to_ascii_lowercase().as_str() {
            "base64" => STANDARD.decode(body.split_whitespace().collect::<String>()).unwrap_or_default(),
            "quoted-printable" => decode(body, ParseMode::Robust).unwrap_or_default(),
            _ => body.as_bytes().to_vec(),
        };
        String::from_utf8_lossy(&bytes).into_owned()
    }
}

fn header(part: &str, name: &str) -> String {
    let (headers, _) = part.split_once("\r\n\r\n").unwrap_or((part, ""));
    let unfolded = headers.replace("\r\n ", " ").replace("\r\n\t", " ");
    let found = unfolded.lines().find_map(|line| {
        let (key, value) = line.split_once(':')?;
        key.eq_ignore_ascii_case(name).then(|| value.trim().to_owned())
    });
    found.unwrap_or_default()
}
