package io.tocsin.ingest.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLServerSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a TLS server with a certificate of its own for {@code localhost}. */
class BrokerTlsTest {
    private static final String PASSWORD = "changeit";

    private static final byte[] CONNACK = {0x20, 2, 0, 0};

    @TempDir
    private Path directory;

    private Path certificate;
    private SSLServerSocket server;

    @BeforeEach
    void startServer() throws Exception {
        Path store = directory.resolve("server.p12");
        certificate = directory.resolve("server.pem");
        keytool(
                "-genkeypair",
                "-alias",
                "s",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "SAN=dns:localhost",
                "-keystore",
                store.toString());
        keytool("-exportcert", "-rfc", "-alias", "s", "-keystore", store.toString(), "-file", certificate.toString());
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        server = (SSLServerSocket) context.getServerSocketFactory().createServerSocket(0);
    }

    @AfterEach
    void stopServer() throws IOException {
        server.close();
    }

    @Test
    void shouldExchangeBytesWhenCertificateAndHostFit() throws Exception {
        try (BrokerSocket socket = connect("localhost", certificate)) {
            socket.getOutputStream().write(CONNACK);
            socket.getOutputStream().flush();
            assertThat(socket.getInputStream().readNBytes(CONNACK.length)).isEqualTo(CONNACK);
        }
    }

    @Test
    void shouldRefuseWhenTheHostIsAnotherOrTheCertificateUnknown() {
        assertThatThrownBy(() -> connect("127.0.0.1", certificate)).isInstanceOf(SSLException.class);
        assertThatThrownBy(() -> connect("localhost", null)).isInstanceOf(SSLException.class);
    }

    @Test
    void shouldRefuseWhenTheServerSpeaksOnlyOldTls() {
        server.setEnabledProtocols(new String[] {"TLSv1.1"});
        assertThatThrownBy(() -> connect("localhost", certificate)).isInstanceOf(IOException.class);
    }

    @Test
    void shouldRefuseWhenTheFileHoldsNoCertificate() throws IOException {
        Path empty = Files.writeString(directory.resolve("empty.pem"), "");
        assertThatThrownBy(() -> new BrokerTls(empty)).hasMessageContaining("no certificate");
    }

    /** The server takes its settings when it begins to accept, so it does that only now. */
    private BrokerSocket connect(String host, Path caFile) throws Exception {
        Thread echo = new Thread(this::echo);
        echo.setDaemon(true);
        echo.start();
        BrokerAddress address = new BrokerAddress(host, server.getLocalPort(), true);
        BrokerSocket socket = new BrokerSocket(
                address, new BrokerTls(caFile), new RecordingListener(), new LinkLimits(1, 1_024, 1, 30), true);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getLocalPort()), 5_000);
        return socket;
    }

    private void echo() {
        try (Socket socket = server.accept()) {
            socket.getOutputStream().write(socket.getInputStream().readNBytes(CONNACK.length));
            socket.getOutputStream().flush();
        } catch (IOException e) {
            // A refused handshake, or the end of the test.
        }
    }

    private void keytool(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("-storepass", PASSWORD, "-storetype", "PKCS12"));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("keytool.out").toFile())
                .start();
        assertThat(process.waitFor()).isZero();
    }
}
