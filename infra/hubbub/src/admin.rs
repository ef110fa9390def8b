//! `hubbub admin`: what an operator does to accounts, straight in the database.

use std::io::{IsTerminal, Read, Write};

use auth_service::admin::{self, AdminError, NewUser};
use proto::room::Standing;
use proto::text::{DisplayName, Email, Password, Username};
use services::secret;

use crate::cli::{About, Admin, User};
use crate::database;
use crate::trouble::Trouble;

/// The verb.
pub(crate) async fn admin(admin: Admin) -> Result<(), Trouble> {
    let About::User(about) = admin.about;
    match about {
        User::Create { username, email, display_name, password_stdin, target } => {
            let display_name = display_name.unwrap_or_else(|| username.clone());
            let (password, made_up) = password(password_stdin, &username)?;
            let user = NewUser {
                username: parse(&username)?,
                email: parse::<Email>(&email)?,
                display_name: parse::<DisplayName>(&display_name)?,
                password,
                standing: Standing::Member,
            };
            let client = database::open(&target).await?;
            admin::create(&client, user).await.map_err(refused)?;
            say(&format!("{username} has an account"));
            tell(made_up.as_deref());
        }
        User::Promote { username, role, target } => {
            let (name, standing) = (parse::<Username>(&username)?, standing(&role)?);
            let client = database::open(&target).await?;
            let (_, changed) = admin::promote(&client, &name, standing).await.map_err(refused)?;
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
    }
    Ok(())
}

fn standing(role: &str) -> Result<Standing, Trouble> {
    match role {
        "member" => Ok(Standing::Member),
        "admin" => Ok(Standing::Admin),
        "owner" => Ok(Standing::Owner),
        _ => Err(Trouble::Refused(format!("`{role}` is none of member, admin, owner"))),
    }
}

/// Never on the command line, where everybody on the machine could read it.
fn password(from_stdin: bool, username: &str) -> Result<(Password, Option<String>), Trouble> {
    if !from_stdin {
        let made_up: String = secret::generate()?.chars().take(20).collect();
        return Ok((choose(&made_up, username)?, Some(made_up)));
    }
    if std::io::stdin().is_terminal() {
        eprintln!("Type the password, then Enter and Ctrl-D (it is shown):");
    }
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text).map_err(Trouble::while_doing("cannot read the password"))?;
    let text = text.strip_suffix('\n').unwrap_or(&text);
    Ok((choose(text.strip_suffix('\r').unwrap_or(text), username)?, None))
}

fn choose(text: &str, username: &str) -> Result<Password, Trouble> {
    Password::choose(text, username).map_err(|refusal| Trouble::Refused(refusal.to_string()))
}

fn parse<T: TryFrom<String, Error: std::fmt::Display>>(text: &str) -> Result<T, Trouble> {
    T::try_from(text.to_owned()).map_err(|error| Trouble::Refused(error.to_string()))
}

#[expect(clippy::needless_pass_by_value, reason = "for map_err")]
fn refused(error: AdminError) -> Trouble {
    Trouble::Failed(error.to_string())
}

fn tell(made_up: Option<&str>) {
    if let Some(password) = made_up {
        say(&format!("password: {password}"));
    }
}

fn say(words: &str) {
    // Whoever closed our output does not want to know.
    let _ = writeln!(std::io::stdout(), "{words}");
}
