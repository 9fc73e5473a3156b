package io.hypha.index.store;

import io.hypha.chain.ChainStatus;
import io.hypha.chain.EpochSnapshot;
import io.hypha.chain.Hotkey;
import io.hypha.chain.NetUid;
import io.hypha.index.EpochStore;
import io.hypha.index.ForeignDatabaseException;
import io.hypha.node.bytes.Hash256;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** Writes epochs to PostgreSQL: one block, one transaction; the bulk goes in by COPY. */
final class PostgresEpochStore implements EpochStore {

    private final NetworkRepository networks;
    private final ValidatorRepository validators;
    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;
    private final EpochPartitions partitions;
    private final EpochCopy copy;
    private final EpochVersions versions;

    PostgresEpochStore(
            NetworkRepository networks,
            ValidatorRepository validators,
            JdbcTemplate jdbc,
            TransactionTemplate transaction,
            EpochVersions versions) {
        this.networks = networks;
        this.validators = validators;
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.partitions = new EpochPartitions(jdbc);
        this.copy = new EpochCopy(jdbc);
        this.versions = versions;
    }

    @Override
    public void open(ChainStatus.NetworkName network) {
        transaction.executeWithoutResult(_ -> {
            Optional<NetworkEntity> known = networks.findById(NetworkEntity.ONLY);
            byte[] genesis = network.genesisHash().toArray();
            if (known.isEmpty()) {
                networks.save(
                        new NetworkEntity(
                                genesis,
                                network.name(),
                                network.ss58Prefix(),
                                network.tokenSymbol(),
                                network.tokenDecimals()));
            } else if (!Arrays.equals(known.get().genesisHash(), genesis)) {
                throw new ForeignDatabaseException(
                        "this database records "
                                + known.get().name()
                                + " (genesis "
                                + Hash256.of(known.get().genesisHash()).toShortHex()
                                + "), the node follows "
                                + network.name()
                                + " (genesis "
                                + network.genesisHash().toShortHex()
                                + "); give another database");
            }
        });
    }

    @Override
    public Map<NetUid, SortedSet<Long>> missing() {
        Map<NetUid, SortedSet<Long>> missing = new HashMap<>();
        jdbc.query(
                """
                select e.netuid, e.previous_block from subnet_epoch e
                where e.previous_block > 0 and not exists (
                    select 1 from subnet_epoch p where p.netuid = e.netuid and p.block_number = e.previous_block)
                """,
                row -> {
                    missing.computeIfAbsent(new NetUid(row.getInt(1)), _ -> new TreeSet<>())
                            .add(row.getLong(2));
                });
        return missing;
    }

    @Override
    public boolean has(NetUid netUid, long block) {
        return !jdbc.queryForList(
                        "select 1 from subnet_epoch where netuid = ? and block_number = ?",
                        Integer.class,
                        netUid.value(),
                        block)
                .isEmpty();
    }

    @Override
    public Map<NetUid, Set<Hotkey>> validatorsBySubnet() {
        Map<NetUid, Set<Hotkey>> all = new HashMap<>();
        jdbc.query(
                "select distinct s.netuid, v.hotkey from stake_epoch s join validator v on v.id = s.validator_id",
                row -> {
                    all.computeIfAbsent(new NetUid(row.getInt(1)), _ -> new HashSet<>())
                            .add(new Hotkey(Hash256.of(row.getBytes(2))));
                });
        return all;
    }

    @Override
    public void save(EpochSnapshot snapshot) {
        partitions.prepare(snapshot.block().timestampMillis());
        Set<NetUid> added = transaction.execute(_ -> write(snapshot));
        versions.changed(added);
    }

    private Set<NetUid> write(EpochSnapshot snapshot) {
        long block = snapshot.block().number();
        Set<Integer> present =
                new HashSet<>(
                        jdbc.queryForList(
                                "select netuid from subnet_epoch where block_number = ?",
                                Integer.class,
                                block));
        List<EpochSnapshot.SubnetState> subnets =
                snapshot.subnets().stream()
                        .filter(subnet -> !present.contains(subnet.netUid().value()))
                        .toList();
        Set<NetUid> added =
                subnets.stream().map(EpochSnapshot.SubnetState::netUid).collect(Collectors.toSet());
        if (added.isEmpty()) {
            return added;
        }
        jdbc.update(
                "insert into finalized_block (number, hash, chain_time, slot) values (?, ?, ?, ?)"
                        + " on conflict (number) do nothing",
                block,
                snapshot.block().hash().toArray(),
                new Timestamp(snapshot.block().timestampMillis()),
                snapshot.slot());
        Map<Hotkey, Integer> ids = ids(snapshot);
        writeSubnets(snapshot, subnets);
        copy.validators(snapshot, ids, onRecord(block));
        copy.stakes(snapshot, ids, added);
        jdbc.batchUpdate(
                "delete from epoch_gap where netuid = ? and block_number = ?",
                added.stream().map(netUid -> new Object[] {netUid.value(), block}).toList());
        return added;
    }

    /** Validators that another subnet's epoch in the same block has brought already. */
    private Set<Integer> onRecord(long block) {
        return new HashSet<>(
                jdbc.queryForList(
                        "select validator_id from validator_epoch where block_number = ? and chain_time ="
                                + " (select chain_time from finalized_block where number = ?)",
                        Integer.class,
                        block,
                        block));
    }

    private Map<Hotkey, Integer> ids(EpochSnapshot snapshot) {
        long block = snapshot.block().number();
        List<byte[]> keys =
                snapshot.validators().stream()
                        .map(validator -> validator.hotkey().key().toArray())
                        .toList();
        Map<Hotkey, ValidatorEntity> known = new HashMap<>();
        for (ValidatorEntity entity :
                keys.isEmpty() ? List.<ValidatorEntity>of() : validators.findByHotkeyIn(keys)) {
            known.put(new Hotkey(Hash256.of(entity.hotkey())), entity);
        }
        List<ValidatorEntity> fresh = new ArrayList<>();
        for (EpochSnapshot.ValidatorState state : snapshot.validators()) {
            byte[] owner = state.owner().key().toArray();
            ValidatorEntity entity = known.get(state.hotkey());
            if (entity == null) {
                fresh.add(
                        new ValidatorEntity(
                                state.hotkey().key().toArray(),
                                owner,
                                state.name(),
                                state.take().parts(),
                                state.rootStakeRao(),
                                block));
            } else {
                entity.saw(owner, state.name(), state.take().parts(), state.rootStakeRao(), block);
            }
        }
        validators
                .saveAll(fresh)
                .forEach(entity -> known.put(new Hotkey(Hash256.of(entity.hotkey())), entity));
        validators.flush();
        Map<Hotkey, Integer> ids = new HashMap<>();
        known.forEach((hotkey, entity) -> ids.put(hotkey, entity.id()));
        return ids;
    }

    private void writeSubnets(EpochSnapshot snapshot, List<EpochSnapshot.SubnetState> subnets) {
        jdbc.batchUpdate(
                """
                insert into subnet_epoch (netuid, block_number, previous_block, read_at_block, spec_version, tempo_blocks,
                    activity_cutoff_blocks, subnet_tao_rao, subnet_alpha_in_rao, subnet_alpha_out_rao, tao_weight_1e18ths,
                    fee_rate_65535ths, one_to_one, price_tao_per_alpha, root_weight_2e64ths)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                subnets.stream()
                        .map(subnet ->
                                new Object[] {
                                    subnet.netUid().value(),
                                    snapshot.block().number(),
                                    subnet.previousStep(),
                                    snapshot.readAt().number(),
                                    snapshot.specVersion(),
                                    subnet.tempo(),
                                    subnet.activityCutoffBlocks(),
                                    subnet.pool().tao(),
                                    subnet.pool().alphaIn(),
                                    subnet.alphaOutRao(),
                                    subnet.pool().quoteWeight(),
                                    subnet.pool().feeRate(),
                                    subnet.pool().oneToOne(),
                                    subnet.pool().spotPrice(),
                                    new java.math.BigDecimal(subnet.taoWeight())
                                })
                        .toList());
    }

    @Override
    public void noteGap(NetUid netUid, long block, long seenBlock, String reason) {
        jdbc.update(
                """
                insert into epoch_gap (netuid, block_number, seen_block, reason) values (?, ?, ?, ?)
                on conflict (netuid, block_number) do update set seen_block = excluded.seen_block, reason = excluded.reason
                """,
                netUid.value(),
                block,
                seenBlock,
                reason);
        versions.changed(Set.of(netUid));
    }
}
