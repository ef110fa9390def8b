//! Files: what is known of them, and what gateways ask about them. Their bytes are in the gateways' store and pass no bus.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Actor, FileSearch, FoundFiles, Picture, Viewer};
use crate::text::{AltText, FileName, MediaType};
use crate::{FileId, PictureId, RoomId, UserId};

/// A file of a message.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct File {
    /// Its name in addresses and in the store.
    pub id: FileId,
    /// What it is called.
    pub name: FileName,
    /// How many bytes it has.
    pub size: u64,
    /// What it says it is.
    #[serde(rename = "type")]
    pub media_type: MediaType,
    /// What it shows, in the words of who uploaded it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alt: Option<AltText>,
    /// How it is shown, where it is a picture that could be decoded; without it, it is downloaded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub picture: Option<Picture>,
    /// Its first lines, where it is text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub preview: Option<String>,
}

impl File {
    /// The most files of one message.
    pub const MAX: usize = 10;

    /// A file of which no more is known than is said of it.
    pub fn new(id: FileId, name: FileName, size: u64, media_type: MediaType) -> Self {
        Self { id, name, size, media_type, alt: None, picture: None, preview: None }
    }
}

/// What somebody is about to upload.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Upload {
    /// The room it is for.
    pub room: RoomId,
    /// What it will be; its size is what was said, and never exceeded.
    pub file: File,
    /// All of it is in the store.
    pub stored: bool,
}

/// How much is kept of files, in bytes, and the most that may be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileUsage {
    /// Of the person who is asked about.
    pub own: u64,
    /// The most of one person.
    pub own_max: u64,
    /// Of everyone.
    pub all: u64,
    /// The most of everyone.
    pub all_max: u64,
    /// Uploads that no message has, how many and how much of `all` they are.
    pub unposted: (u64, u64),
    /// After so many seconds such an upload is removed.
    pub unposted_s: u64,
    /// Files that the store is to remove.
    pub unwanted: u64,
}

/// What a gateway asks about files.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "about", rename_all = "snake_case")]
pub enum FileQuery {
    /// Let somebody upload a file for a room, under an id the gateway made; asked again it is answered alike. → `Begun`
    Begin {
        /// Under which id.
        file: FileId,
        /// The room.
        room: RoomId,
        /// Who.
        actor: Actor,
        /// What it is called.
        name: FileName,
        /// What it says it is.
        media_type: MediaType,
        /// How many bytes it has; none: nobody knows yet.
        size: Option<u64>,
        /// It is for a thread of the room, where others may speak than in the room itself.
        #[serde(default)]
        in_thread: bool,
    },
    /// An upload that is not posted yet, to who began it. → `Upload`
    Upload {
        /// Which.
        file: FileId,
        /// Who asks.
        user: UserId,
    },
    /// What an upload shows, in words; none: nothing is said of it. → `Done`
    Describe {
        /// Which.
        file: FileId,
        /// Who began it.
        user: UserId,
        /// The words.
        alt: Option<AltText>,
    },
    /// All of it is in the store. → `Done`
    Stored {
        /// Who began it.
        user: UserId,
        /// The file with its true size, which may be less than was said (of a picture that was turned upright also more), and with
        /// what was found in it. What it shows in words stays as it was.
        file: File,
        /// The SHA-256 of its bytes.
        sha256: Vec<u8>,
    },
    /// It will not be posted. → `Done`
    Cancel {
        /// Which.
        file: FileId,
        /// Who began it.
        user: UserId,
    },
    /// A file, to whoever may read the message that has it; before it is posted, to who uploaded it. → `File`
    Get {
        /// Which.
        file: FileId,
        /// Who wants it.
        viewer: Viewer,
    },
    /// Files of a room, to whoever may read it. → `Found`
    Search {
        /// The room.
        room: RoomId,
        /// Who looks.
        viewer: Viewer,
        /// For which.
        search: FileSearch,
    },
    /// How much there is, and may be: of one person and of everyone. → `Usage`
    Usage {
        /// Whose.
        user: UserId,
    },
    /// Files that are to be removed from the store: of deleted messages, and uploads that nobody posted. → `Files`
    Unwanted,
    /// These are not in the store any more. → `Done`
    Removed {
        /// Which.
        files: Vec<FileId>,
    },
    /// Whether this is the store that the files of the installation are in; the first one asked about is. → `IsKnown`
    Store {
        /// Which store.
        id: Uuid,
    },
    /// Those of these pictures, which are in the store, that stand for a room. → `Pictures`
    Pictures {
        /// At most 1,000.
        ids: Vec<PictureId>,
    },
    /// Those of these, which are in the store, that are known. → `Files`
    Known {
        /// Which.
        files: Vec<FileId>,
    },
}

/// The answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FileReply {
    /// It is done.
    Done,
    /// To `Begin`.
    Begun {
        /// The most bytes it may have.
        at_most: u64,
    },
    /// To `Store`.
    IsKnown(bool),
    /// To `Upload`.
    Upload(Upload),
    /// To `Usage`.
    Usage(FileUsage),
    /// To `Get`.
    File(File),
    /// To `Search`.
    Found(FoundFiles),
    /// To `Unwanted` and `Known`.
    Files(Vec<FileId>),
    /// To `Pictures`.
    Pictures(Vec<PictureId>),
}
