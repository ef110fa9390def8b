//! Pictures of people: which one stands for whom. Their bytes are in the gateways' store.

use chassis::postgres::StoreError;
use proto::auth::Person;
use proto::{PictureId, UserId};
use tokio_postgres::Row;
use uuid::Uuid;

use super::{Store, person};

const SET_AVATAR: &str = "
    with changed as (
        update auth.account set avatar = $2 where id = $1 and active and avatar is distinct from $2::uuid returning id
    )
    select auth.tell('renamed', id, null, null) from changed";

const IN_USE: &str = "
    select avatar from auth.account where avatar = any($1)
    union all select picture from auth.emoji where picture = any($1)";

impl Store {
    /// Gives somebody another picture, or none, and tells the feed; false if they have it already, or are deactivated.
    pub(crate) async fn set_avatar(
        &self,
        user: UserId,
        avatar: Option<PictureId>,
    ) -> Result<bool, StoreError> {
        let avatar = avatar.map(|avatar| avatar.0);
        Ok(self.pool.read_first(SET_AVATAR, &[&user.0, &avatar]).await?.is_some())
    }

    /// Those of these pictures that stand for somebody, or are an emoji.
    pub(crate) async fn pictures_in_use(&self, ids: &[PictureId]) -> Result<Vec<PictureId>, StoreError> {
        let ids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
        let rows = self.pool.read(IN_USE, &[&ids]).await?;
        Ok(rows.iter().map(|row| PictureId(row.get("avatar"))).collect())
    }
}

/// The picture in a row that has the column `avatar`.
pub(super) fn avatar(row: &Row) -> Option<PictureId> {
    row.get::<_, Option<Uuid>>("avatar").map(PictureId)
}

/// The person in a row that has that column as well.
pub(super) fn person_with_avatar(row: &Row) -> Person {
    Person { avatar: avatar(row), ..person(row) }
}
