package dev.peercade.mediator.account;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The nice value of threads, which the JVM's own thread priorities do not set without privileges.
final class Niceness {

    private static final Logger log = LoggerFactory.getLogger(Niceness.class);

    private Niceness() {}

    /// Lets every other thread go before the calling one (setpriority(2): on Linux the nice value is a thread's own,
    /// and anyone may raise it). Without effect elsewhere, and where the JVM may not call into the C library.
    ///
    /// @param nice 0, as threads start, to 19; each step is worth about a tenth of a contested processor
    static void ofThisThread(int nice) {
        if (!System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("linux")) {
            return;
        }
        try {
            Linker linker = Linker.nativeLinker();
            var call = linker.downcallHandle(
                    linker.defaultLookup().findOrThrow("setpriority"),
                    FunctionDescriptor.of(
                            ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
            int unused = (int) call.invokeExact(0, 0, nice);
        } catch (Throwable e) {
            log.info("Password hashing runs at the priority of everything else: {}", String.valueOf(e.getMessage()));
        }
    }
}
