package io.tocsin.gateway.command.alarms;

import io.tocsin.alerts.event.PlainText;
import io.tocsin.alerts.figure.FigureReport;
import io.tocsin.alerts.figure.Figures;
import io.tocsin.gateway.print.Numbers;
import io.tocsin.gateway.print.Spans;
import io.tocsin.gateway.print.TextTable;
import io.tocsin.gateway.print.Times;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A report as text for people: what all sensors did, then a row for each area. */
final class ReportTable {
    private static final List<String> PRIORITIES = List.of("critical", "high", "medium", "low");
    private static final double PERCENT = 100;

    private final String gateway;
    private final FigureReport report;
    private final Figures all;
    private final List<String> lines = new ArrayList<>();

    ReportTable(String gateway, FigureReport report) {
        this.gateway = gateway;
        this.report = report;
        this.all = report.all();
    }

    /** The lines of the text. */
    List<String> lines() {
        lines.add("Alarms of " + PlainText.escape(gateway) + " from "
                + Times.seconds(report.range().fromNs()) + " to "
                + Times.seconds(report.range().toNs()) + " ("
                + Spans.format(report.range().toNs() - report.range().fromNs()) + ")");
        load();
        nuisance();
        hidden();
        top();
        areas();
        return lines;
    }

    private void load() {
        section("How many");
        fact("alarms", Numbers.grouped(all.alarms()));
        fact(
                "a day and position",
                decimal(all.perDay()) + "; " + FigureReport.MANAGEABLE_IEC + " are manageable by IEC 62682, "
                        + FigureReport.MANAGEABLE_ISA_2009 + " by ISA-18.2 of 2009");
        fact(
                "in ten minutes",
                decimal(all.perTenMinutes()) + " on average"
                        + (all.alarms() == 0
                                ? ""
                                : "; " + Numbers.grouped(all.peak().count()) + " at most, to "
                                        + Times.seconds(all.peak().atNs()) + "; "
                                        + Numbers.grouped(all.peakBin().count()) + " in those from "
                                        + Times.seconds(all.peakBin().atNs())));
        Figures.Floods floods = all.floods();
        fact(
                "floods",
                floods.count() == 0
                        ? "none"
                        : Numbers.grouped(floods.count()) + ", " + percent(floods.shareOfTime())
                                + " of the time, the longest " + span(floods.longestNs()));
        fact("priorities", priorities(all.priorities()));
    }

    /** Known priorities in their order, then others. */
    private String priorities(Map<String, Long> counts) {
        List<String> shares = new ArrayList<>();
        for (String priority : PRIORITIES) {
            shares.add(priority + " " + share(counts.getOrDefault(priority, 0L)));
        }
        counts.keySet().stream()
                .filter(priority -> !PRIORITIES.contains(priority))
                .forEach(priority -> shares.add(PlainText.escape(priority) + " " + share(counts.get(priority))));
        return all.alarms() == 0 ? "none" : String.join(", ", shares);
    }

    private String share(long count) {
        return percent(count / (double) all.alarms());
    }

    private void nuisance() {
        section("Nuisance");
        Figures.Chattering chattering = all.chattering();
        fact(
                "chattering",
                chattering.periods() == 0
                        ? "none"
                        : Numbers.counted(chattering.alarms(), "alarm") + ", "
                                + Numbers.counted(chattering.periods(), "time") + ", with "
                                + Numbers.counted(chattering.raises(), "raise") + " in "
                                + span(chattering.timeNs()));
        fact(
                "fleeting",
                Numbers.grouped(all.fleeting()) + " cleared within "
                        + span(report.range().fleetingNs()) + ", untouched");
        Figures.Stale stale = all.stale();
        fact(
                "stale",
                stale.count() == 0
                        ? "none active for 24h"
                        : Numbers.grouped(stale.count()) + " active for 24h, " + Numbers.grouped(stale.stillActive())
                                + " of them still, the longest " + span(stale.longestNs()));
        section("Response");
        Figures.Response response = all.response();
        fact(
                "acknowledged",
                response.acknowledged() == 0
                        ? "none"
                        : Numbers.grouped(response.acknowledged()) + ", half of them within "
                                + span(response.medianNs()) + ", 90% within " + span(response.p90Ns()));
        fact("later than 10m", Numbers.grouped(response.overTenMinutes()));
    }

    private void hidden() {
        section("Hidden");
        TextTable table = new TextTable("", ">times", ">in all", ">active at the end", "by");
        hidden(table, "shelved", all.shelved());
        hidden(table, "suppressed", all.suppressed());
        hidden(table, "out of service", all.outOfService());
        table.lines().forEach(line -> lines.add("  " + line));
    }

    private static void hidden(TextTable table, String name, Figures.Hidden hidden) {
        List<String> by = new ArrayList<>();
        hidden.by()
                .forEach((person, count) -> by.add(
                        (person.isEmpty() ? "the gateway" : PlainText.escape(person)) + " " + Numbers.grouped(count)));
        table.row(
                name,
                Numbers.grouped(hidden.count()),
                hidden.timeNs() == 0 ? "-" : span(hidden.timeNs()),
                Numbers.grouped(hidden.activeAtExpiry()),
                String.join(", ", by));
    }

    private void top() {
        if (all.top().isEmpty()) {
            return;
        }
        section("Most frequent");
        TextTable table = new TextTable(">alarms", ">share", "alarm", "sensor");
        for (Figures.Frequent frequent : all.top()) {
            table.row(
                    Numbers.grouped(frequent.count()),
                    percent(frequent.share()),
                    PlainText.escape(frequent.alarm()),
                    PlainText.escape(frequent.sensor()));
        }
        table.lines().forEach(line -> lines.add("  " + line));
    }

    private void areas() {
        if (report.areas().isEmpty()) {
            return;
        }
        section("Areas");
        TextTable table = new TextTable(
                "area",
                ">alarms",
                ">a day",
                ">peak",
                ">floods",
                ">chattering",
                ">fleeting",
                ">stale",
                ">later than 10m",
                ">shelved");
        for (Figures area : report.areas()) {
            table.row(
                    area.area().isEmpty() ? "(no area)" : PlainText.escape(area.area()),
                    Numbers.grouped(area.alarms()),
                    decimal(area.perDay()),
                    Numbers.grouped(area.peak().count()),
                    Numbers.grouped(area.floods().count()),
                    Numbers.grouped(area.chattering().alarms()),
                    Numbers.grouped(area.fleeting()),
                    Numbers.grouped(area.stale().count()),
                    Numbers.grouped(area.response().overTenMinutes()),
                    Numbers.grouped(area.shelved().count()));
        }
        table.lines().forEach(line -> lines.add("  " + line));
    }

    private void section(String title) {
        lines.add("");
        lines.add(title);
    }

    private void fact(String name, String text) {
        lines.add(String.format(Locale.ROOT, "  %-20s%s", name, text));
    }

    /** To the second: a shorter rest is cut off, but for times below a second. */
    private static String span(long ns) {
        long second = 1_000_000_000L;
        return Spans.format(ns < second ? ns : ns / second * second);
    }

    private static String decimal(double number) {
        return String.format(Locale.ROOT, number < PERCENT && number != Math.rint(number) ? "%,.1f" : "%,.0f", number);
    }

    private static String percent(double share) {
        double percent = share * PERCENT;
        return String.format(Locale.ROOT, percent < 10 && percent != Math.rint(percent) ? "%.1f%%" : "%.0f%%", percent);
    }
}
