-- Erases the next bite of what was said in deleted rooms, and ends what was left of their memberships. Answers how many
-- messages that were; null: nothing is left to be erased.
create or replace function chat.empty_rooms(bite integer) returns bigint
    language plpgsql
as $$
declare
    v_room  chat.room;
    v_last  bigint;
    v_count bigint;
begin
    select * into v_room from chat.room r
    where r.deleted_at is not null and r.emptied_seq < 9223372036854775807
    limit 1 for no key update skip locked;
    if not found then
        return null;
    end if;
    select max(b.seq), count(*) into v_last, v_count from (
        select m.seq from chat.message m
        where m.room_id = v_room.id and m.seq > v_room.emptied_seq order by m.seq limit bite
    ) b;
    update chat.message m set body = '', html = '', previews = null, deleted_at = coalesce(m.deleted_at, now())
    where m.room_id = v_room.id and m.seq > v_room.emptied_seq and m.seq <= v_last;
    update chat.attachment set removed_at = now() where room_id = v_room.id and removed_at is null;
    delete from chat.thread where room_id = v_room.id;
    delete from chat.search_rebuild where room_id = v_room.id;
    delete from chat.revision o where o.room_id = v_room.id and o.seq > v_room.emptied_seq and o.seq <= v_last;
    delete from chat.search where room_id = v_room.id;
    delete from chat.saved s where s.room_id = v_room.id and s.seq > v_room.emptied_seq and s.seq <= v_last;
    delete from chat.reaction o where o.room_id = v_room.id and o.seq > v_room.emptied_seq and o.seq <= v_last;
    delete from chat.reaction_count n where n.room_id = v_room.id and n.seq > v_room.emptied_seq and n.seq <= v_last;
    -- The room is at its last event: nobody comes in any more.
    update chat.member set role = 'former'
    where room_id = v_room.id and role in ('member', 'moderator', 'owner');
    update chat.room set emptied_seq = coalesce(v_last, 9223372036854775807), topic = '' where id = v_room.id;
    return v_count;
end
$$;
