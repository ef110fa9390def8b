//! A seeded simulation of rooms, room-services, gateways and people, in which everything that can go wrong does: loss,
//! delay, duplicates, stops, crashes at every boundary, appends whose outcome nobody learns.
//!
//! The machines that the product's actors drive are driven here: a room's rounds (`room_service::room::machine`), the journal
//! that appends for all rooms of a process (`room_service::journal::machine`), the
//! attempts of a command (`gateway::cluster::attempts`), a room's hub, a socket's lanes and outbox (`gateway::live`). Around
//! them stand a store, a network and people of the simulation's own; faults are planted there, never in the product. The same
//! seed plays the same run: `SIM_SEED=7` replays one, `SIM_SEEDS=100000` plays so many.

mod simulation {
    pub(crate) mod asking;
    pub(crate) mod carry;
    pub(crate) mod check;
    pub(crate) mod disruption;
    pub(crate) mod faults;
    pub(crate) mod gateway;
    pub(crate) mod hub;
    pub(crate) mod journal;
    pub(crate) mod network;
    pub(crate) mod node;
    pub(crate) mod person;
    pub(crate) mod reactions;
    pub(crate) mod record;
    pub(crate) mod rounds;
    pub(crate) mod rounds_faults;
    pub(crate) mod sim;
    pub(crate) mod socket;
    pub(crate) mod store;
    pub(crate) mod talk;
    pub(crate) mod world;
}

use simulation::check::Invariant::{self, *};
use simulation::check::Totals;
use simulation::faults::Fault;
use simulation::world::{Run, play};

/// How many seeds are played if nobody says otherwise.
const SEEDS: u64 = 500;
/// Within how many seeds a planted fault must be caught.
const BOUND: u64 = 600;

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

fn told(run: &Run) -> String {
    let Run { seed, violation, trace, .. } = run;
    let Some(violation) = violation else { return format!("seed {seed}: every invariant held") };
    format!(
        "seed {seed}: {:?} violated: {}\n{trace}\nreplay with SIM_SEED={seed}",
        violation.invariant, violation.what
    )
}

#[test]
fn whatever_befalls_them_people_lose_nothing_and_hear_everything_once_in_order() {
    let seeds = match number("SIM_SEED") {
        Some(seed) => seed..seed + 1,
        None => 0..number("SIM_SEEDS").unwrap_or(SEEDS),
    };
    let mut seen = Totals::default();
    let many = seeds.end - seeds.start >= SEEDS;
    for seed in seeds {
        let run = play(seed, None);
        assert!(run.violation.is_none(), "{}", told(&run));
        seen.add(&run.totals);
    }
    // A run in which nothing happens proves nothing.
    assert!(!many || seen.least() >= 100, "{seen:?}");
}

#[test]
fn the_same_seed_plays_the_same_run() {
    for seed in 0..5 {
        assert_eq!(play(seed, None).trace, play(seed, None).trace, "seed {seed}");
    }
}

/// Plays seeds until the planted fault is caught, by one of the invariants it breaks.
fn caught(fault: Fault, by: &[Invariant]) {
    let run = (0..BOUND).map(|seed| play(seed, Some(fault))).find(|run| run.violation.is_some());
    let run = run.unwrap_or_else(|| panic!("{fault:?} was not caught within {BOUND} seeds"));
    let violated = run.violation.as_ref().map(|violation| violation.invariant);
    assert!(
        violated.is_some_and(|violated| by.contains(&violated)),
        "{fault:?} was caught by another invariant: {}",
        told(&run)
    );
}

macro_rules! planted {
    ($($name:ident: $fault:ident by $($invariant:ident)+;)+) => {
        $(
            #[test]
            fn $name() {
                caught(Fault::$fault, &[$($invariant),+]);
            }
        )+
    };
}

planted! {
    an_append_that_does_not_compare_is_caught: CompareSkipped by Acked Dense Membership Seen Definite;
    an_append_that_forgets_nonces_is_caught: NoncesSkipped by Dense Acked Definite;
    a_nonce_without_its_actor_is_caught: NonceWithoutActor by Acked;
    an_open_for_anyone_is_caught: OpenToAnyone by Removal;
    a_conversation_that_anyone_may_join_is_caught: DirectTakenForPublic by Membership Answered;
    a_room_that_keeps_its_memory_after_moved_is_caught: MemoryKept by Acked Membership Answered Definite;
    a_no_said_on_memory_alone_is_caught: MemoryTrusted by Acked Answered;
    a_load_while_an_append_is_under_way_is_caught: LoadedDuringAppend by Membership Answered Acked;
    an_ack_before_its_commit_is_caught: AckedBeforeCommit by Acked;
    an_event_announced_before_its_commit_is_caught: AnnouncedBeforeCommit by Seen;
    a_refusal_before_the_commit_it_rests_on_is_caught: RefusedBeforeCommit by Answered Definite;
    a_refusal_that_leaves_no_trace_is_caught: VoidNotWritten by Definite;
    a_cancel_that_leaves_no_trace_is_caught: CancelNotWritten by Definite;
    a_cancel_from_outside_that_leaves_no_trace_is_caught: CancelOutsideNotWritten by Definite;
    an_unknown_outcome_taken_for_a_failure_is_caught: UnknownIsFailure by Definite;
    a_batch_that_failed_and_is_dropped_is_caught: RefusedBatchDropped by Liveness;
    an_answer_to_a_call_that_was_given_up_is_caught: LateAnswerTaken by Acked Dense Seen Definite Answered;
    outcomes_that_go_to_other_rooms_are_caught: OutcomesMisplaced by Acked Dense Seen Definite Answered;
    a_second_attempt_that_does_not_say_so_is_caught: AgainForgotten by Definite;
    a_refusal_from_an_overtaken_attempt_is_caught: OldRefusalPassed by Definite;
    two_commands_of_a_socket_under_way_at_once_are_caught: TwoUnderWay by Author;
    a_hub_that_skips_holes_is_caught: HolesIgnored by Order Removal;
    a_socket_admitted_past_the_ring_is_caught: RingNotWalked by Order Removal Seen;
    a_hub_that_goes_on_talking_to_the_removed_is_caught: RemovalIgnored by Removal Order;
    a_socket_that_goes_on_hearing_after_a_gap_is_caught: GapForgotten by Order;
    a_room_refused_at_reopening_and_never_tried_again_is_caught: RefusedAtReopening by Liveness;
    a_lost_tail_that_nobody_looks_for_is_caught: TailNotFound by Liveness;
    reactions_that_are_not_told_to_who_was_away_are_caught: ReactionsForgotten by Liveness;
    reactions_that_are_counted_without_the_log_are_caught: ReactionsNotLoaded by Membership Acked;
    a_mute_that_is_not_read_is_caught: MuteNotLoaded by Membership;
    a_block_that_is_not_read_is_caught: BlockNotLoaded by Membership;
}
