package io.hypha.index.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** Where a peer was met. */
@Entity
@Table(name = "peer_address")
class PeerAddressEntity {

    @Id private String address;

    @Column(nullable = false)
    private Instant workedAt;

    @Column(nullable = false)
    private Instant triedAt;

    @Column(nullable = false)
    private int failures;

    /** For JPA, which fills the fields. */
    protected PeerAddressEntity() {
        this("", Instant.EPOCH);
    }

    PeerAddressEntity(String address, Instant workedAt) {
        this.address = address;
        this.workedAt = workedAt;
        this.triedAt = workedAt;
    }

    void worked(Instant at) {
        // A clock that was set back must not break the order of the two.
        workedAt = at;
        triedAt = at;
        failures = 0;
    }

    void failed(Instant at) {
        triedAt = at.isBefore(workedAt) ? workedAt : at;
        failures++;
    }

    String address() {
        return address;
    }

    int failures() {
        return failures;
    }
}
