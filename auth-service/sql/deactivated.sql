-- Who is deactivated, for room-service, which takes them out of their rooms: state, and nothing else of an account.
create or replace view auth.deactivated as select id as user_id from auth.account where not active;
