package dev.peercade.mediator.web;

import dev.peercade.model.ProblemCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.core.StandardHost;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.stereotype.Component;

/// Calls that Tomcat refuses before any of our code runs, such as a path that cannot be decoded, get a problem
/// document too.
@Component
final class ContainerProblems implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {

    @Override
    public void customize(TomcatServletWebServerFactory factory) {
        factory.addContextCustomizers(context -> {
            if (context.getParent() instanceof StandardHost host) {
                host.setErrorReportValveClass(Report.class.getName());
            }
        });
    }

    /// Made by Tomcat, by name; so it has no writer of ours and writes its one constant text by itself.
    public static final class Report extends ErrorReportValve {

        private static final ProblemCode CODE = ProblemCode.MALFORMED_REQUEST;
        private static final byte[] BODY =
                """
                {"type":"urn:peercade:problem:%s","title":"Malformed request","status":%d,"code":"%s",\
                "detail":"The call is not well-formed HTTP.","remedy":"%s"}""".formatted(CODE, CODE.httpStatus(), CODE, CODE.remedy()).getBytes(StandardCharsets.UTF_8);

        @Override
        protected void report(Request request, Response response, @Nullable Throwable throwable) {
            if (response.getStatus() < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
                return;
            }
            try {
                response.setContentType("application/problem+json");
                response.setContentLength(BODY.length);
                response.getOutputStream().write(BODY);
                response.finishResponse();
            } catch (IOException e) {
                container.getLogger().debug("the client is gone", e);
            }
        }
    }
}
