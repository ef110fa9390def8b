//! What is done to accounts, invites and the organisation, by admins and by the operator alike: decided by the rules,
//! carried out if what it was based on still holds, else decided again.

use chassis::postgres::StoreError;
use proto::auth::AdminAction;
use uuid::Uuid;

use crate::rules::{self, Authority, Denied};
use crate::store::{Applied, Decided, NotApplied, Store};

/// How often something is decided, should the organisation move on each time.
const TRIES: usize = 10;

/// Why it was not done.
#[derive(Debug)]
pub(crate) enum Failed {
    Denied(Denied),
    NotApplied(NotApplied),
}

impl From<NotApplied> for Failed {
    fn from(error: NotApplied) -> Self {
        Self::NotApplied(error)
    }
}

impl From<StoreError> for Failed {
    fn from(error: StoreError) -> Self {
        Self::NotApplied(NotApplied::Store(error))
    }
}

/// Has it done. None: it was so already.
pub(crate) async fn carry_out(
    store: &Store,
    authority: Authority,
    key: Uuid,
    action: &AdminAction,
) -> Result<Option<Applied>, Failed> {
    let actor = authority.actor();
    let invite = if let AdminAction::RevokeInvite { invite } = action { Some(*invite) } else { None };
    for _ in 0..TRIES {
        let facts = store.facts(actor, action.target(), invite, action.emoji()).await?;
        let Some(change) = rules::decide(authority, &facts, action).map_err(Failed::Denied)? else {
            return Ok(None);
        };
        let by = Decided { key, action: action.name(), actor, version: facts.org.version };
        match store.apply(by, change).await {
            Err(NotApplied::Moved) => {}
            outcome => return Ok(Some(outcome?)),
        }
    }
    Err(NotApplied::Moved.into())
}
