package dev.holdfast.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProblemTypeTests {

    @ParameterizedTest
    @EnumSource
    void isCodedLikeItsName(ProblemType type) {
        assertThat(type.code()).isEqualTo(type.name().toLowerCase(Locale.ROOT));
        assertThat(type.uri()).hasToString("urn:holdfast:problem:" + type.code());
    }

    @ParameterizedTest
    @EnumSource
    void isARefusal(ProblemType type) {
        assertThat(type.status().isError()).isTrue();
        assertThat(type.title()).isNotBlank().doesNotEndWith(".");
    }

    @Test
    void titlesDiffer() {
        assertThat(Arrays.stream(ProblemType.values()).map(ProblemType::title)).doesNotHaveDuplicates();
    }
}
