/**
 * Orders validators, each with its reasons: score v1 on subnets, accrual on root.
 *
 * <p>In: epoch records of the index and the yields over them. Out: places, scores with every
 * component, its raw input, the peers' median and the caps that applied. A take, a name or a
 * payment never moves a place by itself. This room knows no SQL, clock or page.
 */
@NullMarked
package io.hypha.rank;

import org.jspecify.annotations.NullMarked;
