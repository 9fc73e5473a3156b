package io.hypha.boot;

import io.hypha.chain.EpochReader;
import io.hypha.chain.EpochSource;
import io.hypha.chain.ExecutedFigures;
import io.hypha.chain.FigureStore;
import io.hypha.chain.StakingStateReader;
import io.hypha.chain.Subtensor;
import io.hypha.chain.SubtensorReader;
import io.hypha.index.EpochHistory;
import io.hypha.index.EpochStore;
import io.hypha.index.IndexFollower;
import io.hypha.index.PeerAddressStore;
import io.hypha.node.LightNode;
import io.hypha.node.sync.LightNodes;
import io.hypha.node.sync.NetworkRecord;
import io.hypha.node.sync.Networks;
import io.hypha.node.sync.RunningNode;
import io.hypha.rank.Ranking;
import io.hypha.rank.RankingQuery;
import io.hypha.rank.ScoredRanking;
import io.hypha.stake.OfflineDesk;
import io.hypha.stake.Planner;
import io.hypha.stake.RuntimePlanner;
import io.hypha.stake.StakeDesk;
import io.hypha.stake.TransactionFollower;
import io.hypha.stake.TransactionLog;
import io.hypha.stake.WalletMetadata;
import io.hypha.web.AllowedHosts;
import io.hypha.web.Announcement;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The rooms, from the network's record to the desk. Spring closes them in the opposite order. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(HyphaSettings.class)
class RoomConfiguration {

    @Bean
    InstantSource clock() {
        return InstantSource.system();
    }

    @Bean
    AllowedHosts allowedHosts(HyphaSettings settings) {
        return AllowedHosts.loopbackAnd(settings.allowedHosts());
    }

    /**
     * The devnet of this process, where one is asked for; its network's record, else the one that
     * is named.
     */
    @Bean
    ChosenNetwork chosenNetwork(HyphaSettings settings) {
        return settings.ownDevnet()
                ? ChosenNetwork.own(OwnDevnet.start(settings))
                : ChosenNetwork.foreign(Networks.named(settings.networkElsewhere()));
    }

    @Bean
    Announcement announcement(ChosenNetwork chosen) {
        return () -> chosen.devnet().flatMap(OwnDevnet::announcement);
    }

    @Bean
    NetworkRecord networkRecord(ChosenNetwork chosen) {
        return chosen.record();
    }

    @Bean
    RememberedPeers rememberedPeers(PeerAddressStore store, InstantSource clock) {
        return RememberedPeers.of(store, clock);
    }

    @Bean
    RunningNode lightNode(HyphaSettings settings, ChosenNetwork chosen, RememberedPeers remembered)
            throws IOException {
        return LightNodes.start(NodeSources.of(settings, chosen, remembered));
    }

    @Bean
    Subtensor subtensor(LightNode node) {
        return new SubtensorReader(node);
    }

    @Bean
    RememberedFigures rememberedFigures(@Qualifier("postgresFigureStore") FigureStore store) {
        return new RememberedFigures(store);
    }

    @Bean
    ExecutedFigures executedFigures(LightNode node, RememberedFigures remembered) {
        return new ExecutedFigures(node, remembered);
    }

    @Bean
    EpochSource epochSource(LightNode node) {
        return new EpochReader(node);
    }

    @Bean
    IndexFollower indexFollower(EpochSource source, EpochStore store, Ranking ranking) {
        IndexFollower follower =
                new IndexFollower(
                        source,
                        store,
                        () ->
                                ranking.subnets()
                                        .forEach(netUid ->
                                                ranking.page(netUid, RankingQuery.first())));
        follower.start();
        return follower;
    }

    @Bean
    Ranking ranking(EpochHistory history) {
        return new ScoredRanking(history);
    }

    @Bean
    StakeDesk stakeDesk(
            LightNode node,
            Subtensor subtensor,
            Planner planner,
            TransactionLog log,
            InstantSource clock) {
        return new StakeDesk(node, subtensor, planner, log, clock);
    }

    @Bean
    Planner planner(LightNode node, ExecutedFigures figures) {
        return new RuntimePlanner(node, new StakingStateReader(node), figures);
    }

    @Bean
    OfflineDesk offlineDesk(LightNode node, StakeDesk desk) {
        return new OfflineDesk(node, desk);
    }

    @Bean
    WalletMetadata walletMetadata(LightNode node) {
        return new WalletMetadata(node);
    }

    @Bean
    TransactionFollowing transactionFollowing(
            LightNode node, TransactionLog log, InstantSource clock) {
        return TransactionFollowing.start(node, new TransactionFollower(node, log, clock));
    }

    /** Which network, and the devnet behind it where it is our own. */
    @SuppressWarnings("OptionalUsedAsFieldOrParameterType")
    record ChosenNetwork(NetworkRecord record, Optional<OwnDevnet> devnet)
            implements AutoCloseable {

        static ChosenNetwork own(OwnDevnet devnet) {
            return new ChosenNetwork(devnet.network(), Optional.of(devnet));
        }

        static ChosenNetwork foreign(NetworkRecord record) {
            return new ChosenNetwork(record, Optional.empty());
        }

        @Override
        public void close() {
            devnet.ifPresent(OwnDevnet::close);
        }
    }
}
