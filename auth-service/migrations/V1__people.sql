-- Tables of schema `auth`: the organisation, its people, their sessions, and what is remembered of all that changed.
-- Functions stand in `sql/`, one to a file.

-- One row: this installation. `version` rises with whatever decisions depend on: who owns the organisation, anybody's
-- role, whether they are active, and who may sign up. A decision is carried out only at the version it was made at.
-- `members_invite`: members make invites, too. `members_emoji`: they add emoji. `emoji_version` rises whenever one comes or goes.
-- `name`: what admins call it; null: as it is configured. `denied_files`: endings and types of files that nobody may send. `set_up`: its owner is through with the page that begins it.
create table auth.org (
    one boolean primary key default true constraint org_one_row check (one),
    id uuid not null default gen_random_uuid(),
    version bigint not null default 0,
    sign_up text not null default 'open' constraint org_sign_up check (sign_up in ('open', 'invite', 'closed')),
    members_invite boolean not null default false,
    members_emoji boolean not null default false,
    emoji_version bigint not null default 0,
    claimed_by uuid,
    name text,
    greeting text not null default '',
    denied_files text not null default '',
    set_up boolean not null default false,
    made_at timestamptz not null default now()
);
insert into auth.org default values;

-- `code`: the SHA-256 of what follows `/invite/`. `room_id`: a room of schema `chat`, of which nothing else is known here.
create table auth.invite (
    id uuid constraint invite_pkey primary key,
    code text not null constraint invite_code_key unique
        constraint invite_code_is_a_hash check (code ~ '^[0-9a-f]{64}$'),
    made_by uuid not null,
    made_at timestamptz not null default now(),
    expires_at timestamptz not null,
    uses integer not null default 0,
    most integer not null constraint invite_most check (most between 1 and 1000),
    revoked_at timestamptz,
    room_id uuid,
    constraint invite_uses check (uses between 0 and most)
);
create index invite_by_maker on auth.invite (made_by);
create index invite_by_time on auth.invite (made_at desc);

-- Usernames and addresses arrive case-folded. `org_role`: the role while active. An address is claimed by whoever says
-- that it is theirs, several people at once, until an admin confirms one of them; `email_at`: since when it is claimed.
-- `skeleton`: what display names that look alike have in common; `search_key`: what people are found by. `newcomer`: they are
-- shown where to begin. `password`: null until it is chosen by the link with which the account was made. `pronouns` to `about`:
-- what they say of themselves; null: nothing. `status_until`: from then on there is no status, whatever stands here.
-- `invisible`: others are not to see whether they are here. `avatar`: their picture in the gateways' store; null: initials stand for them. `quiet_until`, `quiet_hours`: until when, and in which hours of the week by
-- the clock of `zone`, they do not want to be disturbed.
create table auth.account (
    id uuid constraint account_pkey primary key,
    username text not null constraint account_username_key unique,
    email text not null,
    email_at timestamptz not null default now(),
    email_confirmed boolean not null default false,
    display_name text not null,
    skeleton text not null,
    search_key text not null,
    password text,
    org_role text not null default 'member' constraint account_org_role check (org_role in ('guest', 'member', 'admin', 'owner')),
    active boolean not null default true,
    newcomer boolean not null default true,
    pronouns text,
    title text,
    zone text,
    about text,
    status_emoji text,
    status_text text,
    status_until timestamptz,
    invisible boolean not null default false,
    avatar uuid constraint account_avatar_key unique,
    quiet_until timestamptz,
    quiet_hours jsonb,
    made_at timestamptz not null default now(),
    invited_with uuid constraint account_invited_with_fkey references auth.invite (id),
    constraint account_username_folded check (username = lower(username))
);
create unique index account_email_confirmed_key on auth.account (email) where email_confirmed;
create index account_by_email on auth.account (email, email_at, id);
create index account_by_skeleton on auth.account (skeleton);
-- Whoever is inside a room although deactivated is looked for by this.
create index account_deactivated on auth.account (id) where not active;
create index account_owners on auth.account (id) where active and org_role = 'owner';
alter table auth.org add constraint org_claimed_by_fkey foreign key (claimed_by) references auth.account (id);
alter table auth.invite add constraint invite_made_by_fkey foreign key (made_by) references auth.account (id);

-- `token`: the SHA-256 of the token, which itself is in the cookie alone. `net`: the address, IPv6 cut to its /64.
-- `proved_at`: when its password was last given.
create table auth.session (
    token text constraint session_pkey primary key constraint session_token_is_a_hash check (token ~ '^[0-9a-f]{64}$'),
    id uuid not null constraint session_id_key unique,
    user_id uuid not null constraint session_user_fkey references auth.account (id) on delete cascade,
    net inet not null,
    agent text not null,
    made_at timestamptz not null default now(),
    proved_at timestamptz not null default now(),
    last_seen timestamptz not null default now()
) with (fillfactor = 80);
create index session_by_user on auth.session (user_id);

-- When a person last used a session; outlives their sessions.
create table auth.seen (
    user_id uuid primary key constraint seen_user_fkey references auth.account (id) on delete cascade,
    at timestamptz not null default now()
) with (fillfactor = 70);

-- At most one link a person, kept a while when it does not work any more, so that it can be said why. `token`: the SHA-256 of
-- what follows `/reset/`.
create table auth.reset (
    user_id uuid primary key constraint reset_user_fkey references auth.account (id) on delete cascade,
    token text not null constraint reset_token_key unique
        constraint reset_token_is_a_hash check (token ~ '^[0-9a-f]{64}$'),
    made_by uuid constraint reset_made_by_fkey references auth.account (id),
    made_at timestamptz not null default now(),
    expires_at timestamptz not null,
    used_at timestamptz
);

-- At most one link a person with which they confirm that an address is theirs: the one it was mailed to. `token`: the SHA-256 of
-- what follows `/confirm/`.
create table auth.confirmation (
    user_id uuid primary key constraint confirmation_user_fkey references auth.account (id) on delete cascade,
    token text not null constraint confirmation_token_key unique
        constraint confirmation_token_is_a_hash check (token ~ '^[0-9a-f]{64}$'),
    email text not null,
    expires_at timestamptz not null
);

-- From where people have signed in within a year. `mark`: a hash of browser and network, as `auth.note_device` makes it.
create table auth.device (
    user_id uuid not null constraint device_user_fkey references auth.account (id) on delete cascade,
    mark bytea not null,
    seen_at timestamptz not null default now(),
    constraint device_pkey primary key (user_id, mark)
);
create index device_by_time on auth.device (seen_at);

-- Commands that were carried out, so that one sent again is not carried out again. Kept for a day.
create table auth.command (
    key uuid constraint command_pkey primary key,
    action text not null,
    actor_id uuid,
    at timestamptz not null default now()
);
create index command_by_time on auth.command (at);

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
    constraint feed_kind check (kind in ('session_ended', 'session_changed', 'all_sessions_ended', 'org_role', 'renamed', 'status')),
    constraint feed_session check ((kind in ('session_ended', 'session_changed')) = (session_id is not null)),
    constraint feed_org_role check ((kind = 'org_role') = (org_role is not null))
);

-- Emoji of the installation's own. `picture`: how one looks, in the gateways' store.
create table auth.emoji (
    name text constraint emoji_pkey primary key constraint emoji_name check (name ~ '^[a-z0-9_+-]{2,32}$'),
    picture uuid not null constraint emoji_picture_key unique,
    added_by uuid not null constraint emoji_added_by_fkey references auth.account (id),
    added_at timestamptz not null default now()
);

-- No actor: the operator, from the command line.
create table auth.audit (
    n bigint generated always as identity primary key,
    at timestamptz not null default clock_timestamp(),
    actor_id uuid constraint audit_actor_fkey references auth.account (id),
    action text not null,
    target_id uuid,
    before text,
    after text
);

-- Attempts within a window, counted by all auth-services together. Keys are hashes: no name or address can be read here.
create table auth.throttle (
    key bytea primary key,
    count integer not null,
    ends_at timestamptz not null
) with (fillfactor = 70);
