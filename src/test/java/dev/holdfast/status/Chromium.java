package dev.holdfast.status;

import com.deque.html.axecore.selenium.AxeBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** A real browser without a window, of the size and in the scheme that a test wants. */
final class Chromium implements AutoCloseable {

    /** Debian's, and what there is where that is not to be had. */
    private static final List<Path> BROWSERS = List.of(Path.of("/usr/bin/chromium"), Path.of("/usr/bin/google-chrome"));

    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");

    private final ChromeDriver driver;

    /** @param scripts whether pages may run any */
    Chromium(boolean scripts) {
        ChromeOptions options = new ChromeOptions();
        options.setBinary(browser()
                .orElseThrow(() -> new AssertionError("no browser: install Debian's chromium"))
                .toFile());
        options.addArguments(
                "--headless=new",
                // The tests may run as root, and in a container with a small /dev/shm.
                "--no-sandbox",
                "--disable-dev-shm-usage",
                "--disable-gpu",
                "--disable-background-networking",
                "--force-device-scale-factor=1",
                "--hide-scrollbars");
        options.setExperimentalOption(
                "prefs", Map.of("profile.managed_default_content_settings.javascript", scripts ? 1 : 2));
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        options.setCapability("goog:loggingPrefs", logs);
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(DRIVER.toFile())
                .usingAnyFreePort()
                .build();
        driver = new ChromeDriver(service, options);
    }

    static boolean isInstalled() {
        return browser().isPresent() && Files.isExecutable(DRIVER);
    }

    private static Optional<Path> browser() {
        return BROWSERS.stream().filter(Files::isExecutable).findFirst();
    }

    ChromeDriver driver() {
        return driver;
    }

    void look(int width, String scheme) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", 800, "deviceScaleFactor", 1, "mobile", width < 500));
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    }

    /** What the browser objected to since it was last asked, violations of the page's policy among it. */
    List<String> complaints() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .map(LogEntry::toString)
                .toList();
    }

    /** What breaks WCAG 2.2 on the levels A and AA, as far as a machine can tell. */
    List<String> violations() {
        return new AxeBuilder()
                        .withTags(List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"))
                        .analyze(driver)
                        .getViolations()
                        .stream()
                        .flatMap(rule -> rule.getNodes().stream().map(node -> rule.getId() + ": " + node.getHtml()))
                        .toList();
    }

    void openAllDetails() {
        driver.findElements(By.tagName("summary")).forEach(WebElement::click);
    }

    long number(String script) {
        return (Long) driver.executeScript("return " + script);
    }

    /** The whole page, however long. */
    byte[] picture() {
        Map<String, Object> picture = driver.executeCdpCommand(
                "Page.captureScreenshot", Map.of("format", "png", "captureBeyondViewport", true));
        return OutputType.BYTES.convertFromBase64Png((String) picture.get("data"));
    }

    @Override
    public void close() {
        driver.quit();
    }
}
