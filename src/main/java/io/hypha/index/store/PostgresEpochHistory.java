package io.hypha.index.store;

import io.hypha.chain.BlockRef;
import io.hypha.chain.Coldkey;
import io.hypha.chain.Hotkey;
import io.hypha.chain.NetUid;
import io.hypha.chain.Take;
import io.hypha.index.Coverage;
import io.hypha.index.EpochHistory;
import io.hypha.index.EpochLinks;
import io.hypha.index.RootEpoch;
import io.hypha.index.StakeEpoch;
import io.hypha.index.SubnetEpoch;
import io.hypha.index.TakeRecord;
import io.hypha.index.ValidatorRecord;
import io.hypha.node.bytes.Hash256;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Reads epochs from PostgreSQL as they are asked for: rows become records, no entity in between.
 */
final class PostgresEpochHistory implements EpochHistory {

    private static final String SUBNET_EPOCHS =
            """
            select e.netuid, b.number, b.hash, b.chain_time, e.read_at_block, e.previous_block, e.tempo_blocks,
                   e.activity_cutoff_blocks, e.subnet_alpha_in_rao, e.subnet_tao_rao, e.tao_weight_1e18ths,
                   e.fee_rate_65535ths, e.one_to_one, e.subnet_alpha_out_rao, e.root_weight_2e64ths
            from subnet_epoch e join finalized_block b on b.number = e.block_number
            """;

    private static final String STAKE_EPOCHS =
            """
            select validator_id, block_number, total_alpha_rao, dividends_alpha_rao, uid, permit, vtrust_65535ths,
                   last_update_block, childkey_take_65535ths from stake_epoch
            """;

    private final JdbcTemplate jdbc;
    private final ValidatorRepository validators;
    private final EpochVersions versions;
    private final TransactionTemplate snapshot;

    PostgresEpochHistory(
            JdbcTemplate jdbc,
            ValidatorRepository validators,
            EpochVersions versions,
            PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.validators = validators;
        this.versions = versions;
        this.snapshot = new TransactionTemplate(transactions);
        snapshot.setReadOnly(true);
        // each question would have a state of its own otherwise
        snapshot.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
    }

    @Override
    public <T> T atOnce(Supplier<T> questions) {
        return snapshot.execute(_ -> questions.get());
    }

    @Override
    public List<NetUid> subnets() {
        List<NetUid> subnets = new ArrayList<>();
        jdbc.query(
                "select distinct netuid from subnet_epoch order by netuid",
                row -> {
                    subnets.add(new NetUid(row.getInt(1)));
                });
        if (!subnets.isEmpty() && !subnets.getFirst().isRoot()) {
            subnets.addFirst(NetUid.ROOT);
        }
        return subnets;
    }

    @Override
    public long version(NetUid netUid) {
        return versions.of(netUid);
    }

    @Override
    public Optional<Coverage> coverage(NetUid netUid) {
        if (netUid.isRoot()) {
            List<List<SubnetEpoch>> all = new ArrayList<>();
            subnets().stream()
                    .filter(subnet -> !subnet.isRoot())
                    .forEach(subnet -> all.add(epochs(subnet, Long.MIN_VALUE)));
            return all.isEmpty()
                    ? Optional.empty()
                    : Optional.of(EpochLinks.root(all, gap(netUid)));
        }
        List<SubnetEpoch> unbroken = epochs(netUid, Long.MIN_VALUE);
        return unbroken.isEmpty()
                ? Optional.empty()
                : Optional.of(EpochLinks.coverage(unbroken, gap(netUid)));
    }

    private String gap(NetUid netUid) {
        List<String> reasons =
                jdbc.query(
                        "select reason from epoch_gap where (netuid = ? or ? = 0) order by block_number desc limit 1",
                        (row, _) -> row.getString(1),
                        netUid.value(),
                        netUid.value());
        return reasons.isEmpty() ? "" : reasons.getFirst();
    }

    @Override
    public List<SubnetEpoch> epochs(NetUid netUid, long sinceMillis) {
        return EpochLinks.unbroken(
                jdbc.query(
                        SUBNET_EPOCHS + "where e.netuid = ? and b.chain_time >= ?",
                        EpochRows::subnetEpoch,
                        netUid.value(),
                        since(sinceMillis)));
    }

    @Override
    public Map<Hotkey, List<StakeEpoch>> stakes(NetUid netUid, long sinceMillis) {
        Map<Integer, List<StakeEpoch>> byId = new LinkedHashMap<>();
        jdbc.query(
                STAKE_EPOCHS
                        + "where netuid = ? and chain_time >= ? order by validator_id, block_number",
                row -> {
                    byId.computeIfAbsent(row.getInt(1), _ -> new ArrayList<>())
                            .add(EpochRows.stakeEpoch(row));
                },
                netUid.value(),
                since(sinceMillis));
        return byHotkey(byId);
    }

    @Override
    public List<StakeEpoch> stakes(NetUid netUid, Hotkey hotkey, long sinceMillis) {
        return jdbc.query(
                STAKE_EPOCHS
                        + "where netuid = ? and validator_id = (select id from validator where hotkey = ?)"
                        + " and chain_time >= ? order by block_number",
                (row, _) -> EpochRows.stakeEpoch(row),
                netUid.value(),
                hotkey.key().toArray(),
                since(sinceMillis));
    }

    @Override
    public Map<Hotkey, List<RootEpoch>> rootEpochs(long sinceMillis) {
        Map<Hotkey, List<RootEpoch>> epochs = new LinkedHashMap<>();
        Map<Integer, Hotkey> hotkeys = hotkeys();
        Map<Long, BlockRef> blocks = new HashMap<>();
        jdbc.query(
                "select number, hash, chain_time from finalized_block where chain_time >= ?",
                row -> {
                    blocks.put(row.getLong(1), EpochRows.block(row, 1));
                },
                since(sinceMillis));
        jdbc.query(
                """
                select v.validator_id, v.block_number, v.root_stake_rao, v.take_65535ths, s.accrual
                from validator_epoch v join (
                    select validator_id, block_number, chain_time, sum(root_accrual) accrual from stake_epoch
                    where chain_time >= ? group by validator_id, block_number, chain_time having count(root_accrual) = count(*)
                ) s on s.validator_id = v.validator_id and s.block_number = v.block_number and s.chain_time = v.chain_time
                where v.chain_time >= ? order by v.validator_id, v.block_number
                """,
                row -> {
                    Hotkey hotkey = hotkeys.get(row.getInt(1));
                    BlockRef block = blocks.get(row.getLong(2));
                    if (hotkey != null && block != null) {
                        epochs.computeIfAbsent(hotkey, _ -> new ArrayList<>())
                                .add(
                                        new RootEpoch(
                                                hotkey,
                                                block,
                                                row.getBigDecimal(5),
                                                row.getLong(3),
                                                new Take(row.getInt(4))));
                    }
                },
                since(sinceMillis),
                since(sinceMillis));
        return epochs;
    }

    @Override
    public List<RootEpoch> rootEpochs(Hotkey hotkey, long sinceMillis) {
        return jdbc.query(
                """
                select b.number, b.hash, b.chain_time, s.accrual, v.root_stake_rao, v.take_65535ths from (
                    select validator_id, block_number, chain_time, sum(root_accrual) accrual from stake_epoch
                    where validator_id = (select id from validator where hotkey = ?) and chain_time >= ?
                    group by validator_id, block_number, chain_time having count(root_accrual) = count(*)
                ) s
                join validator_epoch v on v.validator_id = s.validator_id and v.block_number = s.block_number
                    and v.chain_time = s.chain_time
                join finalized_block b on b.number = s.block_number order by b.number
                """,
                (row, _) ->
                        new RootEpoch(
                                hotkey,
                                EpochRows.block(row, 1),
                                row.getBigDecimal(4),
                                row.getLong(5),
                                new Take(row.getInt(6))),
                hotkey.key().toArray(),
                since(sinceMillis));
    }

    @Override
    public List<TakeRecord> takes(Hotkey hotkey, long sinceMillis) {
        return jdbc.query(
                """
                select b.number, b.hash, b.chain_time, t.take_65535ths from (
                    select block_number, take_65535ths, lag(take_65535ths) over (order by block_number) before
                    from validator_epoch
                    where validator_id = (select id from validator where hotkey = ?) and chain_time >= ?) t
                join finalized_block b on b.number = t.block_number
                where t.before is null or t.before <> t.take_65535ths order by b.number
                """,
                (row, _) -> new TakeRecord(EpochRows.block(row, 1), new Take(row.getInt(4))),
                hotkey.key().toArray(),
                since(sinceMillis));
    }

    @Override
    public Map<Hotkey, ValidatorRecord> validators() {
        Map<Hotkey, ValidatorRecord> all = new HashMap<>();
        for (ValidatorEntity entity : validators.findAll()) {
            Hotkey hotkey = new Hotkey(Hash256.of(entity.hotkey()));
            all.put(
                    hotkey,
                    new ValidatorRecord(
                            hotkey,
                            new Coldkey(Hash256.of(entity.owner())),
                            entity.ownerSinceBlock(),
                            entity.name(),
                            new Take(entity.take()),
                            entity.rootStakeRao(),
                            entity.firstSeenBlock(),
                            entity.seenAtBlock()));
        }
        return all;
    }

    @Override
    public Map<Hotkey, List<TakeRecord>> takes(long sinceMillis) {
        Map<Integer, List<TakeRecord>> byId = new LinkedHashMap<>();
        jdbc.query(
                """
                select t.validator_id, t.take_65535ths, b.number, b.hash, b.chain_time from (
                    select validator_id, block_number, take_65535ths,
                           lag(take_65535ths) over (partition by validator_id order by block_number) before
                    from validator_epoch where chain_time >= ?) t
                join finalized_block b on b.number = t.block_number
                where t.before is null or t.before <> t.take_65535ths
                order by t.validator_id, t.block_number
                """,
                row -> {
                    byId.computeIfAbsent(row.getInt(1), _ -> new ArrayList<>())
                            .add(new TakeRecord(EpochRows.block(row, 3), new Take(row.getInt(2))));
                },
                since(sinceMillis));
        return byHotkey(byId);
    }

    @Override
    public List<NetUid> subnetsOf(Hotkey hotkey) {
        return jdbc.query(
                """
                select s.netuid from stake_epoch s join validator v on v.id = s.validator_id
                join (select netuid, max(block_number) block from subnet_epoch group by netuid) e
                    on e.netuid = s.netuid and e.block = s.block_number
                join finalized_block b on b.number = s.block_number and b.chain_time = s.chain_time
                where v.hotkey = ? order by s.netuid
                """,
                (row, _) -> new NetUid(row.getInt(1)),
                (Object) hotkey.key().toArray());
    }

    private Map<Integer, Hotkey> hotkeys() {
        Map<Integer, Hotkey> hotkeys = new HashMap<>();
        jdbc.query(
                "select id, hotkey from validator",
                row -> {
                    hotkeys.put(row.getInt(1), new Hotkey(Hash256.of(row.getBytes(2))));
                });
        return hotkeys;
    }

    private <T> Map<Hotkey, List<T>> byHotkey(Map<Integer, List<T>> byId) {
        Map<Integer, Hotkey> hotkeys = hotkeys();
        Map<Hotkey, List<T>> byHotkey = new LinkedHashMap<>();
        byId.forEach((id, rows) -> {
            Hotkey hotkey = hotkeys.get(id);
            if (hotkey != null) {
                byHotkey.put(hotkey, rows);
            }
        });
        return byHotkey;
    }

    /** PostgreSQL's own range of times begins after Java's. */
    private static Timestamp since(long millis) {
        return new Timestamp(Math.max(millis, 0));
    }
}
