package dev.enid.core.report;

/** {@code enid render} for a person, who may paste each part where it belongs: a heading is a comment to every manager. */
public final class RenderText {

    private RenderText() {}

    /**
     * The files, with a newline at the end.
     *
     * @param width of the terminal in columns; {@link Integer#MAX_VALUE} for none
     */
    public static String of(RenderView render, Styles styles, int width) {
        StringBuilder text = new StringBuilder();
        for (RenderView.FileView file : render.files()) {
            text.append(styles.strong("# " + file.path() + "  mode " + file.mode()))
                    .append('\n')
                    .append(file.text())
                    .append('\n');
        }
        if (!render.commands().isEmpty()) {
            text.append(styles.strong("# then " + render.backend() + " is told"))
                    .append('\n');
            render.commands().forEach(command -> text.append(command).append('\n'));
        }
        return text + notes(render, styles, width, !text.isEmpty());
    }

    /** After the files were written below a directory. */
    public static String written(RenderView render, String directory, Styles styles, int width) {
        Page page = new Page(width);
        page.line("Below " + directory + ":");
        render.files().forEach(file -> page.line("  " + styles.good(file.mode()) + " " + file.path()));
        if (!render.commands().isEmpty()) {
            page.line("On a host, " + render.backend() + " would then be told:");
            render.commands().forEach(command -> page.line("  " + command));
        }
        return page + notes(render, styles, width, true);
    }

    private static String notes(RenderView render, Styles styles, int width, boolean follows) {
        if (render.notes().isEmpty()) {
            return "";
        }
        Page page = new Page(width);
        PlanText.notes(page, render.notes(), styles);
        return (follows ? "\n" : "") + page;
    }
}
