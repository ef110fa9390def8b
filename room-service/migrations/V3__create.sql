-- Makes a public room: its row, its address, its first event, its owner. Its id is the creator's nonce, so a repeat
-- finds the room it has made. Answers `ok`, `known` (that repeat), `reused` (the nonce made another room) or `taken`
-- (the name is in use). It spans rooms, so it is not part of the append.

create function chat.create_room(
    p_room uuid, p_actor uuid, p_actor_name text, p_print bigint, p_name text, p_name_key text, p_slugs text[]
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
    for attempt in 1..2 loop
        select * into v_first from chat.event e where e.room_id = p_room and e.seq = 1;
        if found then
            if v_first.actor_id = p_actor and v_first.fingerprint = p_print then
                update chat.room r set head = r.head where r.id = p_room;
                return query select 'known', v_first.at;
            else
                return query select 'reused', null::timestamptz;
            end if;
            return;
        end if;

        insert into chat.room (id, kind, name, name_key, slug, head, head_at, acl, members, created_at)
        values (p_room, 'public', p_name, p_name_key, p_slugs[1], 1, v_at, 1, 1, v_at)
        on conflict do nothing;
        exit when found;
        -- In the way is either the name or a twin of this very command, which has committed meanwhile.
        if attempt = 2 or not exists (select from chat.room r where r.id = p_room) then
            return query select 'taken', null::timestamptz;
            return;
        end if;
    end loop;

    foreach v_slug in array p_slugs loop
        insert into chat.address (slug, room_id) values (v_slug, p_room) on conflict do nothing;
        if found then
            update chat.room r set slug = v_slug where r.id = p_room;
            insert into chat.event (room_id, seq, kind, actor_id, name, nonce, fingerprint, data, at)
            values (p_room, 1, 'created', p_actor, p_actor_name, p_room, p_print,
                    jsonb_build_object('room_name', p_name, 'room_kind', 'public'), v_at);
            insert into chat.member (room_id, user_id, role, since_seq, since_msg)
            values (p_room, p_actor, 'owner', 1, 0);
            return query select 'ok', v_at;
            return;
        end if;
    end loop;
    raise exception 'every address for % is in use', p_name;
end
$$;
