package dev.holdfast.workers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.extension.ConditionEvaluationResult.disabled;
import static org.junit.jupiter.api.extension.ConditionEvaluationResult.enabled;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Opens one {@link Workshop} for all classes that ask for it, closes it after the last, and checks after each test that
 * its workers live. Where there are no workers the tests are skipped, or fail where {@code HOLDFAST_TEST_MANDATORY} is
 * true.
 */
final class OpenWorkshop implements ExecutionCondition, BeforeAllCallback, AfterEachCallback, ParameterResolver {

    private static final String NONE = "no RQ workers under .venvs: run scripts/rq-workers";
    private static final boolean MANDATORY = Boolean.parseBoolean(System.getenv("HOLDFAST_TEST_MANDATORY"));

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return Crew.allHaveTheirEnvironment() || MANDATORY ? enabled("there are workers, or must be") : disabled(NONE);
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        assertThat(Crew.allHaveTheirEnvironment()).as(NONE).isTrue();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        workshop(context).assertWorkersAreWell();
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Workshop.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return workshop(context);
    }

    private static Workshop workshop(ExtensionContext context) {
        return context.getRoot()
                .getStore(Namespace.create(OpenWorkshop.class))
                .getOrComputeIfAbsent(Workshop.class, key -> Workshop.open(), Workshop.class);
    }
}
