package org.identitybroker.adoption;

import java.util.ArrayList;
import java.util.List;

/// What became of the lines so far. Counts everything, and keeps so many findings that a person has work for a day
/// and an answer stays below a megabyte.
final class ImportTally {
    static final int FINDINGS_MAX = 1000;

    private final List<ImportFinding> conflicts = new ArrayList<>();
    private final List<ImportFinding> failures = new ArrayList<>();
    private long imported;
    private long unchanged;
    private long conflicting;
    private long failed;

    void imported() {
        imported++;
    }

    void unchanged() {
        unchanged++;
    }

    void conflicting(ImportFinding finding) {
        conflicting++;
        keep(conflicts, finding);
    }

    void failed(ImportFinding finding) {
        failed++;
        keep(failures, finding);
    }

    long lines() {
        return imported + unchanged + conflicting + failed;
    }

    Counts counts() {
        return new Counts(imported, unchanged, conflicting, failed);
    }

    ImportAnswer answer(String importId, String pool) {
        return new ImportAnswer(
                importId,
                pool,
                imported,
                unchanged,
                conflicting,
                failed,
                List.copyOf(conflicts),
                conflicting - conflicts.size(),
                List.copyOf(failures),
                failed - failures.size());
    }

    private static void keep(List<ImportFinding> findings, ImportFinding finding) {
        if (findings.size() < FINDINGS_MAX) {
            findings.add(finding);
        }
    }

    /// How many lines came to what.
    record Counts(long imported, long unchanged, long conflicting, long failed) {}
}
