package dev.peercade.mediator.web;

import dev.peercade.model.MediatorApi;
import dev.peercade.model.MediatorInfo;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/// What the mediator says of itself to anyone.
@RestController
final class InfoController {

    private final String version;
    private final AccessSettings settings;
    private final StunPort stun;
    private final RelaySummary relays;

    InfoController(AccessSettings settings, StunPort stun, RelaySummary relays) {
        String built = InfoController.class.getPackage().getImplementationVersion();
        this.version = built == null ? "development" : built;
        this.settings = settings;
        this.stun = stun;
        this.relays = relays;
    }

    @GetMapping(MediatorApi.INFO)
    MediatorInfo info() {
        return new MediatorInfo(
                version,
                settings.registration().open(),
                stun.udp().isPresent() ? stun.udp().getAsInt() : null,
                relays.nodes(),
                relays.key());
    }
}
