package dev.peercade.mediator.web;

import dev.peercade.model.MediatorApi;
import dev.peercade.model.MediatorInfo;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/// What the mediator says of itself to anyone.
@RestController
final class InfoController {

    private final AccessSettings settings;

    InfoController(AccessSettings settings) {
        this.settings = settings;
    }

    @GetMapping(MediatorApi.INFO)
    MediatorInfo info() {
        String version = InfoController.class.getPackage().getImplementationVersion();
        return new MediatorInfo(
                version == null ? "development" : version,
                settings.registration() == AccessSettings.Registration.OPEN,
                settings.stunPort());
    }
}
