package dev.peercade.mediator.web;

import dev.peercade.model.MediatorApi;
import dev.peercade.model.MediatorInfo;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/// What the mediator says of itself to anyone.
@RestController
final class InfoController {

    private final MediatorInfo info;

    InfoController(AccessSettings settings, StunPort stun) {
        String version = InfoController.class.getPackage().getImplementationVersion();
        this.info = new MediatorInfo(
                version == null ? "development" : version,
                settings.registration().open(),
                stun.udp().isPresent() ? stun.udp().getAsInt() : null,
                0,
                null);
    }

    @GetMapping(MediatorApi.INFO)
    MediatorInfo info() {
        return info;
    }
}
