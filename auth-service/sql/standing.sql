-- What everyone is to the organisation, for room-service, which lets nobody begin a conversation with who is not there, and guests
-- only with people they share a room with: state, and nothing else of an account.
create or replace view auth.standing as
select id as user_id, case when active then org_role else 'inactive' end as org_role from auth.account;
