package dev.holdfast.status;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * The sign of a state: no two have the same shape, so that it can be told without its colour. Drawn in 24 by 24.
 *
 * @param shape the filled outline
 * @param mark the strokes in it
 */
record Icon(String shape, String mark) {

    private static final String CIRCLE = "M12 1a11 11 0 1 0 0 22a11 11 0 1 0 0-22z";
    private static final String SQUARE = "M5 1.5h14a3.5 3.5 0 0 1 3.5 3.5v14a3.5 3.5 0 0 1-3.5 3.5h-14"
            + "a3.5 3.5 0 0 1-3.5-3.5v-14a3.5 3.5 0 0 1 3.5-3.5z";
    private static final String OCTAGON = "M7.4 1h9.2l6.4 6.4v9.2l-6.4 6.4h-9.2l-6.4-6.4v-9.2z";
    private static final String DIAMOND = "M12 .6l11.4 11.4l-11.4 11.4l-11.4-11.4z";
    private static final String TRIANGLE = "M12 1.6l11.4 20.4h-22.8z";

    static Icon of(State state) {
        return switch (state) {
            case OK -> new Icon(CIRCLE, "M6.8 12.4l3.6 3.6l7-7.4");
            case NOT_WATCHED, RESERVE_MISSING -> new Icon(TRIANGLE, "M12 9v6.2M12 18.6v.2");
            case MAINTENANCE -> new Icon(DIAMOND, "M9.8 8.4v7.2M14.2 8.4v7.2");
            case LATER -> new Icon(SQUARE, "M12 6.4v6l4 2.6");
            case REFUSED -> new Icon(OCTAGON, "M8 8l8 8M16 8l-8 8");
        };
    }

    /** The same as a picture for the browser's tab. */
    String picture(String colour) {
        String svg = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 24 24'><path d='" + shape + "' fill='"
                + colour + "'/><path d='" + mark
                + "' fill='none' stroke='#fff' stroke-width='2.4' stroke-linecap='round'/></svg>";
        return "data:image/svg+xml;base64," + Base64.getEncoder().encodeToString(svg.getBytes(StandardCharsets.UTF_8));
    }
}
