//! What gateways ask about mail of what is unread: who wants it, what is due, and what became of it. They write, auth sends; here it is
//! decided.
//!
//! Called by `query_handler`.

use proto::Refusal;
use proto::room::{MAILS_MAX, MailQuery, MailReply, MailSettings, Reply};

use crate::store::{Pool, StoreError, mail};

/// Answers.
///
/// # Errors
/// The database is away, or holds what this release cannot read.
pub(crate) async fn answer(pool: &Pool, query: MailQuery) -> Result<Reply, StoreError> {
    let settings = |found: MailSettings| Reply::Mail(MailReply::Settings(found));
    let linked = |found: Option<MailSettings>| found.map_or(Reply::Refused(Refusal::not_found()), settings);
    Ok(match query {
        MailQuery::Settings { user } => settings(mail::settings(pool, user).await?),
        MailQuery::Choose { user, pace, words, language } => {
            settings(mail::choose(pool, user, pace, words, &language).await?)
        }
        MailQuery::Linked { link } => linked(mail::linked(pool, link).await?),
        MailQuery::Unsubscribe { link } => linked(mail::unsubscribe(pool, link).await?),
        MailQuery::Settle { outcomes } if outcomes.len() > MAILS_MAX => Reply::Refused(Refusal::busy()),
        MailQuery::Settle { outcomes } => {
            mail::orders::settle(pool, &outcomes).await?;
            Reply::Mail(MailReply::Settled)
        }
        MailQuery::Take { most } => {
            let (orders, more) = mail::take::take(pool, i64::from(most).clamp(1, MAILS_MAX as i64)).await?;
            Reply::Mail(MailReply::Orders { orders, more })
        }
    })
}
