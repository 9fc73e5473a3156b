package io.hypha.chain;

/**
 * An amount of one subnet's alpha, counted in rao of it (10⁹ rao are one alpha). Amounts of two
 * subnets cannot be added. On root this is TAO.
 */
public record Alpha(NetUid netUid, long rao) {

    public Alpha {
        if (rao < 0) {
            throw new IllegalArgumentException("alpha must be >= 0 rao, was " + rao);
        }
    }

    /**
     * @throws IllegalArgumentException when the other amount is of another subnet: bad code
     */
    public Alpha plus(Alpha other) {
        if (!netUid.equals(other.netUid)) {
            throw new IllegalArgumentException(
                    "alpha of subnet "
                            + other.netUid
                            + " cannot be added to alpha of subnet "
                            + netUid);
        }
        return new Alpha(netUid, Math.addExact(rao, other.rao));
    }
}
