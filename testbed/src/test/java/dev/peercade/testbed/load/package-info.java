/// The mediator under load: its benchmark and the proofs of L1 and L3. The mediator is a process of its own, the
/// peers are virtual threads of the test.
@NullMarked
package dev.peercade.testbed.load;

import org.jspecify.annotations.NullMarked;
