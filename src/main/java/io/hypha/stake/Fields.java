package io.hypha.stake;

import java.math.BigInteger;
import tools.jackson.databind.JsonNode;

/** Fields of dynamically decoded values, by their names. */
final class Fields {

    /** The value has another form than Hypha knows; the text is for people. */
    static final class UnknownFormException extends Exception {
        private static final long serialVersionUID = 1L;

        UnknownFormException(String message) {
            super(message);
        }
    }

    private Fields() {}

    /** An amount of rao, 0 to 2^63 - 1. */
    static long amount(JsonNode value, String field) throws UnknownFormException {
        return whole(value.path(field), "the field " + field);
    }

    static long amount(JsonNode value) throws UnknownFormException {
        return whole(value, "the answer");
    }

    private static long whole(JsonNode value, String name) throws UnknownFormException {
        BigInteger number;
        if (value.isIntegralNumber()) {
            number = value.bigIntegerValue();
        } else if (value.isString() && value.stringValue().matches("[0-9]{1,39}")) {
            number = new BigInteger(value.stringValue());
        } else {
            throw new UnknownFormException(name + " is no whole number");
        }
        if (number.signum() < 0 || number.bitLength() > 63) {
            throw new UnknownFormException(name + " is beyond all there is: " + number);
        }
        return number.longValueExact();
    }
}
