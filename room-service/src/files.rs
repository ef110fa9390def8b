//! What gateways ask about files, and how many there may be. Rights and limits are decided here, before a byte is sent; the bytes
//! go into the gateways' store.
//!
//! Called by `query_handler`, and by the command listener for what a message is to have.

use chassis::Vars;
use proto::room::{ActionKind, Actor, Authority, File, FileQuery, FileReply, FileUsage, Reply};
use proto::{Reason, Refusal, RoomId};

use crate::store::files::Used;
use crate::store::{Pool, StoreError, files, names, room_files, stored_objects};

/// Bytes.
const MIB: u64 = 1024 * 1024;
/// The most of anything, in MiB: more is surely a slip of the hand.
const MOST: u64 = 1024 * 1024 * 1024;
/// The most files of one query.
const NAMED: usize = 1_000;

/// How much people may upload.
#[derive(Clone, Copy, Debug)]
pub struct FileLimits {
    /// `HUBBUB_ROOM_FILE_MIB`: of one file, in MiB.
    pub file_mib: u64,
    /// `HUBBUB_ROOM_FILES_PER_PERSON_MIB`: of one person, in MiB.
    pub person_mib: u64,
    /// `HUBBUB_ROOM_FILES_MIB`: of everyone, in MiB.
    pub all_mib: u64,
    /// `HUBBUB_ROOM_FILES_UNPOSTED`: uploads of one person that no message has.
    pub unposted: usize,
    /// `HUBBUB_ROOM_FILES_UNPOSTED_SECONDS`: for so long an upload may be posted; then it is removed.
    pub unposted_s: i64,
}

impl FileLimits {
    /// Reads the environment; what is wrong is collected in `vars`.
    pub(crate) fn from_vars(vars: &mut Vars) -> Self {
        Self {
            file_mib: vars.number("HUBBUB_ROOM_FILE_MIB", 100, 1..=MOST, "MiB of one file"),
            person_mib: vars.number(
                "HUBBUB_ROOM_FILES_PER_PERSON_MIB",
                5 * 1024,
                1..=MOST,
                "MiB of one person's files",
            ),
            all_mib: vars.number("HUBBUB_ROOM_FILES_MIB", 100 * 1024, 1..=MOST, "MiB of all files"),
            unposted: vars.number(
                "HUBBUB_ROOM_FILES_UNPOSTED",
                50,
                File::MAX..=100_000,
                "uploads that no message has",
            ),
            unposted_s: vars.number(
                "HUBBUB_ROOM_FILES_UNPOSTED_SECONDS",
                24 * 60 * 60,
                1..=366 * 24 * 60 * 60,
                "seconds until an upload is removed",
            ),
        }
    }

    /// The most bytes of all files.
    pub(crate) fn all(&self) -> u64 {
        self.all_mib * MIB
    }

    /// The most bytes that one more file may have: as many as were said, or as there is room for.
    fn grant(&self, size: Option<u64>, used: &Used) -> Result<u64, Refusal> {
        let left = |most: u64, used: u64| (most * MIB).saturating_sub(used);
        let (of_one, of_all) = (left(self.person_mib, used.of_one), left(self.all_mib, used.of_all));
        let size = size.unwrap_or_else(|| left(self.file_mib, 0).min(of_one).min(of_all).max(1));
        if size == 0 {
            Err(Reason::FileEmpty.into())
        } else if size > left(self.file_mib, 0) {
            Err(Reason::FileTooLarge { max: self.file_mib }.into())
        } else if used.unposted >= self.unposted {
            Err(Reason::TooManyUploads { max: self.unposted }.into())
        } else if size > of_one {
            Err(Reason::FilesOfOneFull { max: self.person_mib }.into())
        } else if size > of_all {
            Err(Reason::FilesFull.into())
        } else {
            Ok(size)
        }
    }
}

impl Default for FileLimits {
    /// What a room-service allows unless told otherwise.
    fn default() -> Self {
        Self::from_vars(&mut Vars::from_map(std::collections::HashMap::new()))
    }
}

/// Answers what a gateway asks about files.
///
/// # Errors
/// The database is away, or holds what this release cannot read.
pub(crate) async fn answer(pool: &Pool, limits: FileLimits, query: FileQuery) -> Result<Reply, StoreError> {
    let reply = match query {
        FileQuery::Begin { file, room, actor, name, media_type, size, in_thread } => {
            let file = File::new(file, name, 0, media_type);
            let posting = if in_thread { ActionKind::PostInThread } else { ActionKind::Post };
            begin(pool, limits, (room, &actor, posting), file, size).await?
        }
        FileQuery::Upload { file, user } => {
            files::upload(pool, file, user).await?.map(FileReply::Upload).ok_or_else(missing)
        }
        FileQuery::Describe { file, user, alt } => {
            done(files::describe(pool, file, user, alt.as_ref()).await?)
        }
        FileQuery::Stored { user, file, sha256 } => done(files::stored(pool, user, &file, &sha256).await?),
        FileQuery::Cancel { file, user } => done(files::cancel(pool, file, user).await?),
        FileQuery::Get { file, viewer } => {
            let found = files::get(pool, file, viewer).await?;
            found.map(FileReply::File).ok_or_else(Refusal::not_found)
        }
        FileQuery::Search { room, viewer, search } => {
            Ok(FileReply::Found(room_files::search(pool, room, viewer, &search).await?))
        }
        FileQuery::Usage { user } => Ok(FileReply::Usage(FileUsage {
            own_max: limits.person_mib * MIB,
            all_max: limits.all(),
            unposted_s: u64::try_from(limits.unposted_s).unwrap_or(0),
            ..files::usage(pool, user).await?
        })),
        FileQuery::Store { id } => Ok(FileReply::IsKnown(stored_objects::is_known_store(pool, id).await?)),
        FileQuery::Unwanted => Ok(FileReply::Files(stored_objects::unwanted(pool, limits.unposted_s).await?)),
        FileQuery::Removed { files } | FileQuery::Known { files } if files.len() > NAMED => {
            Err(Reason::TooManyAtOnce.into())
        }
        FileQuery::Removed { files } => {
            stored_objects::forget(pool, &files).await?;
            Ok(FileReply::Done)
        }
        FileQuery::Pictures { ids } if ids.len() > NAMED => Err(Reason::TooManyAtOnce.into()),
        FileQuery::Pictures { ids } => Ok(FileReply::Pictures(stored_objects::pictures(pool, &ids).await?)),
        FileQuery::Known { files } => Ok(FileReply::Files(stored_objects::known(pool, &files).await?)),
    };
    Ok(reply.map_or_else(Reply::Refused, Reply::Files))
}

/// Who may say something there may do so with files.
async fn begin(
    pool: &Pool,
    limits: FileLimits,
    (room, actor, posting): (RoomId, &Actor, ActionKind),
    file: File,
    size: Option<u64>,
) -> Result<Result<FileReply, Refusal>, StoreError> {
    let Some(asker) = names::asker(pool, room, actor).await? else { return Ok(Err(Refusal::not_found())) };
    if let Err(refusal) = asker.check(Authority::Member, posting) {
        return Ok(Err(refusal));
    }
    let at_most = match limits.grant(size, &files::used(pool, actor.id, file.id).await?) {
        Ok(size) => size,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let is_begun = files::begin(pool, room, actor, &File { size: at_most, ..file }).await?;
    Ok(done(is_begun).map(|_| FileReply::Begun { at_most }))
}

fn done(is_done: bool) -> Result<FileReply, Refusal> {
    if is_done { Ok(FileReply::Done) } else { Err(missing()) }
}

fn missing() -> Refusal {
    Reason::FileMissing.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMITS: FileLimits =
        FileLimits { file_mib: 10, person_mib: 20, all_mib: 30, unposted: 3, unposted_s: 60 };

    fn said(size: u64, used: Used) -> Result<(), Reason> {
        LIMITS.grant(Some(size), &used).map(|at_most| assert_eq!(at_most, size)).map_err(|no| no.reason)
    }

    #[test]
    fn there_is_room_for_a_file_up_to_each_limit_and_no_byte_further() {
        let none = || Used { of_one: 0, of_all: 0, unposted: 0 };
        assert_eq!(said(10 * MIB, none()), Ok(()));
        assert_eq!(said(10 * MIB + 1, none()), Err(Reason::FileTooLarge { max: 10 }));
        assert_eq!(said(u64::MAX, none()), Err(Reason::FileTooLarge { max: 10 }));
        assert_eq!(said(0, none()), Err(Reason::FileEmpty));
        let of_one = |of_one| Used { of_one, of_all: of_one, unposted: 0 };
        assert_eq!(said(MIB, of_one(19 * MIB)), Ok(()));
        assert_eq!(said(MIB + 1, of_one(19 * MIB)), Err(Reason::FilesOfOneFull { max: 20 }));
        assert_eq!(said(MIB, Used { of_all: 30 * MIB, ..none() }), Err(Reason::FilesFull));
        assert_eq!(said(1, Used { unposted: 3, ..none() }), Err(Reason::TooManyUploads { max: 3 }));
    }

    #[test]
    fn a_file_of_unknown_size_may_have_as_many_bytes_as_there_is_room_for() {
        let granted = |of_one, of_all| {
            LIMITS.grant(None, &Used { of_one, of_all, unposted: 0 }).map_err(|refusal| refusal.reason)
        };
        assert_eq!(granted(0, 0), Ok(10 * MIB));
        assert_eq!(granted(19 * MIB, 19 * MIB), Ok(MIB));
        assert_eq!(granted(0, 30 * MIB - 7), Ok(7));
        assert_eq!(granted(20 * MIB, 20 * MIB), Err(Reason::FilesOfOneFull { max: 20 }));
        assert_eq!(granted(0, 30 * MIB), Err(Reason::FilesFull));
    }
}
