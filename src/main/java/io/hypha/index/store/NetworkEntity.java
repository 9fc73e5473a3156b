package io.hypha.index.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** The one network that this database records. */
@Entity
@Table(name = "network")
class NetworkEntity {

    static final short ONLY = 1;

    @Id private short id = ONLY;

    @Column(nullable = false)
    private byte[] genesisHash;

    @Column(nullable = false)
    private String name;

    @Column(name = "ss58_prefix", nullable = false)
    private int ss58Prefix;

    @Column(nullable = false)
    private String tokenSymbol;

    @Column(nullable = false)
    private int tokenDecimals;

    /** For JPA, which fills the fields. */
    protected NetworkEntity() {
        this(new byte[0], "", 0, "", 0);
    }

    NetworkEntity(
            byte[] genesisHash,
            String name,
            int ss58Prefix,
            String tokenSymbol,
            int tokenDecimals) {
        this.genesisHash = genesisHash.clone();
        this.name = name;
        this.ss58Prefix = ss58Prefix;
        this.tokenSymbol = tokenSymbol;
        this.tokenDecimals = tokenDecimals;
    }

    byte[] genesisHash() {
        return genesisHash.clone();
    }

    String name() {
        return name;
    }
}
