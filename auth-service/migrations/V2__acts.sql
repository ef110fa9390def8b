-- What changes several rows at once is one function, called in one autocommitted round trip, so that a process stopped
-- in the middle holds no lock. Each statement in a function sees what was committed before it: first lock, then look.
-- Locks are taken in one order everywhere: account, session, feed_head.

create function auth.tell(the_kind text, the_user uuid, the_session uuid, the_standing text) returns void
language sql as $$
    with head as (update auth.feed_head set n = n + 1 returning n)
    insert into auth.feed (n, user_id, session_id, kind, org_role)
    select n, the_user, the_session, the_kind, the_standing from head
$$;

-- No row: the place has no owner yet, and this visitor may not become it.
create function auth.register(
    the_user uuid, the_username text, the_email text, the_display_name text, the_password text, may_own boolean,
    the_session uuid, the_token text, the_net inet, the_agent text
) returns table (org_role text, feed bigint)
language plpgsql as $$
#variable_conflict use_column
declare
    given text := 'member';
begin
    if not may_own and not exists (select from auth.place_owner) then
        return;
    end if;
    insert into auth.account (id, username, email, display_name, password)
    values (the_user, the_username, the_email, the_display_name, the_password);
    if may_own then
        insert into auth.place_owner (user_id) values (the_user) on conflict do nothing;
        if found then
            given := 'owner';
            update auth.account set org_role = given where id = the_user;
        end if;
    end if;
    insert into auth.session (token, id, user_id, net, agent)
    values (the_token, the_session, the_user, the_net, the_agent);
    return query select given, n from auth.feed_head;
end $$;

-- No row: deactivated, or the password is another one by now.
create function auth.sign_in(
    the_user uuid, seen_password text, better_password text,
    the_session uuid, the_token text, the_net inet, the_agent text
) returns table (username text, display_name text, org_role text, feed bigint)
language plpgsql as $$
#variable_conflict use_column
declare
    person auth.account;
begin
    select * into person from auth.account
    where id = the_user and active and password = seen_password
    for no key update;
    if not found then
        return;
    end if;
    if better_password is not null then
        update auth.account set password = better_password where id = the_user;
    end if;
    insert into auth.session (token, id, user_id, net, agent)
    values (the_token, the_session, the_user, the_net, the_agent);
    return query select person.username, person.display_name, person.org_role, n from auth.feed_head;
end $$;

create function auth.log_out(the_token text) returns table (user_id uuid, session_id uuid)
language plpgsql as $$
#variable_conflict use_column
declare
    gone auth.session;
begin
    delete from auth.session where token = the_token returning * into gone;
    if found then
        perform auth.tell('session_ended', gone.user_id, gone.id, null);
        return query select gone.user_id, gone.id;
    end if;
end $$;

-- True: something changed.
create function auth.deactivate(the_user uuid) returns boolean
language plpgsql as $$
begin
    update auth.account set active = false where id = the_user and active;
    if not found then
        return false;
    end if;
    delete from auth.session where user_id = the_user;
    perform auth.tell('org_role', the_user, null, 'inactive');
    perform auth.tell('all_sessions_ended', the_user, null, null);
    return true;
end $$;

create function auth.reactivate(the_user uuid) returns boolean
language plpgsql as $$
declare
    regained text;
begin
    update auth.account set active = true where id = the_user and not active returning org_role into regained;
    if not found then
        return false;
    end if;
    perform auth.tell('org_role', the_user, null, regained);
    return true;
end $$;

create function auth.appoint(the_user uuid, the_standing text) returns boolean
language plpgsql as $$
declare
    is_active boolean;
begin
    update auth.account set org_role = the_standing where id = the_user and org_role <> the_standing
    returning active into is_active;
    if not found then
        return false;
    end if;
    if the_standing = 'owner' then
        insert into auth.place_owner (user_id) values (the_user) on conflict do nothing;
    end if;
    if is_active then
        perform auth.tell('org_role', the_user, null, the_standing);
    end if;
    return true;
end $$;

create function auth.reset_password(the_user uuid, the_password text) returns boolean
language plpgsql as $$
begin
    update auth.account set password = the_password where id = the_user;
    if not found then
        return false;
    end if;
    delete from auth.session where user_id = the_user;
    perform auth.tell('all_sessions_ended', the_user, null, null);
    return true;
end $$;

create function auth.rename(the_user uuid, the_display_name text) returns boolean
language plpgsql as $$
begin
    update auth.account set display_name = the_display_name where id = the_user and display_name <> the_display_name;
    if not found then
        return false;
    end if;
    perform auth.tell('renamed', the_user, null, null);
    return true;
end $$;

-- Removes at most `most` rows of each kind; says how many in all. Sessions that ran out end in the feed like all others.
create function auth.tidy(idle_seconds float8, absolute_seconds float8, most integer) returns bigint
language plpgsql as $$
declare
    gone record;
    removed bigint;
    total bigint := 0;
begin
    for gone in
        delete from auth.session where token in (
            select token from auth.session
            where last_seen < now() - make_interval(secs => idle_seconds)
               or made_at < now() - make_interval(secs => absolute_seconds)
            limit most for update skip locked
        ) returning user_id, id
    loop
        perform auth.tell('session_ended', gone.user_id, gone.id, null);
        total := total + 1;
    end loop;

    delete from auth.throttle where key in (
        select key from auth.throttle where ends_at < now() limit most for update skip locked
    );
    get diagnostics removed = row_count;
    total := total + removed;

    delete from auth.feed where n in (
        select n from (select n, at from auth.feed order by n limit most) as oldest
        where at < now() - interval '30 days' and n < (select n from auth.feed_head)
    );
    get diagnostics removed = row_count;
    return total + removed;
end $$;
