package dev.peercade.peer.protocol;

import dev.peercade.model.ProtocolStep;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Stands on the method that acts out a step of the protocol.
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface Step {
    ProtocolStep[] value();
}
