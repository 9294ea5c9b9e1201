package io.tocsin.gateway.config.bind;

import io.tocsin.gateway.config.read.BindContext;
import io.tocsin.gateway.config.read.SectionReader;
import io.tocsin.gateway.config.schema.Key;
import io.tocsin.gateway.config.schema.QualityKeys;
import io.tocsin.gateway.config.yaml.Problems;
import io.tocsin.ingest.decode.OpcCodes;
import io.tocsin.ingest.decode.OwnCodes;
import io.tocsin.ingest.decode.QualityMapping;
import io.tocsin.ingest.decode.QualityValue;
import java.util.List;

/** Reads the place and the codes of a quality. */
final class QualityBinder {
    private final BindContext context;
    private final Problems problems;

    QualityBinder(BindContext context) {
        this.context = context;
        this.problems = context.problems();
    }

    /**
     * @param key of a path, or of a section with further keys
     * @return the mapping; null when there is none, or it has errors
     */
    QualityMapping bind(SectionReader keys, Key<String> key) {
        if (!keys.has(key) || !keys.item(key).isMapping()) {
            return QualityMapping.unsaid(keys.get(key));
        }
        int errorsBefore = problems.errorCount();
        SectionReader section = keys.section(key, QualityKeys.QUALITY);
        String path = section.get(QualityKeys.PATH);
        OpcCodes codes = section.get(QualityKeys.CODES);
        List<QualityValue> good = section.getAll(QualityKeys.GOOD);
        List<QualityValue> uncertain = section.getAll(QualityKeys.UNCERTAIN);
        List<QualityValue> bad = section.getAll(QualityKeys.BAD);
        boolean isListed =
                section.has(QualityKeys.GOOD) || section.has(QualityKeys.UNCERTAIN) || section.has(QualityKeys.BAD);
        if (!isListed) {
            return path == null ? null : new QualityMapping(path, codes == null ? OpcCodes.UNSAID : codes);
        }
        if (section.has(QualityKeys.CODES)) {
            problems.error(
                    section.item(QualityKeys.CODES),
                    "cannot be combined with good, uncertain or bad; leave codes or" + " these lists out");
            return null;
        }
        if (problems.errorCount() > errorsBefore) {
            return null;
        }
        OwnCodes own = context.attempt(section.item(), () -> new OwnCodes(good, uncertain, bad));
        return own == null ? null : new QualityMapping(path, own);
    }
}
