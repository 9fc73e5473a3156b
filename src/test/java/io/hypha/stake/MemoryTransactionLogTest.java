package io.hypha.stake;

class MemoryTransactionLogTest extends TransactionLogContract {

    private final MemoryTransactionLog log = new MemoryTransactionLog();

    @Override
    protected TransactionLog log() {
        return log;
    }
}
