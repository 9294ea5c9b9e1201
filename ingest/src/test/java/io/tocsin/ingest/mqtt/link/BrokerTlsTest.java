package io.tocsin.ingest.mqtt.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.engine.broker.BrokerAddress;
import io.tocsin.engine.broker.BrokerTls;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
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
    private int servers;

    @BeforeEach
    void startServer() throws Exception {
        keytool("-genkeypair", "-keyalg", "EC", "-alias", "ca", "-dname", "CN=ca", "-ext", "bc:c");
        startServer("CN=server", "-ext", "SAN=dns:localhost");
    }

    /** With a certificate that our CA has signed. */
    private void startServer(String name, String... more) throws Exception {
        String alias = "server" + servers++;
        List<String> arguments = new ArrayList<>(List.of("-genkeypair", "-keyalg", "EC", "-alias", alias));
        arguments.addAll(List.of("-dname", name, "-signer", "ca"));
        arguments.addAll(List.of(more));
        keytool(arguments.toArray(String[]::new));
        KeyStore all = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(directory.resolve("keys.p12"))) {
            all.load(in, PASSWORD.toCharArray());
        }
        certificate = directory.resolve(alias + "-ca.pem");
        writePem(certificate, all.getCertificate("ca"));
        KeyStore keys = KeyStore.getInstance("PKCS12");
        keys.load(null, null);
        keys.setKeyEntry(
                "s", all.getKey(alias, PASSWORD.toCharArray()), PASSWORD.toCharArray(), all.getCertificateChain(alias));
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        if (server != null) {
            server.close();
        }
        server = (SSLServerSocket) context.getServerSocketFactory().createServerSocket(0);
    }

    private static void writePem(Path file, Certificate certificate) throws Exception {
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded());
        Files.writeString(file, "-----BEGIN CERTIFICATE-----\n" + base64 + "\n-----END CERTIFICATE-----\n");
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
    void shouldNameCaFileWhenNobodyTrustedHasSigned() throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        keytool("-genkeypair", "-keyalg", "EC", "-alias", "other", "-dname", "CN=other", "-ext", "bc:c");
        try (InputStream in = Files.newInputStream(directory.resolve("keys.p12"))) {
            keys.load(in, PASSWORD.toCharArray());
        }
        Path other = directory.resolve("other.pem");
        writePem(other, keys.getCertificate("other"));
        assertThatThrownBy(() -> connect("localhost", null))
                .hasMessage(
                        "the broker's certificate is signed by no CA that the JDK trusts; name the file of its CA in"
                                + " caFile");
        assertThatThrownBy(() -> connect("localhost", other))
                .hasMessageContaining("signed by no CA in caFile " + other)
                .hasMessageNotContaining("PKIX");
    }

    @Test
    void shouldSayThatTheCertificateIsForAnotherHost() {
        assertThatThrownBy(() -> connect("127.0.0.1", certificate))
                .hasMessageStartingWith("the broker's certificate is not for host 127.0.0.1 (");
    }

    @Test
    void shouldSayThatTheCertificateHasExpiredOrIsNotValidYet() throws Exception {
        startServer("CN=server", "-ext", "SAN=dns:localhost", "-startdate", "-10d", "-validity", "2");
        assertThatThrownBy(() -> connect("localhost", certificate)).hasMessageContaining("has expired (");
        startServer("CN=server", "-ext", "SAN=dns:localhost", "-startdate", "+10d", "-validity", "2");
        assertThatThrownBy(() -> connect("localhost", certificate)).hasMessageContaining("is not valid yet (");
    }

    @Test
    void shouldSayThatThePortDoesNotSpeakTls() throws Exception {
        for (boolean isTalking : new boolean[] {true, false}) {
            try (ServerSocket plain = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                Thread answer = new Thread(() -> answerPlainly(plain, isTalking));
                answer.setDaemon(true);
                answer.start();
                String url = "tcp://localhost:" + plain.getLocalPort();
                assertThatThrownBy(() -> shakeHands("localhost", plain.getLocalPort()))
                        .hasMessageContaining(
                                isTalking ? "does not speak TLS; a plain port is " + url : "the url is " + url);
            }
        }
    }

    /** The JDK refuses each certificate for such a host, whatever its names. */
    @Test
    void shouldCheckTheNamesOfHostsWithUnderscores() throws Exception {
        startServer("CN=plant_broker_1");
        accept();
        shakeHands("plant_broker_1", server.getLocalPort()).close();
        accept();
        assertThatThrownBy(() -> shakeHands("plant_broker_2", server.getLocalPort()))
                .hasMessageContaining("is not for host plant_broker_2 (")
                .hasMessageContaining("the certificate is for plant_broker_1");
    }

    private Socket shakeHands(String host, int port) throws Exception {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        return new BrokerTls(certificate).over(socket, new BrokerAddress(host, port, true));
    }

    private static void answerPlainly(ServerSocket server, boolean isTalking) {
        try (Socket socket = server.accept()) {
            if (isTalking) {
                socket.getOutputStream().write("220 ready\r\n".getBytes(StandardCharsets.US_ASCII));
                socket.getInputStream().readNBytes(1);
            }
        } catch (IOException e) {
            // The end of the test.
        }
    }

    @Test
    void shouldRefuseWhenTheServerSpeaksOnlyOldTls() {
        server.setEnabledProtocols(new String[] {"TLSv1.1"});
        assertThatThrownBy(() -> connect("localhost", certificate)).isInstanceOf(IOException.class);
    }

    @Test
    void shouldRefuseWhenTheFileHoldsNoCertificate() throws IOException {
        Path empty = Files.writeString(directory.resolve("empty.pem"), "");
        assertThatThrownBy(() -> new BrokerTls(empty)).hasMessageContaining("no PEM certificate");
    }

    /** The server takes its settings when it begins to accept, so it does that only now. */
    private BrokerSocket connect(String host, Path caFile) throws Exception {
        accept();
        BrokerAddress address = new BrokerAddress(host, server.getLocalPort(), true);
        BrokerSocket socket = new BrokerSocket(
                address, new BrokerTls(caFile), new RecordingListener(), new LinkLimits(1, 1_024, 1, 30), true);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getLocalPort()), 5_000);
        return socket;
    }

    private void accept() {
        Thread echo = new Thread(this::echo);
        echo.setDaemon(true);
        echo.start();
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
        String store = directory.resolve("keys.p12").toString();
        command.addAll(List.of("-keystore", store, "-storepass", PASSWORD, "-storetype", "PKCS12"));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("keytool.out").toFile())
                .start();
        assertThat(process.waitFor()).isZero();
    }
}
