package dev.peercade.mediator.account;

import dev.peercade.model.peer.NewPeer;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.core.userdetails.UserDetailsPasswordService;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.stereotype.Service;

/// Gives Spring Security the accounts of the database, and takes a better hash where a password was kept with an
/// older algorithm.
@Service
public final class DBPeerUserDetailsService implements UserDetailsService, UserDetailsPasswordService {

    private final AccountDataService accounts;

    DBPeerUserDetailsService(AccountDataService accounts) {
        this.accounts = accounts;
    }

    @Override
    public PeerUserDetails loadUserByUsername(String userName) {
        // A name that no account can have is looked up all the same: it must not be answered faster.
        String name = userName.matches(NewPeer.USER_NAME_PATTERN) ? userName : "-";
        return accounts.find(name)
                .map(PeerUserDetails::new)
                .orElseThrow(() -> new UsernameNotFoundException("unknown"));
    }

    @Override
    public UserDetails updatePassword(UserDetails user, @Nullable String newPassword) {
        if (newPassword == null || !(user instanceof PeerUserDetails details)) {
            return user;
        }
        StoredPeer peer = details.peer();
        accounts.changePasswordHash(peer.id(), newPassword);
        return new PeerUserDetails(new StoredPeer(peer.id(), peer.userName(), newPassword, peer.createdAt()));
    }
}
