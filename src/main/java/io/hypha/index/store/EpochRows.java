package io.hypha.index.store;

import io.hypha.chain.BlockRef;
import io.hypha.chain.NetUid;
import io.hypha.chain.SubnetPool;
import io.hypha.index.StakeEpoch;
import io.hypha.index.SubnetEpoch;
import io.hypha.node.bytes.Hash256;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * Rows as the records of the index; columns by their place in the queries of {@link
 * PostgresEpochHistory}.
 */
final class EpochRows {

    private EpochRows() {}

    static SubnetEpoch subnetEpoch(ResultSet row, int number) throws SQLException {
        NetUid netUid = new NetUid(row.getInt(1));
        return new SubnetEpoch(
                block(row, 2),
                row.getLong(5),
                row.getLong(6),
                row.getInt(7),
                row.getLong(8),
                new SubnetPool(
                        netUid,
                        row.getLong(9),
                        row.getLong(10),
                        row.getLong(11),
                        row.getInt(12),
                        row.getBoolean(13)),
                row.getLong(14),
                row.getBigDecimal(15).toBigIntegerExact());
    }

    /** Number, hash and time from three columns on. */
    static BlockRef block(ResultSet row, int column) throws SQLException {
        return new BlockRef(
                row.getLong(column),
                Hash256.of(row.getBytes(column + 1)),
                row.getTimestamp(column + 2).getTime());
    }

    static StakeEpoch stakeEpoch(ResultSet row) throws SQLException {
        return new StakeEpoch(
                row.getLong(2),
                row.getLong(3),
                row.getLong(4),
                row.getInt(5),
                row.getBoolean(6),
                row.getInt(7),
                row.getLong(8),
                row.getInt(9));
    }
}
