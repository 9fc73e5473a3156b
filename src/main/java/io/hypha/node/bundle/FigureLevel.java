package io.hypha.node.bundle;

import java.util.Locale;

/**
 * How far a figure of a bundle may be trusted once the bundle is verified. Others are in no bundle.
 */
public enum FigureLevel {
    /** A storage value itself, or what its bytes mean. */
    PROVEN,
    /** What the chain's own code answers on proven state. */
    EXECUTED,
    /** A formula over proven inputs. */
    DERIVED;

    /** The name in JSON and pages. */
    public String jsonName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
