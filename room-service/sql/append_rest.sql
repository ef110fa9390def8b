-- What few appends change besides the log and its new messages: words, reactions, mentions, memberships, the room itself. Each is
-- named by the place of its room in `p_room`, once; `p_at` tells when it happens, and null that it does not.
create or replace function chat.append_rest(p_room uuid[], p_at timestamptz[], p_rest jsonb) returns void
    language plpgsql
as $$
begin
    if p_rest ? 'reactions' then
        delete from chat.reaction o
        using jsonb_to_recordset(p_rest -> 'reactions') c (place int, seq bigint, member uuid, token text, chosen text)
        where c.chosen is null and o.room_id = p_room[c.place] and o.seq = c.seq and o.user_id = c.member and o.token = c.token
            and p_at[c.place] is not null;
        insert into chat.reaction (room_id, seq, user_id, token, chosen, since_seq)
        select p_room[c.place], c.seq, c.member, c.token, c.chosen, c.since
        from jsonb_to_recordset(p_rest -> 'reactions')
            c (place int, seq bigint, member uuid, token text, chosen text, since bigint)
        where c.chosen is not null and p_at[c.place] is not null
        on conflict (room_id, seq, user_id, token) do update set chosen = excluded.chosen, since_seq = excluded.since_seq;

        delete from chat.reaction_count n
        using jsonb_to_recordset(p_rest -> 'reaction_counts') c (place int, seq bigint, token text, count int)
        where c.count = 0 and n.room_id = p_room[c.place] and n.seq = c.seq and n.token = c.token and p_at[c.place] is not null;
        insert into chat.reaction_count as n (room_id, seq, token, count, since_seq)
        select p_room[c.place], c.seq, c.token, c.count, c.since
        from jsonb_to_recordset(p_rest -> 'reaction_counts')
            c (place int, seq bigint, token text, count int, since bigint)
        where c.count > 0 and c.since is not null and p_at[c.place] is not null
        on conflict (room_id, seq, token) do update set count = excluded.count, since_seq = excluded.since_seq;
        update chat.reaction_count n set count = c.count
        from jsonb_to_recordset(p_rest -> 'reaction_counts') c (place int, seq bigint, token text, count int, since bigint)
        where c.count > 0 and c.since is null
            and n.room_id = p_room[c.place] and n.seq = c.seq and n.token = c.token and p_at[c.place] is not null;
        -- The message is another one, but neither its words nor what is unread.
        update chat.message m set rev = greatest(m.rev, c.rev)
        from (
            select place, seq, max(rev) as rev
            from jsonb_to_recordset(p_rest -> 'reaction_counts') c (place int, seq bigint, rev bigint) group by place, seq
        ) c
        where m.room_id = p_room[c.place] and m.seq = c.seq and p_at[c.place] is not null;
    end if;

    if p_rest ? 'messages' or p_rest ? 'rooms' then
        perform chat.append_revisions(p_room, p_at, p_rest);
    end if;

    if p_rest ? 'messages' then
        update chat.message m
        set rev = greatest(m.rev, c.rev), text_rev = c.rev, body = c.body, html = c.html, renderer = c.renderer,
            edited_at = case when c.edited then p_at[c.place] else m.edited_at end,
            deleted_at = case when c.deleted then p_at[c.place] else m.deleted_at end, previews = c.previews
        from jsonb_to_recordset(p_rest -> 'messages')
            c (place int, seq bigint, rev bigint, body text, html text, renderer int, edited boolean, deleted boolean, previews jsonb)
        where m.room_id = p_room[c.place] and m.seq = c.seq and p_at[c.place] is not null;
        -- What is taken back is not reacted to any more.
        delete from chat.reaction o
        using jsonb_to_recordset(p_rest -> 'messages') c (place int, seq bigint, deleted boolean)
        where c.deleted and o.room_id = p_room[c.place] and o.seq = c.seq and p_at[c.place] is not null;
        delete from chat.reaction_count n
        using jsonb_to_recordset(p_rest -> 'messages') c (place int, seq bigint, deleted boolean)
        where c.deleted and n.room_id = p_room[c.place] and n.seq = c.seq and p_at[c.place] is not null;
        -- Nor has it files, nor those that are taken out of it: the store lets go of them soon.
        update chat.attachment a set removed_at = p_at[c.place]
        from jsonb_to_recordset(p_rest -> 'messages') c (place int, seq bigint, files uuid[])
        where a.room_id = p_room[c.place] and a.seq = c.seq and a.id <> all (c.files) and a.removed_at is null
            and p_at[c.place] is not null;
        update chat.room r set revised = c.rev
        from (
            select place, max(rev) as rev from jsonb_to_recordset(p_rest -> 'messages') c (place int, rev bigint) group by place
        ) c
        where r.id = p_room[c.place] and p_at[c.place] is not null;
    end if;

    -- The message is another one, but neither its words nor what is unread.
    if p_rest ? 'previews' then
        update chat.message m set rev = greatest(m.rev, c.rev), previews = c.previews
        from jsonb_to_recordset(p_rest -> 'previews') c (place int, seq bigint, rev bigint, previews jsonb)
        where m.room_id = p_room[c.place] and m.seq = c.seq and p_at[c.place] is not null;
    end if;

    if p_rest ? 'mentions' then
        -- Who was mentioned in what is changed or taken back, and is not in the last form of it.
        delete from chat.mention n
        using jsonb_to_recordset(p_rest -> 'mentions') c (place int, seq bigint, users uuid[], again boolean)
        where c.again and n.room_id = p_room[c.place] and n.seq = c.seq and p_at[c.place] is not null
            and n.user_id <> all (c.users);
        insert into chat.mention as n (user_id, room_id, seq, root)
        select u.id, p_room[c.place], c.seq, c.root
        from jsonb_to_recordset(p_rest -> 'mentions') c (place int, seq bigint, users uuid[], root bigint)
        cross join unnest(c.users) u (id)
        where p_at[c.place] is not null
        -- Whoever was called by a word is called by their name now.
        on conflict (user_id, room_id, seq) do update set keyword = null where n.keyword is not null;
        -- Whoever is named by a change of what is said in a thread alone follows it, like those who were named at once.
        insert into chat.thread_follow (user_id, room_id, root, read_seq, level)
        select u.id, p_room[c.place], c.root, c.seq - 1, 'all'
        from jsonb_to_recordset(p_rest -> 'mentions') c (place int, seq bigint, users uuid[], again boolean, root bigint)
        cross join unnest(c.users) u (id)
        where c.again and c.root is not null and p_at[c.place] is not null
        on conflict do nothing;
    end if;

    if p_rest ? 'files' then
        perform chat.append_files(p_room, p_at, p_rest -> 'files');
    end if;

    if p_rest ? 'threads' then
        perform chat.append_threads(p_room, p_at, p_rest -> 'threads');
    end if;

    if p_rest ? 'members' then
        insert into chat.member (room_id, user_id, role, since_seq, since_msg, banned_until, muted_until, muted_seq, blocks)
        select p_room[c.place], c.member, c.role, c.since, c.since_msg, c.banned_until, c.muted_until, c.muted_seq, c.blocks
        from jsonb_to_recordset(p_rest -> 'members') c (place int, member uuid, role text, since bigint, since_msg bigint,
            banned_until timestamptz, muted_until timestamptz, muted_seq bigint, blocks boolean)
        where p_at[c.place] is not null
        on conflict (room_id, user_id) do update
        set role = excluded.role, since_seq = excluded.since_seq, since_msg = excluded.since_msg,
            banned_until = excluded.banned_until, muted_until = excluded.muted_until, muted_seq = excluded.muted_seq,
            blocks = excluded.blocks;
    end if;

    if p_rest ? 'spoke' then
        update chat.member m set spoke_at = p_at[c.place]
        from jsonb_to_recordset(p_rest -> 'spoke') c (place int, member uuid)
        where m.room_id = p_room[c.place] and m.user_id = c.member and p_at[c.place] is not null;
    end if;

    if p_rest ? 'rooms' then
        -- Its former name is free, and so are both of a room that is deleted; its addresses stay.
        delete from chat.name n
        using jsonb_to_recordset(p_rest -> 'rooms') c (place int, name_key text, deleted boolean)
        where n.room_id = p_room[c.place] and n.claim is null and p_at[c.place] is not null
            and (c.deleted or n.key <> c.name_key);
        update chat.name n set claim = null
        from jsonb_to_recordset(p_rest -> 'rooms') c (place int, name_key text)
        where n.key = c.name_key and n.room_id = p_room[c.place] and p_at[c.place] is not null;
        update chat.address a set claim = null
        from jsonb_to_recordset(p_rest -> 'rooms') c (place int, slug text)
        where a.slug = c.slug and a.room_id = p_room[c.place] and p_at[c.place] is not null;
        update chat.room r
        set topic = coalesce(c.topic, r.topic), name = coalesce(c.name, r.name),
            name_key = coalesce(c.name_key, r.name_key), slug = coalesce(c.slug, r.slug),
            archived_at = case c.archived when true then coalesce(r.archived_at, p_at[c.place]) when false then null else r.archived_at end,
            deleted_at = case when c.deleted then p_at[c.place] else r.deleted_at end,
            -- Whoever asks only whether it is public does not find it any more.
            kind = case when c.deleted then 'private' else r.kind end,
            settings = coalesce(c.settings, r.settings)
        from jsonb_to_recordset(p_rest -> 'rooms')
            c (place int, topic text, name text, name_key text, slug text, archived boolean, deleted boolean, settings jsonb)
        where r.id = p_room[c.place] and p_at[c.place] is not null;
    end if;
end
$$;
