-- When people do not want to be disturbed, and by which clock they live, for room-service, which tells them nothing then, and what is told
-- once a day in the morning.
create or replace view auth.quiet as
select id as user_id, quiet_until, quiet_hours, zone from auth.account where quiet_until is not null or quiet_hours is not null or zone is not null;
