//! The place itself: its identity, and whether somebody owns it.

use proto::auth::SignUp;
use uuid::Uuid;

use super::{Store, StoreError};

const SYSTEM: &str = "
    select id, sign_up, exists (select from auth.place_owner) as claimed from auth.installation";

/// The place as it stands.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Found {
    pub(crate) installation: Uuid,
    /// Somebody owns it.
    pub(crate) claimed: bool,
    pub(crate) sign_up: SignUp,
}

impl Store {
    /// The installation, whether somebody owns it, and who may join.
    pub(crate) async fn place(&self) -> Result<Found, StoreError> {
        let row = self.look(SYSTEM, &[]).await?.into_iter().next().ok_or(StoreError::Away)?;
        // A word of a later release is read as the most careful one.
        let sign_up = SignUp::parse(row.get("sign_up")).unwrap_or(SignUp::Closed);
        Ok(Found { installation: row.get("id"), claimed: row.get("claimed"), sign_up })
    }
}
