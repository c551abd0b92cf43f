package dev.enid.core.report;

import dev.enid.core.report.ExplainView.Packet;
import dev.enid.core.report.ExplainView.Step;
import java.util.ArrayList;
import java.util.List;

/** {@code enid explain} for a person. */
public final class ExplainText {

    /** Rules that are not about the packet are shown up to so many in a row: a busy host has hundreds. */
    private static final int MOST_IN_A_ROW = 2;

    private final ExplainView view;
    private final Styles styles;
    private final Page page;

    private ExplainText(ExplainView view, Styles styles, int width) {
        this.view = view;
        this.styles = styles;
        this.page = new Page(width);
    }

    /**
     * The text, with a newline at its end.
     *
     * @param width of the terminal in columns; {@link Integer#MAX_VALUE} for none
     */
    public static String of(ExplainView view, Styles styles, int width) {
        return new ExplainText(view, styles, width).print();
    }

    private String print() {
        page.line(styles.strong(packet(view.packet())));
        page.blank();
        view.chosenSource()
                .ifPresent(words -> page.paragraph("  ", words, each -> each).blank());
        List<Step> passedOver = new ArrayList<>();
        for (Step step : view.steps()) {
            if (step.matched()) {
                passOver(passedOver);
                matched(step);
            } else {
                passedOver.add(step);
            }
        }
        passOver(passedOver);
        page.blank();
        page.paragraph(
                "The packet ",
                view.verdict()
                        + view.eni()
                                .map(eni -> "; " + view.interface_().orElse("it") + " is " + eni)
                                .orElse("")
                        + ".",
                styles::strong);
        check();
        view.kernel().ifPresent(this::kernel);
        PlanText.notes(page, view.notes(), styles);
        return page.toString();
    }

    private static String packet(Packet packet) {
        StringBuilder text = new StringBuilder("From ")
                .append(packet.from().orElse("an address of the host"))
                .append(" to ")
                .append(packet.to());
        packet.in().ifPresent(link -> text.append(", coming in by ").append(link));
        packet.out().ifPresent(link -> text.append(", from a socket bound to ").append(link));
        if (packet.mark() != 0) {
            text.append(", with mark 0x").append(Long.toHexString(packet.mark()));
        }
        return text.toString();
    }

    private void matched(Step step) {
        page.line("  " + styles.good("*") + " " + step.rule());
        step.ruleBecause().ifPresent(because -> page.paragraph("      # ", because, styles::faint));
        page.paragraph("      ", step.answer(), each -> each);
        step.routeBecause().ifPresent(because -> page.paragraph("      # ", because, styles::faint));
    }

    private void passOver(List<Step> steps) {
        if (steps.size() <= MOST_IN_A_ROW) {
            steps.forEach(step -> page.paragraph("    ", step.rule() + "   # " + step.answer(), styles::faint));
        } else {
            page.line(styles.faint(
                    "    " + steps.size() + " rules, from \"" + steps.getFirst().rule() + "\" on, are not about it"));
        }
        steps.clear();
    }

    private void check() {
        page.paragraph("", capital(view.sourceCheck().because()) + ".", words -> switch (view.sourceCheck()
                .verdict()) {
            case "accepted" -> styles.good(words);
            case "dropped" -> styles.bad(words);
            default -> words;
        });
    }

    private void kernel(ExplainView.Kernel kernel) {
        if (kernel.agrees()) {
            page.paragraph("", "The kernel says the same: " + kernel.answer() + ".", words -> words);
        } else {
            page.paragraph(
                    "",
                    capital(kernel.disagreement().orElse("the kernel says otherwise: " + kernel.answer())) + ".",
                    styles::bad);
        }
    }

    private static String capital(String words) {
        return words.isEmpty() ? words : words.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + words.substring(1);
    }
}
