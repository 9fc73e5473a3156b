package io.hypha.stake.store;

import io.hypha.chain.ExecutedForm;
import io.hypha.chain.FigureStore;
import io.hypha.chain.KeptFigure;
import io.hypha.chain.ProofId;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.crypto.Blake2b;
import io.hypha.node.scale.ScaleCodecReader;
import io.hypha.node.scale.ScaleCodecWriter;
import io.hypha.node.scale.ScaleException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Executed figures in PostgreSQL: the newest ones, up to a number and a size. What is as long as
 * code stands there once, and weighs on the figure that brought it.
 */
@Component
class PostgresFigureStore implements FigureStore {

    static final int MOST = 2_048;
    private static final long MOST_BYTES = 128L << 20;

    /** One figure does not push out all others. */
    private static final long MOST_OF_ONE = MOST_BYTES / 8;

    private final JdbcTemplate jdbc;

    PostgresFigureStore(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    @Transactional
    public void keep(KeptFigure figure) {
        List<Bytes> large =
                figure.proof().stream().filter(each -> each.size() >= KeptFigure.LARGE).toList();
        Bytes proof = list(figure.proof());
        long own = (long) proof.size() + figure.parameters().size() + figure.result().size();
        long all = own + large.stream().mapToLong(Bytes::size).sum();
        if (all <= MOST_OF_ONE && insert(figure, proof, own)) {
            long brought = large.stream().mapToLong(each -> insert(figure.id(), each)).sum();
            jdbc.update(
                    "update executed_figure set weight = weight + ? where id = ?",
                    brought,
                    figure.id().toString());
            makeRoom();
        }
    }

    /** Those that are short, in order. */
    private static Bytes list(List<Bytes> proof) {
        return new ScaleCodecWriter()
                .writeVector(
                        proof.stream().filter(each -> each.size() < KeptFigure.LARGE).toList(),
                        ScaleCodecWriter::writeByteVector)
                .toBytes();
    }

    private boolean insert(KeptFigure figure, Bytes proof, long weight) {
        return jdbc.update(
                        """
                        insert into executed_figure (id, block_hash, title, unit, form, code_hash, spec_version,
                                                     method, parameters, result, proof, weight)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (id) do nothing
                        """,
                        figure.id().toString(),
                        figure.block().toArray(),
                        figure.title(),
                        figure.unit(),
                        figure.form().code(),
                        figure.codeHash().toArray(),
                        figure.specVersion(),
                        figure.method(),
                        figure.parameters().toArray(),
                        figure.result().toArray(),
                        proof.toArray(),
                        weight)
                == 1;
    }

    /** Bytes that were not there before. */
    private long insert(ProofId figure, Bytes value) {
        byte[] hash = Blake2b.hash256(value).toArray();
        // A code of megabytes is not sent with each figure that rests on it.
        List<@Nullable Integer> there =
                jdbc.queryForList(
                        "select 1 from executed_value where hash = ?", Integer.class, hash);
        int brought =
                there.isEmpty()
                        ? jdbc.update(
                                "insert into executed_value (hash, value) values (?, ?) on conflict (hash) do nothing",
                                hash,
                                value.toArray())
                        : 0;
        jdbc.update(
                "insert into executed_figure_value (figure, hash) values (?, ?) on conflict do nothing",
                figure.toString(),
                hash);
        return (long) brought * value.size();
    }

    private void makeRoom() {
        int gone =
                jdbc.update(
                        """
                        delete from executed_figure where id in (
                            select id from (
                                select id, row_number() over w as place, sum(weight) over w as bytes
                                from executed_figure window w as (order by kept desc)
                            ) as each where place > ? or bytes > ?)
                        """,
                        MOST,
                        MOST_BYTES);
        if (gone > 0) {
            jdbc.update(
                    """
                    delete from executed_value v
                    where not exists (select from executed_figure_value f where f.hash = v.hash)
                    """);
        }
    }

    @Override
    @Transactional(readOnly = true)
    public Optional<KeptFigure> find(ProofId id) {
        List<Bytes> large =
                jdbc.query(
                        """
                        select v.value from executed_figure_value f join executed_value v on v.hash = f.hash
                        where f.figure = ?
                        """,
                        (row, _) -> Bytes.of(row.getBytes("value")),
                        id.toString());
        return jdbc
                .query(
                        "select * from executed_figure where id = ?",
                        (row, _) -> figure(id, row, large),
                        id.toString())
                .stream()
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** Empty for a row that another program wrote in a form that is not known here. */
    private static Optional<KeptFigure> figure(ProofId id, ResultSet row, List<Bytes> large)
            throws SQLException {
        Optional<ExecutedForm> form = ExecutedForm.of(row.getString("form"));
        if (form.isEmpty()) {
            return Optional.empty();
        }
        List<Bytes> proof = new ArrayList<>(large);
        try {
            ScaleCodecReader in = new ScaleCodecReader(row.getBytes("proof"));
            proof.addAll(in.readVector(1, ScaleCodecReader::readByteVector));
            in.requireEnd();
        } catch (ScaleException e) {
            return Optional.empty();
        }
        return Optional.of(
                new KeptFigure(
                        id,
                        Hash256.of(row.getBytes("block_hash")),
                        row.getString("title"),
                        row.getString("unit"),
                        form.get(),
                        Hash256.of(row.getBytes("code_hash")),
                        row.getLong("spec_version"),
                        row.getString("method"),
                        Bytes.of(row.getBytes("parameters")),
                        Bytes.of(row.getBytes("result")),
                        proof));
    }
}
