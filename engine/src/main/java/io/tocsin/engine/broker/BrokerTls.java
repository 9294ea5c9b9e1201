package io.tocsin.engine.broker;

import io.tocsin.engine.file.PlainFile;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/** TLS 1.2 or 1.3 to a broker, with verification of its host name. There is no switch to trust everyone. Any thread. */
public final class BrokerTls {
    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

    private final SSLSocketFactory factory;
    private final Path caFile;

    /**
     * @param caFile PEM file of the certificates to trust; null for the JDK's
     * @throws IOException when the file cannot be read or has no certificate
     */
    public BrokerTls(Path caFile) throws IOException, GeneralSecurityException {
        this.caFile = caFile;
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, caFile == null ? null : trustManagers(caFile).getTrustManagers(), null);
        factory = context.getSocketFactory();
    }

    /** Sockets for clients that do the handshake themselves; they must verify the host name. */
    public SSLSocketFactory factory() {
        return factory;
    }

    /**
     * Performs the TLS handshake over a connected socket, within the socket's read timeout.
     *
     * @throws SSLException in words for the operator
     */
    public SSLSocket over(Socket connected, BrokerAddress address) throws IOException {
        try {
            return shakeHands(connected, address);
        } catch (SocketTimeoutException e) {
            throw new SSLException("no TLS handshake within " + connected.getSoTimeout() / 1000 + " s", e);
        } catch (IOException | CertificateException e) {
            throw new SSLException(TlsFaultText.of(e, address, caFile), e);
        }
    }

    private SSLSocket shakeHands(Socket connected, BrokerAddress address) throws IOException, CertificateException {
        SSLSocket socket = (SSLSocket) factory.createSocket(connected, address.host(), address.port(), true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setProtocols(PROTOCOLS);
        boolean isCheckedHere = CertificateNames.isOwnCheckNeeded(address.host());
        parameters.setEndpointIdentificationAlgorithm(isCheckedHere ? null : "HTTPS");
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        if (isCheckedHere) {
            X509Certificate certificate = (X509Certificate) socket.getSession().getPeerCertificates()[0];
            CertificateNames.require(
                    certificate, certificate.getSubjectX500Principal().getName(), address.host());
        }
        return socket;
    }

    private static TrustManagerFactory trustManagers(Path caFile) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        PlainFile.require(caFile);
        try (InputStream in = Files.newInputStream(caFile)) {
            int index = 0;
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                store.setCertificateEntry("ca-" + index++, certificate);
            }
            if (index == 0) {
                throw new IOException("no PEM certificate in file " + caFile);
            }
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory;
    }
}
