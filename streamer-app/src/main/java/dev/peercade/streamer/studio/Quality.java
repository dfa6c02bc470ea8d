package dev.peercade.streamer.studio;

/// The presets, and what goes beyond them.
public enum Quality {
    /// The source's own size, at most 1080 rows, 60 pictures a second.
    AUTO(Rows.AT_MOST_1080, Rate.FPS_60),
    SMOOTH_1080(Rows.ROWS_1080, Rate.FPS_60),
    SMOOTH_720(Rows.ROWS_720, Rate.FPS_60),
    THRIFTY_720(Rows.ROWS_720, Rate.FPS_30),
    THRIFTY_480(Rows.ROWS_480, Rate.FPS_30),
    /// As the user says; what stands here is what it begins with.
    CUSTOM(Rows.OF_SOURCE, Rate.FPS_60);

    /// How many rows the coded picture has; its shape is the source's.
    public enum Rows {
        OF_SOURCE(Integer.MAX_VALUE),
        AT_MOST_1080(1080),
        ROWS_1440(1440),
        ROWS_1080(1080),
        ROWS_720(720),
        ROWS_480(480);

        private final int max;

        Rows(int max) {
            this.max = max;
        }

        /// A picture is never enlarged: that would cost bits and show nothing more.
        int of(int sourceRows) {
            return Math.min(max, sourceRows);
        }
    }

    /// How many pictures a second.
    public enum Rate {
        FPS_30(30),
        FPS_60(60),
        FPS_120(120);

        private final int fps;

        Rate(int fps) {
            this.fps = fps;
        }

        public int fps() {
            return fps;
        }
    }

    private final Rows rows;
    private final Rate rate;

    Quality(Rows rows, Rate rate) {
        this.rows = rows;
        this.rate = rate;
    }

    public Rows rows() {
        return rows;
    }

    public Rate rate() {
        return rate;
    }
}
