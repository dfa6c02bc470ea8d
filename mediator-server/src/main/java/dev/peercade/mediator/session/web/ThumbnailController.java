package dev.peercade.mediator.session.web;

import dev.peercade.mediator.account.PeerPrincipal;
import dev.peercade.mediator.session.Thumbnail;
import dev.peercade.mediator.session.ThumbnailService;
import dev.peercade.mediator.web.ProblemException;
import dev.peercade.model.MediatorApi;
import dev.peercade.model.ProblemCode;
import java.util.UUID;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// Still pictures of sessions, for lists.
@RestController
final class ThumbnailController {

    private final ThumbnailService thumbnails;

    ThumbnailController(ThumbnailService thumbnails) {
        this.thumbnails = thumbnails;
    }

    @PutMapping(path = MediatorApi.SESSION_THUMBNAIL, consumes = MediaType.IMAGE_JPEG_VALUE)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void push(@AuthenticationPrincipal PeerPrincipal peer, @PathVariable UUID id, @RequestBody byte[] jpeg) {
        thumbnails.push(peer, id, jpeg);
    }

    @GetMapping(MediatorApi.SESSION_THUMBNAIL)
    ResponseEntity<byte[]> get(@PathVariable UUID id) {
        Thumbnail thumbnail = thumbnails
                .get(id)
                .orElseThrow(() -> new ProblemException(ProblemCode.NOT_FOUND, "The session has no thumbnail."));
        return ResponseEntity.ok()
                .contentType(MediaType.IMAGE_JPEG)
                .lastModified(thumbnail.pushedAt())
                .cacheControl(CacheControl.noCache().cachePrivate())
                .body(thumbnail.jpeg());
    }
}
