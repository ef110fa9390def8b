-- Another password, given by whoever manages the account; ends all sessions.
create or replace function auth.set_password(
    the_key uuid, the_actor uuid, seen bigint, the_user uuid, the_password text
) returns void
language sql as $$
    select auth.begin_command(the_key, 'reset_password', the_actor);
    select auth.hold_org(seen);
    update auth.account set password = the_password where id = the_user;
    delete from auth.reset where user_id = the_user;
    select auth.end_all_sessions(the_user);
    insert into auth.audit (actor_id, action, target_id) values (the_actor, 'reset_password', the_user)
$$;
