//! What is asked for by mail. Whoever asks has their answer before it is known whether anybody is concerned: it is the same,
//! and takes the same time, whoever that may be.

use proto::Refusal;
use proto::auth::{ClientInfo, Letter};
use proto::text::{Email, Username};

use crate::client_info;
use crate::mail::Errand;
use crate::service::AuthService;

impl AuthService {
    /// A link to set another password, for whoever has this username or address.
    pub(super) async fn mail_reset_link(
        &self,
        login: &str,
        letter: Letter,
        from: &ClientInfo,
    ) -> Result<(), Refusal> {
        self.throttle.admit_mail(login, client_info::net(from)).await?;
        let (username, email) = if login.contains('@') {
            (None, Email::parse(login).ok())
        } else {
            (Username::parse(login).ok(), None)
        };
        self.mailer.take(Errand::Forgotten { username, email }, letter)
    }
}
