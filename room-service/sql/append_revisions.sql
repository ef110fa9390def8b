-- What messages said before they are edited, where the room keeps that; of what is deleted, and in a room that keeps it no longer, none
-- stays. `p_room` and `p_at` are those of `chat.append_rest`, which has not changed the messages yet.
create or replace function chat.append_revisions(p_room uuid[], p_at timestamptz[], p_rest jsonb) returns void
    language plpgsql
as $$
begin
    insert into chat.revision (room_id, seq, rev, html)
    select m.room_id, m.seq, m.text_rev, m.html
    from jsonb_to_recordset(p_rest -> 'messages') c (place int, seq bigint, body text, keep boolean)
    join chat.message m on m.room_id = p_room[c.place] and m.seq = c.seq
    where c.keep and m.deleted_at is null and m.body <> c.body and p_at[c.place] is not null
    on conflict do nothing;
    -- However often it is edited: its first words and the latest stay.
    delete from chat.revision v
    using jsonb_to_recordset(p_rest -> 'messages') c (place int, seq bigint, keep boolean)
    where c.keep and v.room_id = p_room[c.place] and v.seq = c.seq and p_at[c.place] is not null and v.rev = (
        select o.rev from chat.revision o where o.room_id = v.room_id and o.seq = v.seq order by o.rev offset 1 limit 1)
        and (select count(*) from chat.revision o where o.room_id = v.room_id and o.seq = v.seq) > 50;
    delete from chat.revision v
    using jsonb_to_recordset(p_rest -> 'messages') c (place int, seq bigint, deleted boolean)
    where c.deleted and v.room_id = p_room[c.place] and v.seq = c.seq and p_at[c.place] is not null;
    delete from chat.revision v
    using jsonb_to_recordset(p_rest -> 'rooms') c (place int, forget boolean)
    where c.forget and v.room_id = p_room[c.place] and p_at[c.place] is not null;
end
$$;
