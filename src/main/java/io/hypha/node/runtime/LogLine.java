package io.hypha.node.runtime;

/**
 * What the code said about itself; not proven by anything, for people.
 *
 * @param level 1 error, 2 warning, 3 information, 4 debug, 5 trace
 * @param target the part of the runtime that speaks
 * @param message with control characters replaced
 */
public record LogLine(int level, String target, String message) {}
