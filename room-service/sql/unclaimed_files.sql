-- Of the orders of an append that post files, those whose files are not all there to be posted: posted or swept since the room asked
-- about them. The files are held until the append is committed, so that nobody does either meanwhile.
create or replace function chat.unclaimed_files(p_room uuid[], p_files jsonb) returns setof int
    language plpgsql
as $$
begin
    perform from chat.attachment a
    where a.id in (select unnest(c.ids) from jsonb_to_recordset(p_files) c (ids uuid[]))
    order by a.id for update;
    return query
    select distinct c.place from jsonb_to_recordset(p_files) c (place int, ids uuid[])
    where cardinality(c.ids) <> (
        select count(*) from chat.attachment a
        where a.id = any (c.ids) and a.room_id = p_room[c.place]
            and a.stored_at is not null and a.seq is null and a.removed_at is null);
end
$$;
