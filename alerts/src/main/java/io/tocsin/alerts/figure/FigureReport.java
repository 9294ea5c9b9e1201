package io.tocsin.alerts.figure;

import java.util.List;

/**
 * Figures of a period.
 *
 * @param all of all sensors
 * @param areas by name
 */
public record FigureReport(FigureRange range, Figures all, List<Figures> areas) {
    /** Alarms a day and position that one operator can handle, by IEC 62682. */
    public static final int MANAGEABLE_IEC = 144;
    /** Alarms a day and position that one operator can handle, by ISA-18.2 of 2009. */
    public static final int MANAGEABLE_ISA_2009 = 150;
}
