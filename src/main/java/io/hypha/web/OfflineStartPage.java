package io.hypha.web;

/** Where somebody lands who has no payload yet, or comes back for one. */
public record OfflineStartPage(Ground ground) {

    static final OfflineStartPage EMPTY = new OfflineStartPage(new Ground(null, null));
}
