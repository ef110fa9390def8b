-- Signs somebody out everywhere; says how many sessions ended.
create or replace function auth.end_sessions(the_key uuid, the_actor uuid, seen bigint, the_user uuid) returns bigint
language sql as $$
    select auth.begin_command(the_key, 'end_sessions', the_actor);
    select auth.hold_org(seen);
    -- Whoever signs in at this moment is either done, and signed out with the others, or sees the lock go first.
    select from auth.account where id = the_user for no key update;
    with ended as (select auth.end_all_sessions(the_user) as count)
    insert into auth.audit (actor_id, action, target_id, before, after)
    select the_actor, 'end_sessions', the_user, count::text, '0' from ended
    returning before::bigint
$$;
