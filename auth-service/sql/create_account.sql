-- An account made for somebody, with the link by which they choose their password, where there is one. Answers with the
-- link's end. Whoever makes it vouches for the address.
create or replace function auth.create_account(
    the_key uuid, the_actor uuid, seen bigint, the_user uuid, the_username text, the_email text,
    the_display_name text, the_skeleton text, the_search_key text, the_password text, the_org_role text, claims boolean,
    the_token text, life_seconds float8
) returns timestamptz
language sql as $$
    select auth.begin_command(the_key, 'create_account', the_actor);
    select auth.move_org(seen) where claims;
    select auth.hold_org(seen) where not claims;
    insert into auth.account (id, username, email, email_confirmed, display_name, skeleton, search_key, password, org_role)
    values (the_user, the_username, the_email, true, the_display_name, the_skeleton, the_search_key, the_password, the_org_role);
    update auth.org set claimed_by = the_user where claims;
    insert into auth.reset (user_id, token, made_by, expires_at)
    select the_user, the_token, the_actor, now() + make_interval(secs => life_seconds) where the_token is not null;
    insert into auth.audit (actor_id, action, target_id, after)
    values (the_actor, 'create_account', the_user, the_org_role);
    select max(expires_at) from auth.reset where user_id = the_user
$$;
