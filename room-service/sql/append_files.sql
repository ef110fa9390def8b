-- Files that are posted in an append: each belongs to the message from here on. `p_room` and `p_at` are those of `chat.append_rest`.
create or replace function chat.append_files(p_room uuid[], p_at timestamptz[], p_files jsonb) returns void
    language plpgsql
as $$
begin
    update chat.attachment a set seq = c.seq, place = o.place
    from jsonb_to_recordset(p_files) c (place int, seq bigint, ids uuid[])
    cross join unnest(c.ids) with ordinality o (id, place)
    where a.id = o.id and p_at[c.place] is not null;
end
$$;
