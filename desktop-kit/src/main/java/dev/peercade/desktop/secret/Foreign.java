package dev.peercade.desktop.secret;

import java.lang.invoke.MethodHandle;

/// Calls of native functions.
final class Foreign {

    private Foreign() {}

    static Object call(MethodHandle function, Object... arguments) {
        try {
            return function.invokeWithArguments(arguments);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
