package io.hypha.web;

import io.hypha.chain.Subtensor;
import io.hypha.stake.Scene;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;

/** What pages over a scene of fakes stand on, whichever they are. */
@TestConfiguration(proxyBeanMethods = false)
class SceneRooms {

    @Bean
    Scene scene() {
        return new Scene();
    }

    @Bean
    Subtensor subtensor(Scene scene) {
        return scene.chain;
    }

    @Bean
    AllowedHosts allowedHosts() {
        return AllowedHosts.loopbackAnd(List.of());
    }

    @Bean
    InstantSource clock(Scene scene) {
        return () -> scene.now;
    }

    @Bean
    Announcement announcement() {
        return Optional::empty;
    }
}
