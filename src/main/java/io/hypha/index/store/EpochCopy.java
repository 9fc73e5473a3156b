package io.hypha.index.store;

import io.hypha.chain.EpochSnapshot;
import io.hypha.chain.Hotkey;
import io.hypha.chain.NetUid;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import org.postgresql.PGConnection;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;

/** Brings an epoch's rows in by COPY, on the transaction's own connection. */
final class EpochCopy {

    private static final String VALIDATORS =
            "copy validator_epoch (validator_id, block_number, chain_time, owner, take_65535ths, root_stake_rao) from stdin";
    private static final String STAKES =
            "copy stake_epoch (netuid, validator_id, block_number, chain_time, total_alpha_rao, dividends_alpha_rao,"
                    + " root_dividends_rao, claim_rate_2e32ths, root_accrual, uid, permit, vtrust_65535ths,"
                    + " last_update_block, childkey_take_65535ths) from stdin";
    private static final char TAB = '\t';
    private static final HexFormat HEX = HexFormat.of();

    private final JdbcTemplate jdbc;

    EpochCopy(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    void validators(EpochSnapshot snapshot, Map<Hotkey, Integer> ids, Set<Integer> onRecord) {
        StringBuilder rows = new StringBuilder();
        String place = place(snapshot);
        for (EpochSnapshot.ValidatorState state : snapshot.validators()) {
            int id = id(ids, state.hotkey());
            if (!onRecord.contains(id)) {
                rows.append(id)
                        .append(place)
                        .append("\\\\x")
                        .append(HEX.formatHex(state.owner().key().toArray()))
                        .append(TAB)
                        .append(state.take().parts())
                        .append(TAB)
                        .append(state.rootStakeRao())
                        .append('\n');
            }
        }
        copy(VALIDATORS, rows);
    }

    void stakes(EpochSnapshot snapshot, Map<Hotkey, Integer> ids, Set<NetUid> netUids) {
        StringBuilder rows = new StringBuilder();
        String place = place(snapshot);
        boolean claims = snapshot.regime() == EpochSnapshot.RootRegime.CLAIM;
        for (EpochSnapshot.StakeState state : snapshot.stakes()) {
            if (netUids.contains(state.netUid())) {
                rows.append(state.netUid().value())
                        .append(TAB)
                        .append(id(ids, state.hotkey()))
                        .append(place)
                        .append(state.totalRao())
                        .append(TAB)
                        .append(state.dividendsRao())
                        .append(TAB)
                        .append(state.rootDividendsRao())
                        .append(TAB)
                        .append(state.claimRateBits())
                        .append(TAB)
                        .append(claims ? state.rootAccrual().toPlainString() : "\\N")
                        .append(TAB)
                        .append(state.uid())
                        .append(TAB)
                        .append(state.permit() ? 't' : 'f')
                        .append(TAB)
                        .append(state.vtrust())
                        .append(TAB)
                        .append(state.lastUpdateBlock())
                        .append(TAB)
                        .append(state.childkeyTake())
                        .append('\n');
            }
        }
        copy(STAKES, rows);
    }

    /** Block and time, with tabs around. */
    private static String place(EpochSnapshot snapshot) {
        return TAB
                + Long.toString(snapshot.block().number())
                + TAB
                + Instant.ofEpochMilli(snapshot.block().timestampMillis())
                + TAB;
    }

    private static int id(Map<Hotkey, Integer> ids, Hotkey hotkey) {
        Integer id = ids.get(hotkey);
        if (id == null) {
            throw new IllegalArgumentException(
                    "a snapshot has a stake of " + hotkey + " but not the validator itself");
        }
        return id;
    }

    private void copy(String command, StringBuilder rows) {
        if (rows.isEmpty()) {
            return;
        }
        jdbc.execute(
                (ConnectionCallback<Long>)
                        connection -> {
                            try {
                                return connection
                                        .unwrap(PGConnection.class)
                                        .getCopyAPI()
                                        .copyIn(command, new StringReader(rows.toString()));
                            } catch (IOException e) {
                                throw new UncheckedIOException("copying to PostgreSQL", e);
                            }
                        });
    }
}
