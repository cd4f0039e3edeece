package dev.holdfast.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.openqa.selenium.By;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WindowType;

/** The page in a real browser: in each state, with both schemes, on a phone and on a desk. */
@NeedsChromium
@Tag("thorough")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class StatusBrowserTests {

    private static final int PHONE = 360;
    private static final int DESK = 1280;
    private static final Path PICTURES = Path.of("target/status-pictures");

    private static Stage stage;
    private static Stage left;
    private static Chromium chromium;
    private static String leftTab;

    @BeforeAll
    static void open() throws IOException {
        Files.createDirectories(PICTURES);
        stage = new Stage();
        chromium = new Chromium(true);
        leftTab = chromium.driver().getWindowHandle();
        left = new Stage();
        chromium.driver().get(left.show(Scenes.allWell()));
        chromium.driver().switchTo().newWindow(WindowType.TAB);
    }

    @AfterAll
    static void close() {
        if (chromium != null) {
            chromium.close();
        }
        stage.close();
        left.close();
    }

    /**
     * The scheme is a matter of colours and the width one of places, so each is seen once with each scene, and with each
     * other in the longest.
     */
    static Stream<String> looks() {
        return Stream.concat(
                Scenes.all().keySet().stream()
                        .flatMap(scene -> Stream.of(scene + " light " + PHONE, scene + " dark " + DESK)),
                Stream.of("long light " + DESK, "long dark " + PHONE));
    }

    @ParameterizedTest
    @MethodSource("looks")
    void isFitForEverybodyAndAsksForNothingElseAndBreaksNoRuleOfItsOwn(String look) {
        show(look);
        assertThat(stage.asked()).containsExactly("/status");
        assertThat(chromium.complaints()).isEmpty();

        chromium.openAllDetails();

        assertThat(chromium.violations()).isEmpty();
        assertThat(chromium.number("document.documentElement.scrollWidth"))
                .isEqualTo(chromium.number("document.documentElement.clientWidth"))
                .isLessThanOrEqualTo(Integer.parseInt(look.split(" ", -1)[2]));
    }

    @Test
    void isTheSameWithoutScripts() {
        try (Chromium old = new Chromium(false)) {
            for (Map.Entry<String, StatusFacts> scene : Scenes.all().entrySet()) {
                show(scene.getKey() + " light " + DESK);
                byte[] picture = chromium.picture();
                old.look(DESK, "light");
                old.driver().get(stage.show(scene.getValue()));

                assertThat(old.picture()).as(scene.getKey()).isEqualTo(picture);
            }
        }
    }

    /** Last: it takes 15 s, in a tab of its own, and the others go on meanwhile. */
    @Test
    @Order(Integer.MAX_VALUE)
    void refreshesItselfUntilThatIsStopped() {
        chromium.driver().switchTo().window(leftTab);
        await().atMost(Duration.ofSeconds(40)).until(() -> left.asked().size() > 1);

        follow("Stop refreshing", "/status?refresh=off");

        follow("Refresh every 15 seconds", "/status");
    }

    /** The page that was asked for may take the place of the one that has the link at any moment. */
    private void follow(String link, String end) {
        await().ignoreExceptionsInstanceOf(WebDriverException.class).until(() -> {
            if (!chromium.driver().getCurrentUrl().endsWith(end)) {
                chromium.driver().findElement(By.linkText(link)).click();
            }
            return chromium.driver().getCurrentUrl().endsWith(end);
        });
    }

    @Test
    void tellsTheStateInTheTab() {
        show("refused light " + DESK);

        assertThat(chromium.driver().getTitle()).isEqualTo("New jobs are refused. · Holdfast");
    }

    @Test
    void showsAnIncidentToWhoeverFollowsTheFeed() {
        chromium.look(PHONE, "light");
        // From the page itself it would only be a jump within it.
        chromium.driver().get("about:blank");
        chromium.driver().get(stage.show(Scenes.later()) + "#incident-a77e");

        assertThat(chromium.driver().findElement(By.cssSelector(":target")).getText())
                .contains("No estimate has been given");
    }

    /** They are also those of the README: scripts/status-pictures copies them. */
    @ParameterizedTest
    @CsvSource({"well,light,1280", "later,dark,1280", "later,light,360", "maintenance,dark,360"})
    void itsPictureIsSmallEnoughForAReadme(String scene, String scheme, int width) throws IOException {
        show(scene + " " + scheme + " " + width);

        Path picture = PICTURES.resolve("status-" + scene + "-" + scheme + "-" + width + ".png");
        // The browser hardly compresses.
        ImageIO.write(ImageIO.read(new ByteArrayInputStream(chromium.picture())), "png", picture.toFile());

        assertThat(picture.toFile().length()).isBetween(5_000L, 150_000L);
    }

    private static void show(String look) {
        String[] words = look.split(" ", -1);
        chromium.look(Integer.parseInt(words[2]), words[1]);
        chromium.complaints();
        chromium.driver().get(stage.show(Scenes.all().get(words[0])));
    }
}
