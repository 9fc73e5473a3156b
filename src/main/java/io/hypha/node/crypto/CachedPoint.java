package io.hypha.node.crypto;

/**
 * A point prepared for additions: Y + X, Y - X, Z and 2d·T. With Z = 1 an addition saves one
 * product.
 */
final class CachedPoint {

    final FieldElement yPlusX = new FieldElement();
    final FieldElement yMinusX = new FieldElement();
    final FieldElement z = new FieldElement();
    final FieldElement t2d = new FieldElement();
    final boolean isAffine;

    private CachedPoint(boolean isAffine) {
        this.isAffine = isAffine;
    }

    static CachedPoint of(EdwardsPoint point) {
        CachedPoint cached = new CachedPoint(false);
        FieldElement.add(cached.yPlusX, point.y, point.x);
        FieldElement.subtract(cached.yMinusX, point.y, point.x);
        cached.z.set(point.z);
        FieldElement.multiply(cached.t2d, point.t, Curve25519.D2);
        return cached;
    }

    /** The same with Z = 1, given 1 / Z. */
    static CachedPoint affine(EdwardsPoint point, FieldElement inverseOfZ) {
        CachedPoint cached = new CachedPoint(true);
        FieldElement x = new FieldElement();
        FieldElement y = new FieldElement();
        FieldElement.multiply(x, point.x, inverseOfZ);
        FieldElement.multiply(y, point.y, inverseOfZ);
        FieldElement.add(cached.yPlusX, y, x);
        FieldElement.subtract(cached.yMinusX, y, x);
        cached.z.set(Curve25519.ONE);
        FieldElement.multiply(cached.t2d, x, y);
        FieldElement.multiply(cached.t2d, cached.t2d, Curve25519.D2);
        return cached;
    }

    /** P, 3P, 5P, … : {@code count} odd multiples. */
    static CachedPoint[] oddMultiples(EdwardsPoint point, int count) {
        EdwardsPoint[] multiples = oddPoints(point, count);
        CachedPoint[] table = new CachedPoint[count];
        for (int i = 0; i < count; i++) {
            table[i] = of(multiples[i]);
        }
        return table;
    }

    /**
     * The odd multiples with Z = 1, by one inversion for all (Montgomery's trick): for tables that
     * live long.
     */
    static CachedPoint[] affineOddMultiples(EdwardsPoint point, int count) {
        EdwardsPoint[] multiples = oddPoints(point, count);
        FieldElement[] products = new FieldElement[count];
        FieldElement product = FieldElement.of(1);
        for (int i = 0; i < count; i++) {
            products[i] = FieldElement.copyOf(product);
            FieldElement.multiply(product, product, multiples[i].z);
        }
        FieldElement inverse = FieldPower.invert(product);
        CachedPoint[] table = new CachedPoint[count];
        FieldElement own = new FieldElement();
        for (int i = count - 1; i >= 0; i--) {
            FieldElement.multiply(own, inverse, products[i]);
            FieldElement.multiply(inverse, inverse, multiples[i].z);
            table[i] = affine(multiples[i], own);
        }
        return table;
    }

    private static EdwardsPoint[] oddPoints(EdwardsPoint point, int count) {
        EdwardsPoint[] multiples = new EdwardsPoint[count];
        EdwardsPoint twice = new EdwardsPoint();
        twice.set(point);
        twice.doubleInPlace(true);
        CachedPoint step = of(twice);
        multiples[0] = new EdwardsPoint();
        multiples[0].set(point);
        for (int i = 1; i < count; i++) {
            multiples[i] = new EdwardsPoint();
            multiples[i].set(multiples[i - 1]);
            multiples[i].add(step, false, true);
        }
        return multiples;
    }
}
