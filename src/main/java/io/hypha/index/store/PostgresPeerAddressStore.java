package io.hypha.index.store;

import io.hypha.index.PeerAddressStore;
import java.time.Instant;
import java.util.List;
import org.springframework.transaction.support.TransactionTemplate;

/** Keeps peers' addresses in PostgreSQL. */
final class PostgresPeerAddressStore implements PeerAddressStore {

    private final PeerAddressRepository addresses;
    private final TransactionTemplate transaction;

    PostgresPeerAddressStore(PeerAddressRepository addresses, TransactionTemplate transaction) {
        this.addresses = addresses;
        this.transaction = transaction;
    }

    @Override
    public List<String> known() {
        return addresses.findAllByOrderByWorkedAtDescAddressAsc().stream()
                .map(PeerAddressEntity::address)
                .toList();
    }

    @Override
    public void worked(String address, Instant at) {
        transaction.executeWithoutResult(_ -> {
            addresses
                    .findById(address)
                    .ifPresentOrElse(
                            known -> known.worked(at),
                            () -> addresses.save(new PeerAddressEntity(address, at)));
            addresses.keepTheBest(MOST);
        });
    }

    @Override
    public void failed(String address, Instant at) {
        transaction.executeWithoutResult(_ ->
                addresses
                        .findById(address)
                        .ifPresent(known -> {
                            known.failed(at);
                            if (known.failures() >= MOST_FAILURES) {
                                addresses.delete(known);
                            }
                        }));
    }
}
