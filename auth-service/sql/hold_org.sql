-- Keeps the organisation at the version a decision was made at, until commit. HB001: it has moved on; decide again.
create or replace function auth.hold_org(seen bigint) returns void
language plpgsql as $$
begin
    perform from auth.org where version = seen for share;
    if not found then
        raise exception using errcode = 'HB001', message = 'the organisation has moved on';
    end if;
end $$;
