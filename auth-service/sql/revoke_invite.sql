-- Ends an invite. Null: it had been revoked already.
create or replace function auth.revoke_invite(the_key uuid, the_actor uuid, seen bigint, the_invite uuid)
returns boolean
language sql as $$
    select auth.begin_command(the_key, 'revoke_invite', the_actor);
    select auth.hold_org(seen);
    with revoked as (
        update auth.invite set revoked_at = now() where id = the_invite and revoked_at is null
        returning made_by, most - uses as remaining
    )
    insert into auth.audit (actor_id, action, target_id, before)
    select the_actor, 'revoke_invite', made_by, remaining || ' left' from revoked
    returning true
$$;
