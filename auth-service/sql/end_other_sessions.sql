-- Ends the sessions of a person except one, each with an entry of its own in the feed; says which.
create or replace function auth.end_other_sessions(the_user uuid, keep uuid) returns uuid[]
language sql as $$
    with ended as (
        delete from auth.session where user_id = the_user and id <> keep returning id
    ), head as (
        update auth.feed_head set n = n + (select count(*) from ended) where exists (select from ended) returning n
    ), told as (
        insert into auth.feed (n, user_id, session_id, kind)
        select head.n + 1 - row_number() over (order by ended.id), the_user, ended.id, 'session_ended'
        from ended cross join head
    )
    select coalesce(array_agg(id), '{}') from ended
$$;
