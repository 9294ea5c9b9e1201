/**
 * Values of alarm rules: {@code Priority}, the {@code Level} and {@code LimitLevel} of a limit, {@code StateSet}, and the fate of an
 * alarm without a value, {@code OnBad}.
 */
package io.tocsin.engine.plan.alarm;
