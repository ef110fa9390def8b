-- A link for somebody to set a password with, in place of the one they had; answers with its end.
create or replace function auth.make_reset(
    the_key uuid, the_actor uuid, seen bigint, the_user uuid, the_token text, life_seconds float8
) returns timestamptz
language sql as $$
    select auth.begin_command(the_key, 'make_reset_link', the_actor);
    select auth.hold_org(seen);
    select from auth.account where id = the_user for no key update;
    insert into auth.audit (actor_id, action, target_id) values (the_actor, 'make_reset_link', the_user);
    insert into auth.reset (user_id, token, made_by, expires_at)
    values (the_user, the_token, the_actor, now() + make_interval(secs => life_seconds))
    on conflict (user_id) do update set token = excluded.token, made_by = excluded.made_by, made_at = now(),
                                        expires_at = excluded.expires_at, used_at = null
    returning expires_at
$$;
