-- One emoji less: whoever wrote its name is shown the name.
create or replace function auth.remove_emoji(the_key uuid, the_actor uuid, seen bigint, the_name text) returns void
language sql as $$
    select auth.begin_command(the_key, 'remove_emoji', the_actor);
    select auth.move_org(seen);
    update auth.org set emoji_version = emoji_version + 1;
    delete from auth.emoji where name = the_name;
    insert into auth.audit (actor_id, action, before) values (the_actor, 'remove_emoji', the_name)
$$;
