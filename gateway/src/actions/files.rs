//! Files: what is asked of room-services before, while and after their bytes are sent.

use proto::auth::Session;
use proto::room::{
    File, FileQuery, FileReply, FileSearch, FileUsage, FoundFiles, Query, Reply, Upload, Viewer,
};
use proto::text::{FileName, MediaType};
use proto::{FileId, PictureId, Refusal, RoomId, UserId};
use uuid::Uuid;

use super::actor;
use crate::cluster::Cluster;

/// Lets somebody upload a file for a room, or for a thread in it. Answers under which id, and the most bytes it may have.
///
/// # Errors
/// They may not say anything there, or there is no room for it.
pub(crate) async fn begin(
    cluster: &Cluster,
    session: &Session,
    (room, in_thread): (RoomId, bool),
    (name, media_type, size): (FileName, MediaType, Option<u64>),
) -> Result<File, Refusal> {
    let file = FileId::new();
    let begin = FileQuery::Begin {
        file,
        room,
        actor: actor(session),
        name: name.clone(),
        media_type: media_type.clone(),
        size,
        in_thread,
    };
    match ask(cluster, room.0, begin).await? {
        FileReply::Begun { at_most } => Ok(File::new(file, name, at_most, media_type)),
        other => Err(unexpected(&other)),
    }
}

/// An upload of theirs that no message has.
///
/// # Errors
/// There is none.
pub(crate) async fn upload(cluster: &Cluster, user: UserId, file: FileId) -> Result<Upload, Refusal> {
    match ask(cluster, file.0, FileQuery::Upload { file, user }).await? {
        FileReply::Upload(upload) => Ok(upload),
        other => Err(unexpected(&other)),
    }
}

/// A file that they may read.
///
/// # Errors
/// There is none.
pub(crate) async fn get(cluster: &Cluster, session: &Session, file: FileId) -> Result<File, Refusal> {
    match ask(cluster, file.0, FileQuery::Get { file, viewer: Viewer::from(session) }).await? {
        FileReply::File(file) => Ok(file),
        other => Err(unexpected(&other)),
    }
}

/// Files of a room that they may read.
///
/// # Errors
/// Nobody answers.
pub(crate) async fn search(
    cluster: &Cluster,
    session: &Session,
    room: RoomId,
    search: FileSearch,
) -> Result<FoundFiles, Refusal> {
    let query = FileQuery::Search { room, viewer: Viewer::from(session), search };
    match ask(cluster, room.0, query).await? {
        FileReply::Found(found) => Ok(found),
        other => Err(unexpected(&other)),
    }
}

/// How much somebody and everyone have uploaded, and may.
///
/// # Errors
/// Nobody answers.
pub(crate) async fn usage(cluster: &Cluster, user: UserId) -> Result<FileUsage, Refusal> {
    match ask(cluster, user.0, FileQuery::Usage { user }).await? {
        FileReply::Usage(usage) => Ok(usage),
        other => Err(unexpected(&other)),
    }
}

/// Has something noted.
///
/// # Errors
/// It is not theirs, or not there.
pub(crate) async fn done(cluster: &Cluster, query: FileQuery) -> Result<(), Refusal> {
    match ask(cluster, Uuid::nil(), query).await? {
        FileReply::Done => Ok(()),
        other => Err(unexpected(&other)),
    }
}

/// Some files.
///
/// # Errors
/// Nobody answers.
pub(crate) async fn listed(cluster: &Cluster, query: FileQuery) -> Result<Vec<FileId>, Refusal> {
    match ask(cluster, Uuid::nil(), query).await? {
        FileReply::Files(files) => Ok(files),
        other => Err(unexpected(&other)),
    }
}

/// Those of these pictures that stand for a room.
///
/// # Errors
/// Nobody answers.
pub(crate) async fn pictures(cluster: &Cluster, ids: Vec<PictureId>) -> Result<Vec<PictureId>, Refusal> {
    match ask(cluster, Uuid::nil(), FileQuery::Pictures { ids }).await? {
        FileReply::Pictures(pictures) => Ok(pictures),
        other => Err(unexpected(&other)),
    }
}

/// Whether the files of the installation are in this store.
///
/// # Errors
/// Nobody answers.
pub(crate) async fn is_known_store(cluster: &Cluster, id: Uuid) -> Result<bool, Refusal> {
    match ask(cluster, Uuid::nil(), FileQuery::Store { id }).await? {
        FileReply::IsKnown(is_known) => Ok(is_known),
        other => Err(unexpected(&other)),
    }
}

async fn ask(cluster: &Cluster, key: Uuid, query: FileQuery) -> Result<FileReply, Refusal> {
    match cluster.ask_room(key, &Query::Files { query }).await? {
        Reply::Files(reply) => Ok(reply),
        _ => Err(Refusal::unavailable()),
    }
}

fn unexpected(reply: &FileReply) -> Refusal {
    tracing::warn!(reply = ?std::mem::discriminant(reply), "an answer about files to another question");
    Refusal::unavailable()
}
