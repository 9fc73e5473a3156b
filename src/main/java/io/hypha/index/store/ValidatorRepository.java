package io.hypha.index.store;

import java.util.Collection;
import java.util.List;
import org.springframework.data.jpa.repository.JpaRepository;

interface ValidatorRepository extends JpaRepository<ValidatorEntity, Integer> {

    List<ValidatorEntity> findByHotkeyIn(Collection<byte[]> hotkeys);
}
