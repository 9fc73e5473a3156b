package io.hypha.node.network.wire;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** How many bytes of heap a piece of code asks for, whether or not they are freed again. */
final class Allocation {

    private Allocation() {}

    interface Code {
        void run() throws Exception;
    }

    static long of(Code code) throws Exception {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        code.run();
        return threads.getCurrentThreadAllocatedBytes() - before;
    }
}
