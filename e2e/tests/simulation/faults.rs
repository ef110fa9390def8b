//! The faults that can be planted: each breaks one rule of the architecture, in the adapters around the product's code.

/// One rule broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Fault {
    // the store
    /// The append does not compare the head.
    CompareSkipped,
    /// The append does not look nonces up.
    NoncesSkipped,
    /// Nonces are looked up without their actor.
    NonceWithoutActor,
    /// An `Open` is answered without joining membership.
    OpenToAnyone,
    /// Who is muted is read without that.
    MuteNotLoaded,
    /// A conversation is read without who has blocked whom.
    BlockNotLoaded,
    /// A direct conversation is read as a room that anyone may join.
    DirectTakenForPublic,
    /// Who was away is not told what came of the reactions they missed.
    ReactionsForgotten,
    /// What people have reacted with is not read with what deciding needs.
    ReactionsNotLoaded,
    // the room-service
    /// After `moved` the room is still decided on what was remembered.
    MemoryKept,
    /// What is said without writing is said on what is remembered, without asking.
    MemoryTrusted,
    /// What deciding needs is loaded while an append is under way.
    LoadedDuringAppend,
    /// A command is answered before its append.
    AckedBeforeCommit,
    /// An event is announced before its append.
    AnnouncedBeforeCommit,
    /// Refusals are answered before the append of their round.
    RefusedBeforeCommit,
    /// A refused `again` command leaves no `void`.
    VoidNotWritten,
    /// A `cancel` is answered without writing anything.
    CancelNotWritten,
    /// A `cancel` by somebody outside is answered without writing anything.
    CancelOutsideNotWritten,
    /// An append without a known outcome is taken for one that failed.
    UnknownIsFailure,
    // its journal
    /// A call that was refused as a whole is not run again, room by room.
    RefusedBatchDropped,
    /// The answer to a call that was given up is taken for that of the next one.
    LateAnswerTaken,
    /// The outcomes of a call go to its rooms in another order.
    OutcomesMisplaced,
    // the gateway
    /// Second attempts do not say `again`.
    AgainForgotten,
    /// A definite refusal is passed on from whichever attempt.
    OldRefusalPassed,
    /// Two durable commands of a socket and room are under way at once.
    TwoUnderWay,
    /// Events are handed on although some before them are missing.
    HolesIgnored,
    /// A socket is admitted wherever the hub stands.
    RingNotWalked,
    /// The hub does not take removed people off.
    RemovalIgnored,
    /// After `gap` a socket goes on hearing the room.
    GapForgotten,
    /// A room that is refused while it is reopened is never tried again.
    RefusedAtReopening,
    /// Published heads, acks and the audit tell the hub nothing.
    TailNotFound,
}
