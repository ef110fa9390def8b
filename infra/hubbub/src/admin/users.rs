//! `hubbub admin user`: accounts.

use std::io::{IsTerminal, Read};

use auth_service::admin::{AdminError, NewUser, People};
use proto::auth::DirectoryLine;
use proto::room::OrgRole;
use proto::text::{DisplayName, Email, Password, Username};
use services::secret;

use super::table::day;
use super::{parse, say, table};
use crate::cli::{Listing, Target, User};
use crate::database;
use crate::error::{CliError, worded};

/// Bytes of standard input that are read: far more than the longest password.
const STDIN_MAX: u64 = 64 * 1024;

/// The verb.
pub(super) async fn user(about: User) -> Result<(), CliError> {
    match about {
        User::Create { username, email, display_name, password_stdin, target } => {
            let (name, email) = (parse::<Username>(&username)?, parse::<Email>(&email)?);
            let display_name = parse::<DisplayName>(display_name.as_ref().unwrap_or(&username))?;
            let (password, generated) = password(password_stdin, &username)?;
            let user = NewUser { username: name, email, display_name, password, org_role: OrgRole::Member };
            let created = format!("created {}", user.username);
            people(&target).await?.create(user).await.map_err(failed)?;
            say(&created);
            show(generated.as_deref());
        }
        User::SetRole { username, role, target } => {
            let changed = people(&target).await?.set_role(&parse(&username)?, org_role(&role)?).await;
            let changed = changed.map_err(failed)?;
            say(&format!("{username} {} {role}", if changed { "is now" } else { "was already" }));
        }
        User::ResetPassword { username, password_stdin, target } => {
            let name = parse(&username)?;
            let (password, generated) = password(password_stdin, &username)?;
            people(&target).await?.reset_password(&name, password).await.map_err(failed)?;
            say(&format!("{username} has a new password and is signed out everywhere"));
            show(generated.as_deref());
        }
        User::Deactivate { username, target } => {
            let changed = people(&target).await?.deactivate(&parse(&username)?).await.map_err(failed)?;
            say(&format!(
                "{username} {}",
                if changed { "is deactivated" } else { "was already deactivated" }
            ));
        }
        User::Reactivate { username, target } => {
            let changed = people(&target).await?.reactivate(&parse(&username)?).await.map_err(failed)?;
            say(&format!("{username} {}", if changed { "can sign in again" } else { "was not deactivated" }));
        }
        User::EndSessions { username, target } => {
            let ended = people(&target).await?.end_sessions(&parse(&username)?).await.map_err(failed)?;
            let plural = if ended == 1 { "" } else { "s" };
            say(&format!("{username} is signed out everywhere: {ended} session{plural} ended"));
        }
        User::ConfirmEmail { username, email, target } => {
            let (user, address) = (parse(&username)?, parse::<Email>(&email)?);
            people(&target).await?.confirm_email(&user, address).await.map_err(failed)?;
            say(&format!("{email} is confirmed; only {username} signs in with it"));
        }
        User::List(listing) => list(&listing).await?,
    }
    Ok(())
}

async fn list(listing: &Listing) -> Result<(), CliError> {
    let everyone = people(&listing.target).await?.list().await.map_err(failed)?;
    if listing.json {
        return table::json(&everyone);
    }
    let row = |line: &DirectoryLine| {
        vec![
            line.person.username.clone(),
            line.person.display_name.clone(),
            line.email.clone(),
            role_name(line.org_role).to_owned(),
            day(line.since),
            line.last_seen.map_or_else(|| "never".to_owned(), day),
        ]
    };
    table::table(&["USERNAME", "NAME", "E-MAIL", "ROLE", "CREATED", "LAST SEEN"], everyone.iter().map(row));
    Ok(())
}

/// The people of the database that is meant; connected to once before, to say plainly what is wrong with it.
pub(super) async fn people(target: &Target) -> Result<People, CliError> {
    let url = database::address(target)?;
    database::connect(&url).await?;
    People::at(&url).map_err(failed)
}

fn org_role(role: &str) -> Result<OrgRole, CliError> {
    OrgRole::parse(role).filter(|role| *role != OrgRole::Inactive).ok_or_else(|| {
        CliError::Refused(format!("`{role}` is not a role; use guest, member, admin or owner"))
    })
}

fn role_name(role: OrgRole) -> &'static str {
    match role {
        OrgRole::Inactive => "deactivated",
        OrgRole::Guest | OrgRole::Member | OrgRole::Admin | OrgRole::Owner => role.as_str(),
    }
}

/// Never on the command line, where everybody on the machine could read it.
fn password(from_stdin: bool, username: &str) -> Result<(Password, Option<String>), CliError> {
    if !from_stdin {
        return generate(username).map(|(password, text)| (password, Some(text)));
    }
    if std::io::stdin().is_terminal() {
        eprintln!("Type the password, then Enter and Ctrl-D. It is visible as you type.");
    }
    let mut text = String::new();
    let read = std::io::stdin().take(STDIN_MAX).read_to_string(&mut text);
    read.map_err(CliError::while_doing("cannot read the password"))?;
    // As with every secret: what ends a line is not part of it.
    match text.trim_end() {
        "" => Err(CliError::Refused("there is no password on standard input".into())),
        text => Ok((choose(text, username)?, None)),
    }
}

/// A random password, and its text.
pub(super) fn generate(username: &str) -> Result<(Password, String), CliError> {
    let text: String = secret::generate()?.chars().take(20).collect();
    Ok((choose(&text, username)?, text))
}

fn choose(text: &str, username: &str) -> Result<Password, CliError> {
    Password::choose(text, username).map_err(|refusal| CliError::Refused(worded(&refusal)))
}

#[expect(clippy::needless_pass_by_value, reason = "for map_err")]
pub(super) fn failed(error: AdminError) -> CliError {
    CliError::Failed(error.to_string())
}

fn show(generated: Option<&str>) {
    if let Some(password) = generated {
        say(&format!("password: {password}"));
    }
}
