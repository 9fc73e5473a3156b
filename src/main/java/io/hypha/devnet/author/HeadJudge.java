package io.hypha.devnet.author;

import io.hypha.devnet.runtime.Validity;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;

/** Asks the runtime on the newest block. */
record HeadJudge(Chain chain) implements TransactionPool.Judge {

    @Override
    public Validity validate(Bytes extrinsic) {
        return chain.onHead((state, next) -> chain.runtime().validate(state, next, extrinsic));
    }

    @Override
    public long nonce(Hash256 account) {
        return chain.onHead((state, _) -> chain.runtime().accountNonce(state, account));
    }

    @Override
    public long head() {
        return chain.head().number();
    }
}
