//! By what a mail is known: the same content to the same person is the same mail, whichever gateway has it sent, and what programs are to
//! show together has one thread. Hashes, which say nothing of rooms.

use proto::room::MailOrder;
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// Of the mail: sent again, it is not sent twice.
pub(super) fn of_mail(order: &MailOrder) -> Uuid {
    let said = order.topics.iter().map(|topic| format!("{} {} {}", topic.room, topic.root, topic.seq));
    hash("mail", order, said)
}

/// Of its thread: that of the conversation it is about; of several, that of all such mail to this person.
pub(super) fn of_thread(order: &MailOrder) -> Uuid {
    match &*order.conversations {
        [one] => hash("conversation", order, [format!("{} {}", one.room, one.root)]),
        _ => hash("several", order, []),
    }
}

fn hash(of: &str, order: &MailOrder, parts: impl IntoIterator<Item = String>) -> Uuid {
    // The link is nobody else's: who knows rooms and people could not tell either.
    let start = Sha256::new().chain_update(format!("{of} {} {}", order.user, order.link));
    let all = parts.into_iter().fold(start, |all, part| all.chain_update([0]).chain_update(part));
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&all.finalize()[..16]);
    uuid::Builder::from_custom_bytes(bytes).into_uuid()
}
