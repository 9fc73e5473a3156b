package io.hypha.node.consensus;

import static io.hypha.node.consensus.TestVoters.aHeader;
import static io.hypha.node.consensus.TestVoters.forced;
import static io.hypha.node.consensus.TestVoters.grandpa;
import static io.hypha.node.consensus.TestVoters.scheduled;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.consensus.AuthoritySets.Advanced;
import io.hypha.node.consensus.AuthoritySets.NeedsCheckpoint;
import io.hypha.node.consensus.AuthoritySets.NotNext;
import io.hypha.node.consensus.AuthoritySets.Pending;
import io.hypha.node.header.DigestItem;
import io.hypha.node.header.Header;
import java.util.List;
import org.junit.jupiter.api.Test;

class AuthoritySetsTest {

    private static final VoterSet FIVE = TestVoters.fake(5, 1, 1, 1, 1).set();
    private static final List<Authority> NEXT = TestVoters.fake(6, 2, 2, 2).authorities();
    private static final VoterSet SIX = new VoterSet(6, NEXT);
    private static final Header START = aHeader(100, Hash256.ZERO, 0);

    private AuthoritySets sets = AuthoritySets.startingAfter(START.id(), FIVE);

    private Header next(DigestItem... digest) {
        return aHeader(sets.last().number() + 1, sets.last().hash(), 0, digest);
    }

    private boolean advance(DigestItem... digest) {
        Advanced step = (Advanced) sets.advance(next(digest));
        sets = step.sets();
        return step.enacted();
    }

    @Test
    void without_a_change_the_set_stays() {
        assertThat(advance()).isFalse();
        assertThat(sets.last().number()).isEqualTo(101);
        assertThat(sets.voters()).isEqualTo(FIVE);
        assertThat(sets.signersOf(1_000_000)).isEqualTo(FIVE);
        assertThat(sets.lastBlockOfSet()).isEqualTo(0xffff_ffffL);
    }

    @Test
    void a_change_without_delay_takes_effect_after_its_own_block() {
        assertThat(sets.signersOf(101)).isEqualTo(FIVE);
        assertThat(advance(scheduled(NEXT, 0))).isTrue();
        assertThat(sets.voters()).isEqualTo(SIX);
        assertThat(sets.signersOf(102)).isEqualTo(SIX);
        assertThat(sets.pending()).isEqualTo(new Pending.Nothing());
    }

    @Test
    void a_change_with_delay_takes_effect_after_the_block_at_the_end_of_the_delay() {
        assertThat(advance(scheduled(NEXT, 3))).isFalse();
        assertThat(sets.lastBlockOfSet()).isEqualTo(104);
        assertThat(sets.signersOf(104)).isEqualTo(FIVE);
        assertThat(sets.signersOf(105)).isEqualTo(SIX);
        assertThat(advance()).isFalse();
        assertThat(advance()).isFalse();
        assertThat(sets.voters()).isEqualTo(FIVE);
        assertThat(advance()).isTrue();
        assertThat(sets.last().number()).isEqualTo(104);
        assertThat(sets.voters()).isEqualTo(SIX);
    }

    @Test
    void two_changes_count_two_set_ids() {
        advance(scheduled(NEXT, 0));
        advance(scheduled(FIVE.authorities(), 0));
        assertThat(sets.voters()).isEqualTo(new VoterSet(7, FIVE.authorities()));
    }

    @Test
    void a_change_while_one_is_pending_needs_a_checkpoint() {
        advance(scheduled(NEXT, 3));
        assertThat(sets.advance(next(scheduled(NEXT, 0))))
                .isInstanceOfSatisfying(
                        NeedsCheckpoint.class,
                        step -> {
                            assertThat(step.at().number()).isEqualTo(102);
                            assertThat(step.reason()).contains("pending until #104");
                        });
    }

    @Test
    void a_forced_or_unreadable_change_needs_a_checkpoint() {
        assertThat(sets.advance(next(forced(90, NEXT, 0)))).isInstanceOf(NeedsCheckpoint.class);
        assertThat(sets.advance(next(scheduled(NEXT, 0), forced(90, NEXT, 0))))
                .isInstanceOf(NeedsCheckpoint.class);
        assertThat(sets.advance(next(grandpa(Bytes.ofInts(77)))))
                .isInstanceOf(NeedsCheckpoint.class);
    }

    @Test
    void pause_and_resume_are_carried_and_change_no_set() {
        advance(grandpa(Bytes.fromHex("0x0402000000")));
        assertThat(sets.pending()).isEqualTo(new Pending.Pause(103));
        assertThat(sets.signersOf(200)).isEqualTo(FIVE);
        advance();
        assertThat(sets.pending()).isEqualTo(new Pending.Pause(103));
        advance(grandpa(Bytes.fromHex("0x0501000000")));
        assertThat(sets.pending()).isEqualTo(new Pending.Nothing());
        advance(scheduled(NEXT, 2));
        advance(grandpa(Bytes.fromHex("0x0402000000")));
        assertThat(advance()).isTrue();
        assertThat(sets.voters()).isEqualTo(SIX);
    }

    @Test
    void only_the_child_of_the_last_block_comes_next() {
        assertThat(sets.advance(START)).isEqualTo(new NotNext(START.id(), START.id()));
        Header gap = aHeader(102, START.hash(), 0);
        assertThat(sets.advance(gap)).isEqualTo(new NotNext(START.id(), gap.id()));
        Header stranger = aHeader(101, Hash256.ZERO, 0);
        assertThat(sets.advance(stranger)).isEqualTo(new NotNext(START.id(), stranger.id()));
        assertThatThrownBy(() -> sets.signersOf(100)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_checkpoint_leads_to_the_set_after_its_header() {
        Header quiet = aHeader(100, Hash256.ZERO, 0);
        Header now = aHeader(100, Hash256.ZERO, 0, scheduled(NEXT, 0));
        Header later = aHeader(100, Hash256.ZERO, 0, scheduled(NEXT, 2));
        Header force = aHeader(100, Hash256.ZERO, 0, forced(1, NEXT, 2));
        assertThat(new Checkpoint(quiet, FIVE).setsAfter())
                .isEqualTo(new Advanced(AuthoritySets.startingAfter(quiet.id(), FIVE), false));
        assertThat(new Checkpoint(now, FIVE).setsAfter())
                .isEqualTo(new Advanced(AuthoritySets.startingAfter(now.id(), SIX), true));
        assertThat(new Checkpoint(later, FIVE).setsAfter())
                .isEqualTo(
                        new Advanced(
                                new AuthoritySets(later.id(), FIVE, new Pending.Change(SIX, 102)),
                                false));
        assertThat(new Checkpoint(force, FIVE).setsAfter()).isInstanceOf(NeedsCheckpoint.class);
    }
}
