-- Removes what is past its time, at most `most` rows of each kind; says how many in all. Sessions that expired end in the
-- feed like all others. The feed's last entry stays: readers go on from it.
create or replace function auth.sweep(idle_seconds float8, absolute_seconds float8, most integer) returns bigint
language sql as $$
    with expired as (
        delete from auth.session where token in (
            select token from auth.session
            where last_seen < now() - make_interval(secs => idle_seconds)
               or made_at < now() - make_interval(secs => absolute_seconds)
            limit most for update skip locked
        ) returning user_id, id
    ), links as (
        delete from auth.reset where token in (
            select token from auth.reset where expires_at < now() - interval '30 days' limit most for update skip locked
        ) returning 1
    ), confirmations as (
        delete from auth.confirmation where token in (
            select token from auth.confirmation where expires_at < now() - interval '30 days' limit most for update skip locked
        ) returning 1
    ), devices as (
        delete from auth.device where (user_id, mark) in (
            select user_id, mark from auth.device where seen_at < now() - interval '1 year' limit most for update skip locked
        ) returning 1
    ), windows as (
        delete from auth.throttle where key in (
            select key from auth.throttle where ends_at < now() limit most for update skip locked
        ) returning 1
    ), commands as (
        delete from auth.command where key in (
            select key from auth.command where at < now() - interval '1 day' limit most for update skip locked
        ) returning 1
    ), entries as (
        delete from auth.feed where n in (
            select n from (select n, at from auth.feed order by n limit most) as oldest
            where at < now() - interval '30 days' and n < (select n from auth.feed_head)
        ) returning 1
    ), head as (
        update auth.feed_head set n = n + (select count(*) from expired)
        where exists (select from expired) returning n
    ), told as (
        insert into auth.feed (n, user_id, session_id, kind)
        select head.n + 1 - row_number() over (order by expired.id), user_id, id, 'session_ended'
        from expired cross join head
    )
    select (select count(*) from expired) + (select count(*) from links) + (select count(*) from devices) + (select count(*) from confirmations) + (select count(*) from windows)
         + (select count(*) from commands) + (select count(*) from entries)
$$;
