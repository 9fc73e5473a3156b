package io.hypha.web;

import io.hypha.chain.Alpha;
import io.hypha.chain.Evidence;
import io.hypha.chain.Hotkey;
import io.hypha.chain.Level;
import io.hypha.chain.NetUid;
import io.hypha.chain.ProofId;
import io.hypha.chain.Reading;
import io.hypha.chain.Subtensor;
import io.hypha.rank.RankedValidator;
import io.hypha.rank.Ranking;
import io.hypha.rank.RankingPage;
import io.hypha.rank.RankingQuery;
import io.hypha.rank.ValidatorProfile;
import io.hypha.stake.FakeSubtensor;
import io.hypha.stake.Scene;
import io.hypha.stake.StakeDesk;
import java.math.BigDecimal;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.annotation.Import;

/**
 * The pages on the way of a stake and {@code /api/v1} over a desk on fakes: what their tests share,
 * so that one context serves them all.
 */
@WebMvcTest(
        controllers = {
            ActionController.class,
            TransactionController.class,
            UpgradeController.class,
            ValidatorController.class
        },
        includeFilters =
                @ComponentScan.Filter(
                        type = FilterType.REGEX,
                        pattern = "io\\.hypha\\.web\\.api\\..*"))
@Import({WebSecurity.class, SceneRooms.class, PagesOnScene.Rooms.class})
abstract class PagesOnScene {

    /**
     * One scene for all tests: each takes an account and an address of its own where it matters.
     */
    @TestConfiguration(proxyBeanMethods = false)
    static class Rooms {
        @Bean
        StakeDesk desk(Scene scene) {
            return scene.desk;
        }

        @Bean
        Ranking ranking() {
            return new HostileNames();
        }

        @Bean
        SubnetNames subnetNames(Subtensor subtensor, InstantSource clock) {
            return new SubnetNames(subtensor, clock);
        }

        @Bean
        Proofs proofs() {
            return new NoProofs();
        }
    }

    private static final class NoProofs implements Proofs {
        @Override
        public Reading<Evidence> evidence(ProofId id) {
            return Reading.missing(Reading.Reason.NOT_READ_YET, "not read yet");
        }

        @Override
        public Reading<BundleFile> bundle(ProofId id) {
            return Reading.missing(Reading.Reason.NOT_READ_YET, "not read yet");
        }
    }

    /** Every validator calls itself a script. */
    private static final class HostileNames implements Ranking {
        @Override
        public List<NetUid> subnets() {
            return List.of(NetUid.ROOT, FakeSubtensor.SUBNET);
        }

        @Override
        public Reading<RankingPage> page(NetUid netUid, RankingQuery query) {
            return Reading.missing(Reading.Reason.NOT_READ_YET, "not read yet");
        }

        @Override
        public Reading<RankedValidator> validator(NetUid netUid, Hotkey hotkey) {
            return known(
                    new RankedValidator(
                            missing(),
                            hotkey,
                            netUid,
                            missing(),
                            known("<script>alert('moss')</script>"),
                            missing(),
                            known(new Alpha(netUid, 1)),
                            missing(),
                            missing(),
                            missing(),
                            missing(),
                            missing(),
                            missing(),
                            BigDecimal.ONE,
                            List.of(),
                            Level.RECORDED,
                            FakeSubtensor.BLOCK,
                            ProofId.of(FakeSubtensor.BLOCK, "test")));
        }

        @Override
        public Optional<ValidatorProfile> profile(Hotkey hotkey) {
            return Optional.empty();
        }

        @Override
        public List<ValidatorProfile.Point> chart(NetUid netUid, Hotkey hotkey) {
            return List.of();
        }

        private static <T> Reading<T> known(T value) {
            return FakeSubtensor.known(value);
        }

        private static <T> Reading<T> missing() {
            return Reading.missing(Reading.Reason.NOT_READ_YET, "not read yet");
        }
    }
}
