-- Takes the name of a public room for a room, under the nonce of the command that wants it. True: it is that room's, by
-- this claim or already. A claim that came to nothing for a minute is anyone's.
create or replace function chat.claim_name(p_key text, p_skeleton text, p_room uuid, p_claim uuid)
    returns boolean
    language sql
as $$
    insert into chat.name as n (key, skeleton, room_id, claim) values (p_key, p_skeleton, p_room, p_claim)
    on conflict (key) do update
    set room_id = excluded.room_id,
        -- The same name in other capitals looks like others.
        skeleton = excluded.skeleton,
        claim = case when n.room_id = excluded.room_id then n.claim else excluded.claim end,
        claimed_at = now()
    where n.room_id = excluded.room_id or n.claim is not null and n.claimed_at < now() - interval '1 minute'
    returning true
$$;
