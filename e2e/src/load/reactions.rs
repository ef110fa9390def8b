//! Reactions under all messages of a cluster, written where the append would write them: of what a page costs, they are the part that
//! is measured.

use super::error::LoadError;
use crate::Cluster;

/// By the first three people of each room, as far as there are so many.
const ADD: &str = "
with people as (
    select room_id, user_id from (
        select room_id, user_id, row_number() over (partition by room_id order by since_seq) as n
        from chat.member where role in ('member', 'moderator', 'owner')
    ) m where n <= 3
), added as (
    insert into chat.reaction (room_id, seq, user_id, token, chosen, since_seq)
    select m.room_id, m.seq, p.user_id, t.token, t.token, m.seq + t.n
    from chat.message m join people p using (room_id)
    cross join unnest($1::text[]) with ordinality t (token, n)
    returning room_id, seq, token, since_seq
)
insert into chat.reaction_count (room_id, seq, token, count, since_seq)
select room_id, seq, token, count(*), min(since_seq) from added group by room_id, seq, token";

const TOKENS: [&str; 20] = [
    "👍", "🎉", "😂", "❤️", "🙏", "👀", "✅", "🔥", "💯", "🚀", "😍", "😅", "🤔", "😮", "😢", "😎", "👋",
    "💪", "☕", "lgtm",
];

/// So many different ones under each message.
pub(super) async fn add(cluster: &Cluster, each: u32) -> Result<(), LoadError> {
    let tokens: Vec<&str> = TOKENS.into_iter().take(each as usize).collect();
    let database = cluster.database().await;
    let wrong = |error| LoadError::Failed(format!("no reactions: {}", services::said(&error)));
    database.execute(ADD, &[&tokens]).await.map_err(wrong)?;
    database.batch_execute("analyze chat.reaction, chat.reaction_count").await.map_err(wrong)
}
