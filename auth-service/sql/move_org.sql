-- The same for a change that other decisions depend on: the next version begins with it.
create or replace function auth.move_org(seen bigint) returns void
language plpgsql as $$
begin
    update auth.org set version = version + 1 where version = seen;
    if not found then
        raise exception using errcode = 'HB001', message = 'the organisation has moved on';
    end if;
end $$;
