package io.hypha.node.runtime;

/** Signatures that the code gathers before it asks for all verdicts at once. */
final class SignatureBatch {

    private boolean isOpen;
    private boolean isGood;

    void start() {
        if (isOpen) {
            throw CallEndedException.trap("a batch of signatures is open already");
        }
        isOpen = true;
        isGood = true;
    }

    /** Takes one verdict; outside a batch it stands for itself. */
    boolean add(boolean isValid) {
        if (!isOpen) {
            return isValid;
        }
        isGood &= isValid;
        return true;
    }

    boolean finish() {
        if (!isOpen) {
            throw CallEndedException.trap("no batch of signatures is open");
        }
        isOpen = false;
        return isGood;
    }
}
