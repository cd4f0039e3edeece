package dev.holdfast.submission;

/** A place in a text as people count: lines and characters, both from 1. */
record Place(int line, int column) {

    /** The place of the {@code char} with this index, or the end of the text where it is shorter. */
    static Place of(String text, long index) {
        int end = (int) Math.max(0, Math.min(index, text.length()));
        String before = text.substring(0, end);
        int lines = (int) before.chars().filter(c -> c == '\n').count();
        int start = before.lastIndexOf('\n') + 1;
        return new Place(lines + 1, before.codePointCount(start, end) + 1);
    }

    @Override
    public String toString() {
        return "line " + line + ", column " + column;
    }
}
