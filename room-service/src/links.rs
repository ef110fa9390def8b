//! What gateways ask about links that messages show something of. They look; here it is kept.
//!
//! Called by `query_handler`.

use proto::Refusal;
use proto::room::{LINKS_MAX, LinkFound, LinkOutcome, LinkQuery, LinkReply, Reply};

use crate::files::FileLimits;
use crate::store::{Pool, StoreError, link_pictures, links};

/// Answers.
///
/// # Errors
/// The database is away.
pub(crate) async fn answer(pool: &Pool, limits: FileLimits, query: LinkQuery) -> Result<Reply, StoreError> {
    Ok(Reply::Links(match query {
        LinkQuery::Settle { outcomes } if outcomes.len() > LINKS_MAX || !outcomes.iter().all(is_bounded) => {
            return Ok(Reply::Refused(Refusal::busy()));
        }
        LinkQuery::Settle { outcomes } => {
            links::settle(pool, &outcomes).await?;
            LinkReply::Settled
        }
        LinkQuery::Keep { picture, size } => {
            LinkReply::Kept(link_pictures::keep(pool, picture, size, limits.all()).await?)
        }
        LinkQuery::Picture { picture, viewer } => {
            LinkReply::IsShown(link_pictures::is_shown(pool, picture, viewer).await?)
        }
        LinkQuery::Take { most } => {
            let most = i64::from(most).clamp(1, LINKS_MAX as i64);
            let (orders, more) = links::take(pool, most).await?;
            LinkReply::Orders { orders, more }
        }
    }))
}

fn is_bounded(outcome: &LinkOutcome) -> bool {
    if let LinkFound::Page(preview) = &outcome.found { preview.is_bounded() } else { true }
}
