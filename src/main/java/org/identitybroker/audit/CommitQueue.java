package org.identitybroker.audit;

import io.agroal.api.AgroalDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.identitybroker.store.Store;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Entries that wait for the database, and the one thread that writes them, in groups. While one group is on its way to
/// the disk, the next one gathers, so that groups grow with the load and a lone exchange waits for nobody.
final class CommitQueue {
    private static final Logger LOG = Logger.getLogger(CommitQueue.class);

    /// As many as there are connections to the API: an exchange has one entry at a time. Beyond that nobody waits.
    private static final int QUEUE_MAX = 4096;

    /// A statement of so many rows takes some milliseconds; larger ones are no faster by the row.
    private static final int GROUP_MAX = 500;

    /// The database connection is kept this long for the next group, and then goes back to the pool, which looks
    /// after those that nobody uses.
    private static final Duration CONNECTION_IDLE_MAX = Duration.ofMillis(200);

    private final AgroalDataSource database;
    private final Store store;
    private final GroupWrite write;
    private final BlockingQueue<Entry> queue = new ArrayBlockingQueue<>(QUEUE_MAX);
    private final Thread writer;
    private volatile boolean ending;

    /// Tells every entry of a group what became of it.
    interface GroupWrite {
        /// @param group never empty
        /// @throws SQLException if the connection is not to be used again, and RuntimeException, too
        void run(Connection connection, List<Entry> group) throws SQLException;
    }

    /// @param name of the thread
    CommitQueue(String name, AgroalDataSource database, Store store, GroupWrite write) {
        this.database = database;
        this.store = store;
        this.write = write;
        this.writer = Thread.ofPlatform().name(name).daemon().start(this::serve);
    }

    /// Returns when it is known what became of the entry.
    ///
    /// @return whether the events were stored
    boolean commit(Entry entry) {
        if (!queue.offer(entry)) {
            throw Entry.unavailable();
        }
        return entry.await();
    }

    void end() {
        ending = true;
        writer.interrupt();
    }

    private void serve() {
        while (!ending) {
            try {
                Entry first = queue.take();
                serve(first);
            } catch (InterruptedException _) {
                LOG.debug("the audit writer was interrupted");
            }
        }
    }

    /// Writes groups on one connection until there is none for a moment, or the connection fails.
    private void serve(Entry first) throws InterruptedException {
        @Nullable Entry next = first;
        try (Connection connection = database.getConnection()) {
            while (next != null) {
                List<Entry> group = gather(next);
                next = null;
                if (!group.isEmpty()) {
                    write.run(connection, group);
                }
                next = queue.poll(CONNECTION_IDLE_MAX.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (SQLException failure) {
            giveUp(next, store.refusalOf(failure));
        } catch (RuntimeException failure) {
            giveUp(next, store.translated(failure));
        }
    }

    /// If no connection can be had, whoever waits behind the first one is not kept waiting for the same news.
    private void giveUp(@Nullable Entry first, RuntimeException reason) {
        if (first != null) {
            gather(first).forEach(entry -> entry.failed(reason));
        }
    }

    private List<Entry> gather(Entry first) {
        List<Entry> group = new ArrayList<>();
        group.add(first);
        queue.drainTo(group, GROUP_MAX - 1);
        return group.stream().filter(Entry::take).toList();
    }
}
