package io.hypha.stake.store;

import io.hypha.chain.Coldkey;
import io.hypha.node.bytes.BlockId;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.stake.Promise;
import io.hypha.stake.StakingActionJson;
import io.hypha.stake.Standing;
import io.hypha.stake.Transaction;
import io.hypha.stake.TransactionState;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.NullUnmarked;
import tools.jackson.databind.json.JsonMapper;

/** One row of {@code stake_transaction}. */
@Entity
@Table(name = "stake_transaction")
@NullUnmarked // Hibernate fills the fields after the constructor
class TransactionRow {

    private static final JsonMapper JSON = JsonMapper.shared();

    @Id
    @Column(name = "id")
    private byte[] id;

    @Column(name = "extrinsic_hash")
    private byte[] extrinsicHash;

    @Column(name = "intent")
    private String intent;

    @Column(name = "signer")
    private byte[] signer;

    @Column(name = "call")
    private byte[] call;

    @Column(name = "words")
    private String words;

    @Column(name = "payload_json")
    private String payloadJson;

    @Column(name = "spec_version")
    private long specVersion;

    @Column(name = "nonce")
    private long nonce;

    @Column(name = "tip")
    private long tip;

    @Column(name = "replaces")
    private byte[] replaces;

    @Column(name = "birth_block")
    private long birthBlock;

    @Column(name = "death_block")
    private long deathBlock;

    @Column(name = "extrinsic")
    private byte[] extrinsic;

    @Enumerated(EnumType.STRING)
    @Column(name = "state")
    private TransactionState state;

    @Column(name = "explanation")
    private String explanation;

    @Column(name = "prepared_at")
    private Instant preparedAt;

    @Column(name = "signed_at")
    private Instant signedAt;

    @Column(name = "sent_at")
    private Instant sentAt;

    @Column(name = "endpoints")
    private int endpoints;

    @Column(name = "peers")
    private int peers;

    @Column(name = "checked_to_block")
    private long checkedToBlock;

    @Column(name = "sealed_to_block")
    private long sealedToBlock;

    @Column(name = "block_number")
    private long blockNumber;

    @Column(name = "block_hash")
    private byte[] blockHash;

    @Column(name = "index_in_block")
    private int indexInBlock;

    @Column(name = "in_block_at")
    private Instant inBlockAt;

    @Column(name = "finalized_at")
    private Instant finalizedAt;

    @Column(name = "promise")
    private String promise;

    @Column(name = "effects")
    private String effects;

    protected TransactionRow() {}

    static TransactionRow of(Transaction t) {
        TransactionRow row = new TransactionRow();
        row.id = t.id().toArray();
        row.intent = StakingActionJson.write(t.action()).toString();
        row.signer = t.signer().key().toArray();
        row.call = t.call().toArray();
        row.words = t.words();
        row.payloadJson = t.payloadJson();
        row.specVersion = t.specVersion();
        row.nonce = t.nonce();
        row.tip = t.tip();
        row.replaces = t.replaces() == null ? null : t.replaces().toArray();
        row.birthBlock = t.birthBlock();
        row.preparedAt = t.preparedAt();
        row.promise = t.promise().write();
        row.put(t.standing());
        return row;
    }

    private void put(Standing standing) {
        state = standing.state();
        explanation = standing.explanation();
        deathBlock = standing.deathBlock();
        checkedToBlock = standing.checkedTo();
        sealedToBlock = standing.sealedTo();
        effects = EffectsJson.write(standing.effects());
        Standing.Signed signed = standing.signed();
        if (signed != null) {
            extrinsic = signed.extrinsic().toArray();
            extrinsicHash = signed.hash().toArray();
            signedAt = signed.at();
        }
        Standing.Sent sent = standing.sent();
        if (sent != null) {
            sentAt = sent.at();
            endpoints = sent.endpoints();
            peers = sent.peers();
        }
        Standing.Place place = standing.place();
        if (place != null) {
            blockNumber = place.block().number();
            blockHash = place.block().hash().toArray();
            indexInBlock = place.index();
            inBlockAt = place.seenAt();
            finalizedAt = place.finalizedAt();
        } else {
            indexInBlock = -1;
        }
    }

    Transaction toTransaction() {
        return new Transaction(
                Hash256.of(id),
                StakingActionJson.read(JSON.readTree(intent)),
                new Coldkey(Hash256.of(signer)),
                Bytes.of(call),
                words,
                payloadJson,
                specVersion,
                nonce,
                tip,
                replaces == null ? null : Hash256.of(replaces),
                birthBlock,
                preparedAt,
                standing(),
                Promise.read(promise));
    }

    private Standing standing() {
        return new Standing(
                state,
                explanation,
                deathBlock,
                extrinsic == null
                        ? null
                        : new Standing.Signed(
                                Bytes.of(extrinsic), Hash256.of(extrinsicHash), signedAt),
                sentAt == null ? null : new Standing.Sent(sentAt, endpoints, peers),
                checkedToBlock,
                sealedToBlock,
                blockHash == null
                        ? null
                        : new Standing.Place(
                                new BlockId(blockNumber, Hash256.of(blockHash)),
                                indexInBlock,
                                inBlockAt,
                                finalizedAt),
                EffectsJson.read(effects));
    }
}
