package io.hypha.node.bundle;

import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What became of a bundle. */
public sealed interface BundleVerdict {

    /**
     * One step of the walk.
     *
     * @param what was looked at, for people
     * @param verdict {@code trusted}, {@code finalized}, {@code linked}, {@code valid}, {@code
     *     value}, {@code absent}, {@code executed}, {@code recomputed}; or what is wrong: {@code
     *     runtime-code} where the code is not there or cannot be run, {@code runtime-call} where it
     *     does not return what is claimed
     */
    record Link(String what, String verdict) {}

    /** The name of this verdict in JSON. */
    String name();

    /** Every link holds. */
    record Valid(List<Link> links, Figure figure) implements BundleVerdict {
        public Valid {
            links = List.copyOf(links);
        }

        @Override
        public String name() {
            return "valid";
        }
    }

    /**
     * A link does not hold; nothing behind it was looked at.
     *
     * @param name verdict of the broken link
     * @param reason names the link, what was expected and what was found
     * @param links up to the broken one, which is the last
     */
    record Broken(String name, String reason, List<Link> links) implements BundleVerdict {
        public Broken {
            links = List.copyOf(links);
        }
    }

    /** All inputs are proven, but this verifier has no formula of that name. */
    record Unsupported(String formula, List<Link> links) implements BundleVerdict {
        public Unsupported {
            links = List.copyOf(links);
        }

        @Override
        public String name() {
            return "unsupported";
        }
    }

    /** The JSON is no bundle; there is nothing to judge. */
    record BadInput(String reason) implements BundleVerdict {
        @Override
        public String name() {
            return "bad-input";
        }
    }

    /** {@code {verdict, reason?, links, figure?}}. */
    default JsonNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("verdict", name());
        switch (this) {
            case Valid(List<Link> links, Figure figure) -> {
                write(json.putArray("links"), links);
                json.set("figure", BundleWriter.write(figure));
            }
            case Broken(String _, String reason, List<Link> links) -> {
                json.put("reason", reason);
                write(json.putArray("links"), links);
            }
            case Unsupported(String formula, List<Link> links) -> {
                json.put("reason", "no formula is called " + formula);
                write(json.putArray("links"), links);
            }
            case BadInput(String reason) -> json.put("reason", reason);
        }
        return json;
    }

    private static void write(ArrayNode json, List<Link> links) {
        links.forEach(
                link -> json.addObject().put("what", link.what()).put("verdict", link.verdict()));
    }
}
