package io.hypha.stake.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.hypha.TestDatabase;
import io.hypha.chain.ExecutedFigures;
import io.hypha.chain.ExecutedForm;
import io.hypha.chain.FigureStore;
import io.hypha.chain.KeptFigure;
import io.hypha.chain.ProofId;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.scale.ScaleCodecWriter;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.data.jpa.test.autoconfigure.DataJpaTest;
import org.springframework.boot.jdbc.test.autoconfigure.AutoConfigureTestDatabase;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

@DataJpaTest(showSql = false)
@AutoConfigureTestDatabase(replace = AutoConfigureTestDatabase.Replace.NONE)
@Transactional(propagation = Propagation.NOT_SUPPORTED)
@Import({TestDatabase.class, PostgresTransactionLog.class, PostgresFigureStore.class})
class PostgresFigureStoreIT {

    private static final Hash256 BLOCK = Hash256.fromHex("0x" + "b1".repeat(32));
    private static final Hash256 CODE_HASH = Hash256.fromHex("0x" + "c0".repeat(32));

    @Autowired private FigureStore store;

    @Autowired private JdbcTemplate jdbc;

    @BeforeEach
    void empty() {
        jdbc.execute("truncate executed_figure, executed_value, executed_figure_value");
    }

    private static Bytes filled(int size, int with) {
        byte[] bytes = new byte[size];
        Arrays.fill(bytes, (byte) with);
        return Bytes.of(bytes);
    }

    private static KeptFigure figure(long number, Bytes... proof) {
        ExecutedForm form = ExecutedForm.u64FromEnd(8);
        Bytes parameters = Bytes.ofInts(1, 2);
        ProofId id = ExecutedFigures.id(number, BLOCK, "Api_method", parameters, form, "rao");
        return new KeptFigure(
                id,
                BLOCK,
                "A title",
                "rao",
                form,
                CODE_HASH,
                424,
                "Api_method",
                parameters,
                new ScaleCodecWriter().writeLong(number).toBytes(),
                List.of(proof));
    }

    private int count(String table) {
        Integer count = jdbc.queryForObject("select count(*) from " + table, Integer.class);
        return count == null ? -1 : count;
    }

    @Test
    void gives_back_what_it_took() {
        Bytes code = filled(KeptFigure.LARGE, 7);
        Bytes node = filled(KeptFigure.LARGE - 1, 8);
        KeptFigure one = figure(1, code, node, Bytes.ofInts(3));
        store.keep(one);
        store.keep(one);
        assertThat(store.find(one.id())).contains(one);
        assertThat(store.find(figure(2).id())).isEmpty();
        assertThat(count("executed_figure")).isOne();
    }

    @Test
    void keeps_code_once_for_all_figures_and_no_longer_than_one_rests_on_it() {
        Bytes code = filled(2 << 20, 1);
        Bytes next = filled(2 << 20, 2);
        store.keep(figure(1, code));
        store.keep(figure(2, code));
        store.keep(figure(3, next));
        assertThat(count("executed_value")).isEqualTo(2);

        fill(PostgresFigureStore.MOST - 2);
        store.keep(figure(1_000_000, next));
        assertThat(store.find(figure(1).id())).isEmpty();
        assertThat(store.find(figure(2).id())).isEmpty();
        assertThat(store.find(figure(3).id()).orElseThrow().proof()).containsExactly(next);
        assertThat(count("executed_figure")).isEqualTo(PostgresFigureStore.MOST);
        assertThat(count("executed_value")).isOne();
    }

    /** So many light rows at once. */
    private void fill(int rows) {
        jdbc.update(
                """
                insert into executed_figure (id, block_hash, title, unit, form, code_hash, spec_version,
                                             method, parameters, result, proof, weight)
                select 'row-' || n, block_hash, title, unit, form, code_hash, spec_version,
                       method, parameters, result, proof, 1
                from executed_figure, generate_series(1, ?) as n where executed_figure.id = ?
                """,
                rows,
                figure(3).id().toString());
    }

    @Test
    void the_oldest_make_room_for_bytes_too_and_a_giant_is_not_taken_in() {
        Bytes[] five =
                Stream.generate(() -> filled(KeptFigure.LARGE - 1, 5))
                        .limit(160)
                        .toArray(Bytes[]::new);
        LongStream.rangeClosed(1, 14).forEach(number -> store.keep(figure(number, five)));
        assertThat(store.find(figure(1).id())).isEmpty();
        assertThat(store.find(figure(14).id())).isPresent();
        int before = count("executed_figure");
        assertThat(before).isEqualTo(12);

        store.keep(figure(99, filled(17 << 20, 1)));
        assertThat(store.find(figure(99).id())).isEmpty();
        assertThat(count("executed_figure")).isEqualTo(before);
    }

    @Test
    void a_row_in_an_unknown_form_is_not_there() {
        KeptFigure one = figure(1, Bytes.ofInts(3));
        store.keep(one);
        jdbc.update("update executed_figure set form = 'executed/9'");
        assertThat(store.find(one.id())).isEmpty();
        jdbc.update("update executed_figure set form = ?, proof = '\\x04ff'", one.form().code());
        assertThat(store.find(one.id())).isEmpty();
    }
}
