package dev.holdfast.status;

import static org.junit.jupiter.api.extension.ConditionEvaluationResult.disabled;
import static org.junit.jupiter.api.extension.ConditionEvaluationResult.enabled;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Skips where there is no browser, unless {@code HOLDFAST_TEST_MANDATORY} is true: then the tests fail. */
final class ChromiumCondition implements ExecutionCondition {

    private static final boolean MANDATORY = Boolean.parseBoolean(System.getenv("HOLDFAST_TEST_MANDATORY"));

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return Chromium.isInstalled() || MANDATORY
                ? enabled("there is a browser, or must be")
                : disabled("no browser with /usr/bin/chromedriver: install Debian's chromium and chromium-driver");
    }
}
