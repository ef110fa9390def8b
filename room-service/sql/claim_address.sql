-- Takes the first address of these that is free or the room's own, under the nonce of the command that wants it. Null:
-- all of them are others'.
create or replace function chat.claim_address(p_slugs text[], p_room uuid, p_claim uuid) returns text
    language plpgsql
as $$
declare
    v_slug text;
begin
    foreach v_slug in array p_slugs loop
        insert into chat.address (slug, room_id, claim) values (v_slug, p_room, p_claim) on conflict do nothing;
        if found or exists (select from chat.address a where a.slug = v_slug and a.room_id = p_room) then
            return v_slug;
        end if;
    end loop;
    return null;
end
$$;
