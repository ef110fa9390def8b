-- Opens a session for somebody whose password was found right. No row: it is another one by now, or the account is
-- deactivated. This and whatever changes either lock the account's row, and whoever comes second sees the other.
create or replace function auth.sign_in(
    the_key uuid, the_user uuid, seen_password text, better_password text,
    the_session uuid, the_token text, the_net inet, the_agent text
) returns table (username text, display_name text, ambiguous boolean, org_role text, feed bigint, proved_at timestamptz,
                 newcomer boolean, status_emoji text, status_text text, status_until timestamptz, invisible boolean, avatar uuid,
                 quiet_until timestamptz, quiet_hours jsonb, zone text)
language sql as $$
    with person as (
        select a.id, a.username, a.display_name, a.skeleton, a.org_role, a.newcomer, a.status_emoji,
            a.status_text, a.status_until, a.invisible, a.avatar, a.quiet_until, a.quiet_hours, a.zone
        from auth.account a
        where a.id = the_user and a.active and a.password = seen_password
        for no key update
    ), command as (
        insert into auth.command (key, action) select the_key, 'log_in' from person
    ), better as (
        update auth.account a set password = better_password
        from person where a.id = person.id and better_password is not null
    ), session as (
        insert into auth.session (token, id, user_id, net, agent)
        select the_token, the_session, person.id, the_net, the_agent from person
    ), seen as (
        insert into auth.seen (user_id) select person.id from person
        on conflict (user_id) do update set at = excluded.at
    )
    select person.username, person.display_name, auth.is_ambiguous(person.id, person.skeleton), person.org_role, head.n,
           now(), person.newcomer, person.status_emoji, person.status_text, person.status_until,
           person.invisible, person.avatar, person.quiet_until, person.quiet_hours, person.zone
    from person cross join auth.feed_head head
    -- Nobody's sessions grow without end: the one used longest ago goes.
    cross join lateral auth.end_oldest_sessions(person.id, the_session, 50) as surplus
$$;
