package dev.peercade.mediator.config;

import dev.peercade.mediator.account.AccountDataService;
import dev.peercade.mediator.account.TokenDataService;
import dev.peercade.mediator.account.jooq.JooqAccountDataService;
import dev.peercade.mediator.account.jooq.JooqTokenDataService;
import dev.peercade.mediator.endpoint.EndpointValidator;
import dev.peercade.mediator.endpoint.IpLiteral;
import dev.peercade.mediator.game.GameBounds;
import dev.peercade.mediator.game.GameDataService;
import dev.peercade.mediator.game.jooq.JooqGameDataService;
import dev.peercade.mediator.relay.RelayNodeDataService;
import dev.peercade.mediator.relay.RelayPlaces;
import dev.peercade.mediator.relay.jooq.JooqRelayNodeDataService;
import dev.peercade.mediator.request.Retention;
import dev.peercade.mediator.request.ViewRequestDataService;
import dev.peercade.mediator.request.jooq.JooqViewRequestDataService;
import dev.peercade.mediator.session.StreamingSessionDataService;
import dev.peercade.mediator.session.jooq.JooqStreamingSessionDataService;
import dev.peercade.mediator.sign.SignsOfLife;
import dev.peercade.mediator.stun.StunResponder;
import dev.peercade.mediator.web.StunPort;
import dev.peercade.mediator.web.WriteRates;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.util.OptionalInt;
import org.jooq.DSLContext;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.jackson.autoconfigure.JsonFactoryBuilderCustomizer;
import org.springframework.boot.jackson.autoconfigure.JsonMapperBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.EnableScheduling;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;

/// Chooses what keeps the data, and what tells the time. `peercade.data-services` names the family of data services;
/// `jooq` on PostgreSQL is the one that there is.
@Configuration(proxyBeanMethods = false)
@EnableScheduling
class DataServicesConfiguration {

    /// Wall time, for what people read and for the expiry of tokens. Silence is measured on a steady clock.
    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    SignsOfLife signsOfLife() {
        return new SignsOfLife(System::nanoTime);
    }

    @Bean
    StunPort stunPort(ObjectProvider<StunResponder> responder) {
        StunResponder running = responder.getIfAvailable();
        return new StunPort(running == null ? OptionalInt.empty() : OptionalInt.of(running.port()));
    }

    @Bean
    EndpointValidator endpointValidator(ServerSettings settings) throws UnknownHostException {
        // The operator's own setting, not a stranger's: it may be a name.
        return new EndpointValidator(
                InetAddress.getByName(settings.listen().bind()).isLoopbackAddress());
    }

    @Bean
    RelayPlaces relayPlaces(ServerSettings settings) throws UnknownHostException {
        return new RelayPlaces(
                IpLiteral.place(InetAddress.getByName(settings.listen().bind()).getHostAddress()));
    }

    @Bean
    GameBounds gameBounds(ServerSettings settings) {
        return settings.bounds().games();
    }

    @Bean
    WriteRates writeRates(ServerSettings settings) {
        return settings.bounds().writes();
    }

    @Bean
    Retention retention(ServerSettings settings) {
        return settings.bounds().retention();
    }

    /// What strangers send is flat and short: an endpoint is four levels deep, and its longest text has 256
    /// characters.
    @Bean
    JsonFactoryBuilderCustomizer strictJson() {
        return factory -> factory.streamReadConstraints(StreamReadConstraints.builder()
                .maxNestingDepth(16)
                .maxNameLength(128)
                .maxNumberLength(32)
                .maxStringLength(16 * 1024)
                .build());
    }

    /// A number is no truth value and a text no number: what is not what it should be is refused, not guessed.
    @Bean
    JsonMapperBuilderCustomizer literalJson() {
        return mapper -> mapper.disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION);
    }

    /// Data services on PostgreSQL.
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnProperty(name = "peercade.data-services", havingValue = "jooq", matchIfMissing = true)
    static class Jooq {

        @Bean
        AccountDataService accountDataService(DSLContext db) {
            return new JooqAccountDataService(db);
        }

        @Bean
        TokenDataService tokenDataService(DSLContext db) {
            return new JooqTokenDataService(db);
        }

        @Bean
        GameDataService gameDataService(DSLContext db) {
            return new JooqGameDataService(db);
        }

        @Bean
        StreamingSessionDataService streamingSessionDataService(DSLContext db, JsonMapper json) {
            return new JooqStreamingSessionDataService(db, json);
        }

        @Bean
        ViewRequestDataService viewRequestDataService(DSLContext db, JsonMapper json) {
            return new JooqViewRequestDataService(db, json);
        }

        @Bean
        RelayNodeDataService relayNodeDataService(DSLContext db) {
            return new JooqRelayNodeDataService(db);
        }
    }
}
