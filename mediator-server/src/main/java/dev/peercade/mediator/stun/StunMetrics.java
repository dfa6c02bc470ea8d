package dev.peercade.mediator.stun;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.function.ToDoubleFunction;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// `peercade_stun_requests_total` by outcome and `peercade_stun_bytes_total` by direction, where a responder runs.
@Configuration(proxyBeanMethods = false)
class StunMetrics {

    @Bean
    MeterBinder stunMeters(ObjectProvider<StunResponder> responders) {
        return registry -> responders.ifAvailable(responder -> {
            count(registry, responder, "answered", StunResponder::answered);
            count(registry, responder, "limited", StunResponder::limited);
            count(registry, responder, "ignored", StunResponder::ignored);
            bytes(registry, responder, "in", StunResponder::bytesIn);
            bytes(registry, responder, "out", StunResponder::bytesOut);
        });
    }

    private static void bytes(
            MeterRegistry registry, StunResponder responder, String direction, ToDoubleFunction<StunResponder> bytes) {
        FunctionCounter.builder("peercade.stun.bytes", responder, bytes)
                .tag("direction", direction)
                .register(registry);
    }

    private static void count(
            MeterRegistry registry, StunResponder responder, String outcome, ToDoubleFunction<StunResponder> count) {
        FunctionCounter.builder("peercade.stun.requests", responder, count)
                .tag("outcome", outcome)
                .register(registry);
    }
}
