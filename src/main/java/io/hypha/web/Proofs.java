package io.hypha.web;

import io.hypha.chain.Evidence;
import io.hypha.chain.ProofId;
import io.hypha.chain.Reading;

/** Gives the ground of a figure: as evidence for the page, and as one file to check elsewhere. */
public interface Proofs {

    Reading<Evidence> evidence(ProofId id);

    Reading<BundleFile> bundle(ProofId id);
}
