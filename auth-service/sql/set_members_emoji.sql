-- Whether members add emoji, too. Those that they have added before stay.
create or replace function auth.set_members_emoji(the_key uuid, the_actor uuid, seen bigint, allowed boolean)
returns void
language sql as $$
    select auth.begin_command(the_key, 'set_members_emoji', the_actor);
    select auth.move_org(seen);
    update auth.org set members_emoji = allowed;
    insert into auth.audit (actor_id, action, before, after)
    values (the_actor, 'set_members_emoji', case when allowed then 'no' else 'yes' end, case when allowed then 'yes' else 'no' end)
$$;
