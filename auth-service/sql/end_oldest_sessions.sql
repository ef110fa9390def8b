-- Ends the sessions of a person that were used longest ago, so that with a new one there are no more than `most`; each with an
-- entry of its own in the feed. Says how many. Whoever calls it holds the account's lock.
create or replace function auth.end_oldest_sessions(the_user uuid, new_one uuid, most integer) returns bigint
language sql as $$
    with ended as (
        delete from auth.session where token in (
            select token from auth.session where user_id = the_user and id <> new_one
            order by last_seen desc, made_at desc, token offset most - 1
        ) returning id
    ), head as (
        update auth.feed_head set n = n + (select count(*) from ended) where exists (select from ended) returning n
    ), told as (
        insert into auth.feed (n, user_id, session_id, kind)
        select head.n + 1 - row_number() over (order by ended.id), the_user, ended.id, 'session_ended'
        from ended cross join head
    )
    select count(*) from ended
$$;
