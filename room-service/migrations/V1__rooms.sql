-- The log of rooms and what is kept beside it. Everything in `event` is written once; `message`, `member` and `room`
-- say what the log amounts to now.

-- One identity per database: it changes only when an operator restores a copy, and then everyone starts afresh.
create table chat.place (
    the_one boolean primary key default true,
    log_id  uuid not null default gen_random_uuid(),
    constraint place_is_one check (the_one)
);
insert into chat.place default values;

create table chat.room (
    id          uuid primary key,
    kind        text not null,
    name        text not null,
    name_key    text not null,              -- what names are compared by
    slug        text not null,              -- its present address
    topic       text not null default '',
    settings    jsonb not null default '{}',
    head        bigint not null default 0,  -- seq of the last event
    head_at     timestamptz not null default now(),
    last_msg    bigint not null default 0,  -- number of messages so far
    acl         bigint not null default 0,  -- seq of the last membership event
    members     bigint not null default 0,  -- people inside
    rules       int not null default 1,     -- the rules a node must know to decide here
    created_at  timestamptz not null default now(),
    archived_at timestamptz,
    constraint room_kind_known check (kind in ('public', 'private'))
) with (fillfactor = 60);                   -- each append updates this row in place; so no index on head or head_at

create unique index room_public_name_key on chat.room (name_key) where kind = 'public';

-- Every address a room ever had: none is given to another.
create table chat.address (
    slug    text primary key,
    room_id uuid not null constraint address_of_room references chat.room
);

-- Neither events nor messages refer to their room or event by a foreign key: the append, which holds the room's row, is
-- the only way in, and the keys cost a quarter of its speed.
create table chat.event (
    room_id    uuid not null,
    seq        bigint not null,
    kind       text not null,
    actor_id   uuid not null,
    name       text not null,               -- the actor's display name then, a hint
    target_seq bigint,                      -- the message it changes
    nonce      uuid not null,
    fingerprint      bigint not null,             -- which command it was
    data       jsonb,                       -- the rest of the fact; of a void: why
    at         timestamptz not null,
    constraint event_pkey primary key (room_id, seq),
    constraint event_nonce_key unique (room_id, actor_id, nonce)
);

create table chat.message (
    room_id    uuid not null,
    seq        bigint not null,
    msg_no     bigint not null,
    rev        bigint not null,             -- seq of its last change
    author_id  uuid not null,
    body       text not null,
    html       text not null,
    renderer   int not null,                -- version of the renderer that made the html
    reply_to   bigint,
    edited_at  timestamptz,
    deleted_at timestamptz,
    constraint message_pkey primary key (room_id, seq)
);

create table chat.member (
    room_id   uuid not null constraint member_of_room references chat.room,
    user_id   uuid not null,
    role      text not null,
    since_seq bigint not null,
    since_msg bigint not null,              -- messages that were there before: never unread
    constraint member_pkey primary key (room_id, user_id),
    constraint member_role_known check (role in ('former', 'banned', 'member', 'moderator', 'owner'))
);
create index member_by_user on chat.member (user_id, room_id) where role in ('member', 'moderator', 'owner');

create table chat.marker (
    user_id  uuid not null,
    room_id  uuid not null constraint marker_of_room references chat.room,
    read_seq bigint not null,
    read_msg bigint not null,
    constraint marker_pkey primary key (user_id, room_id)
);

create table chat.mention (
    user_id uuid not null,
    room_id uuid not null,
    seq     bigint not null,
    constraint mention_pkey primary key (user_id, room_id, seq),
    constraint mention_of_message foreign key (room_id, seq) references chat.message
);

-- The room everyone starts in. Nobody owns it; its first event, like every room's, is its making.
insert into chat.room (id, kind, name, name_key, slug, head, acl)
values ('6e52a1c3-0000-4000-8000-000000000001', 'public', 'general', 'general', 'general', 1, 1);
insert into chat.address (slug, room_id) values ('general', '6e52a1c3-0000-4000-8000-000000000001');
insert into chat.event (room_id, seq, kind, actor_id, name, nonce, fingerprint, data, at)
select id, 1, 'created', '00000000-0000-0000-0000-000000000000', '', id, 0,
       '{"room_name": "general", "room_kind": "public"}', head_at
from chat.room;
