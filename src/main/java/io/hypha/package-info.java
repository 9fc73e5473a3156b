/**
 * Starts the process, nothing else.
 *
 * <p>In: the command line. Out: a running application, wired in {@code boot}.
 */
@NullMarked
package io.hypha;

import org.jspecify.annotations.NullMarked;
