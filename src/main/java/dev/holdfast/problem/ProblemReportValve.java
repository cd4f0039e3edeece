package dev.holdfast.problem;

import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/** Answers what Tomcat refuses before it knows whose request it is, such as an address that it does not decode. */
final class ProblemReportValve extends ErrorReportValve {

    private final ProblemWriter problems;

    ProblemReportValve(ProblemWriter problems) {
        this.problems = problems;
    }

    @Override
    protected void report(Request request, Response response, @Nullable Throwable failure) {
        int status = response.getStatus();
        if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        try {
            problems.write(StatusProblems.of(HttpStatus.resolve(status)), response.getResponse());
            response.finishResponse();
        } catch (IOException gone) {
            // As Tomcat's own does: with the client gone there is nobody to be told, and nothing was begun.
            return;
        }
    }
}
