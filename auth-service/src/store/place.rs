//! The place itself: its identity, and whether somebody owns it.

use uuid::Uuid;

use super::{Store, StoreError};

const PLACE: &str = "
    select id, exists (select from auth.place_owner) as claimed from auth.installation";

impl Store {
    /// The installation, and whether somebody owns it.
    pub(crate) async fn place(&self) -> Result<(Uuid, bool), StoreError> {
        let row = self.look(PLACE, &[]).await?.into_iter().next().ok_or(StoreError::Away)?;
        Ok((row.get("id"), row.get("claimed")))
    }
}
