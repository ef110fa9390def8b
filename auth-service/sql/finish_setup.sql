-- Shows the page that begins an installation no more.
create or replace function auth.finish_setup(the_key uuid, the_actor uuid, seen bigint) returns void
language sql as $$
    select auth.begin_command(the_key, 'finish_setup', the_actor);
    select auth.move_org(seen);
    update auth.org set set_up = true
$$;
