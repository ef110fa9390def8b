//! What gateways ask about web push: which devices are told, what is due, and what became of it. They send; here it is decided.
//!
//! Called by `query_handler`; `sweep` runs for as long as the service does.

use std::time::Duration;

use proto::Refusal;
use proto::room::{ORDERS_MAX, PushQuery, PushReply, Reply};

use crate::store::{Pool, StoreError, mail, push};

/// How often it is looked whether there is something to forget.
const EVERY: Duration = Duration::from_secs(10 * 60);

/// Answers.
///
/// # Errors
/// The database is away, or holds what this release cannot read.
pub(crate) async fn answer(pool: &Pool, query: PushQuery) -> Result<Reply, StoreError> {
    Ok(Reply::Push(match query {
        PushQuery::Devices { user } => PushReply::Devices(push::devices(pool, user).await?),
        PushQuery::Add { user, device } => {
            push::add(pool, user, &device).await?;
            PushReply::Devices(push::devices(pool, user).await?)
        }
        PushQuery::Remove { user, device } => {
            push::remove(pool, user, device).await?;
            PushReply::Devices(push::devices(pool, user).await?)
        }
        PushQuery::Settle { outcomes } if outcomes.len() > ORDERS_MAX => {
            return Ok(Reply::Refused(Refusal::busy()));
        }
        PushQuery::Settle { outcomes } => {
            push::orders::settle(pool, &outcomes).await?;
            PushReply::Settled
        }
        PushQuery::Take { most } => {
            let most = i64::from(most).clamp(1, ORDERS_MAX as i64);
            let (orders, more) = push::orders::take(pool, most).await?;
            PushReply::Orders { orders, more }
        }
    }))
}

/// Forgets devices whose session has ended, and what was told long ago, until dropped.
pub(crate) async fn sweep(pool: Pool) {
    let mut pace = tokio::time::interval(EVERY);
    loop {
        pace.tick().await;
        if let Err(error) = push::sweep(&pool).await {
            error.warn("devices whose session has ended were not forgotten");
        }
        if let Err(error) = mail::sweep(&pool).await {
            error.warn("what was mailed long ago was not forgotten");
        }
    }
}
