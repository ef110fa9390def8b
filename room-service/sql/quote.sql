-- A message as those that answer it show it: as it stands now, with the beginning of its words. Null: they answer none, or one
-- that is not there.
create or replace function chat.quote(p_room uuid, p_seq bigint) returns jsonb
    language sql stable strict
as $$
    select jsonb_build_object('seq', m.seq, 'text_rev', m.text_rev, 'author', m.author_id, 'name', e.name,
        'html', left(m.html, 600), 'edited', m.edited_at is not null, 'deleted', m.deleted_at is not null)
    from chat.message m join chat.event e using (room_id, seq)
    where m.room_id = p_room and m.seq = p_seq
$$;
