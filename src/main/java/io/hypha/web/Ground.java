package io.hypha.web;

import io.hypha.chain.Level;
import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The weakest level of any figure on a page and the oldest block behind one. Names are always
 * Unverified and are left out: they would make the line say nothing.
 */
public record Ground(@Nullable String weakest, @Nullable String oldestBlock) {

    static Ground of(Collection<Figure> figures) {
        @Nullable Level weakest = null;
        long oldest = Long.MAX_VALUE;
        for (Figure figure : figures) {
            if (figure.unknown()
                    || figure.block() == null
                    || Figure.MISSING.equals(figure.level())) {
                continue;
            }
            Level level = Level.valueOf(figure.level().toUpperCase(Locale.ROOT));
            weakest = weakest == null ? level : Level.weaker(weakest, level);
            oldest = Math.min(oldest, Long.parseLong(figure.block()));
        }
        return weakest == null
                ? new Ground(null, null)
                : new Ground(weakest.code(), Numbers.block(oldest));
    }
}
