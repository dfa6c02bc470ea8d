/// Two homes and an internet between them, in network namespaces of Linux: every kind of NAT, bad links, counters,
/// and programs that run in them as on machines of their own. Needs root; without it the tests are skipped.
@NullMarked
package dev.peercade.testbed.lab;

import org.jspecify.annotations.NullMarked;
