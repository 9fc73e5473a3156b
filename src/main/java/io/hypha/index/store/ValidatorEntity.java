package io.hypha.index.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/** A validator with what was last known of it. */
@Entity
@Table(name = "validator")
class ValidatorEntity {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private @Nullable Integer id;

    @Column(nullable = false, unique = true, updatable = false)
    private byte[] hotkey;

    @Column(nullable = false)
    private byte[] owner;

    @Column(nullable = false)
    private long ownerSinceBlock;

    @Column(nullable = false)
    private String name;

    @Column(name = "take_65535ths", nullable = false)
    private int take;

    @Column(nullable = false)
    private long rootStakeRao;

    @Column(nullable = false)
    private long firstSeenBlock;

    @Column(nullable = false)
    private long seenAtBlock;

    /** For JPA, which fills the fields. */
    protected ValidatorEntity() {
        this(new byte[0], new byte[0], "", 0, 0, 0);
    }

    ValidatorEntity(
            byte[] hotkey, byte[] owner, String name, int take, long rootStakeRao, long block) {
        this.hotkey = hotkey.clone();
        this.owner = owner.clone();
        this.ownerSinceBlock = block;
        this.name = name;
        this.take = take;
        this.rootStakeRao = rootStakeRao;
        this.firstSeenBlock = block;
        this.seenAtBlock = block;
    }

    /**
     * Takes over what an epoch block says. Blocks come in any order: what is younger wins, and an
     * owner was there since the oldest block in an unbroken row of blocks that name it.
     */
    void saw(byte[] ownerSeen, String nameSeen, int takeSeen, long rootStakeSeenRao, long block) {
        boolean sameOwner = java.util.Arrays.equals(owner, ownerSeen);
        if (block >= seenAtBlock) {
            if (!sameOwner) {
                owner = ownerSeen.clone();
                ownerSinceBlock = block;
            }
            if (!nameSeen.isEmpty()) {
                name = nameSeen;
            }
            take = takeSeen;
            rootStakeRao = rootStakeSeenRao;
            seenAtBlock = block;
        } else if (sameOwner && block < ownerSinceBlock && block <= firstSeenBlock) {
            ownerSinceBlock = block;
        }
        firstSeenBlock = Math.min(firstSeenBlock, block);
    }

    int id() {
        if (id == null) {
            throw new IllegalStateException("a validator has no id before it is kept");
        }
        return id;
    }

    byte[] hotkey() {
        return hotkey.clone();
    }

    byte[] owner() {
        return owner.clone();
    }

    long ownerSinceBlock() {
        return ownerSinceBlock;
    }

    String name() {
        return name;
    }

    int take() {
        return take;
    }

    long rootStakeRao() {
        return rootStakeRao;
    }

    long firstSeenBlock() {
        return firstSeenBlock;
    }

    long seenAtBlock() {
        return seenAtBlock;
    }
}
