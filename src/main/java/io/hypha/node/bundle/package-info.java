/**
 * Proof bundles: one JSON file that holds a figure, every proven input and every call of the
 * chain's own code behind it, and the way from each back to a checkpoint; and the judge that walks
 * it offline on another machine.
 *
 * <p>In: a bundle from anybody, a checkpoint that the caller trusts, formulas by name. Out: the
 * figure with the verdict on each link. A bundle never carries its own trust. This room knows no
 * socket, clock, database or log, and no meaning of any key: a formula gives figures their meaning.
 */
@NullMarked
package io.hypha.node.bundle;

import org.jspecify.annotations.NullMarked;
