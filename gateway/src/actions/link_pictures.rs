//! Pictures of pages that messages link to: what is asked of room-services before one is written or sent.

use proto::auth::Session;
use proto::room::{LinkQuery, LinkReply, Query, Reply, Viewer};
use proto::{FileId, Refusal};
use uuid::Uuid;

use crate::cluster::Cluster;

/// Whether somebody may read a message that shows it.
///
/// # Errors
/// Nobody answers.
pub(crate) async fn is_shown(cluster: &Cluster, session: &Session, picture: FileId) -> Result<bool, Refusal> {
    let query = LinkQuery::Picture { picture, viewer: Viewer::from(session) };
    match ask(cluster, picture.0, query).await? {
        LinkReply::IsShown(is_shown) => Ok(is_shown),
        _ => Err(Refusal::unavailable()),
    }
}

/// Makes one known, of so many bytes. False: there is no room for it.
///
/// # Errors
/// Nobody answers.
pub(crate) async fn keep(cluster: &Cluster, picture: FileId, size: u32) -> Result<bool, Refusal> {
    match ask(cluster, picture.0, LinkQuery::Keep { picture, size }).await? {
        LinkReply::Kept(is_kept) => Ok(is_kept),
        _ => Err(Refusal::unavailable()),
    }
}

/// Asks about links, the room-service that stands first for this first.
///
/// # Errors
/// Nobody answers.
pub(crate) async fn ask(cluster: &Cluster, key: Uuid, query: LinkQuery) -> Result<LinkReply, Refusal> {
    match cluster.ask_room(key, &Query::Links { query }).await? {
        Reply::Links(reply) => Ok(reply),
        Reply::Refused(refusal) => Err(refusal),
        _ => Err(Refusal::unavailable()),
    }
}
