package dev.holdfast.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

class AccessPropertiesTests {

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\n"})
    void hasNoTokenWhenItIsBlank(String blank) {
        assertThat(new AccessProperties(blank).operatorToken()).isEmpty();
    }

    @Test
    void takesTheTokenFromTheEnvironment() {
        MutablePropertySources sources = new MutablePropertySources();
        sources.addFirst(new SystemEnvironmentPropertySource(
                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                Map.of("HOLDFAST_OPERATOR_TOKEN", "0123456789abcdef")));

        AccessProperties properties =
                new Binder(ConfigurationPropertySources.from(sources)).bindOrCreate("holdfast", AccessProperties.class);

        assertThat(properties.operatorToken()).isEqualTo("0123456789abcdef");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0123456789abcde",
                "0123456789 abcdef",
                "0123456789abcdef\n",
                "\t0123456789abcdef",
                "0123456789abcdéf!",
                "0123456789abcdef\u007f"
            })
    void refusesATokenThatCannotBeUsedAndDoesNotShowIt(String token) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new AccessProperties(token))
                .withMessage("HOLDFAST_OPERATOR_TOKEN cannot be used (its value is not shown);"
                        + " set it to at least 16 visible ASCII characters without spaces");
    }

    @Test
    void doesNotShowTheToken() {
        assertThat(new AccessProperties("0123456789abcdef")).hasToString("AccessProperties[operatorToken=set]");
        assertThat(new AccessProperties("")).hasToString("AccessProperties[operatorToken=none]");
    }
}
