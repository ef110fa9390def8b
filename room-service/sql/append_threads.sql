-- Threads that go on in an append: each is named by the place of its room in `p_room`, once; `p_at` tells when it happens, and null
-- that it does not. Whoever replies follows the thread and has read their own words; whoever wrote the message it began with, or
-- is mentioned, follows it unless they have said that they do not.
create or replace function chat.append_threads(p_room uuid[], p_at timestamptz[], p_threads jsonb) returns void
    language plpgsql
as $$
begin
    insert into chat.thread as t (room_id, root, replies, last_seq, last_at, faces)
    select p_room[c.place], c.root, c.replies, c.seq, p_at[c.place], c.faces
    from jsonb_to_recordset(p_threads) c (place int, root bigint, replies bigint, seq bigint, faces jsonb)
    where p_at[c.place] is not null
    on conflict (room_id, root) do update
    set replies = excluded.replies, last_seq = excluded.last_seq, last_at = excluded.last_at, faces = excluded.faces;

    update chat.message m set rev = greatest(m.rev, c.seq)
    from jsonb_to_recordset(p_threads) c (place int, root bigint, seq bigint)
    where m.room_id = p_room[c.place] and m.seq = c.root and p_at[c.place] is not null;

    update chat.message m set root = c.root
    from jsonb_to_recordset(p_threads) c (place int, root bigint, posts bigint[]) cross join unnest(c.posts) p (seq)
    where m.room_id = p_room[c.place] and m.seq = p.seq and p_at[c.place] is not null;

    insert into chat.thread_follow (user_id, room_id, root, read_seq, level)
    select m.author_id, p_room[c.place], c.root, c.first - 1, 'all'
    from jsonb_to_recordset(p_threads) c (place int, root bigint, first bigint)
    join chat.message m on m.room_id = p_room[c.place] and m.seq = c.root
    where p_at[c.place] is not null
    on conflict do nothing;

    insert into chat.thread_follow (user_id, room_id, root, read_seq, level)
    select u.id, p_room[c.place], c.root, c.first - 1, 'all'
    from jsonb_to_recordset(p_threads) c (place int, root bigint, first bigint, mentioned uuid[])
    cross join unnest(c.mentioned) u (id)
    where p_at[c.place] is not null
    on conflict do nothing;

    insert into chat.thread_follow as f (user_id, room_id, root, read_seq, level)
    select u.id, p_room[c.place], c.root, u.said, 'all'
    from jsonb_to_recordset(p_threads) c (place int, root bigint, authors uuid[], said bigint[])
    cross join unnest(c.authors, c.said) u (id, said)
    where p_at[c.place] is not null
    on conflict (user_id, room_id, root) do update
    set read_seq = greatest(f.read_seq, excluded.read_seq), level = 'all';
end
$$;
