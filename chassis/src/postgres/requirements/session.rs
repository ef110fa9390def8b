//! Whether a connection is a session: settings, prepared statements and locks of ours last as long as it does.

use tokio_postgres::SimpleQueryMessage::Row;
use tokio_postgres::{Client, Error};

use super::{Problem, Requirement};

/// The problem, if a pooler in between hands each transaction to whichever of its own connections is free: then two of ours, asked
/// one after the other, come to the same backend.
///
/// # Errors
/// One of them broke.
pub async fn pooled(one: &Client, other: &Client) -> Result<Option<Problem>, Error> {
    let same = backend(one).await? == backend(other).await?;
    Ok(same.then(|| Problem {
        requirement: Requirement::Session,
        sentence: "a pooler in transaction mode is in between; Hubbub needs a session pooler (pool_mode=session), or none"
            .to_owned(),
    }))
}

/// Over the simple protocol: such a pooler may not carry prepared statements.
async fn backend(client: &Client) -> Result<Option<String>, Error> {
    let answer = client.simple_query("select pg_backend_pid()").await?;
    Ok(answer.into_iter().find_map(|message| match message {
        Row(row) => row.get(0).map(str::to_owned),
        _ => None,
    }))
}
