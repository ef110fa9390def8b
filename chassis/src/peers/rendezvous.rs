//! Rendezvous hashing (Thaler and Ravishankar, "A name-based mapping scheme for rendezvous", 1996): everyone who
//! knows the same nodes puts them in the same order for a key, and a node that goes moves only its own keys.

use sha2::{Digest, Sha256};

use super::Peer;

/// Orders peers for a key: by health, then by hash.
pub(super) fn sort(peers: &mut [Peer], key: uuid::Uuid) {
    peers.sort_by_cached_key(|peer| {
        let digest = Sha256::new().chain_update(peer.node.0).chain_update(key).finalize();
        let mut first = [0; 8];
        first.copy_from_slice(&digest[..8]);
        (peer.health, std::cmp::Reverse(u64::from_be_bytes(first)))
    });
}

#[cfg(test)]
mod tests {
    use proto::NodeId;
    use uuid::Uuid;

    use super::*;
    use crate::Health;

    fn peers(count: u128) -> Vec<Peer> {
        (0..count).map(|n| Peer { node: NodeId(Uuid::from_u128(n)), health: Health::Well }).collect()
    }

    fn first(peers: &[Peer], key: u128) -> NodeId {
        let mut peers = peers.to_vec();
        sort(&mut peers, Uuid::from_u128(key));
        peers[0].node
    }

    #[test]
    fn a_node_that_goes_moves_only_its_own_keys() {
        let all = peers(3);
        let rest = &all[..2];
        let mut moved = 0;
        for key in 0..3_000 {
            let (before, after) = (first(&all, key), first(rest, key));
            if before == all[2].node {
                moved += 1;
            } else {
                assert_eq!(before, after);
            }
        }
        assert!((800..1_200).contains(&moved), "an even share, not {moved}");
    }

    #[test]
    fn the_unwell_come_last() {
        let mut peers = peers(4);
        peers[0].health = Health::Leaving;
        peers[1].health = Health::Unwell;
        sort(&mut peers, Uuid::from_u128(9));
        assert_eq!([peers[2].health, peers[3].health], [Health::Unwell, Health::Leaving]);
    }
}
