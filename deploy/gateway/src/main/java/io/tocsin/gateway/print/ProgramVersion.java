package io.tocsin.gateway.print;

/** The version of this program. */
public final class ProgramVersion {
    private static final String UNPACKAGED = "(unpackaged)";

    private ProgramVersion() {}

    /** The version that the build wrote into the jar's manifest. */
    public static String text() {
        String version = ProgramVersion.class.getPackage().getImplementationVersion();
        return version == null ? UNPACKAGED : version;
    }
}
