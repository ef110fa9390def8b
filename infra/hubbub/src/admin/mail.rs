//! `hubbub admin mail`: whether mail can be sent, as auth-services are set up here.

use auth_service::MailSettings;
use chassis::config::Vars;
use proto::text::Email;

use super::{parse, say};
use crate::cli::Mail;
use crate::error::CliError;

/// The verb.
pub(super) async fn mail(about: Mail) -> Result<(), CliError> {
    let Mail::Test { to } = about;
    let to: Email = parse(&to)?;
    let mut vars = Vars::from_env();
    let settings = MailSettings::from_vars(&mut vars);
    vars.finish()?;
    let settings = settings
        .ok_or_else(|| CliError::Refused("HUBBUB_MAIL_SERVER is not set, so no email is sent".to_owned()))?;
    let server = format!("{}:{}", settings.host, settings.port);
    let sent = auth_service::mail::test(settings, to.as_str()).await;
    sent.map_err(|why| CliError::Failed(format!("{server} did not take the email: {why}")))?;
    say(&format!("{server} took the email; see whether it arrives"));
    Ok(())
}
