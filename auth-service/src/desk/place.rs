//! What everybody may know: the place, names of people, the feed.

use proto::auth::{Feed, Installation, Person, Profile};
use proto::text::Username;
use proto::{Reason, Refusal, UserId};

use super::{Desk, away};

/// The most people asked about at once.
const PEOPLE: usize = 500;
/// The most usernames asked about at once.
const CALLED: usize = 100;

impl Desk {
    /// What every gateway must know of this place.
    pub(super) async fn place(&self) -> Result<Installation, Refusal> {
        let found = self.store.place().await.map_err(away)?;
        Ok(Installation {
            installation: found.installation,
            claimed: found.claimed,
            claim_needed: !found.claimed && self.claim_code.is_some(),
            sign_up: found.sign_up,
        })
    }

    /// Names of people, at most 500.
    pub(super) async fn people(&self, ids: &[UserId]) -> Result<Vec<Person>, Refusal> {
        if ids.len() > PEOPLE {
            return Err(Refusal::new(Reason::TooManyAtOnce));
        }
        self.store.people(ids).await.map_err(away)
    }

    /// The card of whoever has this name.
    pub(super) async fn profile(&self, username: &Username) -> Result<Option<Profile>, Refusal> {
        self.store.profile(username).await.map_err(away)
    }

    /// Who goes by these usernames, at most 100.
    pub(super) async fn called(&self, usernames: &[Username]) -> Result<Vec<Person>, Refusal> {
        if usernames.len() > CALLED {
            return Err(Refusal::new(Reason::TooManyAtOnce));
        }
        self.store.called(usernames).await.map_err(away)
    }

    /// What has ended or changed since.
    pub(super) async fn feed(&self, after: i64) -> Result<Feed, Refusal> {
        self.store.feed(after).await.map_err(away)
    }
}
