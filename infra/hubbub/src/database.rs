//! The database as the command line sees it: where it is, and bringing it up to this release.

use std::path::Path;

use chassis::config::Vars;
use services::{postgres, secret};
use tokio_postgres::Client;

use crate::cli::Target;
use crate::trouble::Trouble;
use crate::up::folder::Folder;

/// What the private Postgres calls our database.
pub(crate) const NAME: &str = "hubbub";

/// `hubbub migrate`
pub(crate) async fn migrate_from(target: &Target) -> Result<(), Trouble> {
    migrate(&mut open(target).await?).await
}

/// Every service's tables. Auth first: rooms read its feed.
pub(crate) async fn migrate(client: &mut Client) -> Result<(), Trouble> {
    auth_service::migrate(client).await.map_err(Trouble::while_doing("cannot prepare the schema `auth`"))?;
    room_service::migrate(client).await.map_err(Trouble::while_doing("cannot prepare the schema `chat`"))?;
    Ok(())
}

/// A connection to the database that is meant: DATABASE_URL's, else that of a running `up`.
pub(crate) async fn open(target: &Target) -> Result<Client, Trouble> {
    let mut vars = Vars::from_env();
    let given = vars.optional_secret("DATABASE_URL", EXAMPLE, "where the database is");
    vars.finish()?;
    let url = match given {
        Some(url) => url.reveal().to_owned(),
        None => private(&target.data)?,
    };
    Ok(postgres::connect(&url).await?)
}

/// An address, for settings' examples.
pub(crate) const EXAMPLE: &str = "postgres://hubbub:secret@127.0.0.1/hubbub";

fn private(data: &Path) -> Result<String, Trouble> {
    let away = || {
        let data = data.display();
        Trouble::Refused(format!("no `hubbub up` works in {data}: start it first, or set DATABASE_URL"))
    };
    let folder = Folder::at(data);
    let port = std::fs::read_to_string(folder.postgres_port()).map_err(|_| away())?;
    let port = port.trim().parse().map_err(|_| away())?;
    Ok(postgres::url(&secret::kept_in(&folder.postgres_password())?, port, NAME))
}

/// Whether somebody owns the place already.
pub(crate) async fn is_claimed(client: &Client) -> Result<bool, Trouble> {
    let row = client.query_one(IS_CLAIMED, &[]).await;
    Ok(row.map_err(Trouble::while_doing("cannot ask whose this place is"))?.get(0))
}

const IS_CLAIMED: &str = "select exists (select from auth.place_owner)";
