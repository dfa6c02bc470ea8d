package dev.peercade.mediator.config;

import dev.peercade.mediator.account.Argon2idPasswordEncoder;
import dev.peercade.mediator.account.PasswordLogin;
import dev.peercade.mediator.account.TokenService;
import dev.peercade.mediator.account.web.PeerAuthenticationFilter;
import dev.peercade.mediator.web.AccessSettings;
import dev.peercade.mediator.web.ProblemWriter;
import dev.peercade.model.MediatorApi;
import dev.peercade.model.ProblemCode;
import jakarta.servlet.DispatcherType;
import java.util.Map;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.crypto.password.DelegatingPasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.firewall.RequestRejectedHandler;

/// Who may call what, before any controller. There are no cookies and no sessions, so nothing that a browser
/// would send on its own but a remembered Basic password; against that stands the origin filter of the web
/// package.
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {

    @Bean
    AccessSettings accessSettings(ServerSettings settings) {
        return settings.access();
    }

    /// Bcrypt is accepted for accounts that come from elsewhere and replaced at their next sign-in.
    @Bean
    PasswordEncoder passwordEncoder() {
        return new DelegatingPasswordEncoder(
                "argon2id",
                Map.of("argon2id", Argon2idPasswordEncoder.create(), "bcrypt", new BCryptPasswordEncoder()));
    }

    @Bean
    SecurityFilterChain api(HttpSecurity http, PasswordLogin passwords, TokenService tokens, ProblemWriter problems) {
        return http.csrf(AbstractHttpConfigurer::disable)
                .sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .requestCache(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .addFilterBefore(new PeerAuthenticationFilter(passwords, tokens, problems), AuthorizationFilter.class)
                .authorizeHttpRequests(calls -> calls.dispatcherTypeMatchers(DispatcherType.ERROR, DispatcherType.ASYNC)
                        .permitAll()
                        .requestMatchers(HttpMethod.GET, MediatorApi.INFO)
                        .permitAll()
                        .requestMatchers(HttpMethod.POST, MediatorApi.PEERS)
                        .permitAll()
                        // Its first message carries the token.
                        .requestMatchers(HttpMethod.GET, MediatorApi.SIGNAL)
                        .permitAll()
                        .requestMatchers(HttpMethod.GET, "/v3/api-docs/**", "/swagger-ui/**", "/swagger-ui.html")
                        .permitAll()
                        .requestMatchers("/actuator/health/**")
                        .permitAll()
                        // Media of strangers goes over what is in that table: only operators write it.
                        .requestMatchers(HttpMethod.POST, MediatorApi.RELAY_NODES)
                        .hasRole(PeerAuthenticationFilter.OPERATOR)
                        .requestMatchers(HttpMethod.PUT, MediatorApi.RELAY_NODE_HEARTBEAT)
                        .hasRole(PeerAuthenticationFilter.OPERATOR)
                        .requestMatchers(HttpMethod.DELETE, MediatorApi.RELAY_NODE)
                        .hasRole(PeerAuthenticationFilter.OPERATOR)
                        .requestMatchers("/actuator/**")
                        .hasRole(PeerAuthenticationFilter.OPERATOR)
                        .anyRequest()
                        .authenticated())
                .exceptionHandling(failures -> failures.authenticationEntryPoint((request, response, e) ->
                                problems.write(response, ProblemCode.UNAUTHENTICATED, "Sign in first."))
                        .accessDeniedHandler((request, response, e) -> problems.write(
                                response, ProblemCode.FORBIDDEN, "Only operators of this mediator may do this.")))
                .build();
    }

    /// Nobody reads a timer around each filter; those of whole calls stay.
    @Bean
    SecurityObservationSettings securityObservationSettings() {
        return SecurityObservationSettings.noObservations();
    }

    /// Paths in tricky spellings are refused before they reach any rule.
    @Bean
    RequestRejectedHandler requestRejectedHandler(ProblemWriter problems) {
        return (request, response, e) ->
                problems.write(response, ProblemCode.MALFORMED_REQUEST, "This spelling of a path is not accepted.");
    }
}
