package io.tocsin.alerts.mqtt;

import io.tocsin.engine.broker.BrokerAddress;
import io.tocsin.engine.broker.CertificateNames;
import io.tocsin.engine.broker.TlsFaultText;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * The one socket of one connection, which any thread may close at any time, also while it is being opened: the one thing
 * that always ends a call that hangs.
 */
public final class BrokerSocket {
    private final Socket raw = new Socket();
    private volatile boolean isAborted;

    /**
     * Opens it.
     *
     * @param tls or null: plain TCP
     * @param caFile which certificates are trusted, for people; null: the JDK's
     * @throws SSLException when the handshake fails, in words
     */
    Socket open(BrokerAddress address, SSLSocketFactory tls, Path caFile) throws IOException {
        InetSocketAddress resolved = new InetSocketAddress(address.host(), address.port());
        if (resolved.isUnresolved()) {
            throw new UnknownHostException("no such host: " + address.host());
        }
        raw.setTcpNoDelay(true);
        raw.connect(resolved);
        if (tls == null) {
            return raw;
        }
        try {
            return shakeHands(address, tls);
        } catch (IOException | CertificateException e) {
            throw new SSLException("TLS: " + TlsFaultText.of(e, address, caFile), e);
        }
    }

    private Socket shakeHands(BrokerAddress address, SSLSocketFactory tls) throws IOException, CertificateException {
        SSLSocket secured = (SSLSocket) tls.createSocket(raw, address.host(), address.port(), true);
        boolean isCheckedHere = CertificateNames.isOwnCheckNeeded(address.host());
        SSLParameters parameters = secured.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm(isCheckedHere ? null : "HTTPS");
        secured.setSSLParameters(parameters);
        secured.startHandshake();
        if (isCheckedHere) {
            X509Certificate certificate = (X509Certificate) secured.getSession().getPeerCertificates()[0];
            CertificateNames.require(
                    certificate, certificate.getSubjectX500Principal().getName(), address.host());
        }
        return secured;
    }

    /** Closes it; whoever waits on it fails. */
    public void abort() {
        isAborted = true;
        try {
            raw.close();
        } catch (IOException e) {
            // Closing releases the descriptor even when it fails; the data it may lose is published again.
            assert raw.isClosed();
        }
    }

    /** Whether this side has closed it. */
    boolean isAborted() {
        return isAborted;
    }
}
