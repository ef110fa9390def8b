//! Somebody with very many rooms and direct conversations, put straight into the database: by forms it would take minutes.

use crate::Cluster;

const ROOMS: &str = "
with made as (
    insert into chat.room (id, kind, name, name_key, slug, head, head_at, last_msg, acl, members)
    select md5('team ' || n)::uuid, 'private', 'team ' || n, 'team ' || n, 'team-' || n, 2,
        now() - interval '1 year' + interval '1 minute' * n, 0, 1, 1
    from generate_series(1, $2::int) n returning id, slug
), reached as (insert into chat.address (slug, room_id) select slug, id from made)
insert into chat.member (room_id, user_id, role, since_seq, since_msg)
select made.id, me.id, 'member', 1, 0 from made, (select id from auth.account where username = $1) me";

const DIRECT: &str = "
with me as (select id from auth.account where username = $1),
other as (
    insert into auth.account (id, username, email, display_name, skeleton, search_key, newcomer)
    select md5('other ' || n)::uuid, 'other' || n, 'other' || n || '@example.org', 'Other ' || n, 'other ' || n, 'other ' || n, false
    from generate_series(1, $2::int) n returning id
), made as (
    insert into chat.room (id, kind, participants, head, head_at, last_msg, acl, members)
    select gen_random_uuid(), 'direct', array(select unnest(array[me.id, other.id]) order by 1), 2,
        now() - interval '1 year' + interval '1 minute' * row_number() over (), 1, 1, 2
    from me, other returning id, participants
)
insert into chat.member (room_id, user_id, role, since_seq, since_msg)
select made.id, p, 'member', 1, 1 from made cross join unnest(made.participants) p";

/// Puts somebody into so many rooms, `team-1` and on, and so many direct conversations with people who never come. Nothing in
/// them is unread.
///
/// # Panics
/// When the database does not take them.
pub async fn fill(cluster: &Cluster, username: &str, rooms: i32, direct: i32) {
    let database = cluster.database().await;
    database.execute(ROOMS, &[&username, &rooms]).await.expect("rooms");
    database.execute(DIRECT, &[&username, &direct]).await.expect("conversations");
}
