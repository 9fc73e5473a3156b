package io.hypha.stake;

/** How far a whole transaction, or its call, could be tried. */
sealed interface WholeTry {

    record Run(Rehearser.Tried tried) implements WholeTry {}

    /** This runtime has no such method. */
    record NotOffered() implements WholeTry {}

    /** It has, and what it said or did not say is of no use; in a sentence. */
    record Failed(String reason) implements WholeTry {}

    /** It was run, and the transaction would fail. */
    static WholeTry failing(String api, String sentence) {
        return new Run(Rehearser.Tried.of(new Rehearsal.Failed(api, sentence)));
    }

    static WholeTry unknownForm(String api, Exception e) {
        return new Failed(api + " has a form that Hypha does not know: " + e.getMessage() + ".");
    }
}
