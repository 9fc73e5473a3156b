package io.hypha.web;

import java.util.Optional;

/** Something that every page says while it lasts, such as the making of a new devnet. */
@FunctionalInterface
public interface Announcement {

    Optional<String> text();
}
