-- When people do not want to be disturbed, for room-service, which then tells them nothing.
create or replace view auth.quiet as
select id as user_id, quiet_until, quiet_hours, zone from auth.account where quiet_until is not null or quiet_hours is not null;
