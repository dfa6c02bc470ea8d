package dev.peercade.mediator.config;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;

/// The address that the mediator listens on, and what is said when it cannot.
public record ListenAddress(InetAddress address) {

    /// @throws StartException when it is neither an address nor a name that this machine knows
    public static ListenAddress of(String bind) throws StartException {
        try {
            return new ListenAddress(InetAddress.getByName(bind));
        } catch (UnknownHostException e) {
            throw notOurs(bind, e);
        }
    }

    public boolean isLoopback() {
        return address.isLoopbackAddress();
    }

    /// The host part of a URI for a program on this machine: loopback where every address is listened on.
    public String hostForUri() {
        if (address.isAnyLocalAddress()) {
            return address.getAddress().length == 4 ? "127.0.0.1" : "[::1]";
        }
        String literal = address.getHostAddress();
        return literal.contains(":") ? "[" + literal.replaceFirst("%.*", "") + "]" : literal;
    }

    /// Asks for the port before anything slow starts. Something may still take it in between; that fails later.
    ///
    /// @param port 0 is always free
    public void requireFreeTcp(int port) throws StartException {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(address, port));
        } catch (IOException e) {
            throw refused("TCP", port, Setting.PORT, e);
        }
    }

    /// What a failure to listen on a UDP port for STUN means to a person.
    ///
    /// @param ownAddresses whether it has addresses of its own
    public StartException stunRefused(int port, boolean ownAddresses, IOException cause) {
        StartException refused = refused("UDP", port, Setting.STUN_PORT, cause);
        return ownAddresses && refused instanceof SettingException
                ? new SettingException(
                        "One of the addresses in " + Setting.STUN_ADDRESSES.named() + " is none of this machine.",
                        "Give its own addresses (`ip address` lists them), or leave the setting out.",
                        cause)
                : refused;
    }

    private StartException refused(String protocol, int port, Setting setting, IOException cause) {
        String message = String.valueOf(cause.getMessage());
        if (message.contains("in use")) {
            return new StartException(
                    protocol + " port " + port + " is in use.",
                    "Stop what uses it, or choose another with " + setting.named() + "; 0 takes a free one.",
                    cause);
        }
        if (message.contains("ermission denied")) {
            return new StartException(
                    protocol + " port " + port + " may not be used by this user: ports below 1024 are the system's.",
                    "Choose one from 1024 on with " + setting.named() + ".",
                    cause);
        }
        return notOurs(address.getHostAddress(), cause);
    }

    private static StartException notOurs(String bind, IOException cause) {
        return new SettingException(
                "`" + bind + "` is no address of this machine.",
                "Give one of its own addresses with " + Setting.BIND.named()
                        + ", or `0.0.0.0` for every one (`ip address` lists them).",
                cause);
    }
}
