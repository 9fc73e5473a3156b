package io.hypha.devnet.runtime;

import io.hypha.node.bytes.Bytes;
import java.util.List;
import java.util.Optional;

/**
 * Which release of the runtime is in office, and how another one takes its place. The code in the
 * state of a block's parent executes the block; so what a block puts there counts from the next one
 * on, for transactions as for the light clients that run it. Rule: {@code frame_system}.
 *
 * <p>Only releases whose code is known to this side can follow, since blocks are executed in Java:
 * any other code is refused as one that tells no version.
 */
final class Upgrades {

    private static final int SYSTEM = 0;
    private static final int CODE_UPDATED = 2;

    /** {@code System.SpecVersionNeedsToIncrease}. */
    static final DispatchError NO_INCREASE = new DispatchError.Module(SYSTEM, 1);

    /** {@code System.FailedToExtractRuntimeVersion}. */
    static final DispatchError NO_VERSION = new DispatchError.Module(SYSTEM, 2);

    private final List<Release> releases;

    /**
     * @param releases the one of genesis first
     */
    Upgrades(List<Release> releases) {
        this.releases = List.copyOf(releases);
    }

    Release genesis() {
        return releases.getFirst();
    }

    /** The release that executes what follows on a state. */
    Release inOffice(StateView state) {
        return inOffice(state.get(WellKnown.CODE));
    }

    /**
     * The release of a spec version.
     *
     * @throws IllegalArgumentException where there is none
     */
    Release ofSpec(long specVersion) {
        return releases.stream()
                .filter(each -> each.version().specVersion() == specVersion)
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("no runtime of spec " + specVersion));
    }

    private Release inOffice(Optional<Bytes> code) {
        return code.flatMap(this::ofCode)
                .orElseThrow(
                        () -> new IllegalStateException("the state's code is of no known release"));
    }

    private Optional<Release> ofCode(Bytes code) {
        return releases.stream().filter(each -> each.code().equals(code)).findFirst();
    }

    /**
     * {@code System.set_code}.
     *
     * @throws DispatchError.DispatchFailure for code of no known release, or of one that is not
     *     newer than the release that executes this block
     */
    void setCode(Execution block, Bytes code) {
        Release next = ofCode(code).orElseThrow(NO_VERSION::failure);
        Release now = inOffice(block.state().before(WellKnown.CODE));
        if (next.version().specVersion() <= now.version().specVersion()) {
            throw NO_INCREASE.failure();
        }
        next.install(block.state());
        block.events().deposit(SYSTEM, CODE_UPDATED, _ -> {});
    }

    /** Notes at the start of a block that another release executes it than the one before. */
    static void begin(WorkingState state, Release office) {
        Bytes last = office.lastUpgrade();
        if (!state.get(Items.LAST_RUNTIME_UPGRADE.prefix()).equals(Optional.of(last))) {
            state.put(Items.LAST_RUNTIME_UPGRADE.prefix(), last);
        }
    }

    /** Whether the block changed the code, which its header announces. */
    static boolean isAnnounced(WorkingState state) {
        return !state.before(WellKnown.CODE).equals(state.get(WellKnown.CODE));
    }
}
