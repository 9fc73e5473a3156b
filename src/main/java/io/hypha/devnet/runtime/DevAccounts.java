package io.hypha.devnet.runtime;

import io.hypha.node.bytes.Hash256;
import java.util.List;

/**
 * The well-known development accounts. Their secrets are public ({@code //Alice} … of Substrate's
 * development phrase); the first four author and finalize.
 */
public final class DevAccounts {

    /**
     * @param name as in the secret URI {@code //name}
     * @param sr25519 account id and Aura key
     * @param ed25519 GRANDPA key
     */
    public record DevAccount(String name, Hash256 sr25519, Hash256 ed25519) {}

    public static final List<DevAccount> ALL =
            List.of(
                    account(
                            "Alice",
                            "d43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d",
                            "88dc3417d5058ec4b4503e0c12ea1a0a89be200fe98922423d4334014fa6b0ee"),
                    account(
                            "Bob",
                            "8eaf04151687736326c9fea17e25fc5287613693c912909cb226aa4794f26a48",
                            "d17c2d7823ebf260fd138f2d7e27d114c0145d968b5ff5006125f2414fadae69"),
                    account(
                            "Charlie",
                            "90b5ab205c6974c9ea841be688864633dc9ca8a357843eeacf2314649965fe22",
                            "439660b36c6c03afafca027b910b4fecf99801834c62a5e6006f27d978de234f"),
                    account(
                            "Dave",
                            "306721211d5404bd9da88e0204360a1a9ab8b87c66c1bc2fcdd37f3c2222cc20",
                            "5e639b43e0052c47447dac87d6fd2b6ec50bdd4d0f614e4299c665249bbd09d9"),
                    account(
                            "Eve",
                            "e659a7a1628cdd93febc04a4e0646ea20e9f5f0ce097d9a05290d4a9e054df4e",
                            "1dfe3e22cc0d45c70779c1095f7489a8ef3cf52d62fbd8c2fa38c9f1723502b5"),
                    account(
                            "Ferdie",
                            "1cbd2d43530a44705ad088af313e18f80b53ef16b36177cd4b77b846f2a5f07c",
                            "568cb4a574c6d178feb39c27dfc8b3f789e5f5423e19c71633c748b9acf086b5"));

    /** Who authors and finalizes, in the order of the authority lists. */
    public static final List<DevAccount> AUTHORITIES = ALL.subList(0, 4);

    private DevAccounts() {}

    private static DevAccount account(String name, String sr25519, String ed25519) {
        return new DevAccount(name, Hash256.fromHex(sr25519), Hash256.fromHex(ed25519));
    }
}
