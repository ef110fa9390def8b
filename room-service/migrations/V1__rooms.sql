-- The log of rooms and what is kept beside it. Everything in `event` is written once; `message`, `member` and `room`
-- say what the log amounts to now.

-- One identity per database: it changes only when an operator restores a copy, and then everyone starts afresh.
create table chat.installation (
    only_one boolean primary key default true,
    log_id   uuid not null default gen_random_uuid(),
    -- Ids of direct conversations are made of their people under this, for good: whoever does not know it guesses none.
    direct_namespace uuid not null default gen_random_uuid(),
    -- The store that all files are in, so that a gateway with another one is noticed.
    file_store uuid,
    -- What of rooms with a name those are told about who chose nothing; null: no admin has said.
    level text,
    -- Messages show what their links lead to, but where a room does not want it.
    previews boolean not null default false,
    constraint installation_level_known check (level in ('everything', 'mentions', 'nothing')),
    constraint installation_is_one check (only_one)
);
insert into chat.installation default values;

create table chat.room (
    id          uuid constraint room_pkey primary key,
    kind        text not null,
    name        text,
    name_key    text,                       -- what names are compared by
    slug        text,                       -- its present address
    participants uuid[],                    -- of a direct conversation: everyone in it, for good
    topic       text not null default '',
    settings    jsonb not null default '{}',
    head        bigint not null default 0,  -- seq of the last event
    head_at     timestamptz not null default now(),
    last_msg    bigint not null default 0,  -- number of the last message that has one
    acl         bigint not null default 0,  -- seq of the last membership event
    revised     bigint not null default 0,  -- seq of the last event that changed or deleted a message
    members     bigint not null default 0,  -- people inside
    rules       int not null default 1,     -- the rules a node must know to decide here
    created_at  timestamptz not null default now(),
    archived_at timestamptz,
    deleted_at  timestamptz,
    emptied_seq bigint not null default 0,  -- of a deleted room everything said up to here has been erased
    constraint room_kind_known check (kind in ('public', 'private', 'direct')),
    constraint room_has_a_name check (
        kind = 'direct' or name is not null and name_key is not null and slug is not null
    ),
    constraint room_direct check (
        kind <> 'direct' or name is null and slug is null and participants is not null and deleted_at is null
            and archived_at is null and members = cardinality(participants)
    )
) with (fillfactor = 60);                   -- each append updates this row in place; so no index on head or head_at
create index room_to_empty on chat.room (id) where deleted_at is not null and emptied_seq < 9223372036854775807;

-- Names of public rooms: each is one room's. A `claim` is the nonce of a renaming that has not happened yet; `skeleton`
-- is what names that look alike have in common.
create table chat.name (
    key        text constraint name_pkey primary key,
    skeleton   text not null,
    room_id    uuid not null constraint name_of_room references chat.room,
    claim      uuid,
    claimed_at timestamptz not null default now()
);
create index name_by_room on chat.name (room_id);
create index name_by_skeleton on chat.name (skeleton);

-- Every address a room ever had: none is given to another.
create table chat.address (
    slug    text constraint address_pkey primary key,
    room_id uuid not null constraint address_of_room references chat.room,
    claim   uuid
);

-- Neither events nor messages refer to their room or event by a foreign key: the append, which holds the room's row, is
-- the only way in, and the keys cost a quarter of its speed.
create table chat.event (
    room_id     uuid not null,
    seq         bigint not null,
    kind        text not null,
    actor_id    uuid not null,
    name        text not null,                     -- the actor's display name then, a hint
    authority   text not null default 'member',    -- by what right it was done
    target_seq  bigint,                            -- the message it changes
    nonce       uuid not null,
    fingerprint bigint not null,                   -- which command it was
    data        jsonb,                             -- the rest of the fact; of a void: why
    at          timestamptz not null,
    constraint event_pkey primary key (room_id, seq),
    -- Not by room first: where most rooms are small, Postgres would look an event of a large one up by its room alone.
    constraint event_nonce_key unique (actor_id, nonce, room_id),
    constraint event_authority_known check (authority in ('member', 'admin', 'system'))
);
-- What admins and the system did, what moderators did to others, and what was set for rooms.
create index event_by_authority on chat.event (at)
where authority <> 'member' or kind in ('removed', 'unbanned', 'muted', 'unmuted', 'appointed', 'configured') or kind = 'deleted' and data ? 'author';
-- Who looked into a room, for its pages; and what it was about before.
create index event_of_note on chat.event (room_id, seq) where kind in ('inspected', 'described');

create table chat.message (
    room_id    uuid not null,
    seq        bigint not null,
    msg_no     bigint,                      -- its number in the room; none for what is said aside
    rev        bigint not null,             -- seq of its last change
    text_rev   bigint not null,             -- seq of the last change of its words
    author_id  uuid not null,
    body       text not null,
    html       text not null,
    renderer   int not null,                -- version of the renderer that made the html
    reply_to   bigint,
    root       bigint,                      -- the message whose thread it is said in; none in the room alone
    previews   jsonb,                       -- what it shows of its links; null: nothing, and nobody has said that it shall not
    edited_at  timestamptz,
    deleted_at timestamptz,
    constraint message_pkey primary key (room_id, seq)
);
create index message_in_thread on chat.message (room_id, root, seq) where root is not null;
-- What is deleted is not unread.
create index message_deleted on chat.message (room_id, seq) where deleted_at is not null and msg_no is not null;
-- Which messages show a picture of a page. Nothing of it is touched by what is said: previews come later.
create index message_by_link_picture on chat.message using gin (jsonb_path_query_array(previews, '$.links[*].picture.id'))
with (fastupdate = off) where previews is not null;

-- What messages said before they were edited, where the room keeps it. The words stand here as they were rendered then.
create table chat.revision (
    room_id uuid not null,
    seq     bigint not null,                -- the message
    rev     bigint not null,                -- the event that the words came with
    html    text not null,
    constraint revision_pkey primary key (room_id, seq, rev)
);

create table chat.member (
    room_id   uuid not null constraint member_of_room references chat.room,
    user_id   uuid not null,
    role      text not null,
    since_seq bigint not null,
    since_msg bigint not null,              -- messages that were there before: never unread
    hidden_msg bigint not null default 0,   -- of a direct conversation: messages that were there when it was taken off the list
    banned_until timestamptz,               -- who is banned may come back then; none: not before they are let
    muted_until timestamptz,                -- they say nothing until then
    muted_seq  bigint,                      -- the event that muted them: it says why
    spoke_at   timestamptz,                 -- when they last said something in slow mode
    blocks     boolean not null default false, -- of a conversation of two: they want to hear nothing from the other
    level      text,                        -- what of it they want to be told about; none: what people want of a room like this
    starred    boolean not null default false, -- it stands at the top of their list
    constraint member_pkey primary key (room_id, user_id),
    constraint member_level_known check (level in ('everything', 'mentions', 'nothing', 'hidden')),
    constraint member_role_known check (role in ('former', 'banned', 'member', 'moderator', 'owner'))
);
create index member_by_user on chat.member (user_id, room_id) where role in ('member', 'moderator', 'owner');
create index member_blocks on chat.member (user_id) where blocks;
-- Whether somebody is the last owner is asked at every waking, however large the room.
create index member_owner on chat.member (room_id) where role = 'owner';

-- `generation` counts how often a marker was moved back; what was read under an earlier one moves nothing any more.
-- `held` is where the room stood when it was last moved back: who knows no generation moves it on only by what came later.
create table chat.marker (
    user_id    uuid not null,
    room_id    uuid not null constraint marker_of_room references chat.room,
    read_seq   bigint not null,
    read_msg   bigint not null,
    generation bigint not null default 0,
    held       bigint not null default 0,
    away_seq   bigint not null default 0,   -- its person put away what is unread up to here
    away_msg   bigint not null default 0,   -- the number of the last message up to there
    away_until timestamptz,                 -- it waits again from then on; null: it does not
    constraint marker_pkey primary key (user_id, room_id)
);

create table chat.mention (
    user_id uuid not null,
    room_id uuid not null,
    seq     bigint not null,
    root    bigint,                          -- said in this thread alone
    keyword text,                            -- it calls them by a word of theirs, not by their name
    constraint mention_pkey primary key (user_id, room_id, seq),
    constraint mention_of_message foreign key (room_id, seq) references chat.message
);
-- For an edit or a deletion, which take away whoever was called before.
create index mention_by_message on chat.mention (room_id, seq);

-- What people chose of what they are told, wherever they chose nothing for a room.
create table chat.notification_settings (
    user_id uuid constraint notification_settings_pkey primary key,
    level   text not null constraint notification_settings_level_known check (level in ('everything', 'mentions', 'nothing'))
);

-- What admins set for everyone, for the audit.
create table chat.installation_act (
    id       bigint generated always as identity constraint installation_act_pkey primary key,
    kind     text not null constraint installation_act_kind_known check (kind in ('set_default_level', 'set_link_previews')),
    actor_id uuid not null,
    name     text not null,                 -- the actor's display name then, a hint
    before   text not null,
    after    text not null,
    at       timestamptz not null default now()
);
create index installation_act_by_time on chat.installation_act (at);

-- Words that call people who are in the room where they are used, from `since` on. `key` is what they are compared by, `first` the first
-- word of it, by which they are looked for.
create table chat.keyword (
    user_id uuid not null,
    key     text not null,
    typed   text not null,
    first   text not null,
    since   timestamptz not null default now(),
    constraint keyword_pkey primary key (user_id, key)
);
create index keyword_by_first on chat.keyword (first);

-- Devices on which people are told while no page of theirs is open, as their push services know them. Each belongs to a session of schema
-- `auth`, and is told for as long as that lasts.
create table chat.push_device (
    id         uuid constraint push_device_pkey primary key,
    user_id    uuid not null,
    session_id uuid not null,
    endpoint   text not null constraint push_device_endpoint_key unique,
    key        text not null,               -- both of these in base64url
    auth       text not null,
    agent      text not null,
    language   text not null,
    words      boolean not null,            -- who wrote and what is told
    used_at    timestamptz not null default now()
);
create index push_device_by_user on chat.push_device (user_id);

-- What devices are to be told, a row for each device, room and thread. It stays a day when there is nothing to tell any more: `seq` says up
-- to which message it was ordered, so that none is ordered twice.
create table chat.push_order (
    device_id uuid not null constraint push_order_of_device references chat.push_device on delete cascade,
    room_id   uuid not null,
    root      bigint not null,              -- the thread it is said in alone; 0: in the room
    seq       bigint not null,              -- the last message that was ordered
    waiting   bigint[] not null,            -- the messages to be told
    tries     int not null default 0,
    due_at    timestamptz not null,         -- not before then; while a gateway has it, when another may
    constraint push_order_pkey primary key (device_id, room_id, root)
) with (fillfactor = 80);
create index push_order_due on chat.push_order (due_at) where waiting <> '{}';

-- What people want to be told by mail of what they have not read; their addresses auth knows.
create table chat.mail (
    user_id  uuid constraint mail_pkey primary key,
    pace     text not null constraint mail_pace_known check (pace in ('never', 'minutes', 'hour', 'daily')),
    words    boolean not null,              -- who wrote and what is told
    language text not null,
    link     uuid not null default gen_random_uuid() constraint mail_link_key unique, -- what the link ends in that ends it
    bounces  int not null default 0,        -- in a row: of too many, none is sent any more
    day      date,                          -- the last on which they were sent any,
    mails    int not null default 0,        -- and how many
    tries    int not null default 0,
    due_at   timestamptz                    -- not before then; while a gateway has it, when another may; null: nothing waits
) with (fillfactor = 80);
create index mail_due on chat.mail (due_at) where due_at is not null;

-- What they are to be told, a row for each room and thread. It stays a day when there is nothing to tell any more, as those for devices.
create table chat.mail_order (
    user_id uuid not null constraint mail_order_of_person references chat.mail on delete cascade,
    room_id uuid not null,
    root    bigint not null,                -- the thread it is said in alone; 0: in the room
    seq     bigint not null,                -- the last message that was ordered
    waiting bigint[] not null,              -- the messages to be told
    at      timestamptz not null default now(),
    constraint mail_order_pkey primary key (user_id, room_id, root)
) with (fillfactor = 80);

-- Links that messages show something of, whichever messages: each is looked at once a day at most, by a gateway.
create table chat.link (
    href       text constraint link_pkey primary key, -- without the part of the page it names
    preview    jsonb,                       -- what is there; null: nothing that could be shown
    fetched_at timestamptz,                 -- when that was found out
    tries      int not null default 0,
    due_at     timestamptz                  -- not before then; while a gateway has it, when another may; null: it was looked at
);
create index link_due on chat.link (due_at) where due_at is not null;
create index link_by_picture on chat.link ((preview #>> '{picture,id}')) where preview ? 'picture';

-- Pictures of pages, drawn small, in the gateways' store. A row comes before the first byte, and goes after the last.
create table chat.link_picture (
    id         uuid constraint link_picture_pkey primary key,
    size       int not null,                -- bytes
    look_at    timestamptz not null default now() + interval '1 hour', -- when it is looked whether anything shows it
    unused_at  timestamptz,                 -- since when nothing does
    removed_at timestamptz                  -- nobody gets it any more
);
create index link_picture_to_look_at on chat.link_picture (look_at) where removed_at is null;
create index link_picture_removed on chat.link_picture (removed_at) where removed_at is not null;

-- Messages that wait for that.
create table chat.link_order (
    room_id  uuid not null,
    seq      bigint not null,
    text_rev bigint not null,               -- the words that the links are of
    hrefs    text[] not null,               -- as they stand there
    at       timestamptz not null default now(),
    constraint link_order_pkey primary key (room_id, seq)
);

-- How each thread stands, as the line under the message it began with shows it.
create table chat.thread (
    room_id  uuid not null,
    root     bigint not null,
    replies  bigint not null,
    last_seq bigint not null,
    last_at  timestamptz not null,
    faces    jsonb not null,                -- who replied last, the latest first
    constraint thread_pkey primary key (room_id, root)
);

-- Who follows which thread, and how far each has read it. Who does not want to follow it any more keeps the row.
create table chat.thread_follow (
    user_id    uuid not null,
    room_id    uuid not null,
    root       bigint not null,
    read_seq   bigint not null,
    level      text not null,
    away_seq   bigint not null default 0,   -- as that of a marker
    away_until timestamptz,
    constraint thread_follow_pkey primary key (user_id, room_id, root),
    constraint thread_follow_level_known check (level in ('all', 'none'))
);

-- Whom to tell that a thread goes on.
create index thread_follow_by_thread on chat.thread_follow (room_id, root);

-- How people have their lists of rooms: order, places by hand, what is folded away.
create table chat.arrangement (
    user_id     uuid constraint arrangement_pkey primary key,
    version     bigint not null,
    arrangement jsonb not null
);

-- What people keep to come back to; who reads it any more, the query says. `remind_at` is when it is to come up again.
create table chat.saved (
    user_id   uuid not null,
    room_id   uuid not null,
    seq       bigint not null,
    saved_at  timestamptz not null default now(),
    remind_at timestamptz,
    constraint saved_pkey primary key (user_id, room_id, seq)
);

-- Who may begin a direct conversation with somebody; without a row, everybody.
create table chat.first_contact (
    user_id uuid constraint first_contact_pkey primary key,
    choice  text not null constraint first_contact_known check (choice in ('everybody', 'shared_room', 'nobody'))
);
-- Who reacts to what, and how. `token` is what is counted, `chosen` the same in the tone of skin they chose.
create table chat.reaction (
    room_id   uuid not null,
    seq       bigint not null,              -- the message
    user_id   uuid not null,
    token     text not null,
    chosen    text not null,
    since_seq bigint not null,              -- the event
    constraint reaction_pkey primary key (room_id, seq, user_id, token)
);
-- How many of them there are, so that nobody counts: a message with a thousand of them is drawn as fast as any.
create table chat.reaction_count (
    room_id   uuid not null,
    seq       bigint not null,
    token     text not null,
    count     int not null,
    since_seq bigint not null,              -- the event with which it came: what is older stands first
    constraint reaction_count_pkey primary key (room_id, seq, token)
);

-- Files: first what somebody may upload, then, once all of it is in the gateways' store, what a message has. No byte of them is here.
create table chat.attachment (
    id         uuid constraint attachment_pkey primary key,
    room_id    uuid not null constraint attachment_of_room references chat.room,
    owner_id   uuid not null,
    name       text not null,
    size       bigint not null,             -- bytes; until it is stored what was said, which it does not exceed
    type       text not null,
    sha256     bytea,                       -- once it is stored
    alt        text,                        -- what it shows, in the words of its owner
    preview    text,                        -- its first lines, where it is text
    width      int,                         -- of a picture as it is shown, in pixels
    height     int,
    blur       text,                        -- the same in a few pixels: a PNG in base64
    round_ms   int,                         -- how long one round takes, where it moves
    created_at timestamptz not null default now(),
    stored_at  timestamptz,                 -- all of it is in the store
    seq        bigint,                      -- the message that has it
    place      int,                         -- among the files of that message
    removed_at timestamptz,                 -- nobody gets it any more; the row goes once the store has let go of it
    constraint attachment_picture_has_a_size check (width is null and height is null or width > 0 and height > 0),
    constraint attachment_posted_is_stored check (seq is null or stored_at is not null and place is not null)
);
create index attachment_by_message on chat.attachment (room_id, seq) where seq is not null;
create index attachment_by_owner on chat.attachment (owner_id) include (size);
create index attachment_unposted on chat.attachment (created_at) where seq is null and removed_at is null;
create index attachment_removed on chat.attachment (removed_at) where removed_at is not null;

-- What people reported: copies of the messages as they were then, for those who keep order. Erased 30 days after they are closed.
create table chat.report (
    room_id     uuid not null constraint report_of_room references chat.room,
    seq         bigint not null,            -- the message
    text_rev    bigint not null,            -- which words of it: what was reported of the same words is one case
    reporter_id uuid not null,
    author_id   uuid not null,
    author_name text not null,              -- how they were called then, a hint
    said_at     timestamptz not null,
    body        text not null,
    files       text[] not null,            -- what they were called
    reason      text not null,
    note        text,
    at          timestamptz not null default now(),
    closed_at   timestamptz,
    closed_by   uuid,
    outcome     text,
    constraint report_pkey primary key (room_id, seq, reporter_id),
    constraint report_reason_known check (reason in ('harassment', 'spam', 'private', 'other')),
    constraint report_outcome_known check (outcome in ('dismissed', 'deleted', 'muted', 'banned')),
    constraint report_closed_whole check (
        (closed_at is null) = (closed_by is null) and (closed_at is null) = (outcome is null)
    )
);
create index report_by_reporter on chat.report (reporter_id);
create index report_open on chat.report (room_id) where closed_at is null;
create index report_closed on chat.report (closed_at) where closed_at is not null;

-- What was done about reports, for the audit: for good, so without the message, and without who reported it.
create table chat.report_act (
    id        bigint generated always as identity constraint report_act_pkey primary key,
    room_id   uuid not null,
    seq       bigint not null,              -- the message
    kind      text not null constraint report_act_kind_known check (kind in ('reported', 'report_closed')),
    actor_id  uuid not null,                -- of `reported` the installation
    name      text not null,                -- the actor's display name then, a hint
    target_id uuid not null,                -- who wrote the message
    outcome   text,
    at        timestamptz not null default now()
);
create index report_act_by_time on chat.report_act (at);

-- How far each follower has come in each room: what happens because something happened is done behind the log.
create table chat.cursor (
    follower text not null,
    room_id  uuid not null constraint cursor_of_room references chat.room,
    seq      bigint not null,               -- the last event that is done with
    tries    int not null default 0,        -- how often the next one failed
    skipped  bigint not null default 0,     -- events that were given up
    error    text,                          -- why the last one failed; none once the room goes on
    constraint cursor_pkey primary key (follower, room_id)
) with (fillfactor = 80);

-- What was said, to be searched: the words of some messages of a room together, written behind the log. They are made in
-- `proto::search`; the database needs no dictionary and no extension for them.
create table chat.search (
    room_id  uuid not null,
    block    bigint not null,               -- the messages whose seq / 16 it is
    first_at timestamptz not null,
    last_at  timestamptz not null,
    rev      bigint not null,               -- where the room stood when they were read; what came later is not in it
    words    tsvector not null,             -- all of theirs together, who wrote them and what they have
    constraint search_pkey primary key (room_id, block)
);
-- Whoever searches waits for no list of what was not sorted in yet.
create index search_by_word on chat.search using gin (words) with (fastupdate = off);
create index search_by_time on chat.search (last_at);

-- Rooms whose part of the index is written anew, and which block is the next.
create table chat.search_rebuild (
    room_id uuid constraint search_rebuild_pkey primary key constraint search_rebuild_of_room references chat.room,
    block   bigint not null default 0
);

-- The room everyone starts in. Nobody owns it; its first event, like every room's, is its making.
insert into chat.room (id, kind, name, name_key, slug, head, acl)
values ('6e52a1c3-0000-4000-8000-000000000001', 'public', 'general', 'general', 'general', 1, 1);
insert into chat.name (key, skeleton, room_id) values ('general', 'general', '6e52a1c3-0000-4000-8000-000000000001');
insert into chat.address (slug, room_id) values ('general', '6e52a1c3-0000-4000-8000-000000000001');
insert into chat.event (room_id, seq, kind, actor_id, name, authority, nonce, fingerprint, data, at)
select id, 1, 'created', '00000000-0000-0000-0000-000000000000', '', 'system', id, 0,
       '{"room_name": "general", "room_kind": "public"}', head_at
from chat.room;
