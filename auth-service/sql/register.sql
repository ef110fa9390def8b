-- A new account with its first session, as decided at version `seen`; answers with where the feed stands. `the_name`: what
-- whoever claims the installation calls it; null: as it is configured.
create or replace function auth.register(
    the_key uuid, seen bigint, the_user uuid, the_username text, the_email text, the_display_name text,
    the_skeleton text, the_search_key text, the_password text, the_org_role text, claims boolean, the_invite text,
    the_session uuid, the_token text, the_net inet, the_agent text, the_name text
) returns bigint
language sql as $$
    select auth.begin_command(the_key, 'register', null);
    select auth.move_org(seen) where claims;
    select auth.hold_org(seen) where not claims;
    insert into auth.account (id, username, email, display_name, skeleton, search_key, password, org_role, invited_with)
    values (the_user, the_username, the_email, the_display_name, the_skeleton, the_search_key, the_password, the_org_role,
            case when the_invite is not null then auth.use_invite(the_invite) end);
    update auth.org set claimed_by = the_user, name = coalesce(the_name, name) where claims;
    insert into auth.session (token, id, user_id, net, agent)
    values (the_token, the_session, the_user, the_net, the_agent);
    insert into auth.seen (user_id) values (the_user);
    select n from auth.feed_head
$$;
