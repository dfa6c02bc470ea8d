package dev.peercade.peer.wire;

/// Numbers that reader and writer of RTCP share.
final class RtcpTypes {

    static final int SENDER_REPORT = 200;
    static final int RECEIVER_REPORT = 201;
    static final int SOURCE_DESCRIPTION = 202;
    static final int BYE = 203;
    static final int TRANSPORT_FEEDBACK = 205;
    static final int PAYLOAD_FEEDBACK = 206;

    static final int FORMAT_NACK = 1;
    static final int FORMAT_TRANSPORT_WIDE = 15;
    static final int FORMAT_PLI = 1;
    static final int FORMAT_FIR = 4;

    static final int SDES_CNAME = 1;

    static final int HEADER_BYTES = 4;
    static final int REPORT_BLOCK_BYTES = 24;

    private RtcpTypes() {}
}
