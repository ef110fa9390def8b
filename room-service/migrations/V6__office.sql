-- What admins do in rooms they need not be in: every such act is an event, marked so in its `data`; deleting a room.

alter table chat.room add column deleted_at timestamptz;
-- Of a deleted room everything said up to here has been erased; that is done in small bites, after the deleting.
alter table chat.room add column emptied_seq bigint not null default 0;
create index room_to_empty on chat.room (id) where deleted_at is not null and emptied_seq < 9223372036854775807;

-- The record of the office. Most events have no data, and cost no more than a look.
create index event_by_admin on chat.event (at) where data ? 'admin';
-- Who looked in, for the pages of a room; and what it was about before.
create index event_of_note on chat.event (room_id, seq) where kind in ('inspected', 'described');

-- A deleted room gives its name back, and keeps its addresses. Whoever knows nothing of deleting takes it for a private one.
create function chat.delete_room() returns trigger language plpgsql as $$
begin
    update chat.room
    set deleted_at = new.at, archived_at = coalesce(archived_at, new.at), kind = 'private'
    where id = new.room_id;
    return null;
end
$$;
create trigger event_deletes_room after insert on chat.event for each row
    when (new.kind = 'room_deleted')
    execute function chat.delete_room();

-- Erases the next bite of what was said in deleted rooms, and ends what was left of their memberships. Answers how many
-- messages that were; null: nothing is left to be erased.
create function chat.empty_rooms(bite integer) returns bigint language plpgsql as $$
declare
    v_room chat.room;
    v_last bigint;
    v_count bigint;
begin
    select * into v_room from chat.room r
    where r.deleted_at is not null and r.emptied_seq < 9223372036854775807
    limit 1 for no key update skip locked;
    if not found then
        return null;
    end if;
    select max(b.seq), count(*) into v_last, v_count from (
        select m.seq from chat.message m
        where m.room_id = v_room.id and m.seq > v_room.emptied_seq order by m.seq limit bite
    ) b;
    update chat.message m set body = '', html = '', deleted_at = coalesce(m.deleted_at, now())
    where m.room_id = v_room.id and m.seq > v_room.emptied_seq and m.seq <= v_last;
    -- The room is at its last event: nobody comes in any more.
    update chat.member set role = 'former'
    where room_id = v_room.id and role in ('member', 'moderator', 'owner');
    update chat.room set emptied_seq = coalesce(v_last, 9223372036854775807), topic = '' where id = v_room.id;
    return v_count;
end
$$;

-- As before; and by power of office in rooms one is not in. A deleted room is not there.
drop function chat.rename_room(
    uuid, uuid, text, boolean, uuid, bigint, boolean, text, text, text[], text[], jsonb
);
create function chat.rename_room(
    p_room uuid, p_actor uuid, p_actor_name text, p_admin boolean, p_nonce uuid, p_print bigint, p_again boolean,
    p_name text, p_name_key text, p_slugs text[], p_unlisted text[], p_whys jsonb, p_office boolean default false
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
    if v_room.deleted_at is not null then
        return query select 'not_found', 0::bigint, now(), 0::bigint, null::jsonb, 0::bigint, 0::bigint, 0::bigint;
        return;
    end if;

    select m.role into v_role from chat.member m where m.room_id = p_room and m.user_id = p_actor;
    v_at := greatest(v_room.head_at, clock_timestamp());
    v_why := case
        when p_office and p_admin then null
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
        v_data := jsonb_build_object('room_name', p_name, 'slug', v_slug, 'before', v_room.name)
            || case when p_office then jsonb_build_object('admin', true) else '{}' end;
    end if;

    if v_why is null or p_again and (v_role is not null or v_room.kind = 'public' or p_office and p_admin) then
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
