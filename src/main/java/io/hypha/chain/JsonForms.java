package io.hypha.chain;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** The forms of dynamically decoded values; another one throws. */
final class JsonForms {

    private static final int FRACTION_BITS = 32;

    private JsonForms() {}

    /**
     * @throws IllegalArgumentException when it is no whole number of 0 to 2^63 - 1
     */
    static long whole(JsonNode value) {
        BigInteger number = number(value);
        if (number.signum() < 0 || number.bitLength() > 63) {
            throw new IllegalArgumentException("a number of 63 bits, found " + number);
        }
        return number.longValueExact();
    }

    /** The number, or that in the first place of a tuple. */
    static long firstWhole(JsonNode value) {
        return whole(value.isArray() ? value.path(0) : value);
    }

    static boolean flag(JsonNode value) {
        if (!value.isBoolean()) {
            throw new IllegalArgumentException("true or false");
        }
        return value.booleanValue();
    }

    /** The whole part of a fixed-point number with 32 bits behind the point. */
    static Rao fixed32(JsonNode value) {
        BigInteger bits = number(value.isObject() ? value.path("bits") : value);
        return new Rao(bits.shiftRight(FRACTION_BITS).max(BigInteger.ZERO).longValueExact());
    }

    /** The name of an enum's case, with fields or without. */
    static String variant(JsonNode value) {
        if (value.isString()) {
            return value.stringValue();
        }
        if (value.isObject() && value.size() == 1) {
            return value.propertyNames().iterator().next();
        }
        throw new IllegalArgumentException("the name of a case");
    }

    /** A claim type: a name, or a name with the subnets that it is for. */
    static StakingState.ClaimType claimType(JsonNode value) {
        String variant = variant(value);
        List<NetUid> subnets = new ArrayList<>();
        JsonNode fields = value.path(variant);
        for (JsonNode each : fields.isObject() ? fields.path("subnets") : fields) {
            subnets.add(new NetUid(Math.toIntExact(whole(each))));
        }
        return new StakingState.ClaimType(variant, List.copyOf(subnets));
    }

    /** The first part of {@code Proxy.Proxies}; the other is their deposit. */
    static List<StakingState.Proxy> proxies(JsonNode value) {
        List<StakingState.Proxy> proxies = new ArrayList<>();
        for (JsonNode each : value.path(0)) {
            proxies.add(
                    new StakingState.Proxy(
                            Coldkey.of(each.path("delegate").asString()),
                            variant(each.path("proxy_type")),
                            whole(each.path("delay"))));
        }
        return List.copyOf(proxies);
    }

    private static BigInteger number(JsonNode value) {
        if (value.isIntegralNumber()) {
            return value.bigIntegerValue();
        }
        if (value.isString() && value.stringValue().matches("-?[0-9]{1,40}")) {
            return new BigInteger(value.stringValue());
        }
        throw new IllegalArgumentException("a whole number, found " + value.getNodeType());
    }
}
