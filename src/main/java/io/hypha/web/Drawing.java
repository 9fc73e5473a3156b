package io.hypha.web;

import io.hypha.rank.Score;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Small drawings as SVG attributes. The only place where figures become floating point. */
final class Drawing {

    private Drawing() {}

    /** One slot of the score bar: its place, its width, and how much of it is filled. */
    public record Slot(String x, String width, String filled, String kind) {}

    private static final double BAR = 118;
    private static final double GAP = 2;

    static List<Slot> scoreBar(Score score) {
        List<Slot> slots = new ArrayList<>();
        double unit = (BAR - GAP * (score.components().size() - 1)) / 100;
        double x = 0;
        for (Score.Component component : score.components()) {
            double width = component.part().weight() * unit;
            double fraction = component.voided() ? 0 : component.fraction().doubleValue();
            slots.add(
                    new Slot(
                            number(x),
                            number(width),
                            number(width * Math.clamp(fraction, 0, 1)),
                            fraction < 0.5 ? "low" : "got"));
            x += width + GAP;
        }
        return slots;
    }

    static String scoreWords(Score score) {
        return score.components().stream()
                .map(c ->
                        c.part().label()
                                + (c.voided()
                                        ? " void"
                                        : " "
                                                + Numbers.plain(c.points(), 1)
                                                + " of "
                                                + c.part().weight()))
                .collect(Collectors.joining(", "));
    }

    /** A polyline's path through values at even distances, on its own scale. */
    static String spark(List<BigDecimal> values, double width, double height) {
        if (values.size() < 2) {
            return "";
        }
        double least = values.stream().mapToDouble(BigDecimal::doubleValue).min().orElse(0);
        double most = values.stream().mapToDouble(BigDecimal::doubleValue).max().orElse(1);
        double range = most - least <= 0 ? 1 : most - least;
        StringBuilder path = new StringBuilder("M");
        for (int i = 0; i < values.size(); i++) {
            double x = 1 + (width - 4) * i / (values.size() - 1);
            double y = height - 3 - (height - 6) * (values.get(i).doubleValue() - least) / range;
            path.append(i == 0 ? "" : " ").append(number(x)).append(',').append(number(y));
        }
        return path.toString();
    }

    static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
