-- Takes somebody's picture away. The audit log says so where there was one.
create or replace function auth.remove_avatar(the_key uuid, the_actor uuid, seen bigint, the_user uuid) returns void
language sql as $$
    select auth.begin_command(the_key, 'remove_avatar', the_actor);
    select auth.hold_org(seen);
    with removed as (
        update auth.account set avatar = null where id = the_user and avatar is not null returning id
    ), told as (
        select auth.tell('renamed', id, null, null) from removed
    )
    insert into auth.audit (actor_id, action, target_id)
    select the_actor, 'remove_avatar', id from removed cross join told
$$;
