-- An invite in the name of `host`; answers with its end.
create or replace function auth.make_invite(
    the_key uuid, the_actor uuid, seen bigint, host uuid, the_invite uuid, the_code text, the_most integer,
    life_seconds float8, the_room uuid
) returns timestamptz
language sql as $$
    select auth.begin_command(the_key, 'make_invite', the_actor);
    select auth.hold_org(seen);
    insert into auth.invite (id, code, made_by, expires_at, most, room_id)
    values (the_invite, the_code, host, now() + make_interval(secs => life_seconds), the_most, the_room);
    insert into auth.audit (actor_id, action, after)
    select the_actor, 'make_invite', most || ' until ' || to_char(expires_at at time zone 'utc', 'YYYY-MM-DD')
    from auth.invite where id = the_invite;
    select expires_at from auth.invite where id = the_invite
$$;
