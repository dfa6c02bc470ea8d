package dev.peercade.mediator.signal;

import dev.peercade.model.MediatorApi;
import dev.peercade.model.signal.SignalMessage;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.socket.config.annotation.EnableWebSocket;
import org.springframework.web.socket.config.annotation.WebSocketConfigurer;
import org.springframework.web.socket.config.annotation.WebSocketHandlerRegistry;
import org.springframework.web.socket.server.standard.ServletServerContainerFactoryBean;

/// Where the push channel is, and its limits.
@Configuration(proxyBeanMethods = false)
@EnableWebSocket
class SignalConfiguration implements WebSocketConfigurer {

    /// A reader that takes nothing for so long is cut.
    private static final long SEND_TIMEOUT_MS = 5_000;

    private final SignalHandler handler;

    SignalConfiguration(SignalHandler handler) {
        this.handler = handler;
    }

    @Override
    public void registerWebSocketHandlers(WebSocketHandlerRegistry registry) {
        // The origin filter of the web package has looked at the origin before this.
        registry.addHandler(handler, MediatorApi.SIGNAL).setAllowedOriginPatterns("*");
    }

    @Bean
    static ServletServerContainerFactoryBean webSocketContainer() {
        ServletServerContainerFactoryBean container = new ServletServerContainerFactoryBean();
        container.setMaxTextMessageBufferSize(SignalMessage.BYTES_MAX);
        // The channel speaks text only.
        container.setMaxBinaryMessageBufferSize(1);
        container.setAsyncSendTimeout(SEND_TIMEOUT_MS);
        container.setMaxSessionIdleTimeout(60_000L);
        return container;
    }
}
