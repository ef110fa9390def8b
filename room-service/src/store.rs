//! SQL of schema `chat`, and nothing else knows it. Reads go through a small pool; the append has a connection of its
//! own in each journal. Permission is part of the query: "not yours" and "not there" are the same empty answer.

pub(crate) mod admin;
pub mod append;
pub(crate) mod arrangements;
pub(crate) mod browse;
pub(crate) mod concern;
pub(crate) mod cursors;
pub(crate) mod deactivated;
pub(crate) mod deleted_rooms;
pub(crate) mod direct;
pub(crate) mod events;
pub(crate) mod feed;
pub(crate) mod files;
pub(crate) mod inbox;
pub(crate) mod installation;
pub(crate) mod levels;
pub(crate) mod link_pictures;
pub(crate) mod links;
pub(crate) mod load;
pub(crate) mod mail;
pub(crate) mod markers;
pub(crate) mod members;
pub(crate) mod messages;
pub(crate) mod my_rooms;
pub(crate) mod names;
pub(crate) mod nonces;
pub(crate) mod notification_settings;
pub(crate) mod push;
pub(crate) mod put_away;
mod quote;
pub(crate) mod reactions;
pub(crate) mod reports;
pub(crate) mod revisions;
pub(crate) mod room_files;
pub(crate) mod rooms;
pub(crate) mod saved;
pub mod search;
pub(crate) mod stars;
pub(crate) mod stored_objects;
pub(crate) mod threads;
mod unread;
pub(crate) mod waiting;

pub(crate) use chassis::postgres::Pool;
pub use chassis::postgres::StoreError;
use proto::room::Thread;
use tokio_postgres::Row;
use tokio_postgres::types::Json;

/// Whether a person may read room `r`: those inside (`me` is their row, if they have one), and where it is public everyone but
/// the banned as long as they are, if `$visitor` says that they see public rooms at all.
macro_rules! may_read {
    ($visitor:literal) => {
        concat!(
            "(me.role in ('member', 'moderator', 'owner') or ",
            $visitor,
            " and r.kind = 'public' and (me.role is distinct from 'banned' or me.banned_until <= now()))"
        )
    };
}
pub(crate) use may_read;

/// The longest answer to a query, in bytes of JSON: below NATS' 512 KiB with room for the envelope.
pub(crate) const ANSWER_BYTES: usize = 480 * 1024;

/// Bytes of a value as JSON.
pub(crate) fn weight<T: serde::Serialize>(value: &T) -> usize {
    struct Count(usize);
    impl std::io::Write for Count {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0 += bytes.len();
            Ok(bytes.len())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let mut count = Count(0);
    match serde_json::to_writer(&mut count, value) {
        Ok(()) => count.0,
        Err(_) => usize::MAX,
    }
}

/// The thread that a message is said in, or that began with it: the column `thread`, its row of `chat.thread` as JSON.
pub(crate) fn thread(row: &Row) -> Result<Option<Box<Thread>>, StoreError> {
    Ok(row.try_get::<_, Option<Json<Box<Thread>>>>("thread")?.map(|Json(thread)| thread))
}

/// Reads a word of a closed set (a role, a kind) as serde spells it.
pub(crate) fn word<T: serde::de::DeserializeOwned>(text: &str) -> Result<T, serde_json::Error> {
    serde_json::from_value(serde_json::Value::from(text))
}
