-- The people of a place, their sessions, and the feed of what ended or changed about them.

create table auth.installation (
    one boolean primary key default true constraint installation_one_row check (one),
    id uuid not null default gen_random_uuid(),
    made_at timestamptz not null default now()
);
insert into auth.installation default values;

-- Usernames and addresses arrive case-folded; `org_role` is what they are while active.
create table auth.account (
    id uuid primary key,
    username text not null constraint account_username_key unique,
    email text not null constraint account_email_key unique,
    display_name text not null,
    password text not null,
    org_role text not null default 'member' constraint account_org_role check (org_role in ('guest', 'member', 'admin', 'owner')),
    active boolean not null default true,
    made_at timestamptz not null default now(),
    constraint account_username_folded check (username = lower(username))
);

-- Whoever gets this one row has claimed the place. Never decided by counting accounts.
create table auth.place_owner (
    one boolean primary key default true constraint place_owner_one_row check (one),
    user_id uuid not null constraint place_owner_user_fkey references auth.account (id)
);

-- `token` is the SHA-256 of the token, which itself is in the cookie alone. `net`: the address, IPv6 cut to its /64.
create table auth.session (
    token text primary key constraint session_token_is_a_hash check (token ~ '^[0-9a-f]{64}$'),
    id uuid not null constraint session_id_key unique,
    user_id uuid not null constraint session_user_fkey references auth.account (id) on delete cascade,
    net inet not null,
    agent text not null,
    made_at timestamptz not null default now(),
    last_seen timestamptz not null default now()
) with (fillfactor = 80);
create index session_by_user on auth.session (user_id);

-- Numbered under the lock of `feed_head`'s row: number n is visible only when all numbers below it are.
create table auth.feed_head (
    one boolean primary key default true constraint feed_head_one_row check (one),
    n bigint not null
);
insert into auth.feed_head (n) values (0);

create table auth.feed (
    n bigint primary key,
    user_id uuid not null,
    session_id uuid,
    kind text not null,
    org_role text,
    at timestamptz not null default now(),
    constraint feed_kind check (kind in ('session_ended', 'all_sessions_ended', 'org_role', 'renamed')),
    constraint feed_session check ((kind = 'session_ended') = (session_id is not null)),
    constraint feed_org_role check ((kind = 'org_role') = (org_role is not null))
);

-- Attempts within a window, shared by all auth-services. Keys are hashes: no name or address can be read here.
create table auth.throttle (
    key bytea primary key,
    count integer not null,
    ends_at timestamptz not null
) with (fillfactor = 70);
