package dev.holdfast.access;

import java.util.regex.Pattern;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who counts as an operator.
 *
 * @param operatorToken the secret that lets an operator in from another machine; empty by default, so that nobody is
 *     let in by a secret that everybody knows
 */
@ConfigurationProperties("holdfast")
record AccessProperties(@DefaultValue("") String operatorToken) {

    private static final Pattern FORM = Pattern.compile("[!-~]{16,}");

    AccessProperties {
        if (operatorToken.isBlank()) {
            operatorToken = "";
        } else if (!FORM.matcher(operatorToken).matches()) {
            throw new IllegalArgumentException("HOLDFAST_OPERATOR_TOKEN cannot be used (its value is not shown); set it"
                    + " to at least 16 visible ASCII characters without spaces");
        }
    }

    @Override
    public String toString() {
        return "AccessProperties[operatorToken=" + (operatorToken.isEmpty() ? "none" : "set") + "]";
    }
}
