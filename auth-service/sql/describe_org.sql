-- What the installation is called and how it greets new people; null: as it was.
create or replace function auth.describe_org(
    the_key uuid, the_action text, the_actor uuid, seen bigint, the_name text, the_greeting text, was text, becomes text
) returns void
language sql as $$
    select auth.begin_command(the_key, the_action, the_actor);
    select auth.move_org(seen);
    update auth.org set name = coalesce(the_name, name), greeting = coalesce(the_greeting, greeting);
    insert into auth.audit (actor_id, action, before, after) values (the_actor, the_action, was, becomes)
$$;
