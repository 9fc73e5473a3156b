package io.hypha.stake;

import io.hypha.chain.NetUid;
import java.util.Iterator;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/** The fields of an event: a list where they have no names, an object where they have. */
record EventFields(JsonNode values) {

    private static final int MAX_RAO_DIGITS = 19;

    /**
     * Whether it is a list of just these: {@code a} an account, {@code r} rao, {@code n} a subnet.
     */
    boolean fits(String kinds) {
        if (!values.isArray() || values.size() != kinds.length()) {
            return false;
        }
        for (int i = 0; i < kinds.length(); i++) {
            boolean fit =
                    switch (kinds.charAt(i)) {
                        case 'a' -> values.get(i).isString();
                        case 'r' -> rao(values.get(i)).isPresent();
                        case 'n' -> net(values.get(i)).isPresent();
                        default -> throw new IllegalArgumentException(kinds);
                    };
            if (!fit) {
                return false;
            }
        }
        return true;
    }

    String account(int index) {
        return values.get(index).stringValue();
    }

    long rao(int index) {
        return rao(values.get(index)).orElseThrow();
    }

    NetUid net(int index) {
        return net(values.get(index)).orElseThrow();
    }

    Optional<String> text(String name) {
        JsonNode value = value(name);
        return value.isMissingNode() || value.isNull()
                ? Optional.empty()
                : Optional.of(value.isString() ? value.stringValue() : value.toString());
    }

    Optional<Long> rao(String name) {
        return rao(value(name));
    }

    Optional<NetUid> net(String name) {
        return net(value(name));
    }

    /** By its name; the one field of an event may come without. */
    private JsonNode value(String name) {
        if (values.isObject()) {
            return values.path(name);
        }
        Iterator<JsonNode> one = values.iterator();
        return values.isValueNode() && !one.hasNext() && !values.isNull()
                ? values
                : MissingNode.getInstance();
    }

    private static Optional<Long> rao(JsonNode value) {
        if (!value.isString() || !value.stringValue().matches("[0-9]{1," + MAX_RAO_DIGITS + "}")) {
            return Optional.empty();
        }
        try {
            return Optional.of(Long.parseLong(value.stringValue()));
        } catch (NumberFormatException tooMuch) {
            return Optional.empty();
        }
    }

    private static Optional<NetUid> net(JsonNode value) {
        return value.isInt() && value.intValue() >= 0 && value.intValue() <= NetUid.MAX
                ? Optional.of(new NetUid(value.intValue()))
                : Optional.empty();
    }
}
