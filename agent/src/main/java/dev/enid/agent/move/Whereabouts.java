package dev.enid.agent.move;

import java.util.Optional;

/**
 * Where a resource was when it was looked for.
 *
 * @param holder as in {@link Place}; empty where nothing has it
 * @param attachment of an ENI that is somewhere
 */
record Whereabouts(Optional<String> holder, Stage stage, Optional<String> attachment) {

    /** How firmly it is there. */
    enum Stage {
        COMING,
        SETTLED,
        GOING
    }

    static final Whereabouts NOWHERE = new Whereabouts(Optional.empty(), Stage.SETTLED, Optional.empty());

    static Whereabouts settled(String holder) {
        return new Whereabouts(Optional.of(holder), Stage.SETTLED, Optional.empty());
    }

    boolean isAt(String place) {
        return holder.filter(place::equals).isPresent();
    }

    boolean isNowhere() {
        return holder.isEmpty();
    }

    /** For a person, after the name of the resource: {@code is attached to i-1}. */
    String words() {
        return holder.map(where -> switch (stage) {
                    case COMING -> "is on its way to " + where;
                    case SETTLED -> "is at " + where;
                    case GOING -> "is still leaving " + where;
                })
                .orElse("is at no instance");
    }
}
