-- What the operator does from the command line besides: signing somebody out, and invites. No actor in the record.

-- How many sessions have ended.
create function auth.operator_ends_sessions(the_user uuid) returns integer
language plpgsql as $$
declare
    ended integer;
begin
    perform auth.lock_place();
    perform 1 from auth.account where id = the_user for no key update;
    delete from auth.session where user_id = the_user;
    get diagnostics ended = row_count;
    perform auth.tell('all_sessions_ended', the_user, null, null);
    perform auth.note(null, 'end_sessions', the_user, ended::text, '0');
    return ended;
end $$;

-- An invite is somebody's: the owner's who has been here longest. Null: there is no owner yet.
create function auth.operator_makes_invite(the_invite uuid, the_code text, the_most integer, days integer)
returns timestamptz
language plpgsql as $$
declare
    host uuid;
    ends timestamptz := now() + make_interval(days => days);
begin
    perform auth.lock_place();
    select id into host from auth.account where active and org_role = 'owner' order by made_at, id limit 1;
    if not found then
        return null;
    end if;
    insert into auth.invite (id, code, made_by, expires_at, most) values (the_invite, the_code, host, ends, the_most);
    perform auth.note(null, 'make_invite', null, null,
                      the_most || ' until ' || to_char(ends at time zone 'utc', 'YYYY-MM-DD'));
    return ends;
end $$;

-- Null: there is no such invite. False: it was taken back already.
create function auth.operator_revokes_invite(the_invite uuid) returns boolean
language plpgsql as $$
declare
    gone auth.invite;
begin
    perform auth.lock_place();
    update auth.invite set revoked_at = now() where id = the_invite and revoked_at is null returning * into gone;
    if not found then
        return case when exists (select from auth.invite where id = the_invite) then false end;
    end if;
    perform auth.note(null, 'revoke_invite', gone.made_by, (gone.most - gone.uses) || ' left', null);
    return true;
end $$;
