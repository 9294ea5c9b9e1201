package io.tocsin.gateway.config.bind;

import io.tocsin.gateway.config.ConfigException;
import io.tocsin.gateway.config.GatewayConfig;
import io.tocsin.gateway.config.read.BindContext;
import io.tocsin.gateway.config.read.SecretReader;
import io.tocsin.gateway.config.yaml.Item;
import io.tocsin.gateway.config.yaml.Problems;
import io.tocsin.gateway.config.yaml.YamlReader;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads a gateway's configuration from a YAML file; start here. */
public final class ConfigLoader {
    private final UnaryOperator<String> environment;

    /** A loader that finds {@code ${env:NAME}} in the environment of the process. */
    public ConfigLoader() {
        this(System::getenv);
    }

    /**
     * @param environment returns a variable's value or null
     */
    ConfigLoader(UnaryOperator<String> environment) {
        this.environment = environment;
    }

    /**
     * @param file as the user named it; relative paths inside it begin at its directory
     * @return the configuration
     * @throws ConfigException with all errors
     */
    public GatewayConfig load(Path file) throws ConfigException {
        return bind(file, new YamlReader(file, file.toString()).read());
    }

    /** As {@link #load(Path)}, as if these bytes were in the file. */
    GatewayConfig load(Path file, byte[] content) throws ConfigException {
        return bind(file, new YamlReader(file, file.toString()).read(content));
    }

    private GatewayConfig bind(Path file, Node root) throws ConfigException {
        Problems problems = new Problems(file.toString());
        Path baseDir = file.toAbsolutePath().normalize().getParent();
        BindContext context = new BindContext(problems, baseDir, new SecretReader(baseDir, environment));
        GatewayConfig config = new GatewayBinder(context).bind(file, new Item(root, ""));
        if (problems.errorCount() > 0) {
            throw new ConfigException(problems.errorLines());
        }
        return config;
    }
}
