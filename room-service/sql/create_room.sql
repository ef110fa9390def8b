-- Makes a room: its row, its name, its address, its first event, its owner. Its id comes from creator and nonce, so a repeat
-- finds the room it has made. Answers `made`, `known` (that repeat), `reused` (the nonce made another room), `taken` (the
-- name is in use) or `no_address` (all of those given are). It spans rooms, so it is not part of the append.
create or replace function chat.create_room(
    p_room uuid, p_actor uuid, p_actor_name text, p_fingerprint bigint, p_name text, p_name_key text,
    p_skeleton text, p_slugs text[], p_kind text
)
    returns table (answer text, at timestamptz)
    language plpgsql
as $$
#variable_conflict use_column
declare
    v_first chat.event;
    v_slug  text;
    v_at    timestamptz := clock_timestamp();
begin
    -- A twin of this very command waits here for the first, and finds what it has made.
    insert into chat.room (id, kind, name, name_key, slug, head, head_at, acl, members, created_at)
    values (p_room, p_kind, p_name, p_name_key, p_slugs[1], 1, v_at, 1, 1, v_at)
    on conflict (id) do nothing;
    if not found then
        select * into v_first from chat.event e where e.room_id = p_room and e.seq = 1;
        if v_first.actor_id = p_actor and v_first.fingerprint = p_fingerprint then
            -- A read alone could acknowledge a commit that a standby lacks and a fail-over would lose.
            update chat.room r set head = r.head where r.id = p_room;
            return query select 'known', v_first.at;
        else
            return query select 'reused', null::timestamptz;
        end if;
        return;
    end if;

    if p_kind = 'public' and chat.claim_name(p_name_key, p_skeleton, p_room, p_room) is not true then
        delete from chat.room r where r.id = p_room;
        return query select 'taken', null::timestamptz;
        return;
    end if;
    v_slug := chat.claim_address(p_slugs, p_room, p_room);
    if v_slug is null then
        delete from chat.name n where n.room_id = p_room;
        delete from chat.room r where r.id = p_room;
        return query select 'no_address', null::timestamptz;
        return;
    end if;
    update chat.name n set claim = null where n.room_id = p_room;
    update chat.address a set claim = null where a.room_id = p_room;
    update chat.room r set slug = v_slug where r.id = p_room;
    insert into chat.event (room_id, seq, kind, actor_id, name, nonce, fingerprint, data, at)
    values (p_room, 1, 'created', p_actor, p_actor_name, p_room, p_fingerprint,
            jsonb_build_object('room_name', p_name, 'room_kind', p_kind), v_at);
    insert into chat.member (room_id, user_id, role, since_seq, since_msg)
    values (p_room, p_actor, 'owner', 1, 0);
    return query select 'made', v_at;
end
$$;
