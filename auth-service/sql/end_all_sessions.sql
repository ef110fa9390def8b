-- Ends all sessions of a person with one entry of the feed; says how many there were.
create or replace function auth.end_all_sessions(the_user uuid) returns bigint
language sql as $$
    with ended as (
        delete from auth.session where user_id = the_user returning id
    ), head as (
        update auth.feed_head set n = n + 1 returning n
    ), told as (
        insert into auth.feed (n, user_id, kind) select n, the_user, 'all_sessions_ended' from head
    )
    select count(*) from ended
$$;
