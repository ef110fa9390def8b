-- One more entry of the feed. The head's row stays locked until commit, so numbers become visible in order.
create or replace function auth.tell(the_kind text, the_user uuid, the_session uuid, the_org_role text) returns void
language sql as $$
    with head as (update auth.feed_head set n = n + 1 returning n)
    insert into auth.feed (n, user_id, session_id, kind, org_role)
    select n, the_user, the_session, the_kind, the_org_role from head
$$;
