-- Which sessions there are, for room-service, which tells their devices: state, and nothing that opens one.
create or replace view auth.signed_in as select id as session_id, user_id from auth.session;
