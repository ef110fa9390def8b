-- The roles that the services use, and what each may do. Run by the owner of the tables after every `hubbub migrate`,
-- as often as one likes: it makes what is missing and grants what is new.
--
-- The passwords come from files: PASSWORDS names the folder with `auth-password` and `room-password`.

\set ON_ERROR_STOP on
\set auth_password `cat "$PASSWORDS/auth-password"`
\set room_password `cat "$PASSWORDS/room-password"`

select 'create role ' || name from (values ('hubbub_auth'), ('hubbub_room')) roles (name)
where not exists (select from pg_roles where rolname = name) \gexec

begin;
alter role hubbub_auth login password :'auth_password';
alter role hubbub_room login password :'room_password';

-- Nobody gets in unasked, and nobody makes tables of their own.
select format('revoke all on database %I from public', current_database()) \gexec
select format('grant connect on database %I to hubbub_auth, hubbub_room', current_database()) \gexec
revoke all on schema public from public;

-- auth-service: people. It knows nothing of rooms.
grant usage on schema auth to hubbub_auth;
grant select, insert, update, delete on all tables in schema auth to hubbub_auth;
grant usage on all sequences in schema auth to hubbub_auth;
revoke insert, update, delete on auth.migrations, auth.sql_file from hubbub_auth;

-- room-service: rooms, and of people the feed of endings and who is deactivated, so that losing auth silences nobody.
grant usage on schema chat to hubbub_room;
grant select, insert, update, delete on all tables in schema chat to hubbub_room;
grant usage on all sequences in schema chat to hubbub_room;
revoke insert, update, delete on chat.migrations, chat.sql_file from hubbub_room;
grant usage on schema auth to hubbub_room;
grant select on auth.feed, auth.deactivated to hubbub_room;
-- Usage on a schema would let it call what stands there; the bodies would fail, but there is no need to try.
revoke execute on all functions in schema auth from public;
grant execute on all functions in schema auth to hubbub_auth;
revoke execute on all functions in schema chat from public;
grant execute on all functions in schema chat to hubbub_room;
commit;
