package io.hypha.index;

class MemoryPeerAddressStoreTest extends PeerAddressStoreContract {

    @Override
    protected PeerAddressStore store() {
        return new MemoryPeerAddressStore();
    }
}
