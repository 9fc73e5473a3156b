/**
 * The command line: everything the pages can tell, checked from files, without network or database.
 *
 * <p>In: arguments, files and standard input. Out: one JSON object or lines for people on standard
 * output, and an exit code: 0 yes or done, 1 a negative verdict, 2 bad input with one line on
 * standard error, 70 a fault of ours, 74 when standard output took no more. One small class per
 * command; each asks the same rooms that the pages ask. This room knows no Spring: only {@code
 * serve} starts it, and only {@code serve}, {@code devnet} and {@code node} open sockets.
 */
@NullMarked
package io.hypha.cli;

import org.jspecify.annotations.NullMarked;
