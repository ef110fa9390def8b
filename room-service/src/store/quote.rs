//! What messages answer.

use proto::room::Quote;
use tokio_postgres::Row;
use tokio_postgres::types::Json;

use super::StoreError;

/// The message that `$message` answers, as those that answer it show it: as it stands now, with the beginning of its words. Null:
/// it answers none, or one that is not there.
macro_rules! quoted {
    ($message:literal) => {
        concat!(
            "case when ",
            $message,
            ".reply_to is not null then (
        select json_build_object('seq', q.seq, 'text_rev', q.text_rev, 'author', q.author_id, 'name', said.name,
            'html', left(q.html, 600), 'files', ",
            $crate::store::files::files_alone!("q"),
            ", 'edited', q.edited_at is not null, 'deleted', q.deleted_at is not null)
        from chat.message q join chat.event said using (room_id, seq) where q.room_id = ",
            $message,
            ".room_id and q.seq = ",
            $message,
            ".reply_to) end"
        )
    };
}
pub(crate) use quoted;

/// The column `reply_to`, made by [`quoted!`].
pub(crate) fn quote(row: &Row) -> Result<Option<Box<Quote>>, StoreError> {
    Ok(row.try_get::<_, Option<Json<Box<Quote>>>>("reply_to")?.map(|Json(quote)| quote))
}
