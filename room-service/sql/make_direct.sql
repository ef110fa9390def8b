-- Makes a direct conversation: its row, its first event, everyone's membership, or nothing if it is there already. Two people who ask
-- at once get the same one: the second waits here for the first. Answers whether this made it.
create or replace function chat.make_direct(p_room uuid, p_actor uuid, p_actor_name text, p_participants uuid[])
    returns boolean
    language plpgsql
as $$
declare
    v_at timestamptz := clock_timestamp();
begin
    insert into chat.room (id, kind, participants, head, head_at, acl, members, created_at)
    values (p_room, 'direct', p_participants, 1, v_at, 1, cardinality(p_participants), v_at)
    on conflict (id) do nothing;
    if not found then
        return false;
    end if;
    insert into chat.event (room_id, seq, kind, actor_id, name, nonce, fingerprint, data, at)
    values (p_room, 1, 'created', p_actor, p_actor_name, p_room, 0,
            jsonb_build_object('room_name', '', 'room_kind', 'direct', 'participants', p_participants), v_at);
    insert into chat.member (room_id, user_id, role, since_seq, since_msg)
    select p_room, p.id, 'member', 1, 0 from unnest(p_participants) p (id);
    return true;
end
$$;
