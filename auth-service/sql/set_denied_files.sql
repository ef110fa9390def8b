-- Which files nobody may send. Those that were sent before stay.
create or replace function auth.set_denied_files(the_key uuid, the_actor uuid, seen bigint, was text, becomes text)
returns void
language sql as $$
    select auth.begin_command(the_key, 'set_denied_files', the_actor);
    select auth.move_org(seen);
    update auth.org set denied_files = becomes;
    insert into auth.audit (actor_id, action, before, after)
    values (the_actor, 'set_denied_files', nullif(was, ''), nullif(becomes, ''))
$$;
