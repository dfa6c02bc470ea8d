package dev.peercade.peer.sim;

import dev.peercade.peer.port.UdpPort;
import dev.peercade.peer.wire.TransportAddress;
import dev.peercade.peer.wire.stun.StunMessage;
import dev.peercade.peer.wire.stun.StunWriter;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A STUN server that tells about NATs (RFC 5780), in a [SimNet]: on one address or two, on a port and the next.
public final class SimNatQuestions {

    private static final int CHANGE_REQUEST = 0x0003;
    private static final int OTHER_ADDRESS = 0x802C;

    private final List<TransportAddress> addresses;
    private final int port;
    private final Map<TransportAddress, UdpPort> ends = new HashMap<>();

    /// @param port of the first end; 0 ports beyond it where `nextPort` is false
    public SimNatQuestions(SimNet net, List<TransportAddress> addresses, boolean nextPort) {
        this.addresses = addresses;
        this.port = addresses.getFirst().port();
        for (TransportAddress address : addresses) {
            for (int i = 0; i <= (nextPort ? 1 : 0); i++) {
                TransportAddress end = at(address, port + i);
                ends.put(end, net.open(end, null, batch -> batch.forEach(each -> answer(end, each))));
            }
        }
    }

    private static TransportAddress at(TransportAddress address, int port) {
        return new TransportAddress(address.high(), address.low(), address.v6(), port);
    }

    private void answer(TransportAddress asked, UdpPort.Datagram datagram) {
        StunMessage request = StunMessage.parse(datagram.bytes());
        if (request == null || request.kind() != StunMessage.Kind.REQUEST) {
            return;
        }
        long change = request.number(CHANGE_REQUEST, -1);
        TransportAddress from = change < 0 ? asked : changed(asked, change);
        if (from == null || change >= 0 && ends.size() == 1) {
            byte[] refusal = new StunWriter(StunMessage.Kind.ERROR, StunMessage.BINDING, request.transaction())
                    .error(420, "")
                    .toBytes();
            ends.get(asked).send(datagram.from(), refusal);
            return;
        }
        StunWriter answer = new StunWriter(StunMessage.Kind.SUCCESS, StunMessage.BINDING, request.transaction())
                .mappedAddress(datagram.from());
        TransportAddress opposite = changed(asked, addresses.size() > 1 ? 6 : 2);
        if (change >= 0 && opposite != null) {
            answer.bytes(
                    OTHER_ADDRESS,
                    ByteBuffer.allocate(8)
                            .putShort((short) 1)
                            .putShort((short) opposite.port())
                            .put(opposite.ip())
                            .array());
        }
        ends.get(from).send(datagram.from(), answer.toBytes());
    }

    private TransportAddress changed(TransportAddress asked, long change) {
        int index = at(asked, port).equals(addresses.getFirst()) ? 0 : 1;
        if ((change & 4) != 0) {
            index = 1 - index;
        }
        if (index >= addresses.size()) {
            return null;
        }
        int changedPort = (change & 2) == 0 ? asked.port() : 2 * port + 1 - asked.port();
        TransportAddress end = at(addresses.get(index), changedPort);
        return ends.containsKey(end) ? end : null;
    }
}
