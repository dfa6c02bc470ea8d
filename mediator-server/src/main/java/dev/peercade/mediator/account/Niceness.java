package dev.peercade.mediator.account;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.util.Locale;

/// The nice value of threads, which the JVM's own thread priorities do not set without privileges.
final class Niceness {

    private Niceness() {}

    /// Lets every other thread go before the calling one (setpriority(2): on Linux the nice value is a thread's own,
    /// and anyone may raise it). Without effect elsewhere.
    ///
    /// @param nice 0, as threads start, to 19; each step is worth about a tenth of a contested processor
    static void ofThisThread(int nice) {
        if (!System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("linux")) {
            return;
        }
        Linker linker = Linker.nativeLinker();
        linker.defaultLookup().find("setpriority").ifPresent(address -> {
            var call = linker.downcallHandle(
                    address,
                    FunctionDescriptor.of(
                            ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
            try {
                int unused = (int) call.invokeExact(0, 0, nice);
            } catch (Throwable e) {
                throw new IllegalStateException("setpriority takes three numbers", e);
            }
        });
    }
}
