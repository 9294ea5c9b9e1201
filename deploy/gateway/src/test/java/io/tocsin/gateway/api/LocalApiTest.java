package io.tocsin.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.engine.action.ActionKind;
import io.tocsin.engine.action.OperatorAction;
import io.tocsin.engine.action.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LocalApiTest {
    private static final String ACK = "{\"alarm\":\"hot\",\"sensor\":\"hall/temp\",\"by\":\"ann\"}";

    @TempDir
    Path dataDir;

    private final FakeDoor door = new FakeDoor();
    private final List<String> log = new CopyOnWriteArrayList<>();
    private LocalApi api;
    private ApiEntry entry;
    private ApiClient client;

    /** Says what it was asked for. */
    private record SmallPage() implements MetricsPage {
        @Override
        public String contentType(String accept) {
            return "text/x-small";
        }

        @Override
        public void write(String accept, OutputStream out) throws IOException {
            out.write(("accept=" + accept).getBytes(StandardCharsets.UTF_8));
        }
    }

    @BeforeEach
    void open() throws IOException, InterruptedException {
        api = LocalApi.start(dataDir, 0, door, SmallPage::new, log::add);
        api.awaitListening();
        entry = ApiEntry.read(dataDir);
        client = ApiClient.of(dataDir);
    }

    @AfterEach
    void stop() throws InterruptedException {
        api.stop();
    }

    /** Sends a request as it is, and reads the answer to its end. */
    private String raw(String... lines) throws IOException {
        return raw(String.join("\r\n", lines).getBytes(StandardCharsets.ISO_8859_1));
    }

    private String raw(byte[] request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), entry.port())) {
            socket.setSoTimeout(10_000);
            OutputStream out = socket.getOutputStream();
            out.write(request);
            out.flush();
            InputStream in = socket.getInputStream();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private String get(String path, String... headers) throws IOException {
        String[] lines = new String[headers.length + 4];
        lines[0] = "GET " + path + " HTTP/1.1";
        lines[1] = "Connection: close";
        System.arraycopy(headers, 0, lines, 2, headers.length);
        lines[headers.length + 2] = "";
        lines[headers.length + 3] = "";
        return raw(lines);
    }

    private String host() {
        return "Host: 127.0.0.1:" + entry.port();
    }

    private String token() {
        return "Authorization: Bearer " + entry.token();
    }

    @Test
    void shouldStartTheServerWhenTheFirstClientComes() throws Exception {
        assertThat(api.isServing()).isFalse();

        assertThat(client.get("alarms").body()).isEqualTo("{\"alarms\":[]}");

        assertThat(api.isServing()).isTrue();
    }

    @Test
    void shouldPassAnActionOnAndAnswer() throws Exception {
        ApiClient.Answer answer = client.post("alarms/ack", ACK);

        assertThat(answer.body()).isEqualTo("{\"position\":42,\"actionId\":\"a1\",\"state\":\"ACKNOWLEDGED_ACTIVE\"}");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(door.actions).containsExactly(OperatorAction.on(ActionKind.ACKNOWLEDGE, "hot", "hall/temp", "ann"));
    }

    @Test
    void shouldSayWhenAShelfEnds() throws Exception {
        ApiClient.Answer answer = client.post(
                "alarms/shelve", "{\"alarm\":\"hot\",\"sensor\":\"hall/temp\",\"by\":\"ann\",\"for\":\"2h\"}");

        assertThat(answer.body()).contains("\"until\":\"1970-01-01T02:00:00.000000000Z\"");
        assertThat(door.actions.get(0).durationNs()).isEqualTo(7_200_000_000_000L);
    }

    @ParameterizedTest
    @EnumSource(Refusal.class)
    void shouldAnswerEveryRefusalWithItsCode(Refusal refusal) throws Exception {
        door.refusal = refusal;

        ApiClient.Answer answer = client.post("alarms/ack", ACK);

        assertThat(answer.status()).isBetween(400, 499);
        assertThat(answer.body())
                .contains("\"code\":\"" + refusal.name() + "\"", "\"title\":\"" + refusal.words() + "\"");
    }

    @Test
    void shouldSayThatTheGatewayIsStopping() throws Exception {
        door.isClosed = true;

        ApiClient.Answer answer = client.post("alarms/ack", ACK);

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.body()).contains("\"code\":\"STOPPING\"");
    }

    @Test
    void shouldLetNobodyInWithoutTheToken() throws IOException {
        String wrong = "Authorization: Bearer " + "0".repeat(64);
        for (String path : List.of("/api/v1/alarms", "/api/v1/alarms/ack", "/none")) {
            assertThat(get(path, host())).startsWith("HTTP/1.1 401 ").contains("\"code\":\"NO_TOKEN\"");
            assertThat(get(path, host(), wrong)).startsWith("HTTP/1.1 401 ");
            assertThat(get(path, host(), "Authorization: Basic " + entry.token()))
                    .startsWith("HTTP/1.1 401 ");
        }
        assertThat(get("/api/v1/alarms", host(), token())).startsWith("HTTP/1.1 200 ");
        assertThat(log)
                .as("a line a minute, without the token")
                .containsExactly("local API: refused requests without the right token, 1 since the start");
        assertThat(door.actions).isEmpty();
    }

    @Test
    void shouldRefuseForeignHostsAndOrigins() throws IOException {
        assertThat(get("/api/v1/alarms", "Host: evil.example:" + entry.port(), token()))
                .startsWith("HTTP/1.1 403 ")
                .contains("\"code\":\"FOREIGN\"");
        assertThat(get("/api/v1/alarms", "Host: 127.0.0.1", token())).startsWith("HTTP/1.1 403 ");
        assertThat(get("/api/v1/alarms", host(), token(), "Origin: http://evil.example"))
                .startsWith("HTTP/1.1 403 ");
        assertThat(get("/api/v1/alarms", host(), token(), "Origin: http://127.0.0.1:" + entry.port()))
                .startsWith("HTTP/1.1 200 ")
                .contains("Cache-Control: no-store", "X-Content-Type-Options: nosniff")
                .doesNotContain("Server:");
    }

    @Test
    void shouldAnswerWrongRequestsWithProblems() throws Exception {
        assertThat(client.get("none").body()).contains("\"status\":404", "\"code\":\"NOT_FOUND\"");
        assertThat(client.get("alarms/ack").body()).contains("\"code\":\"METHOD_NOT_ALLOWED\"");
        assertThat(client.post("alarms", ACK).body()).contains("\"code\":\"METHOD_NOT_ALLOWED\"");
        assertThat(client.post("alarms/shelve", ACK).body())
                .isEqualTo(
                        "{\"type\":\"about:blank\",\"title\":\"the request cannot be understood\",\"status\":400,"
                                + "\"code\":\"BAD_REQUEST\",\"detail\":\"for: is missing; a shelf needs a duration such as 2h\"}");
        assertThat(raw(
                        "POST /api/v1/alarms/ack HTTP/1.1",
                        host(),
                        token(),
                        "Connection: close",
                        "Content-Type: text/plain",
                        "Content-Length: 2",
                        "",
                        "{}"))
                .startsWith("HTTP/1.1 415 ");
        assertThat(door.actions).isEmpty();
    }

    @Test
    void shouldBoundBodyAndHeader() throws Exception {
        String large = "{\"alarm\":\"" + "x".repeat(ActionRequest.MAX_BYTES) + "\"}";
        assertThat(client.post("alarms/ack", large).body()).contains("\"code\":\"TOO_LARGE\"");
        String chunked = String.join(
                "\r\n",
                "POST /api/v1/alarms/ack HTTP/1.1",
                host(),
                token(),
                "Connection: close",
                "Content-Type: application/json",
                "Transfer-Encoding: chunked",
                "",
                Integer.toHexString(large.length()),
                large,
                "0",
                "",
                "");
        assertThat(raw(chunked.getBytes(StandardCharsets.ISO_8859_1))).startsWith("HTTP/1.1 413 ");
        assertThat(get("/api/v1/alarms", host(), token(), "X-Long: " + "x".repeat(ApiServer.MAX_HEADER_BYTES)))
                .startsWith("HTTP/1.1 431 ");
        assertThat(door.actions).isEmpty();
    }

    @Test
    void shouldShowItsFileToItsUserOnlyAndTakeItAway() throws Exception {
        Path file = ApiEntry.file(dataDir);

        assertThat(Files.getPosixFilePermissions(file))
                .isEqualTo(Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE));
        assertThat(entry.token()).hasSize(64);
        assertThat(entry.toString()).doesNotContain(entry.token());

        api.stop();

        assertThat(file).doesNotExist();
        assertThatThrownBy(() -> ApiClient.of(dataDir)).isInstanceOf(ApiClient.NoGateway.class);
        assertThatThrownBy(() -> client.get("alarms")).isInstanceOf(ApiClient.NoGateway.class);
    }

    @Test
    void shouldEndWhileAClientWaits() throws Exception {
        door.isSilent = true;
        Thread waiting = new Thread(() -> {
            try {
                client.post("alarms/ack", ACK);
            } catch (IOException | InterruptedException e) {
                log.add("client: ended");
            }
        });
        waiting.start();
        while (door.actions.isEmpty()) {
            Thread.onSpinWait();
        }
        api.stop();
        waiting.join();

        assertThat(log).contains("client: ended");
    }

    @Test
    void shouldGoOnWithoutAnApiWhenThePortIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            LocalApi second = LocalApi.start(dataDir, taken.getLocalPort(), door, null, log::add);
            second.awaitListening();
            second.stop();

            assertThat(log)
                    .last()
                    .asString()
                    .startsWith("local API: off, tocsin alarms cannot act: cannot listen on 127.0.0.1:"
                            + taken.getLocalPort());
        }
    }

    @Test
    void shouldShowMetricsWithoutTheToken() throws IOException {
        assertThat(get("/metrics", host(), "Accept: text/plain"))
                .contains("HTTP/1.1 200", "text/x-small", "accept=text/plain");
        assertThat(get("/metrics", "Host: evil.example")).contains("HTTP/1.1 403");
        assertThat(get("/metrics/../api/v1/alarms", host())).contains("HTTP/1.1 401");
        assertThat(get("/metrics/", host())).contains("HTTP/1.1 401");
        assertThat(raw("POST /metrics HTTP/1.1", "Connection: close", host(), "Content-Length: 0", "", ""))
                .contains("HTTP/1.1 405", "Allow: GET");
    }

    @Test
    void shouldSayWhenMetricsAreOff() throws IOException, InterruptedException {
        api.stop();
        api = LocalApi.start(dataDir, 0, door, null, log::add);
        api.awaitListening();
        entry = ApiEntry.read(dataDir);

        assertThat(get("/metrics", host())).contains("HTTP/1.1 404", "http.metrics");
    }
}
