/**
 * Wires the rooms: settings, order of start and stop, Spring configuration.
 *
 * <p>In: settings from the command line and the environment. Out: a database, a devnet where one is
 * asked for, a light node, an index that follows it, and the pages. This room decides nothing about
 * the chain.
 */
@NullMarked
package io.hypha.boot;

import org.jspecify.annotations.NullMarked;
