-- Who may make an account. Whoever is registering waits here, or is decided on again.
create or replace function auth.set_sign_up(the_key uuid, the_actor uuid, seen bigint, was text, becomes text)
returns void
language sql as $$
    select auth.begin_command(the_key, 'set_sign_up', the_actor);
    select auth.move_org(seen);
    update auth.org set sign_up = becomes;
    insert into auth.audit (actor_id, action, before, after) values (the_actor, 'set_sign_up', was, becomes)
$$;
