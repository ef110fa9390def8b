//! How mail is sent: over which server, secured how, and in whose name.

use std::net::IpAddr;
use std::str::FromStr;
use std::time::Duration;

use chassis::{Secret, Vars};
use lettre::message::Mailbox;
use lettre::transport::smtp::client::Certificate;

const SERVER: &str = "HUBBUB_MAIL_SERVER";
const FROM: &str = "HUBBUB_MAIL_FROM";
const USER: &str = "HUBBUB_MAIL_USER";
const PASSWORD: &str = "HUBBUB_MAIL_PASSWORD";
const CA: &str = "HUBBUB_MAIL_CA";
const TLS: &str = "HUBBUB_MAIL_TLS";
const ENVIRONMENT: &str = "from the environment";
const SENDER: &str = "Hubbub <hubbub@example.org>";
/// Bytes of a file of certificates.
const CERTIFICATES: u64 = 1024 * 1024;

/// A server that takes mail, and what it is told.
#[derive(Clone, Debug)]
pub struct MailSettings {
    /// `HUBBUB_MAIL_SERVER`: its name; certificates must be for it.
    pub host: String,
    /// The port behind the name, else the usual one of the way it is secured.
    pub port: u16,
    /// `HUBBUB_MAIL_TLS`.
    pub tls: MailTls,
    /// `HUBBUB_MAIL_CA`: who may vouch for it, in PEM; else the authorities of this machine.
    pub authority: Option<Vec<u8>>,
    /// `HUBBUB_MAIL_USER` and `HUBBUB_MAIL_PASSWORD`: who we are to it, if it asks.
    pub login: Option<(Secret, Secret)>,
    /// `HUBBUB_MAIL_FROM`: in whose name mail is sent.
    pub from: Mailbox,
    /// `HUBBUB_MAIL_SECONDS`: what one attempt may take in all.
    pub deadline: Duration,
}

/// How what is said to the server is secured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MailTls {
    /// From the first byte on.
    Tls,
    /// After asking for it, and not at all if the server will not.
    StartTls,
    /// Not: for a server on this machine, or on a network where nobody else listens.
    None,
}

impl MailTls {
    fn port(self) -> u16 {
        match self {
            Self::Tls => 465,
            Self::StartTls => 587,
            Self::None => 25,
        }
    }
}

impl FromStr for MailTls {
    type Err = &'static str;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        match word {
            "tls" => Ok(Self::Tls),
            "starttls" => Ok(Self::StartTls),
            "none" => Ok(Self::None),
            _ => Err("it is none of tls, starttls and none"),
        }
    }
}

/// A host, and a port where it is not the usual one.
struct Server(String, Option<u16>);

impl FromStr for Server {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (host, port) = match text.rsplit_once(':') {
            // An IPv6 address has colons of its own.
            Some((host, port)) if !host.contains(':') || host.ends_with(']') => {
                (host, Some(port.parse().map_err(|_| "what follows the colon is no port")?))
            }
            _ => (text, None),
        };
        let host = host.trim_start_matches('[').trim_end_matches(']');
        let is_label = |label: &str| {
            !label.is_empty()
                && label.len() <= 63
                && !label.starts_with('-')
                && label.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
        };
        let is_host = host.parse::<IpAddr>().is_ok() || host.split('.').all(is_label);
        if !is_host || host.len() > 253 || port == Some(0) {
            return Err("it is no host, such as smtp.example.org or smtp.example.org:465");
        }
        Ok(Self(host.to_owned(), port))
    }
}

/// The certificates in a file.
struct Authority(Vec<u8>);

impl FromStr for Authority {
    type Err = String;

    fn from_str(path: &str) -> Result<Self, Self::Err> {
        let cannot = |error: std::io::Error| format!("it cannot be read: {error}");
        let file = std::fs::metadata(path).map_err(cannot)?;
        if !file.is_file() || file.len() > CERTIFICATES {
            return Err("it is no ordinary file, or larger than 1 MiB".to_owned());
        }
        let pem = std::fs::read(path).map_err(cannot)?;
        match Certificate::from_pem(&pem) {
            Ok(_) if pem.windows(11).any(|part| part == b"CERTIFICATE") => Ok(Self(pem)),
            _ => Err("it has no certificate in it".to_owned()),
        }
    }
}

impl MailSettings {
    /// Reads them. None: no mail is sent. Problems stay with `vars`.
    pub fn from_vars(vars: &mut Vars) -> Option<Self> {
        let server: Option<Server> = vars.optional(SERVER, "smtp.example.org", "a server that takes mail");
        let tls: MailTls = vars.parsed(TLS, "starttls", "a way to secure mail");
        let authority: Option<Authority> = vars.optional(CA, "/etc/ssl/mail-ca.pem", "a file in PEM");
        let user = vars.optional_secret(USER, "hubbub@example.org", "who we are to the server of mail");
        let password = vars.optional_secret(PASSWORD, "as the server gave it", "the password there");
        let from: Option<Mailbox> = vars.optional(FROM, SENDER, "a sender of mail");
        let is_from_given = vars.read().last().is_some_and(|setting| !setting.value.is_empty());
        let deadline = Duration::from_secs(vars.number("HUBBUB_MAIL_SECONDS", 30, 5..=300, "a wait"));
        let Server(host, port) = server?;
        if from.is_none() && !is_from_given {
            vars.problem(FROM, "not set", format!("is needed with {SERVER}: who mail is from"), SENDER);
        }
        let login = login(vars, user, password);
        if login.is_some() && tls == MailTls::None && !is_here(&host) {
            let what = format!("would send the password to {host} in clear: use starttls or tls");
            vars.problem(TLS, ENVIRONMENT, what, "starttls");
        }
        let (port, authority) = (port.unwrap_or(tls.port()), authority.map(|Authority(pem)| pem));
        Some(Self { host, port, tls, authority, login, from: from?, deadline })
    }
}

/// Both or neither.
fn login(vars: &mut Vars, user: Option<Secret>, password: Option<Secret>) -> Option<(Secret, Secret)> {
    let (lonely, other) = match (&user, &password) {
        (Some(_), None) => (USER, PASSWORD),
        (None, Some(_)) => (PASSWORD, USER),
        _ => return user.zip(password),
    };
    vars.problem(lonely, "as given", format!("needs {other}: they go together"), "both");
    None
}

fn is_here(host: &str) -> bool {
    host == "localhost" || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(pairs: &[(&str, &str)]) -> (Option<MailSettings>, String) {
        let vars = pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let mut vars = Vars::from_map(vars);
        let settings = MailSettings::from_vars(&mut vars);
        (settings, vars.finish().err().map(|problems| problems.to_string()).unwrap_or_default())
    }

    #[test]
    fn the_port_is_the_usual_one_of_how_mail_is_secured_unless_it_is_named() {
        for (server, tls, expected) in [
            ("smtp.example.org", "", ("smtp.example.org", 587)),
            ("smtp.example.org", "tls", ("smtp.example.org", 465)),
            ("mail", "none", ("mail", 25)),
            ("127.0.0.1:2525", "none", ("127.0.0.1", 2525)),
            ("[::1]:2525", "none", ("::1", 2525)),
        ] {
            let (settings, problems) = read(&[(SERVER, server), (TLS, tls), (FROM, "hubbub@example.org")]);
            let settings = settings.unwrap_or_else(|| panic!("{server}: {problems}"));
            assert_eq!((settings.host.as_str(), settings.port), expected);
        }
        assert!(read(&[]).0.is_none() && read(&[]).1.is_empty(), "no mail is fine");
    }

    #[test]
    fn what_is_missing_or_would_be_overheard_is_told_and_no_password_shown() {
        let server = (SERVER, "smtp.example.org");
        let words = read(&[server]).1;
        assert!(words.contains("HUBBUB_MAIL_FROM: is needed"), "{words}");
        let words = read(&[server, (FROM, "a\nb@example.org")]).1;
        assert_eq!(words.matches("HUBBUB_MAIL_FROM: ").count(), 1, "{words}");
        let login = [(USER, "hubbub"), (PASSWORD, "not-to-be-seen"), (FROM, "hubbub@example.org")];
        let words = read(&[[server, (TLS, "none")], [login[0], login[1]], [login[2], login[2]]].concat()).1;
        assert!(words.contains("in clear") && !words.contains("not-to-be-seen"), "{words}");
        let words = read(&[server, login[1], login[2]]).1;
        assert!(words.contains("HUBBUB_MAIL_PASSWORD: needs HUBBUB_MAIL_USER"), "{words}");
        for bad in ["-1", "smtp.example.org:0", "smtp.example.org:mail", "a b", &"9".repeat(100)] {
            assert!(read(&[(SERVER, bad)]).1.contains("HUBBUB_MAIL_SERVER: "), "{bad}");
        }
    }
}
