package io.hypha.index.store;

import java.util.List;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.query.Param;

interface PeerAddressRepository extends JpaRepository<PeerAddressEntity, String> {

    List<PeerAddressEntity> findAllByOrderByWorkedAtDescAddressAsc();

    @Modifying(flushAutomatically = true, clearAutomatically = true)
    @Query(
            nativeQuery = true,
            value =
                    """
                    delete from peer_address where address in (
                        select address from peer_address order by failures, worked_at desc, address offset :most)
                    """)
    void keepTheBest(@Param("most") int most);
}
