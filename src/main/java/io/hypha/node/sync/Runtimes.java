package io.hypha.node.sync;

import java.util.Optional;

/** Wires what has to do with the chain's own code: kept, run, asked for metadata, replaced. */
final class Runtimes implements AutoCloseable {

    private final CodeCompiler compiler = new CodeCompiler();
    private final Calls calls;
    private final RuntimeReader reader;
    private final Upgrades upgrades;

    /**
     * @param codeChanged told when other code is in office
     */
    Runtimes(
            NodeOptions options,
            Sources sources,
            TrustKeeper trust,
            HeaderLine line,
            ProvenReader proven,
            Disagreements disagreements,
            Runnable codeChanged) {
        NetworkRecord record = options.network();
        Optional<CodeFiles> files =
                options.dataDir().map(dir -> new CodeFiles(dir, record.network().genesisHash()));
        CodeShelf shelf = new CodeShelf(proven, files);
        this.calls = new Calls(proven, shelf, compiler, options.calls());
        this.reader =
                new RuntimeReader(
                        sources,
                        proven,
                        shelf,
                        new MetadataRun(calls, shelf),
                        new EndpointMetadata(sources, record.pinnedMetadata(), disagreements),
                        line::at);
        this.upgrades = new Upgrades(trust, line, proven, shelf, compiler, codeChanged);
    }

    Calls calls() {
        return calls;
    }

    RuntimeReader reader() {
        return reader;
    }

    Upgrades upgrades() {
        return upgrades;
    }

    @Override
    public void close() {
        compiler.close();
    }
}
