//! Commands that were carried out, by their keys.

use chassis::postgres::StoreError;
use uuid::Uuid;

use super::Store;

const WAS_DONE: &str = "
    select exists (
        select from auth.command where key = $1 and action = $2 and actor_id is not distinct from $3
    )";

impl Store {
    /// Whether this command, and no other with the same key, was carried out.
    pub(crate) async fn was_done(
        &self,
        key: Uuid,
        action: &str,
        actor: Option<Uuid>,
    ) -> Result<bool, StoreError> {
        let row = self.pool.read_first(WAS_DONE, &[&key, &action, &actor]).await?;
        Ok(row.is_some_and(|row| row.get(0)))
    }
}
