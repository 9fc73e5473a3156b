package io.hypha.devnet.member;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Safety under any schedule, progress under kind ones. {@link Schedule} throws at a fork. */
class MemberScheduleTest {

    private static final int SCHEDULES = 250;
    private static final int MANY_SCHEDULES = 4000;

    @Test
    void no_schedule_of_losses_repetitions_and_kills_makes_two_blocks_of_one_height_final() {
        losses(0, SCHEDULES);
    }

    @Test
    void a_member_that_votes_for_everything_forks_nothing() {
        lies(10_000, SCHEDULES);
    }

    @Test
    @Tag("long")
    void no_schedule_of_thousands_forks() {
        losses(1_000_000, MANY_SCHEDULES);
        lies(2_000_000, MANY_SCHEDULES);
    }

    private static void losses(long firstSeed, int schedules) {
        long finals = 0;
        for (long seed = firstSeed; seed < firstSeed + schedules; seed++) {
            Schedule schedule = new Schedule(seed);
            schedule.loss = 0.1 + (seed % 5) * 0.1;
            schedule.run(2500);
            finals += schedule.highest();
        }
        assertThat(finals).isGreaterThan(schedules);
    }

    private static void lies(long firstSeed, int schedules) {
        long finals = 0;
        for (long seed = firstSeed; seed < firstSeed + schedules; seed++) {
            Schedule schedule = new Schedule(seed);
            schedule.liar = (int) (seed % Schedule.MEMBERS);
            schedule.run(2500);
            finals += schedule.highest();
        }
        assertThat(finals).isGreaterThan(schedules);
    }

    @Test
    void after_any_turmoil_four_members_go_on_finalizing() {
        for (long seed = 0; seed < SCHEDULES; seed++) {
            Schedule schedule = new Schedule(20_000 + seed);
            schedule.run(1500);
            for (int member = 0; member < Schedule.MEMBERS; member++) {
                schedule.revive(member);
            }
            long before = schedule.highest();
            schedule.calm(8);
            for (int member = 0; member < Schedule.MEMBERS; member++) {
                assertThat(schedule.head(member))
                        .as("member %d of schedule %d", member, seed)
                        .isGreaterThanOrEqualTo(before + 3);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void three_members_go_on_without_any_one(int dead) {
        for (long seed = 0; seed < SCHEDULES / 4; seed++) {
            Schedule schedule = new Schedule(30_000 + seed);
            schedule.run(1500);
            for (int member = 0; member < Schedule.MEMBERS; member++) {
                schedule.revive(member);
            }
            schedule.kill(dead);
            long before = schedule.highest();
            schedule.calm(12);
            for (int member = 0; member < Schedule.MEMBERS; member++) {
                if (member != dead) {
                    assertThat(schedule.head(member))
                            .as("member %d of schedule %d", member, seed)
                            .isGreaterThanOrEqualTo(before + 3);
                }
            }
        }
    }

    @Test
    void two_members_of_four_finalize_nothing_and_go_on_when_a_third_returns() {
        Schedule schedule = new Schedule(1);
        schedule.calm(5);
        schedule.kill(2);
        schedule.kill(3);
        long before = schedule.highest();
        schedule.calm(400);
        assertThat(schedule.highest()).isLessThanOrEqualTo(before + 1);
        schedule.revive(2);
        schedule.calm(10);
        assertThat(schedule.head(0)).isGreaterThanOrEqualTo(before + 4);
        assertThat(schedule.head(2)).isEqualTo(schedule.head(0));
    }

    @Test
    void a_member_that_was_away_for_long_catches_up() {
        Schedule schedule = new Schedule(2);
        schedule.kill(1);
        schedule.calm(100);
        schedule.revive(1);
        schedule.calm(4);
        assertThat(schedule.head(1)).isEqualTo(schedule.highest()).isGreaterThan(60);
    }
}
