package io.hypha.node.runtime;

/**
 * Makes sure of room on the stack before code of ours runs on top of the guest's. A stack that
 * overflows while the JVM initialises a class leaves that class unusable for the whole process;
 * here it may overflow without harm.
 */
final class StackRoom {

    private static final int FRAMES = 400;

    private StackRoom() {}

    /**
     * @throws StackOverflowError when there is no room: the end of a call that nests too deeply
     */
    static void require() {
        if (descend(FRAMES, 1, 2, 3, 4, 5, 6, 7, 8) == 0) {
            throw new IllegalStateException("the sum of what is above zero");
        }
    }

    private static long descend(
            int frames, long a, long b, long c, long d, long e, long f, long g, long h) {
        return frames == 0
                ? a + b + c + d + e + f + g + h
                : 1 + descend(frames - 1, b, c, d, e, f, g, h, a);
    }
}
