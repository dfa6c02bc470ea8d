/// Signs of life: who has been heard of lately, in memory only.
@NullMarked
package dev.peercade.mediator.sign;

import org.jspecify.annotations.NullMarked;
