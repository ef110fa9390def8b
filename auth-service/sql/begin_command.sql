-- Takes a command's key. A unique violation on `command_pkey`: the command was carried out already. Two who send it at
-- the same moment wait for each other here.
create or replace function auth.begin_command(the_key uuid, the_action text, the_actor uuid) returns void
language sql as $$
    insert into auth.command (key, action, actor_id) values (the_key, the_action, the_actor)
$$;
