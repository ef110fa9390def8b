-- The roles that the services use, and what each may do. Run with psql by the owner of the tables after every `hubbub migrate`,
-- as often as one likes: it makes what is missing and grants what is new.
--
-- The passwords come from files: PASSWORDS names the folder with `auth-password` and `room-password`.

\set ON_ERROR_STOP on
\set auth_password `cat "$PASSWORDS/auth-password"`
\set room_password `cat "$PASSWORDS/room-password"`

select 'create role ' || name from (values ('hubbub_auth'), ('hubbub_room')) roles (name)
where not exists (select from pg_roles where rolname = name) \gexec

alter role hubbub_auth login password :'auth_password';
alter role hubbub_room login password :'room_password';

\ir grants.sql
