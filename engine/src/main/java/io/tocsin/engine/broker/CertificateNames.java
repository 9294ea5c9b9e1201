package io.tocsin.engine.broker;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Whether a certificate is for a host (RFC 6125), for host names with an underscore, which the JDK refuses before it
 * looks at the certificate. Other names are left to the JDK.
 *
 * <p>DNS names among the subject's alternative names count, or the common name when there are none, as in the JDK. A
 * wildcard represents the whole leftmost label and needs at least two labels behind it.
 */
public final class CertificateNames {
    private static final int DNS_NAME = 2;
    private static final int NAMES_SHOWN = 5;
    private static final int LABELS_WITH_WILDCARD = 3;

    private CertificateNames() {}

    /** Whether the JDK would refuse every certificate for this host. */
    public static boolean isOwnCheckNeeded(String host) {
        return host.indexOf('_') >= 0;
    }

    /**
     * @param subject of the certificate, in the form of RFC 2253
     * @throws CertificateException when the certificate is for other hosts; the message names them
     */
    public static void require(X509Certificate certificate, String subject, String host) throws CertificateException {
        List<String> names = names(certificate, subject);
        if (names.stream().noneMatch(name -> matches(name, host))) {
            throw new CertificateException("No name matching " + host + " found, the certificate is for "
                    + names.stream().limit(NAMES_SHOWN).collect(Collectors.joining(", ")));
        }
    }

    /** Whether a name in a certificate covers a host. */
    static boolean matches(String name, String host) {
        String wanted = withoutDot(host.toLowerCase(Locale.ROOT));
        String given = withoutDot(name.toLowerCase(Locale.ROOT));
        if (!given.startsWith("*.")) {
            return given.equals(wanted);
        }
        int dot = wanted.indexOf('.');
        return dot > 0
                && given.split("\\.", -1).length >= LABELS_WITH_WILDCARD
                && given.substring(1).equals(wanted.substring(dot));
    }

    private static String withoutDot(String name) {
        return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }

    private static List<String> names(X509Certificate certificate, String subject) throws CertificateException {
        Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
        List<String> dnsNames = alternatives == null
                ? List.of()
                : alternatives.stream()
                        .filter(name -> name.get(0).equals(DNS_NAME))
                        .map(name -> (String) name.get(1))
                        .toList();
        if (!dnsNames.isEmpty()) {
            return dnsNames;
        }
        return List.of(commonName(subject));
    }

    /** The common name in an RFC 2253 name. A comma ends it, because no host name has one. */
    private static String commonName(String subject) {
        for (String part : subject.split(",", -1)) {
            if (part.startsWith("CN=")) {
                return part.substring("CN=".length());
            }
        }
        return "no host";
    }
}
