-- Mentions are written by the append, and a marker can be moved back on purpose.

-- For an edit or a deletion, which take away whoever was mentioned before.
create index mention_by_message on chat.mention (room_id, seq);

-- How many mentions of somebody come after a seq; a hundred is as good as more.
create function chat.mentions(p_user uuid, p_room uuid, p_after bigint) returns bigint language sql stable as $$
    select count(*) from (
        select from chat.mention n where n.user_id = p_user and n.room_id = p_room and n.seq > p_after limit 100
    ) found
$$;

-- `generation` counts how often a marker was moved back; what was read under an earlier generation moves nothing any more. `held` is
-- where the room stood when it was last moved back: who knows no generation moves it on only by what came later.
alter table chat.marker add column generation bigint not null default 0, add column held bigint not null default 0;

alter type chat.draft add attribute mentions uuid[];

-- As before, and with mentions.
create or replace function chat.append(rooms jsonb, events jsonb)
    returns table (
        room uuid, answer text, head bigint, at timestamptz,
        actor uuid, nonce uuid, seq bigint, fingerprint bigint, data jsonb
    )
    language plpgsql
as $$
#variable_conflict use_column
declare
    v_wanted chat.wanted[];
    v_drafts chat.draft[];
    v_locked uuid[];
    v_heads  bigint[];
    v_open   uuid[];  -- locked and org_role where expected
    v_known  uuid[];  -- open, but with a nonce that is in the log
    v_ok     uuid[];
    v_names  boolean; -- somebody is mentioned, or may have been
begin
    select array_agg(w) into v_wanted from jsonb_populate_recordset(null::chat.wanted, rooms) w;
    select array_agg(d), bool_or(d.mentions is not null or d.kind in ('edited', 'deleted')) into v_drafts, v_names
    from jsonb_populate_recordset(null::chat.draft, events) d;

    -- Lock without waiting: two callers that hold each other's rooms both go on with the rest.
    select coalesce(array_agg(l.id), '{}'), coalesce(array_agg(l.head), '{}') into v_locked, v_heads
    from (
        select r.id, r.head from chat.room r
        where r.id in (select w.room from unnest(v_wanted) w)
        for no key update skip locked
    ) l;

    return query
    select w.room, 'busy', null::bigint, null::timestamptz, null::uuid, null::uuid, null::bigint, null::bigint, null::jsonb
    from unnest(v_wanted) w where w.room <> all (v_locked);

    return query
    select w.room, 'moved', l.head, null::timestamptz, null::uuid, null::uuid, null::bigint, null::bigint, null::jsonb
    from unnest(v_locked, v_heads) l (id, head) join unnest(v_wanted) w on w.room = l.id
    where l.head <> w.expected;

    select coalesce(array_agg(w.room), '{}') into v_open
    from unnest(v_locked, v_heads) l (id, head) join unnest(v_wanted) w on w.room = l.id
    where l.head = w.expected;

    -- Only now, in a statement of its own, whose snapshot is younger than the locks: a nonce that was committed while
    -- the lock was sought would be invisible to the statement that took it.
    select coalesce(array_agg(distinct d.room), '{}') into v_known
    from unnest(v_drafts) d
    join chat.event e on e.room_id = d.room and e.actor_id = d.actor and e.nonce = d.nonce
    where d.room = any (v_open);

    if cardinality(v_known) > 0 then
        return query
        select e.room_id, 'known', null::bigint, e.at, e.actor_id, e.nonce, e.seq, e.fingerprint,
               case when e.kind = 'void' then e.data end
        from unnest(v_drafts) d
        join chat.event e on e.room_id = d.room and e.actor_id = d.actor and e.nonce = d.nonce
        where d.room = any (v_known);
        -- A read alone could acknowledge a commit that a standby lacks and a fail-over would lose: write something.
        update chat.room r set head = r.head where r.id = any (v_known);
    end if;

    select coalesce(array_agg(o.id), '{}') into v_ok from unnest(v_open) o (id) where o.id <> all (v_known);
    if cardinality(v_ok) = 0 then
        return;
    end if;

    return query
    update chat.room r
    set head = w.head, last_msg = w.last_msg, acl = w.acl, members = w.members, rules = greatest(r.rules, w.rules),
        head_at = greatest(r.head_at, clock_timestamp())
    from unnest(v_wanted) w
    where r.id = w.room and r.id = any (v_ok)
    returning r.id, 'ok', r.head, r.head_at, null::uuid, null::uuid, null::bigint, null::bigint, null::jsonb;

    insert into chat.event (room_id, seq, kind, actor_id, name, target_seq, nonce, fingerprint, data, at)
    select d.room, d.seq, d.kind, d.actor, d.name, d.target, d.nonce, d.fingerprint, d.data, r.head_at
    from unnest(v_drafts) d join chat.room r on r.id = d.room
    where d.room = any (v_ok);

    insert into chat.message (room_id, seq, msg_no, rev, author_id, body, html, renderer, reply_to)
    select d.room, d.seq, d.msg_no, d.seq, d.actor, d.body, d.html, d.renderer, d.reply_to
    from unnest(v_drafts) d
    where d.room = any (v_ok) and d.kind = 'posted';

    -- The last change of each message in the batch is the one that stays.
    update chat.message m
    set rev = c.seq, body = c.body, html = c.html, renderer = c.renderer, edited_at = r.head_at
    from (
        select distinct on (d.room, d.target) d.* from unnest(v_drafts) d
        where d.room = any (v_ok) and d.kind = 'edited'
        order by d.room, d.target, d.seq desc
    ) c join chat.room r on r.id = c.room
    where m.room_id = c.room and m.seq = c.target;

    update chat.message m
    set rev = d.seq, body = '', html = '', deleted_at = r.head_at
    from unnest(v_drafts) d join chat.room r on r.id = d.room
    where d.room = any (v_ok) and d.kind = 'deleted' and m.room_id = d.room and m.seq = d.target;

    if v_names then
        -- Who was mentioned in what is changed or taken back, and is not in the last drawing of it. An older node says
        -- nothing of mentions in its edits, and so changes none.
        delete from chat.mention n
        using (
            select distinct on (d.room, d.target) d.* from unnest(v_drafts) d
            where d.room = any (v_ok) and (d.kind = 'deleted' or d.kind = 'edited' and d.mentions is not null)
            order by d.room, d.target, d.seq desc
        ) c
        where n.room_id = c.room and n.seq = c.target and (c.kind = 'deleted' or n.user_id <> all (c.mentions));

        insert into chat.mention (user_id, room_id, seq)
        select u.id, c.room, c.message
        from (
            select distinct on (d.room, coalesce(d.target, d.seq)) d.room, d.kind, d.mentions, coalesce(d.target, d.seq) as message
            from unnest(v_drafts) d
            where d.room = any (v_ok) and (d.kind in ('posted', 'edited') and d.mentions is not null or d.kind = 'deleted')
            order by d.room, coalesce(d.target, d.seq), d.seq desc
        ) c cross join unnest(c.mentions) u (id)
        where c.kind <> 'deleted'
        on conflict do nothing;
    end if;

    insert into chat.member (room_id, user_id, role, since_seq, since_msg)
    select distinct on (d.room, d.member) d.room, d.member, d.role, d.since, d.since_msg
    from unnest(v_drafts) d
    where d.room = any (v_ok) and d.member is not null
    order by d.room, d.member, d.seq desc
    on conflict (room_id, user_id) do update
    set role = excluded.role, since_seq = excluded.since_seq, since_msg = excluded.since_msg;
end
$$;
