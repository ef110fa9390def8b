-- The one way anything gets into a log.
--
-- Takes the appends of many rooms and answers for each, by its place in `p_room`: `written`, `moved` (it stands
-- elsewhere), `busy` (another writes to it at this instant), `known` (a row for each nonce that is in its log already) or
-- `unclaimed` (it was to be called something, or to get files, that it does not hold). A room that is not `written` harms no other. Called
-- alone and autocommitted, so that a process that stops at any moment holds no lock.
--
-- Most calls are a few plain posts, so those come as arrays, in columns; one whose values are all as usual is null.
-- What few events need comes in `p_rest`. Every statement looks rows up by key, so that one plan does for all calls. Places
-- are counted in select lists: as a table, Postgres would store them before it reads them.
create or replace function chat.append(
    -- Rooms: where each was when this was decided, and where it is afterwards. Each once. Usual: nobody comes or goes.
    p_room uuid[], p_expected bigint[], p_head bigint[], p_last_msg bigint[],
    p_acl bigint[], p_members bigint[], p_rules int[],
    -- Events: the place of their room in `p_room`, and what they are. Usual: posted by a member, without target or data.
    p_in int[], p_seq bigint[], p_kind text[], p_actor uuid[], p_name text[], p_authority text[], p_target bigint[],
    p_nonce uuid[], p_fingerprint bigint[], p_data jsonb[],
    -- Messages: the place of the event that posts them among the events. Usual: each event posts one; answers none.
    p_post int[], p_msg_no bigint[], p_body text[], p_html text[], p_renderer int, p_reply_to bigint[],
    -- `messages`, `mentions`, `members`, `rooms` that change.
    p_rest jsonb
)
    returns table (
        place int, answer text, head bigint, at timestamptz,
        actor uuid, nonce uuid, seq bigint, fingerprint bigint, data jsonb
    )
    language plpgsql
as $$
#variable_conflict use_column
declare
    v_place  int;
    v_head   bigint;
    v_time   timestamptz;
    v_heads  bigint[];       -- by place: where a locked room stands
    v_at     timestamptz[];  -- by place: when a room's events happen; null if nothing is written there
    v_known  int[];
    v_rename record;
begin
    -- Nearly all calls are one new message. It is written without sets, by the same steps as below; whatever is not as
    -- usual with it is found out there.
    if cardinality(p_room) = 1 and cardinality(p_in) = 1 and p_body is not null and p_rest is null then
        select r.head, greatest(r.head_at, clock_timestamp()) into v_head, v_time
        from chat.room r where r.id = p_room[1] for no key update skip locked;
        if v_head = p_expected[1] and not exists (
            select from chat.event e where e.room_id = p_room[1] and e.actor_id = p_actor[1] and e.nonce = p_nonce[1])
        then
            update chat.room r
            set head = p_head[1], last_msg = p_last_msg[1], acl = coalesce(p_acl[1], r.acl),
                members = coalesce(p_members[1], r.members), rules = greatest(r.rules, p_rules[1]), head_at = v_time
            where r.id = p_room[1];
            insert into chat.event (room_id, seq, kind, actor_id, name, authority, target_seq, nonce, fingerprint, data, at)
            values (p_room[1], p_seq[1], coalesce(p_kind[1], 'posted'), p_actor[1], p_name[1], coalesce(p_authority[1], 'member'), p_target[1], p_nonce[1],
                p_fingerprint[1], p_data[1], v_time);
            insert into chat.message (room_id, seq, msg_no, rev, text_rev, author_id, body, html, renderer, reply_to)
            values (p_room[1], p_seq[1], p_msg_no[1], p_seq[1], p_seq[1], p_actor[1], p_body[1], p_html[1], p_renderer,
                p_reply_to[1]);
            place := 1;
            answer := 'written';
            head := p_head[1];
            at := v_time;
            return next;
            return;
        end if;
    end if;

    -- Lock without waiting, and compare: two callers that hold each other's rooms both go on with the rest.
    for v_place, v_head, v_time in
        select i, r.head, greatest(r.head_at, clock_timestamp())
        from (select generate_subscripts(p_room, 1) as i) i join chat.room r on r.id = p_room[i]
        for no key update of r skip locked
    loop
        v_heads[v_place] := v_head;
        if v_head = p_expected[v_place] then
            v_at[v_place] := v_time;
        end if;
    end loop;
    return query
    select i, case when v_heads[i] is null then 'busy' else 'moved' end, v_heads[i], null::timestamptz, null::uuid, null::uuid, null::bigint, null::bigint, null::jsonb
    from (select generate_subscripts(p_room, 1) as i) i
    where v_at[i] is null;

    -- Only now, in a statement of its own, whose snapshot is younger than the locks: a nonce that was committed while
    -- the lock was sought would be invisible to the statement that took it.
    select array_agg(distinct p_in[i]) into v_known
    from (select generate_subscripts(p_in, 1) as i) i
    join chat.event e on e.room_id = p_room[p_in[i]] and e.actor_id = p_actor[i] and e.nonce = p_nonce[i]
    where v_at[p_in[i]] is not null;

    if v_known is not null then
        return query
        select d.place, 'known', null::bigint, e.at, e.actor_id, e.nonce, e.seq, e.fingerprint,
               case when e.kind = 'void' then e.data end
        from unnest(p_in, p_actor, p_nonce) d (place, actor, nonce)
        join chat.event e on e.room_id = p_room[d.place] and e.actor_id = d.actor and e.nonce = d.nonce
        where d.place = any (v_known);
        -- A read alone could acknowledge a commit that a standby lacks and a fail-over would lose: write something.
        update chat.room r set head = r.head from unnest(v_known) k (place) where r.id = p_room[k.place];
        for i in 1 .. cardinality(v_known) loop
            v_at[v_known[i]] := null;
        end loop;
    end if;

    if p_rest ? 'rooms' then
        -- Whoever is renamed holds the name and the address; a claim that took too long may have been lost.
        for v_rename in
            select c.place, c.name_key, c.slug from jsonb_to_recordset(p_rest -> 'rooms') c (place int, name_key text, slug text)
            where c.name_key is not null and v_at[c.place] is not null
        loop
            perform from chat.room r
            where r.id = p_room[v_rename.place]
                and (r.kind <> 'public' or exists (
                    select from chat.name n where n.key = v_rename.name_key and n.room_id = r.id for update))
                and exists (select from chat.address a where a.slug = v_rename.slug and a.room_id = r.id for update);
            if not found then
                v_at[v_rename.place] := null;
                return query select v_rename.place, 'unclaimed', null::bigint, null::timestamptz, null::uuid, null::uuid, null::bigint, null::bigint, null::jsonb;
            end if;
        end loop;
    end if;

    if p_rest ? 'files' then
        for v_place in select f from chat.unclaimed_files(p_room, p_rest -> 'files') f loop
            if v_at[v_place] is not null then
                v_at[v_place] := null;
                return query select v_place, 'unclaimed', null::bigint, null::timestamptz, null::uuid, null::uuid, null::bigint, null::bigint, null::jsonb;
            end if;
        end loop;
    end if;

    return query
    update chat.room r
    set head = p_head[i], last_msg = p_last_msg[i], acl = coalesce(p_acl[i], r.acl),
        members = coalesce(p_members[i], r.members), rules = greatest(r.rules, p_rules[i]), head_at = v_at[i]
    from (select generate_subscripts(p_room, 1) as i) i
    where r.id = p_room[i] and v_at[i] is not null
    returning i, 'written', r.head, r.head_at, null::uuid, null::uuid, null::bigint, null::bigint, null::jsonb;
    if not found then
        return;
    end if;

    insert into chat.event (room_id, seq, kind, actor_id, name, authority, target_seq, nonce, fingerprint, data, at)
    select p_room[p_in[i]], p_seq[i], coalesce(p_kind[i], 'posted'), p_actor[i], p_name[i], coalesce(p_authority[i], 'member'), p_target[i], p_nonce[i],
        p_fingerprint[i], p_data[i], v_at[p_in[i]]
    from (select generate_subscripts(p_in, 1) as i) i
    where v_at[p_in[i]] is not null;

    if p_body is not null then
        insert into chat.message (room_id, seq, msg_no, rev, text_rev, author_id, body, html, renderer, reply_to)
        select p_room[p_in[e]], p_seq[e], p_msg_no[i], p_seq[e], p_seq[e], p_actor[e], p_body[i], p_html[i], p_renderer,
            p_reply_to[i]
        from (select generate_subscripts(p_body, 1) as i) i cross join lateral (select coalesce(p_post[i], i)) event (e)
        where v_at[p_in[e]] is not null;
    end if;

    if p_rest is not null then
        perform chat.append_rest(p_room, v_at, p_rest);
    end if;
end
$$;
