package dev.peercade.mediator.account;

import java.util.Collection;
import java.util.List;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.userdetails.UserDetails;

/// An account in the words of Spring Security.
record PeerUserDetails(StoredPeer peer) implements UserDetails {

    @Override
    public Collection<? extends GrantedAuthority> getAuthorities() {
        return List.of();
    }

    @Override
    public String getPassword() {
        return peer.passwordHash();
    }

    @Override
    public String getUsername() {
        return peer.userName();
    }
}
