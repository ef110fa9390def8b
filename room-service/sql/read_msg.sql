-- So many messages need no reading any more: those up to where somebody has read, and those after it that were deleted.
create or replace function chat.read_msg(p_room uuid, p_read_seq bigint, p_read_msg bigint) returns bigint
    language sql stable
as $$
    select p_read_msg + (
        select count(*) from chat.message m
        where m.room_id = p_room and m.seq > p_read_seq and m.deleted_at is not null and m.msg_no is not null
    )
$$;
