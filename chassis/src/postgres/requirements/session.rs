//! Whether a connection is a session: settings, prepared statements and locks of ours last as long as it does.

use super::{Problem, Requirement};
use crate::postgres::{Connection, Settings, StoreError};

/// The problem, if a pooler in between hands each transaction to whichever of its own connections is free: then two of ours, asked
/// one after the other, come to the same backend.
pub(super) async fn pooled(one: &Connection, settings: &Settings) -> Result<Option<Problem>, StoreError> {
    let other = match Connection::open(settings, |_| ()).await {
        Ok(other) => other,
        // One connection is all there is to have: that it is too few is said elsewhere.
        Err(_) => return Ok(None),
    };
    let asking = async { Ok::<_, StoreError>(backend(one).await? == backend(&other).await?) };
    let same = tokio::time::timeout(settings.deadline(), asking).await.map_err(|_| StoreError::TooSlow)??;
    Ok(same.then(|| Problem {
        requirement: Requirement::Session,
        sentence: "a pooler in transaction mode is in between; Hubbub needs a session pooler (pool_mode=session), or none"
            .to_owned(),
    }))
}

/// Over the simple protocol: a pooler may not carry prepared statements.
async fn backend(connection: &Connection) -> Result<Option<String>, StoreError> {
    use tokio_postgres::SimpleQueryMessage::Row;
    let answer = connection.client.simple_query("select pg_backend_pid()").await?;
    Ok(answer.into_iter().find_map(|message| match message {
        Row(row) => row.get(0).map(str::to_owned),
        _ => None,
    }))
}
