package dev.enid.agent.daemon;

import dev.enid.core.inventory.Instance;
import dev.enid.core.reading.Fault;
import dev.enid.core.reading.Reading;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/** The thread that reads IMDS: while IMDS is silent for seconds, drift is repaired all the same. */
final class MetadataThread implements AutoCloseable {

    private final Metadata metadata;
    private final Inbox inbox;
    /** The schedule has one question under way at most. */
    private final BlockingQueue<Question> questions = new ArrayBlockingQueue<>(1);

    private final Thread thread;

    private record Question(Ask ask, Reading<Instance> before) {}

    MetadataThread(Metadata metadata, Inbox inbox) {
        this.metadata = metadata;
        this.inbox = inbox;
        this.thread = Thread.ofPlatform().name("enid-imds").daemon().unstarted(this::answer);
    }

    void start() {
        thread.start();
    }

    void ask(Ask ask, Reading<Instance> before) {
        questions.add(new Question(ask, before));
    }

    private void answer() {
        try {
            while (true) {
                Question question = questions.take();
                inbox.put(new Letter.MetadataRead(read(question)));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** An error of ours must not end the daemon's only source of truth about EC2. */
    private Reading<Instance> read(Question question) {
        try {
            return switch (question.ask) {
                case Ask.Refresh _ -> metadata.refresh(question.before);
                case Ask.Appeared(var macs) -> metadata.appeared(macs, question.before);
            };
        } catch (RuntimeException e) {
            return question.before.failed(
                    new Fault(Fault.Kind.INTERNAL, "reading IMDS", "an error of enid's own, please report it: " + e));
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
