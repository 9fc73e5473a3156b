package io.hypha.node.network;

import io.hypha.node.bytes.BlockId;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.network.message.AnnounceHandshake;
import io.hypha.node.network.message.BlockAnnounce;
import io.hypha.node.network.message.Identify;
import io.hypha.node.network.message.MessageException;
import io.hypha.node.network.message.Role;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** What a peer says about itself; none of it is proven. */
final class Claims {

    private volatile String agent = "";
    private volatile Set<String> protocols = Set.of();
    private volatile List<Bytes> listens = List.of();
    private volatile Role role = Role.FULL;
    private volatile BlockId best;

    Claims(Hash256 genesis) {
        best = new BlockId(0, genesis);
    }

    /** Takes the answer of identify; a peer that gives none claims nothing. */
    void identified(PeerAnswer<Bytes> answer, Consumer<String> misstep) {
        try {
            answer.map(Identify::decode).toOptional().ifPresent(this::take);
        } catch (MessageException e) {
            misstep.accept("identify: " + e.getMessage());
        }
    }

    private void take(Identify identify) {
        agent = AgentText.of(identify.agentVersion());
        protocols = Set.copyOf(identify.protocols());
        listens = identify.listenAddresses();
    }

    void take(AnnounceHandshake handshake) {
        role = handshake.role();
        best = handshake.best();
    }

    void take(BlockAnnounce announce) {
        if (announce.best()) {
            best = announce.header().id();
        }
    }

    /** Printable, at most 128 characters, empty before it said. */
    String agent() {
        return agent;
    }

    Role role() {
        return role;
    }

    BlockId best() {
        return best;
    }

    boolean speaks(String protocol) {
        return protocols.contains(protocol);
    }

    /** Where it says that it accepts, as it wrote it. */
    List<Bytes> listens() {
        return listens;
    }
}
