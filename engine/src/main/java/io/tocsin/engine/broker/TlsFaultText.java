package io.tocsin.engine.broker;

import java.io.EOFException;
import java.nio.file.Path;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.List;

/**
 * Explains why a TLS handshake failed and what to do about it. The JDK's messages speak of PKIX paths and name no key
 * of the configuration.
 */
public final class TlsFaultText {
    private static final String NOT_TLS = "Unsupported or unrecognized SSL message";
    private static final List<String> ENDS =
            List.of("Remote host terminated the handshake", "Connection reset", "Broken pipe");

    private TlsFaultText() {}

    /**
     * @param fault thrown by the handshake
     * @param caFile PEM file of the trusted certificates; null for the JDK's
     */
    public static String of(Throwable fault, BrokerAddress address, Path caFile) {
        String certificate = null;
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            String said = ofCertificate(cause, address, caFile);
            certificate = said == null ? certificate : said;
        }
        if (certificate != null) {
            return certificate;
        }
        String message = String.valueOf(fault.getMessage());
        if (message.contains(NOT_TLS)) {
            return "port " + address.port() + " does not speak TLS; a plain port is " + plain(address);
        }
        if (fault instanceof EOFException || ENDS.stream().anyMatch(message::contains)) {
            return "the broker closed the connection instead of a TLS handshake; if port " + address.port()
                    + " is a plain port, the url is " + plain(address);
        }
        return fault.getMessage() == null ? fault.toString() : message.split("\\R", 2)[0];
    }

    /** Advice for one cause of a failed handshake, or null when the cause does not concern the certificate. */
    private static String ofCertificate(Throwable cause, BrokerAddress address, Path caFile) {
        if (cause instanceof CertificateExpiredException) {
            return "the broker's certificate, or the one of its CA, has expired (" + cause.getMessage()
                    + "); if that is in the future, set the clock of this machine";
        }
        if (cause instanceof CertificateNotYetValidException) {
            return "the broker's certificate, or the one of its CA, is not valid yet (" + cause.getMessage()
                    + "); if that has passed, set the clock of this machine";
        }
        if (cause instanceof CertPathValidatorException
                && String.valueOf(cause.getMessage()).contains("lgorithm")) {
            return "the broker's certificate, or the one of its CA, is too weak (" + cause.getMessage() + ")";
        }
        if (cause instanceof CertPathBuilderException
                || cause instanceof CertPathValidatorException
                || String.valueOf(cause.getMessage()).startsWith("PKIX path")) {
            return caFile == null
                    ? "the broker's certificate is signed by no CA that the JDK trusts; name the file of its CA in caFile"
                    : "the broker's certificate is signed by no CA in caFile " + caFile
                            + "; name the file of the CA that signed it";
        }
        if (cause instanceof CertificateException && isAboutNames(cause.getMessage())) {
            return "the broker's certificate is not for host " + address.host() + " (" + cause.getMessage()
                    + "); the url must have a name that is in the certificate";
        }
        return null;
    }

    private static boolean isAboutNames(String message) {
        return message != null
                && (message.startsWith("No subject alternative") || message.startsWith("No name matching"));
    }

    private static String plain(BrokerAddress address) {
        return new BrokerAddress(address.host(), address.port(), false).url();
    }
}
