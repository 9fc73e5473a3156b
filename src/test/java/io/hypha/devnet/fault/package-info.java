/**
 * Devnet nodes that do not do what they should, for tests of whoever meets them.
 *
 * <p>A {@link io.hypha.devnet.fault.LyingServer} stands between a devnet's honest answers and its
 * peers; which lie it tells is chosen while it runs. A {@link io.hypha.devnet.fault.SlowLoris} is
 * no node at all. A foreign genesis needs nothing of this: start a devnet of another seed.
 */
@NullMarked
package io.hypha.devnet.fault;

import org.jspecify.annotations.NullMarked;
