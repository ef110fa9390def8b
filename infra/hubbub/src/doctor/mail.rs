//! Whether mail can be sent.

use auth_service::MailSettings;
use gateway::PublicUrl;

use super::Finding;

/// Tried, where a server is named; links in mail lead to the address people type, so that must be known.
pub(super) async fn look_at(settings: Option<MailSettings>, address: Option<&PublicUrl>) -> Finding {
    let Some(settings) = settings else {
        let words = "HUBBUB_MAIL_SERVER is not set: no email is sent, and admins make the links that others are mailed";
        return Finding::Good(words.to_owned());
    };
    let server = format!("{}:{}", settings.host, settings.port);
    match auth_service::mail::check(settings).await {
        Err(why) => Finding::Bad(format!("{server} does not let us in: {why}")),
        Ok(()) if address.is_none() => Finding::Doubtful(format!(
            "{server} lets us in, but links in email need HUBBUB_PUBLIC_URL: until it is set, none is sent"
        )),
        Ok(()) => {
            Finding::Good(format!("{server} lets us in; `hubbub admin mail test ADDRESS` sends an email"))
        }
    }
}
