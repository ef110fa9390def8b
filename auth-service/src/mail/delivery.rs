//! One attempt to hand a mail to the server, within its deadline. What the server says may quote an address: it is shown to
//! the operator who tries the settings, and is never logged.

use std::time::Duration;

use chassis::telemetry::metrics;
use lettre::Message;
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::{Credentials, DEFAULT_MECHANISMS};
use lettre::transport::smtp::client::{AsyncSmtpConnection, Certificate, CertificateStore, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use tokio::time::timeout;

use super::retry::Outcome;
use crate::config::{MailSettings, MailTls};

/// How long we wait to be told goodbye by a server that has taken the mail.
const GOODBYE: Duration = Duration::from_secs(1);

/// The way to the server. Clones share nothing but the settings: each mail has a connection of its own.
#[derive(Clone)]
pub(super) struct Delivery {
    settings: MailSettings,
    tls: Option<TlsParameters>,
    hello: ClientId,
}

impl std::fmt::Debug for Delivery {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Delivery").field("settings", &self.settings).finish_non_exhaustive()
    }
}

impl Delivery {
    /// By these settings.
    pub(super) fn new(settings: MailSettings) -> Result<Self, Error> {
        let tls = match settings.tls {
            MailTls::None => None,
            MailTls::Tls | MailTls::StartTls => Some(parameters(&settings)?),
        };
        let hello = ClientId::Domain(settings.from.email.domain().to_owned());
        Ok(Self { settings, tls, hello })
    }

    /// In whose name mail is sent.
    pub(super) fn settings(&self) -> &MailSettings {
        &self.settings
    }

    /// Hands it over.
    pub(super) async fn send(&self, message: &Message) -> Outcome {
        match self.try_send(message).await {
            Ok(()) => Outcome::Sent,
            Err(failed) => failed.outcome(),
        }
    }

    /// The same, with all that is known of why it did not work.
    pub(super) async fn try_send(&self, message: &Message) -> Result<(), Failed> {
        let sending = async {
            let mut connection = self.connect().await?;
            connection.send(message.envelope(), &message.formatted()).await?;
            Ok(connection)
        };
        let mut connection = self.in_time(sending).await?;
        // It has taken the mail: whatever it says now changes nothing.
        let _ = timeout(GOODBYE, connection.quit()).await;
        Ok(())
    }

    /// Whether the server lets us in, without a mail.
    pub(super) async fn try_out(&self) -> Result<(), Failed> {
        let mut connection = self.in_time(self.connect()).await?;
        let _ = timeout(GOODBYE, connection.quit()).await;
        Ok(())
    }

    async fn in_time<T>(&self, work: impl Future<Output = Result<T, Error>>) -> Result<T, Failed> {
        match timeout(self.settings.deadline, work).await {
            Ok(done) => done.map_err(Failed::Said),
            Err(_) => {
                metrics::deadline_passed("mail");
                Err(Failed::Silent(self.settings.deadline))
            }
        }
    }

    async fn connect(&self) -> Result<AsyncSmtpConnection, Error> {
        let MailSettings { host, port, tls, login, deadline, .. } = &self.settings;
        let at_once = self.tls.clone().filter(|_| *tls == MailTls::Tls);
        let server = (host.as_str(), *port);
        let mut connection =
            AsyncSmtpConnection::connect_tokio1(server, Some(*deadline), &self.hello, at_once, None).await?;
        if let (MailTls::StartTls, Some(parameters)) = (tls, self.tls.clone()) {
            connection.starttls(parameters, &self.hello).await?;
        }
        if let Some((user, password)) = login {
            let credentials = Credentials::new(user.reveal().to_owned(), password.reveal().to_owned());
            connection.auth(DEFAULT_MECHANISMS, &credentials).await?;
        }
        Ok(connection)
    }
}

fn parameters(settings: &MailSettings) -> Result<TlsParameters, Error> {
    let builder = TlsParameters::builder(settings.host.clone());
    let Some(pem) = &settings.authority else { return builder.build() };
    let builder = builder.certificate_store(CertificateStore::None);
    builder.add_root_certificate(Certificate::from_pem(pem)?).build()
}

/// Why a mail was not taken.
#[derive(Debug, thiserror::Error)]
pub(super) enum Failed {
    #[error("{0}")]
    Said(Error),
    #[error("the server did not finish within {} s", .0.as_secs())]
    Silent(Duration),
}

impl Failed {
    fn outcome(&self) -> Outcome {
        match self {
            Self::Silent(_) => Outcome::Unknown,
            Self::Said(error) if error.is_permanent() && is_login(error) => Outcome::Misfit,
            Self::Said(error) if error.is_permanent() => Outcome::Refused,
            Self::Said(error) if error.is_tls() || error.is_client() => Outcome::Misfit,
            Self::Said(_) => Outcome::Later,
        }
    }
}

/// What servers say to a password: 530, 534, 535 and 538.
fn is_login(error: &Error) -> bool {
    error.status().is_some_and(|code| matches!(u16::from(code), 530..=538))
}
