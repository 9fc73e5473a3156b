package io.hypha.index;

class MemoryEpochStoreTest extends EpochStoreContract {

    private final MemoryEpochStore memory = new MemoryEpochStore();

    @Override
    protected EpochStore store() {
        return memory;
    }

    @Override
    protected EpochHistory history() {
        return memory;
    }
}
