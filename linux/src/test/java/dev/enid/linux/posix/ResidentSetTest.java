package dev.enid.linux.posix;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResidentSetTest {

    private static final int SIZE = 4 * 1024 * 1024;

    @TempDir
    private Path directory;

    @Test
    void pagesOfAFileThatWasOnlyReadAreGivenBackAndReadAgain() throws IOException {
        byte[] content = new byte[SIZE];
        Arrays.fill(content, (byte) 7);
        Path file = Files.write(directory.resolve("file"), content);
        try (FileChannel channel = FileChannel.open(file);
                Arena arena = Arena.ofConfined()) {
            MemorySegment mapped = channel.map(MapMode.READ_ONLY, 0, SIZE, arena);
            assertThat(sum(mapped)).isEqualTo(7L * SIZE);
            long before = resident(file);

            assertThat(ResidentSet.giveBackFiles()).isGreaterThanOrEqualTo(SIZE);

            assertThat(before).isEqualTo(SIZE / 1024);
            assertThat(resident(file)).isZero();
            assertThat(sum(mapped)).isEqualTo(7L * SIZE);
        }
    }

    @Test
    void whatWasWrittenToAPrivateMappingStays() throws IOException {
        Path file = Files.write(directory.resolve("file"), new byte[SIZE]);
        try (FileChannel channel = FileChannel.open(
                        file, java.nio.file.StandardOpenOption.READ, java.nio.file.StandardOpenOption.WRITE);
                Arena arena = Arena.ofConfined()) {
            MemorySegment mapped = channel.map(MapMode.PRIVATE, 0, SIZE, arena);
            mapped.fill((byte) 9);

            ResidentSet.giveBackFiles();

            assertThat(sum(mapped)).isEqualTo(9L * SIZE);
        }
    }

    private static long sum(MemorySegment bytes) {
        long sum = 0;
        for (long i = 0; i < bytes.byteSize(); i++) {
            sum += bytes.get(ValueLayout.JAVA_BYTE, i);
        }
        return sum;
    }

    /** In KiB. */
    private static long resident(Path file) throws IOException {
        boolean inside = false;
        for (String line : Files.readAllLines(Path.of("/proc/self/smaps"))) {
            if (line.contains(file.toString())) {
                inside = true;
            } else if (inside && line.startsWith("Rss:")) {
                return Long.parseLong(line.replaceAll("\\D", ""));
            }
        }
        throw new IOException("not mapped: " + file);
    }
}
