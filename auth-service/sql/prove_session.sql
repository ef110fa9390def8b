-- The password of a session was given again. False: it has ended. Gateways learn by the feed to read it anew.
create or replace function auth.prove_session(the_user uuid, the_session uuid) returns boolean
language sql as $$
    with proved as (
        update auth.session set proved_at = now() where id = the_session and user_id = the_user returning id
    ), told as (
        select auth.tell('session_changed', the_user, id, null) from proved
    )
    select count(*) = 1 from told
$$;
