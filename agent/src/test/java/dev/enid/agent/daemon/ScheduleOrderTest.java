package dev.enid.agent.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enid.core.kernel.Link;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Whatever happens in whatever order: the world checks that nothing new waits long, and that the schedule never spins. */
class ScheduleOrderTest {

    @Property(tries = 300)
    void nothingIsForgottenAndAllIsQuietInTheEnd(@ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        World world = new World();
        Map<Integer, Link> plugged = new HashMap<>();
        int links = 0;
        for (int i = 0; i < 120; i++) {
            Duration later = Duration.ofNanos(random.nextLong(400_000_000));
            switch (random.nextInt(12)) {
                case 0, 1 -> {
                    Link link = World.link(10 + links, 10 + random.nextInt(8));
                    plugged.put(links++, link);
                    world.at(later, each -> each.plug(link));
                }
                case 2 -> {
                    Link link = World.link(10 + links, 10 + random.nextInt(8));
                    plugged.put(links++, link);
                    world.at(later, each -> each.plugUnheard(link));
                }
                case 3 -> {
                    Link link = plugged.remove(random.nextInt(links + 1));
                    if (link != null) {
                        world.at(later, each -> each.unplug(link));
                    }
                }
                case 4 -> world.at(later, each -> each.describe(World.link(1, 10 + random.nextInt(8))));
                case 5 -> world.at(later, each -> each.forgetDescription(World.link(1, 10 + random.nextInt(8))));
                case 6 -> world.at(later, each -> each.imdsTakes(Duration.ofMillis(random.nextInt(3000))));
                case 7 -> world.at(later, each -> each.imdsFails(random.nextBoolean()));
                case 8 -> world.at(later, each -> each.converges(random.nextBoolean()));
                case 9 -> world.at(later, each -> each.request(random.nextInt(1000)));
                default -> world.at(later, World::foreignChange);
            }
            world.run(Duration.ofMillis(random.nextInt(300)));
        }

        world.run(Duration.ofSeconds(1));
        world.imdsFails(false);
        world.imdsTakes(Duration.ofMillis(2));
        world.converges(true);
        world.run(Duration.ofSeconds(90));

        // Every link has been described, is gone, or was given up; nothing but the refresh is left.
        assertThat(world.waiting()).allMatch(DaemonView.Waiting::givenUp);
        world.forget();
        world.run(Duration.ofSeconds(60));
        assertThat(world.log()).hasSizeLessThanOrEqualTo(12);
    }
}
