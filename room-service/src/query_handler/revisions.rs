//! What is asked about words that messages had before they were edited.

use proto::room::{Reply, RevisionQuery};

use super::or_not;
use crate::store::{Pool, StoreError, revisions};

/// Answers.
///
/// # Errors
/// The database is away, or holds what this release cannot read.
pub(super) async fn answer(pool: &Pool, query: RevisionQuery) -> Result<Reply, StoreError> {
    Ok(match query {
        RevisionQuery::List { room, user, seq, before } => {
            or_not(revisions::list(pool, room, user, seq, before).await?, Reply::Revisions)
        }
        RevisionQuery::Erase { room, viewer, seq } => {
            or_not(revisions::erase(pool, room, viewer, seq).await?, Reply::Erased)
        }
    })
}
