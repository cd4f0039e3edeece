package dev.holdfast.enqueue;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Bounds of batches.
 *
 * @param atOnce how many are served at once; each holds a thread for as long as its client takes to send it
 * @param maxItems how many jobs an array may have, which is answered as a whole
 * @param maxPayload how large an array may be, which lies in memory as a whole
 * @param maxLines how many jobs a stream of lines may have
 * @param maxStream how large such a stream may be
 */
@ConfigurationProperties("holdfast.enqueue.batch")
record BatchProperties(
        @DefaultValue("16") int atOnce,
        @DefaultValue("1000") int maxItems,
        @DefaultValue("4MB") DataSize maxPayload,
        @DefaultValue("10000") int maxLines,
        @DefaultValue("64MB") DataSize maxStream) {

    BatchProperties {
        require("AT_ONCE", atOnce, 1, 1_000);
        require("MAX_ITEMS", maxItems, 1, 100_000);
        require("MAX_PAYLOAD", maxPayload, DataSize.ofMegabytes(64));
        require("MAX_LINES", maxLines, 1, 10_000_000);
        require("MAX_STREAM", maxStream, DataSize.ofGigabytes(64));
    }

    private static void require(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw refusal(name, Integer.toString(value), least + " and " + most);
        }
    }

    private static void require(String name, DataSize value, DataSize most) {
        if (value.toBytes() < 1024 || value.compareTo(most) > 0) {
            throw refusal(name, value.toString(), "1KB and " + most.toMegabytes() + "MB");
        }
    }

    private static IllegalArgumentException refusal(String name, String value, String between) {
        return new IllegalArgumentException(
                "HOLDFAST_ENQUEUE_BATCH_" + name + " is " + value + ", must be between " + between);
    }
}
