package io.hypha.chain;

/** An amount of TAO, counted in rao. One TAO is 1 000 000 000 rao. */
public record Rao(long value) implements Comparable<Rao> {

    public static final long PER_TAO = 1_000_000_000L;
    public static final Rao ZERO = new Rao(0);

    public Rao {
        if (value < 0) {
            throw new IllegalArgumentException("rao must be >= 0, was " + value);
        }
    }

    public Rao plus(Rao other) {
        return new Rao(Math.addExact(value, other.value));
    }

    @Override
    public int compareTo(Rao other) {
        return Long.compare(value, other.value);
    }
}
