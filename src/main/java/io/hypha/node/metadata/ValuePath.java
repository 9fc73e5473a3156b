package io.hypha.node.metadata;

import org.jspecify.annotations.Nullable;

/** A place in JSON input. It becomes text only when something there is wrong. */
record ValuePath(@Nullable ValuePath parent, String name, int index) {

    static ValuePath of(String name) {
        return new ValuePath(null, name, -1);
    }

    ValuePath field(String field) {
        return new ValuePath(this, field, -1);
    }

    ValuePath item(int place) {
        return new ValuePath(this, "", place);
    }

    ValueException wrong(String reason) {
        return new ValueException(toString(), reason);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        write(text);
        return text.toString();
    }

    private void write(StringBuilder text) {
        if (parent != null) {
            parent.write(text);
        }
        if (index >= 0) {
            text.append('[').append(index).append(']');
        } else {
            text.append(text.isEmpty() ? "" : ".").append(name);
        }
    }
}
