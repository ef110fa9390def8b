//! What somebody has not read, as parts of a statement. As functions of the database these would be planned at every statement
//! that calls them, which took a quarter of Postgres' time for the page of a room.

/// So many messages of `$room` need no reading any more: those up to where somebody has read, and those after it that were deleted.
macro_rules! read_msg {
    ($room:literal, $read_seq:expr, $read_msg:expr) => {
        concat!(
            "(",
            $read_msg,
            " + (select count(*) from chat.message gone where gone.room_id = ",
            $room,
            " and gone.seq > ",
            $read_seq,
            " and gone.deleted_at is not null and gone.msg_no is not null))"
        )
    };
}

/// Whoever said this is not blocked by `$user`. Of most people there is no row to look at.
macro_rules! not_blocked {
    ($user:literal, $room:literal, $seq:literal) => {
        concat!(
            "not exists (
    select from chat.member mine join chat.room pair on pair.id = mine.room_id
    join chat.message said on said.room_id = ",
            $room,
            " and said.seq = ",
            $seq,
            " and said.author_id = any (pair.participants)
    where mine.user_id = ",
            $user,
            " and mine.blocks)"
        )
    };
}

/// Mention `$row` is of `$user`: of them by name, or of everyone in a room by somebody else, and not by name as well. One row stands for
/// everyone, so that a message makes no more of them the more people read it.
macro_rules! names {
    ($row:literal, $user:literal) => {
        concat!(
            $row,
            ".user_id = any (array[",
            $user,
            ", 'ffffffff-ffff-ffff-ffff-ffffffffffff'::uuid]) and (",
            $row,
            ".user_id = ",
            $user,
            " or not exists (
        select from chat.message own
        where own.room_id = ",
            $row,
            ".room_id and own.seq = ",
            $row,
            ".seq and own.author_id = ",
            $user,
            "
    ) and not exists (
        select from chat.mention too
        where too.user_id = ",
            $user,
            " and too.room_id = ",
            $row,
            ".room_id and too.seq = ",
            $row,
            ".seq
    ))"
        )
    };
}

/// How many mentions of `$user` in a room come after a seq; a hundred is as good as more. What is said in a thread alone is read there;
/// and of whom they have blocked they are not told.
macro_rules! mentions {
    ($user:literal, $room:literal, $after:literal) => {
        concat!(
            "(select count(*) from (select from chat.mention named where ",
            $crate::store::unread::names!("named", $user),
            " and named.room_id = ",
            $room,
            " and named.seq > ",
            $after,
            " and named.root is null and ",
            $crate::store::unread::not_blocked!($user, "named.room_id", "named.seq"),
            " limit 100) found)"
        )
    };
}

pub(crate) use {mentions, names, not_blocked, read_msg};
