package io.hypha.stake;

import io.hypha.node.metadata.Field;
import io.hypha.node.metadata.Primitive;
import io.hypha.node.metadata.RuntimeMetadata;
import io.hypha.node.metadata.Type;
import io.hypha.node.metadata.TypeDef;
import io.hypha.node.metadata.VariantCase;
import java.util.List;
import java.util.Optional;

/** An argument of a call, told by how its type is encoded: names of types change, bytes do not. */
enum CallArgument {
    /** 32 bytes. */
    ACCOUNT,
    /** What looks an account up: {@code MultiAddress} or the account itself. */
    ADDRESS,
    NETUID,
    NETUIDS,
    /** u64, rao of TAO or of an alpha, or a price in rao. */
    RAO,
    OPTIONAL_RAO,
    BOOL,
    /** A number of blocks, u32. */
    BLOCKS,
    /** Any call of the runtime. */
    CALL,
    CALLS,
    /** An enum that has the case {@link #STAKING}. */
    PROXY_TYPE,
    OPTIONAL_PROXY_TYPE,
    /** An enum whose cases have nothing, or a set of subnets. */
    CLAIM_TYPE;

    /** The case of {@code ProxyType} for staking. */
    static final String STAKING = "Staking";

    private static final int ACCOUNT_BYTES = 32;
    private static final int MAX_WRAPPERS = 16;

    boolean fits(RuntimeMetadata metadata, int type) {
        return switch (this) {
            case ACCOUNT -> isAccount(metadata, type);
            case ADDRESS -> isAccount(metadata, type) || isLookup(metadata, type);
            case NETUID -> is(metadata, type, Primitive.U16);
            case NETUIDS -> isNetUids(metadata, type);
            case RAO -> is(metadata, type, Primitive.U64);
            case OPTIONAL_RAO ->
                    option(metadata, type).filter(each -> RAO.fits(metadata, each)).isPresent();
            case BOOL -> is(metadata, type, Primitive.BOOL);
            case BLOCKS -> is(metadata, type, Primitive.U32);
            case CALL -> inside(metadata, type) == inside(metadata, metadata.callType());
            case CALLS ->
                    metadata.types().definition(inside(metadata, type))
                                    instanceof TypeDef.Sequence(int item)
                            && CALL.fits(metadata, item);
            case PROXY_TYPE ->
                    cases(metadata, type).stream()
                            .anyMatch(
                                    each -> each.name().equals(STAKING) && each.fields().isEmpty());
            case OPTIONAL_PROXY_TYPE ->
                    option(metadata, type)
                            .filter(each -> PROXY_TYPE.fits(metadata, each))
                            .isPresent();
            case CLAIM_TYPE ->
                    !cases(metadata, type).isEmpty()
                            && cases(metadata, type).stream()
                                    .allMatch(each -> isClaimType(metadata, each));
        };
    }

    /** The cases of an enum; empty when it is none. */
    static List<VariantCase> cases(RuntimeMetadata metadata, int type) {
        return metadata.types().definition(inside(metadata, type))
                        instanceof TypeDef.Variant(List<VariantCase> cases)
                ? cases
                : List.of();
    }

    private static boolean isClaimType(RuntimeMetadata metadata, VariantCase each) {
        return each.fields().isEmpty()
                || (each.fields().size() == 1
                        && isNetUids(metadata, each.fields().getFirst().type()));
    }

    private static boolean isNetUids(RuntimeMetadata metadata, int type) {
        return metadata.types().definition(inside(metadata, type))
                        instanceof TypeDef.Sequence(int item)
                && NETUID.fits(metadata, item);
    }

    private static boolean isAccount(RuntimeMetadata metadata, int type) {
        return metadata.types().definition(inside(metadata, type))
                        instanceof TypeDef.Array(long length, int item)
                && length == ACCOUNT_BYTES
                && is(metadata, item, Primitive.U8);
    }

    private static boolean isLookup(RuntimeMetadata metadata, int type) {
        return cases(metadata, type).stream()
                .anyMatch(each ->
                        each.name().equals("Id")
                                && each.fields().size() == 1
                                && isAccount(metadata, each.fields().getFirst().type()));
    }

    private static Optional<Integer> option(RuntimeMetadata metadata, int type) {
        Type found = metadata.types().type(type);
        if (!found.name().equals("Option")) {
            return Optional.empty();
        }
        return cases(metadata, type).stream()
                .filter(each -> each.name().equals("Some") && each.fields().size() == 1)
                .map(each -> each.fields().getFirst().type())
                .findFirst();
    }

    private static boolean is(RuntimeMetadata metadata, int type, Primitive wanted) {
        return metadata.types().definition(inside(metadata, type))
                        instanceof TypeDef.Basic(Primitive found)
                && found == wanted;
    }

    /** The type in wrappers that add nothing: structs and tuples of one. */
    private static int inside(RuntimeMetadata metadata, int type) {
        int inner = type;
        for (int i = 0; i < MAX_WRAPPERS; i++) {
            switch (metadata.types().definition(inner)) {
                case TypeDef.Composite(List<Field> fields) when fields.size() == 1 ->
                        inner = fields.getFirst().type();
                case TypeDef.Tuple(List<Integer> items) when items.size() == 1 ->
                        inner = items.getFirst();
                case TypeDef.Composite _,
                        TypeDef.Variant _,
                        TypeDef.Sequence _,
                        TypeDef.Array _,
                        TypeDef.Tuple _,
                        TypeDef.Basic _,
                        TypeDef.Compact _,
                        TypeDef.BitSequence _ -> {
                    return inner;
                }
            }
        }
        return inner;
    }
}
