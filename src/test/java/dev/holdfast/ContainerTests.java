package dev.holdfast;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.images.builder.ImageFromDockerfile;
import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.junit.jupiter.Testcontainers;
import org.testcontainers.utility.DockerImageName;

/**
 * The image between two Redis containers. It is built from the Dockerfile, unless {@code HOLDFAST_TEST_IMAGE} names one
 * that exists.
 */
@Testcontainers(disabledWithoutDocker = true)
class ContainerTests {

    private static final int PORT = 8080;
    private static final Network NETWORK = Network.newNetwork();

    @Container
    private static final GenericContainer<?> PRIMARY = redis("redis-primary");

    @Container
    private static final GenericContainer<?> STANDBY = redis("redis-standby");

    @Container
    private static final GenericContainer<?> HOLDFAST = image().withNetwork(NETWORK)
            .withEnv("HOLDFAST_REDIS_PRIMARY_URL", "redis://redis-primary:6379")
            .withEnv("HOLDFAST_REDIS_STANDBY_URL", "redis://redis-standby:6379")
            .withEnv("HOLDFAST_ALLOWED_TASKS", "tasks.*")
            .withExposedPorts(PORT)
            .dependsOn(PRIMARY, STANDBY)
            .waitingFor(Wait.forHealthcheck());

    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void placesAJobOnThePrimary() throws IOException, InterruptedException {
        HttpResponse<String> answer = post("{\"task\": \"tasks.greet\", \"args\": [\"world\"]}");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).contains("\"status\":\"success\"", "\"node\":\"primary\"");
        assertThat(PRIMARY.execInContainer("redis-cli", "llen", "rq:queue:default")
                        .getStdout()
                        .strip())
                .isEqualTo("1");
    }

    @Test
    void refusesATaskThatIsNotAllowed() throws IOException, InterruptedException {
        assertThat(post("{\"task\": \"os.system\", \"args\": [\"id\"]}").statusCode())
                .isBetween(400, 499);
    }

    @Test
    void isHealthyToThoseWhoAsk() throws IOException, InterruptedException {
        HttpResponse<String> answer =
                client.send(HttpRequest.newBuilder(at("/actuator/health")).GET().build(), BodyHandlers.ofString());

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    @Test
    void doesNotRunAsRoot() throws IOException, InterruptedException {
        assertThat(HOLDFAST.execInContainer("id", "-u").getStdout().strip()).isEqualTo("10001");
    }

    private HttpResponse<String> post(String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(at("/enqueue"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build();
        return client.send(request, BodyHandlers.ofString());
    }

    private static URI at(String path) {
        return URI.create("http://" + HOLDFAST.getHost() + ":" + HOLDFAST.getMappedPort(PORT) + path);
    }

    private static GenericContainer<?> redis(String name) {
        return new GenericContainer<>(DockerImageName.parse("redis:7-alpine"))
                .withNetwork(NETWORK)
                .withNetworkAliases(name);
    }

    private static GenericContainer<?> image() {
        String existing = System.getenv("HOLDFAST_TEST_IMAGE");
        return existing == null
                ? new GenericContainer<>(new ImageFromDockerfile().withDockerfile(Path.of("Dockerfile")))
                : new GenericContainer<>(DockerImageName.parse(existing));
    }
}
