-- How many mentions of somebody in a room come after a seq; a hundred is as good as more. What is said in a thread alone is read there.
create or replace function chat.mentions(p_user uuid, p_room uuid, p_after bigint) returns bigint
    language sql stable
as $$
    select count(*) from (
        select from chat.mention n where n.user_id = p_user and n.room_id = p_room and n.seq > p_after and n.root is null limit 100
    ) found
$$;
