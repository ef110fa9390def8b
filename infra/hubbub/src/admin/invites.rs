//! `hubbub admin invite`: invites, in the name of the owner.

use proto::auth::InviteLine;

use super::table::day;
use super::users::{failed, people};
use super::{say, table};
use crate::cli::{Invite, Listing};
use crate::error::CliError;

/// The verb.
pub(super) async fn invite(about: Invite) -> Result<(), CliError> {
    match about {
        Invite::Create { uses, days, target } => {
            let (code, until) = people(&target).await?.make_invite(uses, days).await.map_err(failed)?;
            let plural = if uses == 1 { "person" } else { "people" };
            say(&format!("/invite/{}", code.reveal()));
            say(&format!("for {uses} {plural}, until {}; add it to the address of your Hubbub", day(until)));
        }
        Invite::Revoke { id, target } => {
            let changed = people(&target).await?.revoke_invite(id).await.map_err(failed)?;
            say(if changed { "revoked" } else { "was already revoked" });
        }
        Invite::List(listing) => list(&listing).await?,
    }
    Ok(())
}

async fn list(listing: &Listing) -> Result<(), CliError> {
    let invites = people(&listing.target).await?.invites().await.map_err(failed)?;
    if listing.json {
        return table::json(&invites);
    }
    let row = |line: &InviteLine| {
        vec![
            line.id.to_string(),
            line.by.username.clone(),
            day(line.made_at),
            day(line.expires_at),
            format!("{} of {}", line.uses, line.most),
            state(line).to_owned(),
        ]
    };
    table::table(&["ID", "CREATED BY", "CREATED", "EXPIRES", "USED", "STATE"], invites.iter().map(row));
    Ok(())
}

fn state(line: &InviteLine) -> &'static str {
    match line {
        InviteLine { usable: true, .. } => "active",
        InviteLine { revoked: true, .. } => "revoked",
        InviteLine { uses, most, .. } if uses >= most => "used up",
        _ => "expired",
    }
}
