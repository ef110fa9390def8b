//! People and invites.

use std::io::{IsTerminal, Read};

use auth_service::admin::{self, AdminError, NewUser};
use proto::At;
use proto::room::OrgRole;
use proto::text::{DisplayName, Email, Password, Username};
use services::secret;

use super::{parse, say, table};
use crate::cli::{Invite, Listing, User};
use crate::database;
use crate::trouble::{Trouble, worded};

/// `hubbub admin user`
pub(super) async fn user(about: User) -> Result<(), Trouble> {
    match about {
        User::Create { username, email, display_name, password_stdin, target } => {
            let display_name = display_name.unwrap_or_else(|| username.clone());
            let (password, made_up) = password(password_stdin, &username)?;
            let user = NewUser {
                username: parse(&username)?,
                email: parse::<Email>(&email)?,
                display_name: parse::<DisplayName>(&display_name)?,
                password,
                org_role: OrgRole::Member,
            };
            let client = database::open(&target).await?;
            admin::create(&client, user).await.map_err(refused)?;
            say(&format!("{username} has an account"));
            tell(made_up.as_deref());
        }
        User::Promote { username, role, target } => {
            let (name, org_role) = (parse::<Username>(&username)?, org_role(&role)?);
            let client = database::open(&target).await?;
            let (_, changed) = admin::promote(&client, &name, org_role).await.map_err(refused)?;
            say(&format!("{username} {} {role}", if changed { "is now" } else { "was already" }));
        }
        User::ResetPassword { username, password_stdin, target } => {
            let name = parse::<Username>(&username)?;
            let (password, made_up) = password(password_stdin, &username)?;
            let client = database::open(&target).await?;
            admin::reset_password(&client, &name, password).await.map_err(refused)?;
            say(&format!("{username} has a new password, and is signed out everywhere"));
            tell(made_up.as_deref());
        }
        User::Deactivate { username, target } => {
            let name = parse::<Username>(&username)?;
            let client = database::open(&target).await?;
            let (_, changed) = admin::deactivate(&client, &name).await.map_err(refused)?;
            say(&format!("{username} {}", if changed { "is kept out" } else { "was kept out already" }));
        }
        User::Reactivate { username, target } => {
            let name = parse::<Username>(&username)?;
            let client = database::open(&target).await?;
            let (_, changed) = admin::reactivate(&client, &name).await.map_err(refused)?;
            say(&format!("{username} {}", if changed { "may come in again" } else { "was not kept out" }));
        }
        User::EndSessions { username, target } => {
            let name = parse::<Username>(&username)?;
            let client = database::open(&target).await?;
            let (_, ended) = admin::end_sessions(&client, &name).await.map_err(refused)?;
            say(&format!("{username} is signed out everywhere ({ended})"));
        }
        User::List(listing) => list(&listing).await?,
    }
    Ok(())
}

async fn list(listing: &Listing) -> Result<(), Trouble> {
    let client = database::open(&listing.target).await?;
    let people = admin::people(&client).await.map_err(refused)?;
    if listing.json {
        return table::json(&people);
    }
    let head = ["username", "name", "e-mail", "role", "since", "last here"].map(str::to_owned).to_vec();
    let row = |line: &proto::auth::DirectoryLine| {
        vec![
            line.person.username.clone(),
            line.person.display_name.clone(),
            line.email.clone(),
            word(line.org_role).to_owned(),
            day(line.since),
            line.last_seen.map(day).unwrap_or_default(),
        ]
    };
    table::table(&std::iter::once(head).chain(people.iter().map(row)).collect::<Vec<_>>());
    Ok(())
}

/// `hubbub admin invite`
pub(super) async fn invite(about: Invite) -> Result<(), Trouble> {
    match about {
        Invite::Create { uses, days, target } => {
            let client = database::open(&target).await?;
            let (code, until) = admin::make_invite(&client, uses, days).await.map_err(refused)?;
            say(&format!("/invite/{code}"));
            say(&format!("for {uses}, good until {}; put the address of the place before it", day(until)));
        }
        Invite::Revoke { id, target } => {
            let client = database::open(&target).await?;
            let changed = admin::revoke_invite(&client, id).await.map_err(refused)?;
            say(if changed { "nobody comes in with it any more" } else { "it was taken back already" });
        }
        Invite::List(listing) => {
            let client = database::open(&listing.target).await?;
            let invites = admin::invites(&client).await.map_err(refused)?;
            if listing.json {
                return table::json(&invites);
            }
            let head = ["id", "by", "made", "until", "used", ""].map(str::to_owned).to_vec();
            let row = |line: &proto::auth::InviteLine| {
                vec![
                    line.id.to_string(),
                    line.by.username.clone(),
                    day(line.made_at),
                    day(line.expires_at),
                    format!("{} of {}", line.uses, line.most),
                    if line.good { "good" } else { "over" }.to_owned(),
                ]
            };
            table::table(&std::iter::once(head).chain(invites.iter().map(row)).collect::<Vec<_>>());
        }
    }
    Ok(())
}

fn org_role(role: &str) -> Result<OrgRole, Trouble> {
    match role {
        "member" => Ok(OrgRole::Member),
        "admin" => Ok(OrgRole::Admin),
        "owner" => Ok(OrgRole::Owner),
        _ => Err(Trouble::Refused(format!("`{role}` is none of member, admin, owner"))),
    }
}

fn word(org_role: OrgRole) -> &'static str {
    match org_role {
        OrgRole::Inactive => "deactivated",
        OrgRole::Guest => "guest",
        OrgRole::Member => "member",
        OrgRole::Admin => "admin",
        OrgRole::Owner => "owner",
    }
}

/// 2026-11-24
pub(super) fn day(at: At) -> String {
    at.date().to_string()
}

/// Never on the command line, where everybody on the machine could read it.
fn password(from_stdin: bool, username: &str) -> Result<(Password, Option<String>), Trouble> {
    if !from_stdin {
        return made_up(username).map(|(password, text)| (password, Some(text)));
    }
    if std::io::stdin().is_terminal() {
        eprintln!("Type the password, then Enter and Ctrl-D (it is shown):");
    }
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text).map_err(Trouble::while_doing("cannot read the password"))?;
    let text = text.strip_suffix('\n').unwrap_or(&text);
    Ok((choose(text.strip_suffix('\r').unwrap_or(text), username)?, None))
}

/// A password nobody has thought of, and its text.
pub(super) fn made_up(username: &str) -> Result<(Password, String), Trouble> {
    let text: String = secret::generate()?.chars().take(20).collect();
    Ok((choose(&text, username)?, text))
}

fn choose(text: &str, username: &str) -> Result<Password, Trouble> {
    Password::choose(text, username).map_err(|refusal| Trouble::Refused(worded(&refusal)))
}

#[expect(clippy::needless_pass_by_value, reason = "for map_err")]
pub(super) fn refused(error: AdminError) -> Trouble {
    Trouble::Failed(error.to_string())
}

fn tell(made_up: Option<&str>) {
    if let Some(password) = made_up {
        say(&format!("password: {password}"));
    }
}
