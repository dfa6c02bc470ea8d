package dev.peercade.mediator.config;

import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.info.License;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// What the API page says beyond the calls themselves.
@Configuration(proxyBeanMethods = false)
class OpenApi {

    @Bean
    OpenAPI openApiDocument() {
        return new OpenAPI()
                .info(new Info()
                        .title("Peercade mediator")
                        .version("v1")
                        .description("Introduces streamers and viewers, who then send media to each other. Errors are"
                                + " problem documents (RFC 9457) with a stable `code` and a `remedy`. Changes are pushed"
                                + " over the WebSocket /api/v1/signal, whose first message carries an access token.")
                        .license(new License().name("GPL-3.0-or-later")))
                .components(new Components()
                        .addSecuritySchemes(
                                "password",
                                new SecurityScheme()
                                        .type(SecurityScheme.Type.HTTP)
                                        .scheme("basic"))
                        .addSecuritySchemes(
                                "token",
                                new SecurityScheme()
                                        .type(SecurityScheme.Type.HTTP)
                                        .scheme("bearer")))
                .addSecurityItem(new SecurityRequirement().addList("token"))
                .addSecurityItem(new SecurityRequirement().addList("password"));
    }
}
