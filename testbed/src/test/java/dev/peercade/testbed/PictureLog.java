package dev.peercade.testbed;

import java.util.concurrent.ConcurrentLinkedQueue;

/// When which numbered picture was somewhere, by [System#nanoTime()], which all processes of a machine share on Linux.
/// Any thread may write.
final class PictureLog {

    private final ConcurrentLinkedQueue<long[]> pictures = new ConcurrentLinkedQueue<>();

    void on(int number) {
        pictures.add(new long[] {number, System.nanoTime()});
    }

    /// Tells all of them on the output, as an event.
    void tell() {
        StringBuilder text = new StringBuilder("{\"event\":\"pictures\",\"at\":[");
        String comma = "";
        for (long[] picture : pictures) {
            text.append(comma)
                    .append('[')
                    .append(picture[0])
                    .append(',')
                    .append(picture[1])
                    .append(']');
            comma = ",";
        }
        System.out.println(text.append("]}"));
    }
}
