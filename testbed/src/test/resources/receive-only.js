// A browser as a viewer, given the streamer's endpoint by the test: no page of the product is involved.
globalThis.peercade = {
  /** Makes a receive-only offer; returns what the viewer's endpoint holds. */
  async offer() {
    const connection = new RTCPeerConnection();
    this.connection = connection;
    const transceiver = connection.addTransceiver("video", { direction: "recvonly" });
    const h264 = RTCRtpReceiver.getCapabilities("video").codecs.filter(
      (codec) => codec.mimeType === "video/H264" && /packetization-mode=1/.test(codec.sdpFmtpLine) && /42e01f/.test(codec.sdpFmtpLine),
    );
    transceiver.setCodecPreferences(h264);
    connection.ontrack = (event) => {
      const video = document.createElement("video");
      video.id = "seen";
      video.muted = true;
      video.autoplay = true;
      video.srcObject = new MediaStream([event.track]);
      document.body.append(video);
    };
    const offer = await connection.createOffer();
    await connection.setLocalDescription(offer);
    const value = (name) => offer.sdp.match(new RegExp(`a=${name}:(.*)\r\n`))[1];
    const payloadType = Number(offer.sdp.match(/a=rtpmap:(\d+) H264\/90000/)[1]);
    return {
      userFragment: value("ice-ufrag"),
      password: value("ice-pwd"),
      fingerprint: value("fingerprint"),
      media: {
        codecs: [{ name: "H264", payloadType, clockRate: 90000, parameters: h264[0].sdpFmtpLine }],
        extensions: [],
      },
    };
  },

  /** Accepts the streamer's endpoint as the answer. */
  async answer(endpoint, payloadType, parameters) {
    const lines = [
      "v=0",
      "o=- 1 1 IN IP4 0.0.0.0",
      "s=-",
      "t=0 0",
      "a=group:BUNDLE 0",
      `m=video 9 UDP/TLS/RTP/SAVPF ${payloadType}`,
      "c=IN IP4 0.0.0.0",
      `a=ice-ufrag:${endpoint.userFragment}`,
      `a=ice-pwd:${endpoint.password}`,
      `a=fingerprint:${endpoint.fingerprint}`,
      "a=setup:passive",
      "a=mid:0",
      "a=sendonly",
      "a=rtcp-mux",
      `a=rtpmap:${payloadType} H264/90000`,
      `a=fmtp:${payloadType} ${parameters}`,
      `a=rtcp-fb:${payloadType} nack pli`,
    ];
    for (const c of endpoint.candidates ?? []) {
      const reflexive = c.kind === "host" ? "" : " raddr 0.0.0.0 rport 9";
      lines.push(`a=candidate:${c.foundation} 1 udp ${c.priority} ${c.address} ${c.port} typ ${c.kind}${reflexive}`);
    }
    lines.push("a=end-of-candidates", "");
    await this.connection.setRemoteDescription({ type: "answer", sdp: lines.join("\r\n") });
  },

  /** What has been received, by the browser's own count. */
  async figures() {
    const found = { framesDecoded: 0, framesDropped: 0, packetsLost: 0, state: this.connection.connectionState };
    for (const report of (await this.connection.getStats()).values()) {
      if (report.type === "inbound-rtp") {
        Object.assign(found, {
          framesDecoded: report.framesDecoded,
          framesDropped: report.framesDropped,
          packetsLost: report.packetsLost,
          width: report.frameWidth,
          height: report.frameHeight,
        });
      }
    }
    return found;
  },

  /** The picture shown now, as a hash and as the spread of its brightness. */
  async pixels() {
    const video = document.getElementById("seen");
    const canvas = new OffscreenCanvas(320, 180);
    const context = canvas.getContext("2d");
    context.drawImage(video, 0, 0, 320, 180);
    const data = context.getImageData(0, 0, 320, 180).data;
    let least = 255;
    let most = 0;
    let hash = 0;
    for (let i = 0; i < data.length; i += 4) {
      least = Math.min(least, data[i]);
      most = Math.max(most, data[i]);
      hash = (Math.imul(hash, 31) + data[i]) | 0;
    }
    return { spread: most - least, hash };
  },
};
