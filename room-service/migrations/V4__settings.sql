-- What owners do with a room: private ones, another name, a topic, closing it and opening it again.

-- Whether somebody is the last owner is asked at every waking, however large the room.
create index member_owner on chat.member (room_id) where role = 'owner';

-- Some facts change the room's own row. They are rare, and so they cost the append nothing: the condition is looked at
-- before anything is called.
create function chat.settle() returns trigger language plpgsql as $$
begin
    -- Events of one append come here in any order: the last of its sort is the one that stays.
    if exists (
        select from chat.event e
        where e.room_id = new.room_id and e.seq > new.seq
            and (e.kind = 'described') = (new.kind = 'described') and e.kind in ('described', 'archived', 'restored')
    ) then
        return null;
    end if;
    if new.kind = 'described' then
        update chat.room set topic = coalesce(new.data ->> 'topic', '') where id = new.room_id;
    else
        update chat.room set archived_at = case new.kind when 'archived' then new.at end where id = new.room_id;
    end if;
    return null;
end
$$;
create trigger event_settles after insert on chat.event for each row
    when (new.kind in ('described', 'archived', 'restored'))
    execute function chat.settle();

-- As before, and private rooms too.
drop function chat.create_room(uuid, uuid, text, bigint, text, text, text[]);
create function chat.create_room(
    p_room uuid, p_actor uuid, p_actor_name text, p_print bigint, p_name text, p_name_key text, p_slugs text[],
    p_kind text default 'public'
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
        values (p_room, p_kind, p_name, p_name_key, p_slugs[1], 1, v_at, 1, 1, v_at)
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
                    jsonb_build_object('room_name', p_name, 'room_kind', p_kind), v_at);
            insert into chat.member (room_id, user_id, role, since_seq, since_msg)
            values (p_room, p_actor, 'owner', 1, 0);
            return query select 'ok', v_at;
            return;
        end if;
    end loop;
    raise exception 'every address for % is in use', p_name;
end
$$;

-- Calls a room something else. Names and addresses span rooms, so this is no part of the append; but it holds the
-- room's row and writes the next event of its log, and whoever has decided on the old head finds that it has moved.
-- Answers `ok`, `known` (the nonce is in the log already), or why not; an attempt that may have a twin leaves a `void`
-- with the reason out of `p_whys` then.
create function chat.rename_room(
    p_room uuid, p_actor uuid, p_actor_name text, p_admin boolean, p_nonce uuid, p_print bigint, p_again boolean,
    p_name text, p_name_key text, p_slugs text[], p_unlisted text[], p_whys jsonb
)
    returns table (
        answer text, seq bigint, at timestamptz, fingerprint bigint, data jsonb, head bigint, last_msg bigint, acl bigint
    )
    language plpgsql
as $$
#variable_conflict use_column
declare
    v_room  chat.room;
    v_known chat.event;
    v_role  text;
    v_why   text;
    v_slug  text;
    v_data  jsonb;
    v_at    timestamptz;
begin
    select * into v_room from chat.room r where r.id = p_room for no key update;
    if not found then
        return query select 'not_found', 0::bigint, now(), 0::bigint, null::jsonb, 0::bigint, 0::bigint, 0::bigint;
        return;
    end if;

    select * into v_known from chat.event e where e.room_id = p_room and e.actor_id = p_actor and e.nonce = p_nonce;
    if found then
        update chat.room r set head = r.head where r.id = p_room;
        return query select 'known', v_known.seq, v_known.at, v_known.fingerprint, case when v_known.kind = 'void' then v_known.data end,
            v_room.head, v_room.last_msg, v_room.acl;
        return;
    end if;

    select m.role into v_role from chat.member m where m.room_id = p_room and m.user_id = p_actor;
    v_at := greatest(v_room.head_at, clock_timestamp());
    v_why := case
        when v_role in ('member', 'moderator', 'owner') then null
        when v_room.kind = 'public' and v_role is distinct from 'banned' then null
        else 'not_found'
    end;
    if v_why is null then
        v_why := case
            when v_role is distinct from 'owner' and not p_admin then 'forbidden'
            when v_room.archived_at is not null then 'archived'
            when v_room.name = p_name then 'unchanged'
        end;
    end if;
    if v_why is null then
        begin
            update chat.room r set name = p_name, name_key = p_name_key where r.id = p_room;
        exception when unique_violation then
            v_why := 'taken';
        end;
    end if;

    if v_why is null then
        foreach v_slug in array case v_room.kind when 'private' then p_unlisted else p_slugs end loop
            insert into chat.address (slug, room_id) values (v_slug, p_room) on conflict do nothing;
            exit when found or exists (select from chat.address a where a.slug = v_slug and a.room_id = p_room);
            v_slug := null;
        end loop;
        v_slug := coalesce(v_slug, v_room.slug);
        v_data := jsonb_build_object('room_name', p_name, 'slug', v_slug, 'before', v_room.name);
    end if;

    if v_why is null or p_again and (v_role is not null or v_room.kind = 'public') then
        insert into chat.event (room_id, seq, kind, actor_id, name, nonce, fingerprint, data, at)
        values (p_room, v_room.head + 1, case when v_why is null then 'renamed' else 'void' end, p_actor, p_actor_name,
                p_nonce, p_print, coalesce(v_data, p_whys -> v_why), v_at);
        update chat.room r set head = v_room.head + 1, head_at = v_at, slug = coalesce(v_slug, r.slug) where r.id = p_room;
        v_room.head := v_room.head + 1;
        v_room.head_at := v_at;
    end if;
    return query select coalesce(v_why, 'ok'), v_room.head, v_room.head_at, p_print, v_data,
        v_room.head, v_room.last_msg, v_room.acl;
end
$$;
