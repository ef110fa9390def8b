-- Who may join, links for those who forgot, and what admins do; each of their acts is written down with it.
--
-- Locks, in one order everywhere: installation, account, session, invite and reset, feed_head. Whatever changes who
-- someone is to the place locks the installation's row first, so that two admins act one after the other, each on
-- what the one before left. Registering shares that row: once sign-up is closed, nobody slips in.

alter table auth.installation add column sign_up text not null default 'open'
    constraint installation_sign_up check (sign_up in ('open', 'invite', 'closed'));

-- `code`: the SHA-256 of what is behind `/invite/`.
create table auth.invite (
    id uuid primary key,
    code text not null constraint invite_code_key unique
        constraint invite_code_is_a_hash check (code ~ '^[0-9a-f]{64}$'),
    made_by uuid not null constraint invite_made_by_fkey references auth.account (id),
    made_at timestamptz not null default now(),
    expires_at timestamptz not null,
    uses integer not null default 0,
    most integer not null constraint invite_most check (most between 1 and 1000),
    revoked_at timestamptz,
    constraint invite_uses check (uses between 0 and most)
);
create index invite_by_maker on auth.invite (made_by);
create index invite_by_time on auth.invite (made_at desc);

alter table auth.account add column invited_with uuid
    constraint account_invited_with_fkey references auth.invite (id);

-- At most one link a person. `token`: the SHA-256 of what is behind `/reset/`.
create table auth.reset (
    user_id uuid primary key constraint reset_user_fkey references auth.account (id) on delete cascade,
    token text not null constraint reset_token_key unique
        constraint reset_token_is_a_hash check (token ~ '^[0-9a-f]{64}$'),
    made_by uuid not null constraint reset_made_by_fkey references auth.account (id),
    made_at timestamptz not null default now(),
    expires_at timestamptz not null
);

-- When someone was last here; outlives their sessions.
create table auth.seen (
    user_id uuid primary key constraint seen_user_fkey references auth.account (id) on delete cascade,
    at timestamptz not null default now()
) with (fillfactor = 70);

-- No actor: the operator, from the command line. Numbers follow the order of commits, since acts are one after another.
create table auth.audit (
    n bigint generated always as identity primary key,
    at timestamptz not null default clock_timestamp(),
    actor_id uuid constraint audit_actor_fkey references auth.account (id),
    action text not null,
    target_id uuid,
    before text,
    after text
);

create function auth.note(the_actor uuid, the_action text, the_target uuid, was text, is_now text) returns void
language sql as $$
    insert into auth.audit (actor_id, action, target_id, before, after)
    values (the_actor, the_action, the_target, was, is_now)
$$;

create function auth.lock_place() returns void language plpgsql as $$
begin
    perform 1 from auth.installation for no key update;
end $$;

-- Locks the place; says what the actor is to it, or null if they are none of its admins.
create function auth.office(the_actor uuid) returns text
language plpgsql as $$
declare
    rank text;
begin
    perform auth.lock_place();
    select org_role into rank from auth.account
    where id = the_actor and active and org_role in ('admin', 'owner');
    return rank;
end $$;

-- Raises for the one owner there is: a place without an owner has nobody to mend it.
create function auth.spare_last_owner(the_user uuid) returns void
language plpgsql as $$
begin
    if exists (select from auth.account where id = the_user and active and org_role = 'owner')
        and not exists (select from auth.account where id <> the_user and active and org_role = 'owner')
    then
        raise check_violation using message = 'the last owner stays', constraint = 'account_last_owner';
    end if;
end $$;

-- The change itself. The place is locked, the change is allowed, and it is one.
create function auth.put_standing(the_user uuid, the_standing text) returns void
language plpgsql as $$
begin
    if the_standing = 'inactive' then
        update auth.account set active = false where id = the_user;
        delete from auth.session where user_id = the_user;
        delete from auth.reset where user_id = the_user;
    else
        update auth.account set active = true, org_role = the_standing where id = the_user;
    end if;
    if the_standing = 'owner' then
        insert into auth.place_owner (user_id) values (the_user) on conflict do nothing;
    end if;
    -- Links in the hands of someone who is no admin any more must open nothing.
    if the_standing not in ('admin', 'owner') then
        update auth.invite set revoked_at = now() where made_by = the_user and revoked_at is null;
        delete from auth.reset where made_by = the_user;
    end if;
    perform auth.tell('org_role', the_user, null, the_standing);
    if the_standing = 'inactive' then
        perform auth.tell('all_sessions_ended', the_user, null, null);
    end if;
end $$;

-- Ends all sessions of a person but one (null: all), each told to the feed; says which.
create function auth.end_sessions_but(the_user uuid, keep uuid) returns uuid[]
language plpgsql as $$
declare
    gone uuid;
    ended uuid[] := '{}';
begin
    for gone in delete from auth.session where user_id = the_user and id is distinct from keep returning id loop
        perform auth.tell('session_ended', the_user, gone, null);
        ended := ended || gone;
    end loop;
    return ended;
end $$;

-- Joining. The outcome: done, unclaimed, closed, uninvited.
create function auth.register(
    the_user uuid, the_username text, the_email text, the_display_name text, the_password text, may_own boolean,
    the_session uuid, the_token text, the_net inet, the_agent text, the_invite text
) returns table (outcome text, org_role text, feed bigint)
language plpgsql as $$
#variable_conflict use_column
declare
    mode text;
    given text := 'member';
    invited uuid;
begin
    select sign_up into mode from auth.installation for share;
    if exists (select from auth.place_owner) then
        if mode = 'closed' then
            return query select 'closed', null::text, null::bigint;
            return;
        end if;
        -- The update waits for whoever is using the invite right now, then looks at what is left of it.
        if the_invite is not null then
            update auth.invite set uses = uses + 1
            where code = the_invite and revoked_at is null and expires_at > now() and uses < most
            returning id into invited;
        end if;
        if mode = 'invite' and invited is null then
            return query select 'uninvited', null::text, null::bigint;
            return;
        end if;
    elsif not may_own then
        return query select 'unclaimed', null::text, null::bigint;
        return;
    end if;
    insert into auth.account (id, username, email, display_name, password, invited_with)
    values (the_user, the_username, the_email, the_display_name, the_password, invited);
    if may_own then
        insert into auth.place_owner (user_id) values (the_user) on conflict do nothing;
        if found then
            given := 'owner';
            update auth.account set org_role = given where id = the_user;
        end if;
    end if;
    insert into auth.session (token, id, user_id, net, agent)
    values (the_token, the_session, the_user, the_net, the_agent);
    insert into auth.seen (user_id) values (the_user);
    return query select 'done', given, n from auth.feed_head;
end $$;

-- As the release before calls it; it knows of no invites.
create or replace function auth.register(
    the_user uuid, the_username text, the_email text, the_display_name text, the_password text, may_own boolean,
    the_session uuid, the_token text, the_net inet, the_agent text
) returns table (org_role text, feed bigint)
language sql as $$
    select r.org_role, r.feed
    from auth.register(the_user, the_username, the_email, the_display_name, the_password, may_own,
                       the_session, the_token, the_net, the_agent, null) r
    where r.outcome = 'done'
$$;

create or replace function auth.sign_in(
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
    insert into auth.seen (user_id) values (the_user) on conflict (user_id) do update set at = excluded.at;
    return query select person.username, person.display_name, person.org_role, n from auth.feed_head;
end $$;

-- One's own account.

-- Null: deactivated, or the password is another one by now. Else the other sessions, which have ended.
create function auth.change_password(the_user uuid, seen_password text, next_password text, keep uuid)
returns uuid[]
language plpgsql as $$
begin
    update auth.account set password = next_password
    where id = the_user and active and password = seen_password;
    if not found then
        return null;
    end if;
    delete from auth.reset where user_id = the_user;
    return auth.end_sessions_but(the_user, keep);
end $$;

create function auth.end_own_session(the_user uuid, the_session uuid) returns boolean
language plpgsql as $$
begin
    delete from auth.session where id = the_session and user_id = the_user;
    if not found then
        return false;
    end if;
    perform auth.tell('session_ended', the_user, the_session, null);
    return true;
end $$;

-- No row: the link is unknown, used, or has run out. The account is locked before the link, as everywhere; of two who
-- use it at once the second finds it gone.
create function auth.use_reset(the_token text, the_password text)
returns table (user_id uuid, username text, email text)
language plpgsql as $$
#variable_conflict use_column
declare
    person auth.account;
begin
    select a.* into person from auth.account a
    where a.active and a.id = (select r.user_id from auth.reset r where r.token = the_token)
    for no key update;
    if not found then
        return;
    end if;
    delete from auth.reset where token = the_token and expires_at > now();
    if not found then
        return;
    end if;
    update auth.account set password = the_password where id = person.id;
    delete from auth.session where user_id = person.id;
    perform auth.tell('all_sessions_ended', person.id, null, null);
    return query select person.id, person.username, person.email;
end $$;

-- What admins do. The outcome: done, unchanged, forbidden (no admin), owners_only, self, last_owner, unknown,
-- inactive, repeated.

-- Whether someone of this rank may act on an account of that one: admins look after members, owners after everyone.
create function auth.outranks(actor_rank text, target_rank text) returns boolean
language sql immutable as $$
    select actor_rank = 'owner' or target_rank = 'member'
$$;

create function auth.create_person(
    the_actor uuid, the_user uuid, the_username text, the_email text, the_display_name text, the_password text,
    the_standing text, the_token text, life_seconds float8
) returns table (outcome text, expires_at timestamptz)
language plpgsql as $$
#variable_conflict use_column
declare
    rank text := auth.office(the_actor);
    ends timestamptz := now() + make_interval(secs => life_seconds);
begin
    if rank is null or not auth.outranks(rank, the_standing) then
        return query select case when rank is null then 'forbidden' else 'owners_only' end, null::timestamptz;
        return;
    end if;
    insert into auth.account (id, username, email, display_name, password, org_role)
    values (the_user, the_username, the_email, the_display_name, the_password, the_standing);
    insert into auth.reset (user_id, token, made_by, expires_at) values (the_user, the_token, the_actor, ends);
    perform auth.note(the_actor, 'create_person', the_user, null, the_standing);
    return query select 'done', ends;
end $$;

create function auth.set_standing(the_actor uuid, the_user uuid, the_standing text) returns text
language plpgsql as $$
declare
    rank text := auth.office(the_actor);
    person auth.account;
    was text;
begin
    if rank is null then
        return 'forbidden';
    end if;
    select * into person from auth.account where id = the_user for no key update;
    if not found then
        return 'unknown';
    end if;
    was := case when person.active then person.org_role else 'inactive' end;
    if was = the_standing then
        return 'unchanged';
    end if;
    if the_user = the_actor then
        return 'self';
    end if;
    if not auth.outranks(rank, person.org_role)
        or (the_standing <> 'inactive' and not auth.outranks(rank, the_standing))
    then
        return 'owners_only';
    end if;
    perform auth.spare_last_owner(the_user);
    perform auth.put_standing(the_user, the_standing);
    perform auth.note(the_actor, 'org_role', the_user, was, the_standing);
    return 'done';
end $$;

create function auth.end_sessions(the_actor uuid, the_user uuid) returns text
language plpgsql as $$
declare
    rank text := auth.office(the_actor);
    person auth.account;
    ended integer;
begin
    if rank is null then
        return 'forbidden';
    end if;
    select * into person from auth.account where id = the_user for no key update;
    if not found then
        return 'unknown';
    end if;
    if the_user = the_actor then
        return 'self';
    end if;
    if not auth.outranks(rank, person.org_role) then
        return 'owners_only';
    end if;
    delete from auth.session where user_id = the_user;
    get diagnostics ended = row_count;
    perform auth.tell('all_sessions_ended', the_user, null, null);
    perform auth.note(the_actor, 'end_sessions', the_user, ended::text, '0');
    return 'done';
end $$;

create function auth.make_reset_link(the_actor uuid, the_user uuid, the_token text, life_seconds float8)
returns table (outcome text, username text, display_name text, expires_at timestamptz)
language plpgsql as $$
#variable_conflict use_column
declare
    rank text := auth.office(the_actor);
    ends timestamptz := now() + make_interval(secs => life_seconds);
    person auth.account;
    verdict text := 'done';
begin
    select * into person from auth.account where id = the_user for no key update;
    verdict := case
        when rank is null then 'forbidden'
        when person.id is null then 'unknown'
        when the_user = the_actor then 'self'
        when not auth.outranks(rank, person.org_role) then 'owners_only'
        when not person.active then 'inactive'
        else 'done'
    end;
    if verdict <> 'done' then
        return query select verdict, null::text, null::text, null::timestamptz;
        return;
    end if;
    insert into auth.reset (user_id, token, made_by, expires_at) values (the_user, the_token, the_actor, ends)
    on conflict (user_id) do update set token = excluded.token, made_by = excluded.made_by, made_at = now(),
                                        expires_at = excluded.expires_at;
    perform auth.note(the_actor, 'reset_link', the_user, null, null);
    return query select verdict, person.username, person.display_name, ends;
end $$;

create function auth.set_sign_up(the_actor uuid, the_mode text) returns text
language plpgsql as $$
declare
    was text;
begin
    -- No actor: the operator.
    if the_actor is null then
        perform auth.lock_place();
    elsif auth.office(the_actor) is null then
        return 'forbidden';
    end if;
    select sign_up into was from auth.installation;
    if was = the_mode then
        return 'unchanged';
    end if;
    update auth.installation set sign_up = the_mode;
    perform auth.note(the_actor, 'sign_up', null, was, the_mode);
    return 'done';
end $$;

create function auth.make_invite(the_actor uuid, the_invite uuid, the_code text, the_most integer, life_seconds float8)
returns table (outcome text, expires_at timestamptz)
language plpgsql as $$
#variable_conflict use_column
declare
    ends timestamptz := now() + make_interval(secs => life_seconds);
begin
    if auth.office(the_actor) is null then
        return query select 'forbidden', null::timestamptz;
        return;
    end if;
    insert into auth.invite (id, code, made_by, expires_at, most)
    values (the_invite, the_code, the_actor, ends, the_most)
    on conflict (id) do nothing;
    if not found then
        return query select 'repeated', null::timestamptz;
        return;
    end if;
    perform auth.note(the_actor, 'make_invite', null, null,
                      the_most || ' until ' || to_char(ends at time zone 'utc', 'YYYY-MM-DD'));
    return query select 'done', ends;
end $$;

create function auth.revoke_invite(the_actor uuid, the_invite uuid) returns text
language plpgsql as $$
declare
    gone auth.invite;
begin
    if auth.office(the_actor) is null then
        return 'forbidden';
    end if;
    update auth.invite set revoked_at = now() where id = the_invite and revoked_at is null returning * into gone;
    if not found then
        return case when exists (select from auth.invite where id = the_invite) then 'unchanged' else 'unknown' end;
    end if;
    perform auth.note(the_actor, 'revoke_invite', gone.made_by, (gone.most - gone.uses) || ' left', null);
    return 'done';
end $$;

-- What the operator does, from the command line.

create or replace function auth.deactivate(the_user uuid) returns boolean
language plpgsql as $$
declare
    was text;
begin
    perform auth.lock_place();
    select org_role into was from auth.account where id = the_user and active for no key update;
    if not found then
        return false;
    end if;
    perform auth.spare_last_owner(the_user);
    perform auth.put_standing(the_user, 'inactive');
    perform auth.note(null, 'org_role', the_user, was, 'inactive');
    return true;
end $$;

create or replace function auth.reactivate(the_user uuid) returns boolean
language plpgsql as $$
declare
    regained text;
begin
    perform auth.lock_place();
    select org_role into regained from auth.account where id = the_user and not active for no key update;
    if not found then
        return false;
    end if;
    perform auth.put_standing(the_user, regained);
    perform auth.note(null, 'org_role', the_user, 'inactive', regained);
    return true;
end $$;

create or replace function auth.appoint(the_user uuid, the_standing text) returns boolean
language plpgsql as $$
declare
    person auth.account;
begin
    perform auth.lock_place();
    select * into person from auth.account where id = the_user and org_role <> the_standing for no key update;
    if not found then
        return false;
    end if;
    if person.active then
        perform auth.spare_last_owner(the_user);
        perform auth.put_standing(the_user, the_standing);
    else
        update auth.account set org_role = the_standing where id = the_user;
    end if;
    perform auth.note(null, 'org_role', the_user, person.org_role, the_standing);
    return true;
end $$;

create or replace function auth.reset_password(the_user uuid, the_password text) returns boolean
language plpgsql as $$
begin
    perform auth.lock_place();
    update auth.account set password = the_password where id = the_user;
    if not found then
        return false;
    end if;
    delete from auth.session where user_id = the_user;
    delete from auth.reset where user_id = the_user;
    perform auth.tell('all_sessions_ended', the_user, null, null);
    perform auth.note(null, 'reset_password', the_user, null, null);
    return true;
end $$;

-- As before, and links that ran out.
create or replace function auth.tidy(idle_seconds float8, absolute_seconds float8, most integer) returns bigint
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

    delete from auth.reset where token in (
        select token from auth.reset where expires_at < now() limit most for update skip locked
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
