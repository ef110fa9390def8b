-- What a person is to the organisation, as decided at version `seen`. `disarms`: invites and links that they made open
-- nothing from now on. `tells`: what the feed says they are now; null: nothing that others would see has changed.
create or replace function auth.set_role(
    the_key uuid, the_action text, the_actor uuid, seen bigint, the_user uuid, the_org_role text, is_active boolean,
    claims boolean, disarms boolean, tells text, was text, becomes text
) returns void
language sql as $$
    select auth.begin_command(the_key, the_action, the_actor);
    select auth.move_org(seen);
    update auth.account set org_role = the_org_role, active = is_active where id = the_user;
    update auth.org set claimed_by = the_user where claims;
    delete from auth.reset where user_id = the_user and not is_active;
    update auth.invite set revoked_at = now() where disarms and made_by = the_user and revoked_at is null;
    delete from auth.reset where disarms and made_by = the_user;
    select auth.tell('org_role', the_user, null, tells) where tells is not null;
    select auth.end_all_sessions(the_user) where tells is not null and not is_active;
    insert into auth.audit (actor_id, action, target_id, before, after)
    values (the_actor, the_action, the_user, was, becomes)
$$;
