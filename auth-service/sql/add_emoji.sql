-- One more emoji of the installation's own.
create or replace function auth.add_emoji(the_key uuid, the_actor uuid, seen bigint, the_name text, the_picture uuid)
returns void
language sql as $$
    select auth.begin_command(the_key, 'add_emoji', the_actor);
    select auth.move_org(seen);
    update auth.org set emoji_version = emoji_version + 1;
    insert into auth.emoji (name, picture, added_by) values (the_name, the_picture, the_actor);
    insert into auth.audit (actor_id, action, after) values (the_actor, 'add_emoji', the_name)
$$;
