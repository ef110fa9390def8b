//! Emoji that the installation has of its own. Their bytes are in the gateways' store.

use chassis::postgres::StoreError;
use proto::auth::{Emoji, EmojiList};
use proto::text::EmojiName;
use proto::{PictureId, UserId};
use tokio_postgres::Row;
use uuid::Uuid;

use super::Store;

/// All of them with the version they are of: one row without an emoji where there is none.
const ALL: &str = "
    select org.emoji_version as version, emoji.name, emoji.picture, emoji.added_by
    from auth.org left join auth.emoji on true order by emoji.name collate \"C\"";

impl Store {
    /// All there are.
    pub(crate) async fn emoji(&self) -> Result<EmojiList, StoreError> {
        let rows = self.pool.read(ALL, &[]).await?;
        let version = rows.first().map_or(0, |row| row.get("version"));
        Ok(EmojiList { version, emoji: rows.iter().filter_map(emoji).collect() })
    }
}

/// None: there is none, or it has a name that another release does not take any more.
fn emoji(row: &Row) -> Option<Emoji> {
    Some(Emoji {
        name: EmojiName::parse(row.get::<_, Option<&str>>("name")?).ok()?,
        picture: PictureId(row.get::<_, Uuid>("picture")),
        by: UserId(row.get("added_by")),
    })
}
