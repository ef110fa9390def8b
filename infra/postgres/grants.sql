-- What each role of the services may do. Plain SQL: `roles.sql` includes it for psql, and `hubbub up` runs it on its own Postgres.

begin;
-- Nobody gets in unasked, and nobody makes tables of their own.
do $$ begin
    execute format('revoke all on database %I from public', current_database());
    execute format('grant connect on database %I to hubbub_auth, hubbub_room', current_database());
end $$;
revoke all on schema public from public;

-- auth-service: people. It knows nothing of rooms.
grant usage on schema auth to hubbub_auth;
grant select, insert, update, delete on all tables in schema auth to hubbub_auth;
grant usage on all sequences in schema auth to hubbub_auth;
revoke insert, update, delete on auth.migrations, auth.sql_file from hubbub_auth;

-- room-service: rooms, and of people the feed of endings, who is deactivated, what everyone is to the organisation, which sessions there
-- are and when nobody is to be disturbed, so that losing auth silences nobody.
grant usage on schema chat to hubbub_room;
grant select, insert, update, delete on all tables in schema chat to hubbub_room;
grant usage on all sequences in schema chat to hubbub_room;
revoke insert, update, delete on chat.migrations, chat.sql_file from hubbub_room;
grant usage on schema auth to hubbub_room;
grant select on auth.feed, auth.deactivated, auth.standing, auth.signed_in, auth.quiet to hubbub_room;
-- Usage on a schema would let it call what stands there; the bodies would fail, but there is no need to try.
revoke execute on all functions in schema auth from public;
grant execute on all functions in schema auth to hubbub_auth;
revoke execute on all functions in schema chat from public;
grant execute on all functions in schema chat to hubbub_room;
commit;
