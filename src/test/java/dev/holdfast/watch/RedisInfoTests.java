package dev.holdfast.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class RedisInfoTests {

    private final RedisInfo info = new RedisInfo(Map.of(
            "used_memory", "1048576", "mem_fragmentation_ratio", "1.25", "role", "master", "maxmemory_human", ""));

    @Test
    void readsWholeNumbersAndFractions() {
        assertThat(info.number("used_memory")).hasValue(1_048_576);
        assertThat(info.number("mem_fragmentation_ratio")).hasValue(1.25);
    }

    @Test
    void aWordIsNoNumber() {
        assertThat(info.number("role")).isEmpty();
        assertThat(info.text("role")).contains("master");
    }

    @Test
    void whatIsNotToldIsUnknown() {
        assertThat(info.text("rdb_last_save_time")).isEmpty();
        assertThat(info.number("rdb_last_save_time")).isEmpty();
        assertThat(info.text("maxmemory_human")).isEmpty();
    }
}
