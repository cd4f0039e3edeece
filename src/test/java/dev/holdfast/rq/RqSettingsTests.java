package dev.holdfast.rq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.job.QueueName;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class RqSettingsTests {

    private static final QueueName ANY = new QueueName("any");

    @Test
    void isRqWithJsonByDefault() {
        RqSettings settings = bind(Map.of());

        assertThat(settings.queue()).isEqualTo(new QueueName("default"));
        assertThat(settings.serializerOf(ANY)).isEqualTo(Serializer.JSON);
        assertThat(settings.timeoutOf(ANY)).isEqualTo(180);
    }

    @Test
    void takesWhatIsSaidForAllQueues() {
        RqSettings settings = bind(Map.of(
                "holdfast.rq.queue", "orchestrator", "holdfast.rq.serializer", "pickle", "holdfast.rq.timeout", "10m"));

        assertThat(settings.queue()).isEqualTo(new QueueName("orchestrator"));
        assertThat(settings.serializerOf(ANY)).isEqualTo(Serializer.PICKLE);
        assertThat(settings.timeoutOf(ANY)).isEqualTo(600);
    }

    @Test
    void prefersWhatIsSaidForTheQueue() {
        RqSettings settings = bind(Map.of(
                "holdfast.rq.queues[a.b].serializer", "pickle",
                "holdfast.rq.queues.high.timeout", "5"));

        assertThat(settings.serializerOf(new QueueName("a.b"))).isEqualTo(Serializer.PICKLE);
        assertThat(settings.timeoutOf(new QueueName("a.b"))).isEqualTo(180);
        assertThat(settings.serializerOf(new QueueName("high"))).isEqualTo(Serializer.JSON);
        assertThat(settings.timeoutOf(new QueueName("high"))).isEqualTo(5);
    }

    @Test
    void takesMinusOneForNoLimit() {
        assertThat(bind(Map.of("holdfast.rq.timeout", "-1")).timeoutOf(ANY)).isEqualTo(-1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "serializer | yaml | HOLDFAST_RQ_SERIALIZER is 'yaml': use json or pickle",
                "serializer | JSON | HOLDFAST_RQ_SERIALIZER is 'JSON': use json or pickle",
                "queue | a b | HOLDFAST_RQ_QUEUE names the queue 'a b': it must be 1 to 128 characters of"
                        + " A-Z, a-z, 0-9, '_', '.', ':' and '-'",
                "timeout | 0 | HOLDFAST_RQ_TIMEOUT is PT0S: use whole seconds, 1 to 2147483647, such as 180s or 10m,"
                        + " or -1 for no limit",
                "timeout | -2 | HOLDFAST_RQ_TIMEOUT is PT-2S: use whole seconds, 1 to 2147483647, such as 180s or 10m,"
                        + " or -1 for no limit",
                "timeout | 1500ms | HOLDFAST_RQ_TIMEOUT is PT1.5S: use whole seconds, 1 to 2147483647, such as 180s or"
                        + " 10m, or -1 for no limit",
                "timeout | 2147483648 | HOLDFAST_RQ_TIMEOUT is PT596523H14M8S: use whole seconds, 1 to 2147483647, such"
                        + " as 180s or 10m, or -1 for no limit",
                "queues.high.serializer | msgpack | holdfast.rq.queues.high.serializer is 'msgpack': use json or pickle",
                "queues.high.timeout | -1ms | holdfast.rq.queues.high.timeout is PT-0.001S: use whole seconds, 1 to"
                        + " 2147483647, such as 180s or 10m, or -1 for no limit",
                "queues[a,b].timeout | 5 | holdfast.rq.queues names the queue 'a,b': it must be 1 to 128 characters of"
                        + " A-Z, a-z, 0-9, '_', '.', ':' and '-'",
            })
    void namesTheSettingTheValueAndTheFix(String setting, String value, String message) {
        assertThatThrownBy(() -> bind(Map.of("holdfast.rq." + setting, value)))
                .rootCause()
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    private static RqSettings bind(Map<String, String> properties) {
        return new Binder(new MapConfigurationPropertySource(properties))
                .bindOrCreate("holdfast.rq", Bindable.of(RqSettings.class));
    }
}
