package io.hypha.index.store;

import org.springframework.data.jpa.repository.JpaRepository;

interface NetworkRepository extends JpaRepository<NetworkEntity, Short> {}
